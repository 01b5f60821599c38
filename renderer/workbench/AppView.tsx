import { ArrowLeft, Ban, CircleAlert, CloudOff, RotateCw, ShieldCheck } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import type { AppItem, AppTab } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useOnline } from '../stores/session.ts'
import { Button, IconButton, nameOf, Popover, Spinner, toastError } from '../ui/index.ts'
import { Consent, Permissions, Source } from './Consent.tsx'
import { useAskedToFocus } from './keyboard.ts'
import { usePlace } from './use-place.ts'

/** One open app: its bar, and the area that its native view covers. */
export function AppView({ tab, app, onClose }: { tab: AppTab; app: AppItem | undefined; onClose: () => void }) {
  const language = useLanguage()
  const online = useOnline()
  const { appId } = tab
  const name = app === undefined ? appId : nameOf(app, language)
  const { ask, take } = useAskedToFocus()
  const ready = tab.state === 'ready'
  const [placed, setPlaced] = useState(false)
  const { place, picture } = usePlace(appId, ready || tab.state === 'loading', () => setPlaced(true))
  const shown = useEffectEvent(() => take(appId))
  useEffect(() => {
    if (ready && placed) shown()
  }, [ready, placed])
  return (
    <div className="column grow" role="tabpanel" aria-labelledby={`tab-${appId}`}>
      <AppBar tab={tab} app={app} name={name} />
      <div className="workbench-app-place" ref={place}>
        {picture !== null && <img className="workbench-app-picture" src={picture} alt="" />}
        {tab.state !== 'consent' ? (
          <TabNotice tab={tab} name={name} />
        ) : online ? (
          app !== undefined && <Consent tab={tab} app={app} name={name} onClose={onClose} onAllow={() => ask(appId)} />
        ) : (
          <Offline name={name} onClose={onClose} />
        )}
      </div>
    </div>
  )
}

function reload(appId: string): void {
  call('workbench.reload', { appId }).catch(toastError)
}

/** The bar of an app: navigation, where it comes from unless that is the workspace, and permissions. */
function AppBar({ tab, app, name }: { tab: AppTab; app: AppItem | undefined; name: string }) {
  const t = useTranslate('workbench')
  const { appId } = tab
  const permissions = app?.permissions ?? []
  return (
    <div className="workbench-app-bar">
      <IconButton
        label={t('back')}
        icon={<ArrowLeft className="icon-sm" />}
        size="small"
        tip="top"
        disabled={!tab.canGoBack}
        onClick={() => call('workbench.back', { appId }).catch(toastError)}
      />
      <IconButton
        label={t('reload')}
        icon={<RotateCw className="icon-sm" />}
        size="small"
        tip="top"
        disabled={tab.state === 'consent'}
        onClick={() => reload(appId)}
      />
      {!tab.own && tab.state !== 'consent' && <Source tab={tab} />}
      <span className="grow" />
      {permissions.length > 0 && tab.state !== 'consent' && (
        <Popover
          label={t('mayUseTitle', { name })}
          align="end"
          className="workbench-permissions"
          trigger={
            <button type="button" className="workbench-app-permissions">
              <ShieldCheck className="icon-sm" aria-hidden="true" />
              {t('permissions')}
            </button>
          }
        >
          <b>{t('mayUseTitle', { name })}</b>
          <Permissions list={permissions} />
          <p className="muted">{t('revokeText')}</p>
          <Button onClick={() => call('workbench.revoke', { appId }).catch(toastError)}>{t('revoke')}</Button>
        </Popover>
      )}
    </div>
  )
}

/** Shown in place of the app while its page is not. */
function TabNotice({ tab, name }: { tab: AppTab; name: string }) {
  const t = useTranslate('workbench')
  const online = useOnline()
  const { state, error } = tab
  const again = (
    <Button kind="primary" onClick={() => reload(tab.appId)}>
      {t('again')}
    </Button>
  )
  if (state === 'loading') return <Notice icon={<Spinner />} title={t('opening', { name })} />
  if (state === 'failed')
    return (
      <Notice
        icon={<CircleAlert />}
        title={t('failed', { name })}
        text={online ? `${t('failedText')}${error ? ` (${error})` : ''}` : t('offline')}
        action={again}
      />
    )
  if (state === 'crashed')
    return <Notice icon={<CircleAlert />} title={t('crashed', { name })} text={t('crashedText')} action={again} />
  if (state === 'blocked')
    return (
      <Notice
        icon={<Ban />}
        title={t('blocked', { name })}
        text={`${t('blockedText')}${error ? ` ${error}` : ''}`}
        action={again}
      />
    )
  return null
}

/** In place of the question for permissions, which would lead nowhere. It follows when the line is back. */
function Offline({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslate('workbench')
  return (
    <Notice
      icon={<CloudOff />}
      title={t('failed', { name })}
      text={t('offline')}
      action={<Button onClick={onClose}>{t('notNow')}</Button>}
    />
  )
}

function Notice({ icon, title, text, action }: { icon: ReactNode; title: string; text?: string; action?: ReactNode }) {
  return (
    <div className="workbench-app-notice" role="status">
      {icon}
      <b>{title}</b>
      {text && <p>{text}</p>}
      {action}
    </div>
  )
}
