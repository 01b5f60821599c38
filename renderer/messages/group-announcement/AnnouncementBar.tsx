import { Megaphone, X } from 'lucide-react'
import { oneLine } from '../../../common/text.ts'
import type { ConversationItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, IconButton, toastError, useBusy } from '../../ui/index.ts'
import { updateConversation } from '../conversation-list-store.ts'
import { showAnnouncement } from '../talk/panel.ts'
import './group-announcement.css'

/** Under the header: the group's announcement, until the user has confirmed it or, where nobody asks for that, closed it. */
export function AnnouncementBar({ conversation: { id, group } }: { conversation: ConversationItem }) {
  const t = useTranslate('groupAnnouncement')
  const [busy, run] = useBusy()
  const announcement = group?.announcement
  if (!announcement || announcement.closed || announcement.asks === 'answered') return null
  const { seq, text, asks } = announcement
  const close = () => updateConversation(id, { closedAnnouncement: seq }).catch(toastError)
  return (
    <section className="messages-announcement-bar" aria-label={t('title')}>
      <Megaphone aria-hidden="true" />
      <button type="button" className="grow ellipsis" onClick={() => showAnnouncement(id)}>
        <b>{t('title')}</b>
        {oneLine(text)}
      </button>
      {asks === 'owed' ? (
        <Button
          size="small"
          kind="primary"
          busy={busy}
          onClick={() => run(() => call('messages.respond', { id, seq, done: true }))}
        >
          {t('gotIt')}
        </Button>
      ) : (
        <IconButton size="small" label={t('close')} icon={<X />} onClick={() => void close()} />
      )}
    </section>
  )
}
