import { useState } from 'react'
import type { CallResult } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useOnline } from '../stores/session.ts'
import {
  Button,
  confirm,
  ErrorState,
  entryOf,
  listTime,
  SkeletonRows,
  Tag,
  toast,
  useMinute,
  useQuery,
} from '../ui/index.ts'
import { changePassword } from './ChangePassword.tsx'
import { Group } from './Group.tsx'

type Device = CallResult<'devices.list'>[number]

/** The password, and the devices that are signed in with it: changing it signs the others out. */
export function Security() {
  const t = useTranslate('settings')
  const online = useOnline()
  const devices = useQuery(online ? 'devices' : null, () => call('devices.list', {}))
  return (
    <Group id="security">
      <div className="settings-row">
        <span>
          {t('password')}
          <small>{t(online ? 'passwordHint' : 'passwordOffline')}</small>
        </span>
        <Button disabled={!online} onClick={() => void changePassword().then(changed => changed && devices.reload())}>
          {t('changePassword')}
        </Button>
      </div>
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
          <DevicesNote others={devices.data.some(device => !device.current)} onRevoked={devices.reload} />
        </>
      )}
    </Group>
  )
}

function DevicesNote({ others, onRevoked }: { others: boolean; onRevoked: () => void }) {
  const t = useTranslate('settings')
  const revokeOthers = async () => {
    let revoked = 0
    const done = await confirm({
      title: t('revokeOthersTitle'),
      text: t('revokeOthersText'),
      action: t('revokeOthers'),
      danger: true,
      onConfirm: async () => {
        ;({ revoked } = await call('devices.revokeOthers', {}))
      },
    })
    if (!done) return
    toast({ kind: 'done', text: t('revokedOthers', { count: revoked }) })
    onRevoked()
  }
  return (
    <div className="settings-row">
      <span className="muted settings-note">{t('devicesHint')}</span>
      {others && <Button onClick={() => void revokeOthers()}>{t('revokeOthers')}</Button>}
    </div>
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
          {/* The time of the connection that asks is written only now and then. */}
          {device.current ? t('onlineNow') : t('lastSeen', { time: listTime(device.lastSeenAt, language) })}
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
