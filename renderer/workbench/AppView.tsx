import { ArrowLeft, Ban, ChevronDown, CircleAlert, Globe, LockKeyhole, RotateCw, ShieldQuestion, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { AppItem, AppTab, Bounds } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useOnline } from '../stores/session.ts'
import {
  Button,
  IconAvatar,
  IconButton,
  nameOf,
  Popover,
  Spinner,
  takeLostFocus,
  toastError,
  useNativeView,
  useOverlay,
} from '../ui/index.ts'
import { AppIcon } from './icons.tsx'

/** One open app: its bar, and the area that its native view covers. */
export function AppView({ tab, app, onClose }: { tab: AppTab; app: AppItem | undefined; onClose: () => void }) {
  const language = useLanguage()
  const { appId } = tab
  const name = app === undefined ? appId : nameOf(app, language)
  const place = usePlace(appId, tab.state === 'ready' || tab.state === 'loading')
  return (
    <div className="column grow" role="tabpanel" aria-labelledby={`tab-${appId}`}>
      <AppBar tab={tab} app={app} name={name} onClose={onClose} />
      <div className="workbench-app-place" ref={place}>
        {tab.state === 'consent' ? (
          app !== undefined && <Consent app={app} name={name} onClose={onClose} />
        ) : (
          <TabNotice tab={tab} name={name} />
        )}
      </div>
    </div>
  )
}

function reload(appId: string): void {
  call('workbench.reload', { appId }).catch(toastError)
}

/** The bar of an app: navigation, address, and permissions. */
function AppBar(props: { tab: AppTab; app: AppItem | undefined; name: string; onClose: () => void }) {
  const { tab, app, name } = props
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
      {tab.address !== '' && (
        <>
          {tab.address.startsWith('https:') ? (
            <LockKeyhole className="icon-sm" role="img" aria-label={t('encrypted')} />
          ) : (
            <Globe className="icon-sm" aria-hidden="true" />
          )}
          <span className="ellipsis workbench-app-address">{tab.address}</span>
        </>
      )}
      <span className="grow" />
      {permissions.length > 0 && tab.state !== 'consent' && (
        <Allowed appId={appId} name={name} permissions={permissions} />
      )}
      <IconButton
        label={t('close', { name })}
        icon={<X className="icon-sm" />}
        size="small"
        tip="top"
        onClick={props.onClose}
      />
    </div>
  )
}

/** The granted permissions, and a button to revoke them. */
function Allowed(props: { appId: string; name: string; permissions: AppItem['permissions'] }) {
  const { appId, name, permissions } = props
  const t = useTranslate('workbench')
  const language = useLanguage()
  return (
    <Popover
      label={t('mayUseTitle', { name })}
      align="end"
      className="workbench-permissions"
      trigger={
        <button type="button" className="workbench-app-permissions">
          <span className="ellipsis">
            {t('mayUse', { list: permissions.map(({ words }) => words[language]).join(t('listSeparator')) })}
          </span>
          <ChevronDown className="icon-sm" aria-hidden="true" />
        </button>
      }
    >
      <b>{t('mayUseTitle', { name })}</b>
      <Permissions list={permissions} />
      <p className="muted">{t('revokeText')}</p>
      <Button onClick={() => call('workbench.revoke', { appId }).catch(toastError)}>{t('revoke')}</Button>
    </Popover>
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

function Permissions({ list }: { list: AppItem['permissions'] }) {
  const language = useLanguage()
  return (
    <ul className="workbench-permission-list">
      {list.map(({ name, words }) => (
        <li key={name}>
          <ShieldQuestion className="icon-sm" aria-hidden="true" />
          {words[language]}
        </li>
      ))}
    </ul>
  )
}

/** Asks for the app's permissions. Takes the focus, because the pressed tile is gone. */
function Consent({ app, name, onClose }: { app: AppItem; name: string; onClose: () => void }) {
  const t = useTranslate('workbench')
  const title = useRef<HTMLElement>(null)
  useEffect(() => takeLostFocus(title.current), [])
  return (
    <div className="workbench-app-notice workbench-consent">
      <IconAvatar icon={<AppIcon name={app.icon} />} hue={app.hue} size={56} />
      <b ref={title} tabIndex={-1}>
        {t('consentTitle', { name })}
      </b>
      <Permissions list={app.permissions} />
      {app.unknownPermissions > 0 && (
        <p className="small muted">{t('needsUpdate', { count: app.unknownPermissions })}</p>
      )}
      <p>{t('consentText')}</p>
      <div className="workbench-consent-actions">
        <Button onClick={onClose}>{t('notNow')}</Button>
        <Button
          kind="primary"
          onClick={() =>
            call('workbench.allow', { appId: app.id, permissions: app.permissions.map(({ name }) => name) }).catch(
              toastError,
            )
          }
        >
          {t('allow')}
        </Button>
      </div>
    </div>
  )
}

/**
 * Sends the bounds of the app's view to main while it is visible: not while a dialog or menu is open.
 * Main decides whether to show a loading page: the previous one may still be shown.
 */
function usePlace(appId: string, ready: boolean): (element: HTMLDivElement | null) => void {
  const covered = useOverlay()
  const element = useRef<HTMLDivElement | null>(null)
  const visible = ready && !covered
  useNativeView(visible)
  useEffect(() => {
    const place = element.current
    if (!visible || place === null) {
      call('workbench.show', null).catch(toastError)
      return
    }
    let last = ''
    const tell = (): void => {
      const { x, y, width, height } = place.getBoundingClientRect()
      const bounds: Bounds = {
        x: Math.round(x),
        y: Math.round(y),
        width: Math.round(width),
        height: Math.round(height),
      }
      const text = JSON.stringify(bounds)
      if (text === last) return
      last = text
      call('workbench.show', { appId, bounds }).catch(toastError)
    }
    tell()
    const observer = new ResizeObserver(tell)
    observer.observe(place)
    window.addEventListener('resize', tell)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', tell)
    }
  }, [appId, visible])
  useEffect(
    () => () => {
      call('workbench.show', null).catch(toastError)
    },
    [],
  )
  return node => {
    element.current = node
  }
}
