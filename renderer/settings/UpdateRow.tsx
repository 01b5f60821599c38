import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Button, toastError } from '../ui/index.ts'
import { actionOnReady, getUpdate, useUpdates } from './updates.ts'

/** The row about a newer version; nothing where this build does not look for one. */
export function UpdateRow() {
  const t = useTranslate('settings')
  const update = useUpdates(state => state.update)
  if (update === null || update.status === 'off') return null
  const { status } = update
  const waits = status === 'ready' || status === 'elsewhere'
  const busy = status === 'checking' || status === 'downloading'
  return (
    <div className="settings-row">
      <span>
        {t('update')}
        <small role="status">{t(`update_${status}`, { version: update.version ?? '' })}</small>
      </span>
      {waits ? (
        <Button kind="primary" onClick={() => getUpdate(update)}>
          {t(status === 'ready' ? actionOnReady() : 'updatePage')}
        </Button>
      ) : (
        <Button busy={busy} onClick={() => call('updates.check', {}).catch(toastError)}>
          {t(status === 'failed' ? 'updateLater' : 'updateCheck')}
        </Button>
      )}
    </div>
  )
}
