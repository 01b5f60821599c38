import { CircleAlert, Clock } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { type Translate, useTranslate } from '../../i18n.ts'
import { BotAvatar, cx, daysBetween, Tooltip, useMinute } from '../../ui/index.ts'

/** So many days without a payload are worth a word. */
const silentDays = 2

/** What came to a hook, in a line; and whether that asks for a look. */
export function stateOf(
  hook: Pick<HookItem, 'enabled' | 'today' | 'failedToday' | 'lastAt' | 'createdAt'>,
  now: number,
  t: Translate<'hooks'>,
): { line: string; asks: 'attention' | 'silent' | null } {
  const { today, failedToday, lastAt } = hook
  if (!hook.enabled) return { line: t('off'), asks: null }
  if (failedToday > 0) return { line: t('todayFailed', { count: today, failed: failedToday }), asks: 'attention' }
  if (today > 0) return { line: t('today', { count: today }), asks: null }
  if (lastAt === null) return { line: t('neverCame'), asks: null }
  const days = daysBetween(lastAt, now)
  if (days < silentDays) return { line: t('silentToday'), asks: null }
  return { line: t('silentDays', { count: days }), asks: 'silent' }
}

/** The hooks of a group, one of which may be chosen; the arrow keys move to the others. */
export function HookList(props: { hooks: readonly HookItem[]; chosen: string; onChoose: (id: string) => void }) {
  const { hooks, chosen, onChoose } = props
  const t = useTranslate('hooks')
  const now = useMinute()
  const box = useRef<HTMLDivElement>(null)
  const oneIsChosen = hooks.some(hook => hook.id === chosen)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = Math.max(
      0,
      hooks.findIndex(hook => hook.id === chosen),
    )
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: hooks.length - 1 }[event.key]
    const next = to === undefined ? undefined : hooks[Math.max(0, Math.min(hooks.length - 1, to))]
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.id)
    box.current?.querySelector<HTMLElement>(`[data-hook="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <div ref={box} className="messages-hooks-rows" role="listbox" aria-label={t('list')} onKeyDown={onKeyDown}>
      {hooks.map((hook, index) => {
        const { line, asks } = stateOf(hook, now, t)
        const on = hook.id === chosen
        return (
          <button
            key={hook.id}
            type="button"
            role="option"
            className={cx('messages-hooks-row', !hook.enabled && 'off')}
            aria-selected={on}
            tabIndex={on || (index === 0 && !oneIsChosen) ? 0 : -1}
            data-hook={hook.id}
            onClick={() => onChoose(hook.id)}
          >
            <BotAvatar id={hook.botId} icon={hook.icon} size={36} />
            <span className="grow">
              <span className="ellipsis messages-hooks-name">{hook.name}</span>
              <small className="ellipsis">{line}</small>
            </span>
            {asks !== null && (
              <Tooltip text={t(asks)}>
                <span className={cx('messages-hooks-asks', asks === 'attention' && 'failed')}>
                  {asks === 'silent' ? <Clock className="icon-sm" /> : <CircleAlert className="icon-sm" />}
                </span>
              </Tooltip>
            )}
          </button>
        )
      })}
    </div>
  )
}
