import type { ConnectionState } from '../../preload/contract/index.ts'
import type { Translate } from '../i18n.ts'

/**
 * What is said of the connection, a line each. While it is down the last sync is a time, never "just now", which would
 * contradict the first line.
 * @param timeText a point in time as a person reads it
 * @param secondsLeft until the next attempt; null to leave it out, as for a screen reader
 */
export function connectionLines(
  connection: ConnectionState,
  t: Translate<'app'>,
  timeText: (time: number) => string,
  now: number,
  secondsLeft: number | null,
): string[] {
  const { status, reason, lastSyncedAt, progress } = connection
  const lines: string[] = []
  if (status === 'online') {
    const justNow = lastSyncedAt !== null && now - lastSyncedAt < 60_000
    lines.push(justNow ? `${t('online')} · ${t('syncedNow')}` : t('online'))
    if (!justNow) lines.push(syncedText(lastSyncedAt, t, timeText))
  } else {
    lines.push(status === 'connecting' ? t('connecting') : reason === 'none' ? t('offline') : t(`reason_${reason}`))
    lines.push(syncedText(lastSyncedAt, t, timeText))
  }
  if (progress && progress.total > 0)
    lines.push(t(`progress_${progress.kind}`, { done: progress.done, total: progress.total }))
  if (connection.updateNeeded) lines.push(t('updateNeeded'))
  if (status === 'offline' && secondsLeft !== null && secondsLeft > 0) lines.push(t('retryIn', { count: secondsLeft }))
  if (status === 'offline') lines.push(t('retryNow'))
  return lines
}

function syncedText(lastSyncedAt: number | null, t: Translate<'app'>, timeText: (time: number) => string): string {
  return lastSyncedAt === null ? t('neverSynced') : t('syncedAt', { time: timeText(lastSyncedAt) })
}
