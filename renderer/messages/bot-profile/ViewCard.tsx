import { useRef } from 'react'
import type { BotViewItem } from '../../../preload/contract/index.ts'
import { errorCode, errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { Button } from '../../ui/index.ts'
import { useViewHost } from '../bots/view-host.tsx'
import { CardView } from '../kinds/card/CardView.tsx'
import type { CardForm } from '../kinds/card/card-context.ts'
import { memoryOf } from '../kinds/card/memory.ts'

/** The card of a page of a bot: what is pressed in it goes to the bot. `onView`: the view that it answers with. */
export function ViewCard({ view, onView }: { view: BotViewItem; onView: (view: BotViewItem) => void }) {
  const t = useTranslate('botProfile')
  const tc = useTranslate('card')
  const online = useOnline()
  const sender = useRef<CardForm>(null)
  const { host, busy } = useViewHost(view, {
    answered({ outcome, view: next }) {
      if (next !== undefined) onView(next)
      return outcome === 'waiting' ? { answer: 'waiting', notice: t('botWaiting') } : { answer: 'done' }
    },
    failed(error) {
      if (errorCode(error) === 'conflict') return { answer: 'failed', reason: t('homeChanged'), again: false }
      return { answer: 'failed', reason: tc('notDone', { reason: errorText(error) }), again: true }
    },
  })
  return (
    <form
      className="messages-bot-view"
      noValidate
      aria-busy={busy !== null}
      onSubmit={event => {
        event.preventDefault()
        if (busy === null && view.submit !== undefined) sender.current?.submit()
      }}
    >
      <CardView
        key={view.id}
        card={view.card}
        host={host}
        version={view.version}
        blocked={online ? null : 'offline'}
        memory={memoryOf(`view/${view.id}`)}
        form={sender}
      />
      {view.submit !== undefined && (
        <Button kind="primary" type="submit" busy={busy === ''} disabled={busy !== null || !online}>
          {view.submit.trim() || t('submit')}
        </Button>
      )}
    </form>
  )
}
