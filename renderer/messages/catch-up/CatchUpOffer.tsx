import { Sparkles, X } from 'lucide-react'
import { useState } from 'react'
import type { ConversationItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, IconButton, serverNow } from '../../ui/index.ts'
import { useMessageList } from '../message-list-store.ts'
import { showCatchUp } from '../talk/panel.ts'
import './catch-up.css'

/** With so many unread messages a summary is offered. */
const manyUnread = 30
/** For so long after joining one is new. */
const newMs = 7 * 86_400_000
const stored = 'catchUpDismissed'

function dismissed(): string[] {
  return (localStorage.getItem(stored) ?? '').split(' ').filter(Boolean)
}

/** Offers a summary to who has just joined a group, or comes back to much that they have not read. */
export function CatchUpOffer({ conversation, joinedAt }: { conversation: ConversationItem; joinedAt: number | null }) {
  const t = useTranslate('catchUp')
  const { id, kind } = conversation
  // Reading moves the mark: what counts is how it stood when the conversation was opened.
  const [opened] = useState({ unread: conversation.unread, readSeq: conversation.readSeq })
  const [gone] = useState(() => dismissed().includes(id))
  const [closed, setClosed] = useState(false)
  const joined = kind === 'group' && joinedAt !== null && serverNow() - joinedAt < newMs && !gone ? joinedAt : null
  // Who may see only what was said since they came has nothing to catch up with.
  const isNew = useMessageList(
    ({ window: { items } }) => joined !== null && items.some(({ bubble, sentAt }) => bubble && sentAt < joined),
  )
  const away = opened.unread >= manyUnread && opened.readSeq > 0
  if (closed || !(isNew || away)) return null
  const close = () => {
    setClosed(true)
    if (!isNew) return
    localStorage.setItem(stored, [id, ...dismissed().filter(other => other !== id)].slice(0, 200).join(' '))
  }
  return (
    <div className="messages-catch-up-offer">
      <Sparkles className="icon-sm" aria-hidden="true" />
      <span className="grow ellipsis">{isNew ? t('joined') : t('away', { count: opened.unread })}</span>
      <Button
        size="small"
        kind="quiet"
        onClick={() => {
          showCatchUp(id, isNew ? null : opened.readSeq)
          close()
        }}
      >
        {t('look')}
      </Button>
      <IconButton size="small" label={t('dismiss')} icon={<X />} onClick={close} />
    </div>
  )
}
