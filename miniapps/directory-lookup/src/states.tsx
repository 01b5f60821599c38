import type { LianqunError } from '@lianqun/sdk'
import { State } from '@lianqun/sdk/react'
import { AppWindow, CircleAlert, WifiOff } from 'lucide-react'
import { earlyWords, useWords } from './strings.ts'

/** Before the client has answered. */
export function Waiting() {
  return (
    <div className="page">
      <div className="state" role="status" aria-label={earlyWords().loading}>
        <span className="spinner" />
      </div>
    </div>
  )
}

/** There is no client, or it did not answer. */
export function Failed({ error }: { error: LianqunError }) {
  const t = earlyWords()
  const outside = error.code === 'outside_client'
  return (
    <div className="page">
      <State
        alert
        icon={outside ? <AppWindow aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
        title={outside ? t.outsideTitle : t.failedTitle}
        text={outside ? t.outsideText : error.message}
      >
        {!outside && (
          <button type="button" className="button" onClick={() => location.reload()}>
            {t.retry}
          </button>
        )}
      </State>
    </div>
  )
}

/** A search that failed. */
export function LoadFailed({ error, onRetry }: { error: LianqunError; onRetry: () => void }) {
  const t = useWords()
  const offline = error.code === 'offline'
  return (
    <State
      alert
      icon={offline ? <WifiOff aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      title={offline ? t.offlineTitle : t.failedTitle}
      text={offline ? t.offlineText : error.message}
    >
      <button type="button" className="button" onClick={onRetry}>
        {t.retry}
      </button>
    </State>
  )
}
