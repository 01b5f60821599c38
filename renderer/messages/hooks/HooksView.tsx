import { ArrowLeft, Bot, CloudOff, Plus, Webhook } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useMe, useOnline } from '../../stores/session.ts'
import {
  Button,
  cx,
  EmptyState,
  ErrorState,
  IconButton,
  isComposing,
  layerIsOpen,
  SkeletonRows,
  useMedia,
  useQuery,
} from '../../ui/index.ts'
import { addBot } from '../bot-profile/AddBot.tsx'
import { GroupBotList, GroupBotPage } from '../bot-profile/GroupBots.tsx'
import { Tabs } from '../Tabs.tsx'
import { addHook } from './AddHook.tsx'
import { DeliveryLog } from './DeliveryLog.tsx'
import { HookHead } from './HookHead.tsx'
import { HookList } from './HookList.tsx'
import { HookSettings } from './HookSettings.tsx'
import { chosenAtOpening, closeHooks } from './open.ts'
import { keepLooking } from './refresh.ts'
import './hooks.css'

/** So often the log of a hook is looked at anew while it is shown, milliseconds. */
const lookEveryMs = 4_000

/**
 * The bots and hooks of a group, over the section of messages: the lists, one bot, or the settings of a hook and its
 * deliveries.
 */
export function HooksView({ id }: { id: string }) {
  const t = useTranslate('hooks')
  const tb = useTranslate('botProfile')
  const meId = useMe().id
  const online = useOnline()
  const list = useQuery(`hooks:${id}`, () => call('hooks.list', { id }))
  const ofGroup = useQuery(`group-bots:${id}`, () => call('bots.list', { id }))
  const role = useQuery(`conversation:${id}`, () => call('conversations.get', { id })).data?.group?.role ?? 'member'
  const [chosen, setChosen] = useState<string | null>(chosenAtOpening)
  const heading = useRef<HTMLHeadingElement>(null)
  const [looks, setLooks] = useState(0)
  const look = useEffectEvent(() => {
    if (!online) return
    list.reload()
    ofGroup.reload()
    setLooks(count => count + 1)
  })
  useEffect(() => heading.current?.focus(), [])
  useEffect(() => keepLooking(() => look(), lookEveryMs), [])
  useEffect(() => {
    if (online) look()
  }, [online])
  useEscape()
  const hooks = list.data?.hooks ?? []
  const bots = ofGroup.data?.bots ?? []
  const loaded = list.data && ofGroup.data
  const hook = hooks.find(one => one.id === chosen || one.botId === chosen)
  const bot = bots.find(one => one.id === chosen) ?? (hook ? undefined : bots[0])
  const shownHook = hook ?? (bot ? undefined : hooks[0])
  const none = hooks.length === 0 && bots.length === 0
  const error = list.error && !list.data ? list.error : ofGroup.error && !ofGroup.data ? ofGroup.error : undefined
  const reload = () => {
    list.reload()
    ofGroup.reload()
  }
  const add = () =>
    addHook(id, made => {
      setChosen(made.id)
      list.reload()
    })
  const join = () =>
    addBot(
      id,
      bots.map(one => one.id),
      added => {
        setChosen(added.id)
        ofGroup.reload()
      },
    )
  const buttons = (first: 'primary' | 'plain') => (
    <>
      {ofGroup.data?.mayAdd && (
        <Button kind={first} wide={first === 'plain'} onClick={join} disabled={!online}>
          <Bot className="icon-sm" aria-hidden="true" />
          {tb('add')}
        </Button>
      )}
      {list.data?.mayAdd && (
        <Button wide={first === 'plain'} onClick={add} disabled={!online}>
          <Plus className="icon-sm" aria-hidden="true" />
          {t('add')}
        </Button>
      )}
    </>
  )
  const mayAdd = list.data?.mayAdd || ofGroup.data?.mayAdd
  return (
    <div className="messages-hooks" data-hooks="">
      <section className={cx('column messages-hooks-side', loaded && none && 'bare')} aria-label={t('title')}>
        <div className="header">
          <IconButton label={t('back')} icon={<ArrowLeft />} onClick={closeHooks} />
          <h1 ref={heading} className="grow" tabIndex={-1}>
            <span className="ellipsis">{t('heading')}</span>
          </h1>
        </div>
        {!loaded && error === undefined && <SkeletonRows count={4} />}
        {loaded && !none && (
          <div className="messages-hooks-lists">
            {bots.length > 0 && (
              <>
                <h2>{tb('groupBots')}</h2>
                <GroupBotList bots={bots} chosen={bot?.id ?? ''} onChoose={setChosen} />
              </>
            )}
            {hooks.length > 0 && (
              <>
                <h2>{tb('groupHooks')}</h2>
                <HookList hooks={hooks} chosen={shownHook?.id ?? ''} onChoose={setChosen} />
              </>
            )}
          </div>
        )}
        {loaded && !none && mayAdd && <div className="messages-hooks-add">{buttons('plain')}</div>}
      </section>
      <div className="column grow messages-hooks-main">
        {!online && loaded && (
          <div className="banner messages-hooks-offline" role="status">
            <CloudOff className="icon-sm" aria-hidden="true" />
            {t('offline')}
          </div>
        )}
        {error !== undefined ? (
          <ErrorState error={error} title={t('failed')} onRetry={reload} />
        ) : !loaded ? (
          <SkeletonRows count={3} />
        ) : bot ? (
          <GroupBotPage
            key={bot.id}
            conversationId={id}
            bot={bot}
            mayRemove={role !== 'member' || bot.owner.id === meId}
            onChanged={ofGroup.reload}
          />
        ) : shownHook === undefined ? (
          <EmptyState
            icon={<Webhook />}
            title={t('emptyTitle')}
            text={mayAdd ? t('emptyText') : `${t('emptyText')} ${t('emptyMember')}`}
          >
            {mayAdd && buttons('primary')}
          </EmptyState>
        ) : (
          <HookPage key={shownHook.id} hook={shownHook} looks={looks} onChanged={list.reload} />
        )}
      </div>
    </div>
  )
}

/** Escape goes back, unless a field, a menu or a dialog takes it. */
function useEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || layerIsOpen() || isComposing(event)) return
      const from = event.target instanceof Element ? event.target : document.body
      const inField = from.matches('input, textarea')
      if (!inField && (from === document.body || from.closest('[data-hooks]') !== null)) closeHooks()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** One hook: its head, and beside or below its settings what came. */
function HookPage(props: { hook: HookItem; looks: number; onChanged: () => void }) {
  const { hook, looks, onChanged } = props
  const t = useTranslate('hooks')
  const narrow = useMedia('(max-width: 1120px)')
  const [tab, setTab] = useState<'settings' | 'log'>('settings')
  const { id: hookId, manages } = hook
  const secrets = useQuery(manages ? `hook-secrets:${hookId}` : null, () => call('hooks.secrets', { hookId }))
  const onRenewed = () => {
    secrets.reload()
    onChanged()
  }
  const head = <HookHead hook={hook} onChanged={onChanged} onRenewed={onRenewed} />
  if (!manages)
    return (
      <>
        {head}
        <p className="messages-hooks-words muted">{t('notYours')}</p>
      </>
    )
  const settings = <HookSettings hook={hook} secrets={secrets} onRenewed={onRenewed} />
  const log = <DeliveryLog hook={hook} address={secrets.data?.addresses.any} looks={looks} onResent={onChanged} />
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
          {tab === 'settings' ? <div className="column grow">{settings}</div> : log}
        </Tabs>
      </>
    )
  return (
    <div className="messages-hooks-page">
      <section className="column" aria-label={hook.name}>
        {head}
        {settings}
      </section>
      {log}
    </div>
  )
}
