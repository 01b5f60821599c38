import { Cloud, CloudAlert, CloudOff, RefreshCw } from 'lucide-react'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useConnection } from '../stores/session.ts'
import { cx, fullTime, Tooltip, toastError, useMinute, useSecondsUntil } from '../ui/index.ts'
import { connectionLines } from './connection-lines.ts'

/** Shows the connection state and the last sync time; a click retries while it is not online. */
export function ConnectionButton() {
  const t = useTranslate('app')
  const language = useLanguage()
  const connection = useConnection()
  const now = useMinute()
  const secondsLeft = useSecondsUntil(connection.retryAt)
  const linesWith = (seconds: number | null) =>
    connectionLines(connection, t, time => fullTime(time, language, now), now, seconds)
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
    <Tooltip text={linesWith(secondsLeft).join('\n')} side="right">
      <button
        type="button"
        className={cx(
          'app-rail-item mini app-connection',
          connection.status,
          connection.updateNeeded && 'update-needed',
        )}
        aria-label={linesWith(null).join('. ')}
        onClick={retry}
      >
        <Icon />
      </button>
    </Tooltip>
  )
}
