import { ArrowLeft, CloudOff, Plus, Webhook } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { HookItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
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
import { Tabs } from '../Tabs.tsx'
import { addHook } from './AddHook.tsx'
import { DeliveryLog } from './DeliveryLog.tsx'
import { HookHead } from './HookHead.tsx'
import { HookList } from './HookList.tsx'
import { HookSettings } from './HookSettings.tsx'
import { closeHooks } from './open.ts'
import { keepLooking } from './refresh.ts'
import './hooks.css'

/** So often the log of a hook is looked at anew while it is shown, milliseconds. */
const lookEveryMs = 4_000

/** The hooks of a group, over the section of messages: the list, the settings of one, and its deliveries. */
export function HooksView({ id }: { id: string }) {
  const t = useTranslate('hooks')
  const online = useOnline()
  const list = useQuery(`hooks:${id}`, () => call('hooks.list', { id }))
  const [chosen, setChosen] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const [looks, setLooks] = useState(0)
  const look = useEffectEvent(() => {
    if (!online) return
    list.reload()
    setLooks(count => count + 1)
  })
  useEffect(() => heading.current?.focus(), [])
  useEffect(() => keepLooking(() => look(), lookEveryMs), [])
  useEffect(() => {
    if (online) look()
  }, [online])
  useEscape()
  const hooks = list.data?.hooks ?? []
  const hook = hooks.find(one => one.id === chosen) ?? hooks[0]
  const add = () =>
    addHook(id, made => {
      setChosen(made.id)
      list.reload()
    })
  return (
    <div className="messages-hooks" data-hooks="">
      <section
        className={cx('column messages-hooks-side', list.data && hooks.length === 0 && 'bare')}
        aria-label={t('title')}
      >
        <div className="header">
          <IconButton label={t('back')} icon={<ArrowLeft />} onClick={closeHooks} />
          <h1 ref={heading} className="grow" tabIndex={-1}>
            <span className="ellipsis">{t('heading')}</span>
          </h1>
        </div>
        {!list.data && !list.error && <SkeletonRows count={4} />}
        {hooks.length > 0 && hook && <HookList hooks={hooks} chosen={hook.id} onChoose={setChosen} />}
        {hooks.length > 0 && list.data?.mayAdd && (
          <div className="messages-hooks-add">
            <Button wide onClick={add} disabled={!online}>
              <Plus className="icon-sm" aria-hidden="true" />
              {t('add')}
            </Button>
          </div>
        )}
      </section>
      <div className="column grow messages-hooks-main">
        {!online && list.data && (
          <div className="banner messages-hooks-offline" role="status">
            <CloudOff className="icon-sm" aria-hidden="true" />
            {t('offline')}
          </div>
        )}
        {list.error && !list.data ? (
          <ErrorState error={list.error} title={t('failed')} onRetry={list.reload} />
        ) : !list.data ? (
          <SkeletonRows count={3} />
        ) : hook === undefined ? (
          <EmptyState
            icon={<Webhook />}
            title={t('emptyTitle')}
            text={list.data.mayAdd ? t('emptyText') : `${t('emptyText')} ${t('emptyMember')}`}
          >
            {list.data.mayAdd && (
              <Button kind="primary" onClick={add} disabled={!online}>
                <Plus className="icon-sm" aria-hidden="true" />
                {t('add')}
              </Button>
            )}
          </EmptyState>
        ) : (
          <HookPage key={hook.id} hook={hook} looks={looks} onChanged={list.reload} />
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
