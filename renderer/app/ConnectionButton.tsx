import { Cloud, CloudAlert, CloudOff, RefreshCw } from 'lucide-react'
import type { ConnectionState } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { type Translate, useLanguage, useTranslate } from '../i18n.ts'
import { useConnection } from '../stores/session.ts'
import { cx, fullTime, Tooltip, toastError, useMinute } from '../ui/index.ts'

/** Shows the connection state and the last sync time; a click retries while it is not online. */
export function ConnectionButton() {
  const t = useTranslate('app')
  const language = useLanguage()
  const connection = useConnection()
  const now = useMinute()
  const lines = connectionLines(connection, t, time => fullTime(time, language, now), now)
  const Icon =
    connection.status === 'online'
      ? connection.progress
        ? RefreshCw
        : connection.updateNeeded
          ? CloudAlert
          : Cloud
      : CloudOff
  const retry = () => {
    if (connection.status !== 'online') call('connection.retry', {}).catch(toastError)
  }
  return (
    <Tooltip text={lines.join('\n')} side="right">
      <button
        type="button"
        className={cx(
          'app-rail-item mini app-connection',
          connection.status,
          connection.updateNeeded && 'update-needed',
        )}
        aria-label={lines.join('. ')}
        onClick={retry}
      >
        <Icon />
      </button>
    </Tooltip>
  )
}

/** The lines of text about the connection. */
function connectionLines(
  connection: ConnectionState,
  t: Translate<'app'>,
  timeText: (time: number) => string,
  now: number,
): string[] {
  const { status, reason, lastSyncedAt, progress } = connection
  const synced =
    lastSyncedAt === null
      ? t('neverSynced')
      : now - lastSyncedAt < 60_000
        ? t('syncedNow')
        : t('syncedAt', { time: timeText(lastSyncedAt) })
  const lines = [
    status === 'online' && lastSyncedAt !== null && now - lastSyncedAt < 60_000
      ? `${t('online')} · ${synced}`
      : t(status),
  ]
  if (status !== 'online' && reason !== 'none') lines.push(t(`reason_${reason}`))
  if (progress && progress.total > 0)
    lines.push(t(`progress_${progress.kind}`, { done: progress.done, total: progress.total }))
  if (!lines[0]?.includes(synced)) lines.push(synced)
  if (connection.updateNeeded) lines.push(t('updateNeeded'))
  if (status === 'offline') lines.push(t('retryNow'))
  return lines
}
