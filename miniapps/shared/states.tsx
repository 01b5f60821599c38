import type { LianqunError } from '@lianqun/sdk'
import { State } from '@lianqun/sdk/react'
import { AppWindow, CircleAlert, WifiOff } from 'lucide-react'
import { stringsWithoutClient, useSharedStrings } from './strings.ts'

/** There is no client, or it did not answer. */
export function Failed({ error }: { error: LianqunError }) {
  const t = stringsWithoutClient()
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

/** The error state of a failed load. `offlineText`: text when offline; `gone`: text when it no longer exists. */
export function LoadFailed(props: {
  error: LianqunError
  offlineText: string
  gone?: { title: string; text: string }
  onRetry: () => void
}) {
  const t = useSharedStrings()
  const { error, gone } = props
  if (gone && error.status === 404)
    return <State alert icon={<CircleAlert aria-hidden="true" />} title={gone.title} text={gone.text} />
  const offline = error.code === 'offline'
  return (
    <State
      alert
      icon={offline ? <WifiOff aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
      title={offline ? t.offlineTitle : t.failedTitle}
      text={offline ? props.offlineText : error.message}
    >
      <button type="button" className="button" onClick={props.onRetry}>
        {t.retry}
      </button>
    </State>
  )
}
