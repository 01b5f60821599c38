import { useState } from 'react'
import type { CallResult, Settings } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useOnline, useSession } from '../stores/session.ts'
import { saveSettings, useSettings } from '../stores/settings.ts'
import { signOut } from '../stores/sign-out.ts'
import {
  Button,
  confirm,
  ErrorState,
  entryOf,
  listTime,
  nameOf,
  Segmented,
  SkeletonRows,
  Switch,
  shortcut,
  Tag,
  toast,
  toastError,
  useMinute,
  useQuery,
} from '../ui/index.ts'
import './settings.css'

/** What a person can choose on this machine, their devices, and the way out. */
export function SettingsSection() {
  const t = useTranslate('settings')
  const language = useLanguage()
  const { settings, info } = useSettings()
  const workspace = useSession(state => state.session?.workspace)
  if (settings === null) return null
  const save = (change: Partial<Settings>): void => {
    saveSettings(change).catch(toastError)
  }
  return (
    <section className="settings" aria-label={t('title')}>
      <div className="settings-page">
        <h1>{t('title')}</h1>
        <section aria-label={t('general')}>
          <h2>{t('general')}</h2>
          <div className="settings-card">
            <div className="settings-row">
              <span>{t('language')}</span>
              <Segmented
                label={t('language')}
                value={settings.language}
                onChange={value => save({ language: value })}
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
                onChange={value => save({ theme: value })}
                options={[
                  { value: 'system', label: t('themeSystem') },
                  { value: 'light', label: t('themeLight') },
                  { value: 'dark', label: t('themeDark') },
                ]}
              />
            </div>
            <Switch
              label={t('closeToTray')}
              hint={t('closeToTrayHint')}
              checked={settings.closeToTray}
              onChange={closeToTray => save({ closeToTray })}
            />
          </div>
        </section>
        <section aria-label={t('notifications')}>
          <h2>{t('notifications')}</h2>
          <div className="settings-card">
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
          </div>
        </section>
        <Devices />
        <section aria-label={t('shortcuts')}>
          <h2>{t('shortcuts')}</h2>
          <dl className="settings-card settings-keys">
            <Keys label={t('keySearch')} keys={[shortcut('K')]} />
            <Keys label={t('keySections')} keys={[shortcut('1'), shortcut('2'), shortcut('3')]} />
            <Keys label={t('keySettings')} keys={[shortcut(',')]} />
            <Keys label={t('keySend')} keys={['Enter']} />
            <Keys label={t('keyNewLine')} keys={['Shift Enter']} />
          </dl>
        </section>
        <section aria-label={t('account')}>
          <h2>{t('account')}</h2>
          <div className="settings-card">
            {workspace && (
              <div className="settings-row">
                <span>{t('workspace')}</span>
                <span className="muted ellipsis">
                  {nameOf(workspace, language)} · {workspace.address}
                </span>
              </div>
            )}
            <div className="settings-row">
              <span>{t('version')}</span>
              <span className="muted">{info?.version}</span>
            </div>
            <div className="settings-row">
              <span>
                {t('signOut')}
                <small>{t('signOutHint')}</small>
              </span>
              <Button onClick={() => void signOut()}>{t('signOut')}</Button>
            </div>
          </div>
        </section>
      </div>
    </section>
  )
}

function Keys({ label, keys }: { label: string; keys: string[] }) {
  return (
    <div className="settings-row">
      <dt>{label}</dt>
      <dd>
        {keys.map(key => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  )
}

type Device = CallResult<'devices.list'>[number]

function Devices() {
  const t = useTranslate('settings')
  const online = useOnline()
  const devices = useQuery(online ? 'devices' : null, () => call('devices.list', {}))
  return (
    <section aria-label={t('devices')}>
      <h2>{t('devices')}</h2>
      <div className="settings-card">
        {!online ? (
          <p className="muted settings-note">{t('devicesOffline')}</p>
        ) : devices.error !== undefined ? (
          <ErrorState error={devices.error} onRetry={devices.reload} />
        ) : devices.data === undefined ? (
          <SkeletonRows count={2} />
        ) : (
          <>
            {devices.data.map(device => (
              <DeviceRow key={device.id} device={device} onRevoked={devices.reload} />
            ))}
            <p className="muted settings-note">{t('devicesHint')}</p>
          </>
        )}
      </div>
    </section>
  )
}

const platforms: Record<string, string> = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' }

function DeviceRow({ device, onRevoked }: { device: Device; onRevoked: () => void }) {
  const t = useTranslate('settings')
  const language = useLanguage()
  useMinute()
  const [busy, setBusy] = useState(false)
  const revoke = async (): Promise<void> => {
    setBusy(true)
    try {
      const done = await confirm({
        title: t('revokeTitle', { name: device.name }),
        text: t('revokeText'),
        action: t('revoke'),
        danger: true,
        onConfirm: () => call('devices.revoke', { deviceId: device.id }),
      })
      if (!done) return
      toast({ kind: 'done', text: t('revoked', { name: device.name }) })
      onRevoked()
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="settings-row">
      <span>
        <span className="settings-device">
          <span className="ellipsis">{device.name}</span>
          {device.current && <Tag tone="brand">{t('thisDevice')}</Tag>}
        </span>
        <small>
          {entryOf(platforms, device.platform) ?? device.platform} ·{' '}
          {t('lastSeen', { time: listTime(device.lastSeenAt, language) })}
        </small>
      </span>
      {!device.current && (
        <Button busy={busy} onClick={() => void revoke()}>
          {t('revoke')}
        </Button>
      )}
    </div>
  )
}
