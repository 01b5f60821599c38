import { ChevronRight } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { Avatar } from '../../ui/index.ts'
import { useConversationContext } from '../conversation-context.ts'
import { showThread } from './panel.ts'
import './talk.css'

/** Under the message that began a thread: how many replies there are; a press shows them. */
export function ThreadLine({ message, tabbable }: { message: MessageItem; tabbable: boolean }) {
  const t = useTranslate('talk')
  const { thread } = useConversationContext()
  const { replies } = message.attributes
  if (replies === undefined || thread !== undefined) return null
  const people = replies.userIds.slice(0, 3).flatMap(id => message.people.find(person => person.id === id) ?? [])
  return (
    <button
      type="button"
      className="messages-thread-line"
      tabIndex={tabbable ? 0 : -1}
      onClick={() => showThread(message.conversationId, message.seq)}
    >
      {people.map(person => (
        <Avatar key={person.id} person={person} size={20} />
      ))}
      <span>{t('replies', { count: replies.count })}</span>
      <ChevronRight className="icon-sm" aria-hidden="true" />
    </button>
  )
}
