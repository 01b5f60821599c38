import { type ReactNode, type Ref, useRef } from 'react'
import type { BotViewItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { Button } from '../../ui/index.ts'
import { CardView } from '../kinds/card/CardView.tsx'
import type { CardForm, CardHost } from '../kinds/card/card-context.ts'
import type { CardMemory } from '../kinds/card/memory.ts'

/** A view that is being answered, as `useViewHost` gives it. */
interface Answered {
  view: BotViewItem
  /** The action that is being sent, empty for the view itself; null: none. */
  busy: string | null
}

/** The card of a view of a bot as a form, which `ViewSubmit` sends, in it or by its `id`. */
export function ViewForm(
  props: Answered & {
    host: CardHost
    memory: CardMemory
    className: string
    id?: string
    ref?: Ref<HTMLFormElement>
    children?: ReactNode
  },
) {
  const { view, busy, host, memory, className, id, ref, children } = props
  const online = useOnline()
  const sender = useRef<CardForm>(null)
  return (
    <form
      id={id}
      ref={ref}
      className={className}
      noValidate
      aria-busy={busy !== null}
      onSubmit={event => {
        event.preventDefault()
        if (busy === null && view.submit !== undefined) sender.current?.submit()
      }}
    >
      <CardView
        card={view.card}
        host={host}
        version={String(view.version)}
        blocked={online ? null : 'offline'}
        memory={memory}
        form={sender}
      />
      {children}
    </form>
  )
}

/** The button that sends a view, if it can be sent. `form`: its id, where the button is not in it. */
export function ViewSubmit({ view, busy, form, disabled = false }: Answered & { form?: string; disabled?: boolean }) {
  const t = useTranslate('botTalk')
  if (view.submit === undefined) return null
  return (
    <Button kind="primary" type="submit" form={form} busy={busy === ''} disabled={busy !== null || disabled}>
      {view.submit.trim() || t('submit')}
    </Button>
  )
}
