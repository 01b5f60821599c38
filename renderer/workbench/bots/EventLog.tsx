import type { botEventStates } from '@lianqun/protocol'
import { Check, CircleHelp, Clock, History, RefreshCw, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { BotEventItem, ManagedBotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { JsonView } from '../../messages/index.ts'
import { useOnline } from '../../stores/session.ts'
import {
  Button,
  clockTime,
  cx,
  daysBetween,
  EmptyState,
  ErrorState,
  fullTime,
  listTime,
  Segmented,
  SkeletonRows,
  toast,
  useBusy,
  useMinute,
  useQuery,
} from '../../ui/index.ts'
import { eventJson, eventSubject, eventWords, lookOf } from './event-words.ts'

type State = (typeof botEventStates)[number] | 'all'
const states: readonly State[] = ['all', 'waiting', 'done', 'dead']
const pageSize = 50

/** The events of a bot by pages, the newest page looked at anew with each look. */
function useEvents(botId: string, state: State, looks: number) {
  const of = { botId, limit: pageSize, ...(state !== 'all' && { state }) }
  const newest = useQuery(`bot-events:${botId}/${state}`, () => call('bots.events', of))
  const [older, setOlder] = useState<{ events: BotEventItem[]; more: boolean }[]>([])
  const [busy, run] = useBusy()
  const again = useEffectEvent(() => newest.reload())
  useEffect(() => {
    if (looks > 0) again()
  }, [looks])
  // What came meanwhile pushes others out of the newest page, which stay in their place. The newest page knows best.
  const byId = new Map([...older, newest.data].flatMap(page => page?.events.map(one => [one.id, one]) ?? []))
  const events = [...byId.values()].sort((a, b) => b.id - a.id)
  const before = events.at(-1)?.id
  return {
    newest,
    events,
    more: (older.at(-1) ?? newest.data)?.more ?? false,
    busy,
    /** Pages that were read before say no more how their events stand. */
    startAnew: () => {
      setOlder([])
      newest.reload()
    },
    loadOlder: () =>
      run(() =>
        call('bots.events', { ...of, ...(before !== undefined && { before }) }).then(page =>
          setOlder(known => [...known, page]),
        ),
      ),
  }
}

/** What a bot was told and is to be told, newest first, and the one that is chosen. */
export function EventLog(props: { bot: ManagedBotItem; looks: number; onReplayed: () => void }) {
  const { bot } = props
  const t = useTranslate('ownBots')
  const [state, setState] = useState<State>('all')
  return (
    <section className="column workbench-bots-log" aria-label={t('log')}>
      <div className="header">
        <h2 className="grow">{t('log')}</h2>
        <Segmented
          label={t('logFilter')}
          value={state}
          options={states.map(value => ({ value, label: t(`state_${value}`) }))}
          onChange={setState}
        />
      </div>
      <Log key={`${bot.id}/${state}`} {...props} state={state} />
    </section>
  )
}

function Log(props: { bot: ManagedBotItem; looks: number; state: State; onReplayed: () => void }) {
  const { bot, looks, state, onReplayed } = props
  const t = useTranslate('ownBots')
  const online = useOnline()
  const { newest, events, more, busy, loadOlder, startAnew } = useEvents(bot.id, state, looks)
  const [chosen, setChosen] = useState<number | null>(null)
  const [replaying, run] = useBusy()
  const replay = (ids?: number[]) =>
    run(async () => {
      const { count } = await call('bots.replay', { botId: bot.id, ...(ids && { ids }) })
      toast({ kind: 'done', text: t('replayed', { count }) })
      startAnew()
      onReplayed()
    })
  if (newest.error && !newest.data)
    return <ErrorState error={newest.error} title={t('logFailed')} onRetry={newest.reload} />
  if (!newest.data) return <SkeletonRows count={5} />
  const shown = events.find(one => one.id === chosen) ?? events[0]
  return (
    <>
      {bot.dead > 0 && (
        <div className="workbench-bots-dead" role="status">
          <span className="grow">{t('deadCount', { count: bot.dead })}</span>
          <Button size="small" busy={replaying} disabled={!online} onClick={() => replay()}>
            <RefreshCw className="icon-sm" aria-hidden="true" />
            {t('replayAll')}
          </Button>
        </div>
      )}
      {shown === undefined ? (
        <EmptyState
          icon={<History />}
          title={t(`logNone_${state}`)}
          text={state === 'all' ? t('logNoneText') : undefined}
        />
      ) : (
        <>
          <div className="workbench-bots-events">
            <EventRows events={events} chosen={shown.id} onChoose={setChosen} />
            {more && (
              <Button wide kind="quiet" size="small" busy={busy} onClick={loadOlder}>
                {t('older')}
              </Button>
            )}
          </div>
          <EventDetail event={shown} busy={replaying} onReplay={() => replay([shown.id])} />
        </>
      )}
    </>
  )
}

function EventRows(props: { events: readonly BotEventItem[]; chosen: number; onChoose: (id: number) => void }) {
  const { events, chosen, onChoose } = props
  const t = useTranslate('ownBots')
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = events.findIndex(one => one.id === chosen)
    const last = events.length - 1
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 6, PageUp: at - 6, Home: 0, End: last }[event.key]
    const next = to === undefined ? undefined : events[Math.max(0, Math.min(last, to))]
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.id)
    box.current?.querySelector<HTMLElement>(`[data-event="${next.id}"]`)?.focus()
  }
  return (
    <div ref={box} role="listbox" aria-label={t('log')} onKeyDown={onKeyDown}>
      {events.map(event => (
        <EventRow key={event.id} event={event} on={event.id === chosen} onChoose={() => onChoose(event.id)} />
      ))}
    </div>
  )
}

const icons = { waiting: Clock, done: Check, dead: X, unknown: CircleHelp } as const

function EventRow({ event, on, onChoose }: { event: BotEventItem; on: boolean; onChoose: () => void }) {
  const t = useTranslate('ownBots')
  const language = useLanguage()
  const now = useMinute()
  const look = lookOf(event)
  const Icon = icons[look]
  const subject = eventSubject(event)
  return (
    <button
      type="button"
      role="option"
      aria-selected={on}
      className="workbench-bots-event"
      tabIndex={on ? 0 : -1}
      data-event={event.id}
      onClick={onChoose}
    >
      <Icon className={cx('icon-sm', 'workbench-bots-look', look)} aria-hidden="true" />
      <time dateTime={new Date(event.at).toISOString()}>
        {daysBetween(event.at, now) <= 0 ? clockTime(event.at) : listTime(event.at, language)}
      </time>
      <span className="ellipsis">
        {eventWords(event.type, t)}
        {subject !== '' && <span className="workbench-bots-subject">{subject}</span>}
      </span>
      <span className={cx('workbench-bots-state', look)}>{look === 'unknown' ? event.state : t(`state_${look}`)}</span>
    </button>
  )
}

/** One event: what is sent, and why it could not be delivered. */
function EventDetail({ event, busy, onReplay }: { event: BotEventItem; busy: boolean; onReplay: () => void }) {
  const t = useTranslate('ownBots')
  const language = useLanguage()
  const online = useOnline()
  const title = eventWords(event.type, t)
  return (
    <section className="column workbench-bots-detail" aria-label={title}>
      <div className="workbench-bots-detail-head">
        <h3 className="ellipsis">{title}</h3>
        <p>
          {[fullTime(event.at, language), t('number', { id: event.id }), t('attempts', { count: event.attempts })].join(
            ' · ',
          )}
        </p>
        {event.problem !== '' && (
          <p className={cx('workbench-bots-problem', lookOf(event) === 'dead' && 'dead')}>
            {t('problem', { problem: event.problem })}
          </p>
        )}
      </div>
      <div className="workbench-bots-json">
        <JsonView text={eventJson(event.payload)} label={t('event')} />
      </div>
      {lookOf(event) === 'dead' && (
        <div className="workbench-bots-foot">
          <Button size="small" busy={busy} disabled={!online} onClick={onReplay}>
            <RefreshCw className="icon-sm" aria-hidden="true" />
            {t('replay')}
          </Button>
        </div>
      )}
    </section>
  )
}
