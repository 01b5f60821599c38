import type { BotViewItem } from '../../../preload/contract/index.ts'
import { errorCode, errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { ViewForm, ViewSubmit } from '../bots/ViewForm.tsx'
import { useViewHost } from '../bots/view-host.tsx'
import { memoryOf } from '../kinds/card/memory.ts'

/** The card of a page of a bot: what is pressed in it goes to the bot. `onView`: the view that it answers with. */
export function ViewCard({ view, onView }: { view: BotViewItem; onView: (view: BotViewItem) => void }) {
  const t = useTranslate('botProfile')
  const tc = useTranslate('card')
  const online = useOnline()
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
    <ViewForm
      key={view.id}
      className="messages-bot-view"
      view={view}
      busy={busy}
      host={host}
      memory={memoryOf(`view/${view.id}`)}
    >
      <ViewSubmit view={view} busy={busy} disabled={!online} />
    </ViewForm>
  )
}
