import { Check, CircleHelp, Copy, Filter, History, RefreshCw, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { HookDeliveryItem, HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import {
  Button,
  clockTime,
  cx,
  daysBetween,
  EmptyState,
  ErrorState,
  listTime,
  Segmented,
  SkeletonRows,
  useBusy,
  useMinute,
  useQuery,
} from '../../ui/index.ts'
import { DeliveryDetail } from './DeliveryDetail.tsx'
import { type Look, lineOf, lookOf, verdictWords } from './verdict.ts'

const pageSize = 50

/** The deliveries of a hook by pages, the newest page looked at anew with each look. */
function useDeliveries(hookId: string, failed: boolean, look: number) {
  const newest = useQuery(`deliveries:${hookId}/${failed}`, () =>
    call('hooks.deliveries', { hookId, failed, limit: pageSize }),
  )
  const [older, setOlder] = useState<{ deliveries: HookDeliveryItem[]; more: boolean }[]>([])
  const [busy, run] = useBusy()
  const again = useEffectEvent(() => newest.reload())
  useEffect(() => {
    if (look > 0) again()
  }, [look])
  // What came meanwhile pushes others out of the newest page, which stay in their place.
  const byId = new Map([newest.data, ...older].flatMap(page => page?.deliveries.map(one => [one.id, one]) ?? []))
  const deliveries = [...byId.values()].sort((a, b) => b.at - a.at)
  const before = deliveries.at(-1)?.id
  return {
    newest,
    deliveries,
    more: (older.at(-1) ?? newest.data)?.more ?? false,
    busy,
    loadOlder: () =>
      run(() =>
        call('hooks.deliveries', { hookId, failed, limit: pageSize, ...(before !== undefined && { before }) }).then(
          page => setOlder(known => [...known, page]),
        ),
      ),
  }
}

/** What came to a hook, newest first, and the one that is chosen. */
export function DeliveryLog(props: {
  hook: HookItem
  /** Where it is posted to, for a command that does it again. */
  address: string | undefined
  looks: number
  onResent: () => void
}) {
  const { hook } = props
  const t = useTranslate('hooks')
  const [filter, setFilter] = useState<'all' | 'failed'>('all')
  const failed = hook.failedToday
  return (
    <section className="column messages-hooks-log" aria-label={t('log')}>
      <div className="header">
        <h2 className="grow">{t('log')}</h2>
        <Segmented
          label={t('logFilter')}
          value={filter}
          options={[
            { value: 'all', label: t('logAll') },
            { value: 'failed', label: failed > 0 ? t('logFailedCount', { count: failed }) : t('logFailed') },
          ]}
          onChange={setFilter}
        />
      </div>
      <Log key={filter} {...props} failed={filter === 'failed'} />
    </section>
  )
}

function Log(props: {
  hook: HookItem
  address: string | undefined
  looks: number
  onResent: () => void
  failed: boolean
}) {
  const { hook, address, onResent, failed } = props
  const t = useTranslate('hooks')
  const { newest, deliveries, more, busy, loadOlder } = useDeliveries(hook.id, failed, props.looks)
  const [chosen, setChosen] = useState<string | null>(null)
  if (newest.error && !newest.data)
    return <ErrorState error={newest.error} title={t('logError')} onRetry={newest.reload} />
  if (!newest.data) return <SkeletonRows count={5} />
  if (deliveries.length === 0)
    return (
      <EmptyState
        icon={<History />}
        title={t(failed ? 'logNoneFailed' : 'logEmpty')}
        text={failed ? undefined : t('logEmptyText')}
      />
    )
  const shown = deliveries.find(one => one.id === chosen) ?? deliveries[0]
  return (
    <>
      <DeliveryRows deliveries={deliveries} chosen={shown?.id ?? ''} onChoose={setChosen}>
        {more && (
          <Button wide kind="quiet" size="small" busy={busy} onClick={loadOlder}>
            {t('logOlder')}
          </Button>
        )}
      </DeliveryRows>
      {shown && (
        <DeliveryDetail
          key={shown.id}
          hook={hook}
          delivery={shown}
          address={address}
          onResent={made => {
            setChosen(made.id)
            newest.reload()
            onResent()
          }}
        />
      )}
    </>
  )
}

function DeliveryRows(props: {
  deliveries: readonly HookDeliveryItem[]
  chosen: string
  onChoose: (id: string) => void
  children: ReactNode
}) {
  const { deliveries, chosen, onChoose } = props
  const t = useTranslate('hooks')
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = deliveries.findIndex(one => one.id === chosen)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }
    const last = deliveries.length - 1
    const to = { Home: 0, End: last }[event.key] ?? at + (steps[event.key] ?? 0)
    const next = deliveries[Math.max(0, Math.min(last, to))]
    if (next === undefined || (to === at && steps[event.key] === undefined)) return
    event.preventDefault()
    onChoose(next.id)
    box.current?.querySelector<HTMLElement>(`[data-delivery="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <div className="messages-hooks-deliveries">
      <div ref={box} role="listbox" aria-label={t('log')} onKeyDown={onKeyDown}>
        {deliveries.map(delivery => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            on={delivery.id === chosen}
            onChoose={() => onChoose(delivery.id)}
          />
        ))}
      </div>
      {props.children}
    </div>
  )
}

/** The icon of what became of a delivery, which the words beside it say. */
function VerdictIcon({ delivery }: { delivery: HookDeliveryItem }) {
  const look = lookOf(delivery)
  const icons: Record<Look, typeof Check> = { shown: Check, failed: X, quiet: Filter, unknown: CircleHelp }
  const Icon = delivery.verdict === 'repeated' ? Copy : delivery.resent && look === 'shown' ? RefreshCw : icons[look]
  return (
    <span className={cx('messages-hooks-state', look, delivery.resent && 'again')}>
      <Icon className="icon-sm" aria-hidden="true" />
    </span>
  )
}

function DeliveryRow(props: { delivery: HookDeliveryItem; on: boolean; onChoose: () => void }) {
  const { delivery, on, onChoose } = props
  const t = useTranslate('hooks')
  const language = useLanguage()
  const now = useMinute()
  const title = lineOf(delivery, language)
  const look = lookOf(delivery)
  const verdict = verdictWords(delivery, t)
  const times = delivery.times ?? 1
  const once =
    // Several dialects refuse with the status 200, and say so in the body.
    look === 'failed'
      ? delivery.status >= 400
        ? `${delivery.status}`
        : verdict
      : delivery.resent
        ? t('resent')
        : delivery.verdict === 'shown'
          ? t('ms', { ms: Math.round(delivery.ms) })
          : verdict
  // The same was refused so often.
  const short = times > 1 ? t('times', { verdict: once, count: times }) : once
  const time = daysBetween(delivery.at, now) <= 0 ? clockTime(delivery.at) : listTime(delivery.at, language)
  return (
    <button
      type="button"
      role="option"
      aria-selected={on}
      className="messages-hooks-delivery"
      tabIndex={on ? 0 : -1}
      data-delivery={delivery.id}
      onClick={onChoose}
    >
      <VerdictIcon delivery={delivery} />
      {short !== verdict && <span className="visually-hidden">{verdict}</span>}
      <time dateTime={new Date(delivery.at).toISOString()}>{time}</time>
      <span className="ellipsis grow">{title}</span>
      <span className={cx('messages-hooks-short', look === 'failed' && 'failed')}>{short}</span>
    </button>
  )
}
