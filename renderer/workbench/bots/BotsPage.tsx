import { ArrowLeft, Bot, CircleAlert, CloudOff, Plus } from 'lucide-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { keepLooking, Tabs } from '../../messages/index.ts'
import { useOnline } from '../../stores/session.ts'
import {
  BotAvatar,
  Button,
  cx,
  EmptyState,
  ErrorState,
  IconButton,
  SkeletonRows,
  Tooltip,
  takeLostFocus,
  useMedia,
  useQuery,
} from '../../ui/index.ts'
import { BotHead } from './BotHead.tsx'
import { BotSettings } from './BotSettings.tsx'
import { EventLog } from './EventLog.tsx'
import { newBot } from './NewBot.tsx'
import { lineOf, standingOf } from './standing.ts'
import './bots.css'

/** So often what a bot was told is looked at anew while it is shown, milliseconds. */
const lookEveryMs = 4_000

/** The bots that the user manages: the list, the settings of one, and what it was told. `asked`: that one, or `new`. */
export function BotsPage({ asked, onBack }: { asked: { id: string; requestId: number } | null; onBack: () => void }) {
  const t = useTranslate('ownBots')
  const online = useOnline()
  const list = useQuery('own-bots', () => call('bots.mine', {}))
  const [chosen, setChosen] = useState<string | null>(null)
  const [looks, setLooks] = useState(0)
  const back = useRef<HTMLButtonElement>(null)
  const look = useEffectEvent(() => {
    if (!online) return
    list.reload()
    setLooks(count => count + 1)
  })
  // What was pressed to come here is gone.
  useEffect(() => takeLostFocus(back.current), [])
  useEffect(() => keepLooking(() => look(), lookEveryMs), [])
  useEffect(() => {
    if (online) look()
  }, [online])
  const add = () =>
    newBot(made => {
      setChosen(made.id)
      list.reload()
    })
  const show = useEffectEvent((id: string) => (id === 'new' ? add() : setChosen(id)))
  useEffect(() => {
    if (asked !== null) show(asked.id)
  }, [asked])
  const bots = list.data?.bots ?? []
  const bot = bots.find(one => one.id === chosen) ?? bots[0]
  const button = (kind: 'primary' | 'plain') => (
    <Button kind={kind} wide={kind === 'plain'} onClick={add} disabled={!online}>
      <Plus className="icon-sm" aria-hidden="true" />
      {t('add')}
    </Button>
  )
  return (
    <div className="workbench-bots">
      <section className={cx('column workbench-bots-side', list.data && !bot && 'bare')} aria-label={t('title')}>
        <div className="header">
          <IconButton ref={back} label={t('back')} icon={<ArrowLeft />} onClick={onBack} data-section-focus />
          <h2 className="grow">{t('title')}</h2>
        </div>
        {!list.data && !list.error && <SkeletonRows count={4} />}
        {bot && <BotRows bots={bots} chosen={bot.id} onChoose={setChosen} />}
        {bot && <div className="workbench-bots-add">{button('plain')}</div>}
      </section>
      <div className="column grow workbench-bots-main">
        {!online && list.data && (
          <div className="banner workbench-bots-note" role="status">
            <CloudOff className="icon-sm" aria-hidden="true" />
            {t('offline')}
          </div>
        )}
        {list.error && !list.data ? (
          <ErrorState error={list.error} title={t('failed')} onRetry={list.reload} />
        ) : !list.data ? (
          <SkeletonRows count={3} />
        ) : bot === undefined ? (
          <EmptyState icon={<Bot />} title={t('emptyTitle')} text={t('emptyText')}>
            {button('primary')}
          </EmptyState>
        ) : (
          <BotPage key={bot.id} bot={bot} looks={looks} onChanged={list.reload} />
        )}
      </div>
    </div>
  )
}

/** The bots, one of which is chosen; the arrow keys move to the others. */
function BotRows(props: { bots: readonly ManagedBotItem[]; chosen: string; onChoose: (id: string) => void }) {
  const { bots, chosen, onChoose } = props
  const t = useTranslate('ownBots')
  const box = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = bots.findIndex(bot => bot.id === chosen)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: bots.length - 1 }[event.key]
    const next = to === undefined ? undefined : bots[Math.max(0, Math.min(bots.length - 1, to))]
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.id)
    box.current?.querySelector<HTMLElement>(`[data-bot="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <div ref={box} className="workbench-bots-rows" role="listbox" aria-label={t('list')} onKeyDown={onKeyDown}>
      {bots.map(bot => (
        <button
          key={bot.id}
          type="button"
          role="option"
          className={cx('workbench-bots-row', !bot.enabled && 'off')}
          aria-selected={bot.id === chosen}
          tabIndex={bot.id === chosen ? 0 : -1}
          data-bot={bot.id}
          onClick={() => onChoose(bot.id)}
        >
          <BotAvatar id={bot.id} icon={bot.icon} size={36} />
          <span className="grow">
            <span className="ellipsis workbench-bots-name">{bot.name}</span>
            <small className="ellipsis">
              <span className={cx('workbench-bots-dot', standingOf(bot))} aria-hidden="true" />
              {lineOf(bot, t)}
            </small>
          </span>
          {bot.dead > 0 && (
            <Tooltip text={t('attention')}>
              <span className="workbench-bots-asks">
                <CircleAlert className="icon-sm" />
              </span>
            </Tooltip>
          )}
        </button>
      ))}
    </div>
  )
}

/** One bot: its head, and beside or below its settings what it was told. */
function BotPage({ bot, looks, onChanged }: { bot: ManagedBotItem; looks: number; onChanged: () => void }) {
  const t = useTranslate('ownBots')
  const narrow = useMedia('(max-width: 1180px)')
  const [tab, setTab] = useState<'settings' | 'log'>('settings')
  // A secret that is shown is another after that.
  const [renewals, setRenewals] = useState(0)
  const onRenewed = () => {
    setRenewals(count => count + 1)
    onChanged()
  }
  const head = <BotHead bot={bot} onChanged={onChanged} onRenewed={onRenewed} />
  const settings = <BotSettings key={renewals} bot={bot} onChanged={onChanged} />
  const log = <EventLog bot={bot} looks={looks} onReplayed={onChanged} />
  if (narrow)
    return (
      <>
        {head}
        <Tabs
          label={t('tabs')}
          tabs={[
            { name: 'settings', label: t('tabSettings') },
            { name: 'log', label: t('tabLog') },
          ]}
          tab={tab}
          onTab={setTab}
        >
          {tab === 'settings' ? settings : log}
        </Tabs>
      </>
    )
  return (
    <div className="workbench-bots-page">
      <section className="column" aria-label={bot.name}>
        {head}
        {settings}
      </section>
      {log}
    </div>
  )
}
