import { useRef } from 'react'
import type { Settings } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { showDoctor } from '../network/index.tsx'
import { useConnection, useSession } from '../stores/session.ts'
import { saveSettings, useSettings } from '../stores/settings.ts'
import { signOut } from '../stores/sign-out.ts'
import { Button, copyText, isMac, nameOf, Segmented, ShortcutList, Switch, toastError, useQuery } from '../ui/index.ts'
import { Group } from './Group.tsx'
import { Nav } from './Nav.tsx'
import { Security } from './Security.tsx'
import { Storage } from './Storage.tsx'
import { UpdateRow } from './UpdateRow.tsx'
import './settings.css'

type Save = (change: Partial<Settings>) => void

/** The settings of this machine, the user's devices, and sign-out. */
export function SettingsSection() {
  const t = useTranslate('settings')
  const settings = useSettings(state => state.settings)
  const page = useRef<HTMLElement>(null)
  if (settings === null) return null
  const save: Save = change => {
    saveSettings(change).catch(toastError)
  }
  return (
    <section ref={page} className="settings" aria-label={t('title')} tabIndex={-1} data-section-focus>
      <Nav page={page} />
      <div className="settings-page">
        <h1>{t('title')}</h1>
        <General settings={settings} save={save} />
        <Notifications settings={settings} save={save} />
        <Security />
        <Storage />
        <Shortcuts />
        <Account />
      </div>
    </section>
  )
}

function General({ settings, save }: { settings: Settings; save: Save }) {
  const t = useTranslate('settings')
  return (
    <Group id="general">
      <div className="settings-row">
        <span>{t('language')}</span>
        <Segmented
          label={t('language')}
          value={settings.language}
          onChange={language => save({ language })}
          options={[
            { value: 'system', label: t('languageSystem') },
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div className="settings-row">
        <span>{t('theme')}</span>
        <Segmented
          label={t('theme')}
          value={settings.theme}
          onChange={theme => save({ theme })}
          options={[
            { value: 'system', label: t('themeSystem') },
            { value: 'light', label: t('themeLight') },
            { value: 'dark', label: t('themeDark') },
          ]}
        />
      </div>
      <div className="settings-row">
        <span>{t('sendKey')}</span>
        <Segmented
          label={t('sendKey')}
          value={settings.sendKey}
          onChange={sendKey => save({ sendKey })}
          options={[
            { value: 'enter', label: isMac ? '↩' : 'Enter' },
            { value: 'mod-enter', label: isMac ? '⌘↩' : 'Ctrl+Enter' },
          ]}
        />
      </div>
      <Switch
        label={t('closeToTray')}
        hint={t('closeToTrayHint')}
        checked={settings.closeToTray}
        onChange={closeToTray => save({ closeToTray })}
      />
    </Group>
  )
}

function Notifications({ settings, save }: { settings: Settings; save: Save }) {
  const t = useTranslate('settings')
  return (
    <Group id="notifications">
      <NotificationNotice />
      <Switch
        label={t('notify')}
        hint={t('notifyHint')}
        checked={settings.notifications}
        onChange={notifications => save({ notifications })}
      />
      <Switch
        label={t('privacy')}
        hint={t('privacyHint')}
        checked={settings.notificationPrivacy}
        disabled={!settings.notifications}
        onChange={notificationPrivacy => save({ notificationPrivacy })}
      />
      <Switch
        label={t('doNotDisturb')}
        hint={t('doNotDisturbHint')}
        checked={settings.doNotDisturb}
        onChange={doNotDisturb => save({ doNotDisturb })}
      />
    </Group>
  )
}

/** Says when the system does not show notifications, whatever is set here. */
function NotificationNotice() {
  const t = useTranslate('settings')
  const { data } = useQuery('notifications.state', () => call('notifications.state', {}))
  if (data === undefined || data.state === 'working') return null
  return (
    <p className="settings-note" role="status">
      {t(data.state === 'refused' ? 'notificationsRefused' : 'notificationsUnsupported')}
    </p>
  )
}

async function copyDiagnostics(done: string): Promise<void> {
  const { text } = await call('app.diagnostics', {})
  await copyText(text, done)
}

function Shortcuts() {
  const sendKey = useSettings(state => state.settings?.sendKey ?? 'enter')
  return (
    <Group id="shortcuts">
      <ShortcutList sendKey={sendKey} />
    </Group>
  )
}

function Account() {
  const t = useTranslate('settings')
  const language = useLanguage()
  const info = useSettings(state => state.info)
  const workspace = useSession(state => state.session?.workspace)
  const updateNeeded = useConnection(state => state.updateNeeded)
  return (
    <Group id="account">
      {workspace && (
        <div className="settings-row">
          <span>{t('workspace')}</span>
          <span className="muted ellipsis">
            {nameOf(workspace, language)} · {workspace.address}
          </span>
        </div>
      )}
      <div className="settings-row">
        <span>
          {t('connection')}
          <small>{t('connectionHint')}</small>
        </span>
        <Button onClick={() => showDoctor(null)}>{t('checkConnection')}</Button>
      </div>
      <div className="settings-row">
        <span>
          {t('version')}
          {updateNeeded && <small>{t('updateNeeded')}</small>}
        </span>
        <span className="muted">{info?.version}</span>
      </div>
      <UpdateRow />
      <div className="settings-row">
        <span>
          {t('diagnostics')}
          <small>{t('diagnosticsHint')}</small>
        </span>
        <Button onClick={() => void copyDiagnostics(t('diagnosticsCopied')).catch(toastError)}>
          {t('copyDiagnostics')}
        </Button>
      </div>
      <div className="settings-row">
        <span>
          {t('signOut')}
          <small>{t('signOutHint')}</small>
        </span>
        <Button kind="danger" onClick={() => void signOut()}>
          {t('signOut')}
        </Button>
      </div>
    </Group>
  )
}
