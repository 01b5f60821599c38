import { useEffect, useState } from 'react'
import { errorText } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { useOnline } from '../stores/session.ts'
import { Spinner } from '../ui/index.ts'
import { retryEnd, useMessageList } from './message-list-store.ts'

/** Top of the list: older messages failed to load. */
export function OlderEdge() {
  const loadFailed = useMessageList(state => state.loadFailed.older)
  return loadFailed ? <Gap end="older" /> : null
}

/** Bottom of the list: newer messages are loading or failed to load. */
export function NewerEdge() {
  const t = useTranslate('messages')
  const gap = useMessageList(state => state.window.gapNewer)
  const loadFailed = useMessageList(state => state.loadFailed.newer)
  if (loadFailed) return <Gap end="newer" />
  if (!gap) return null
  return (
    <p className="messages-gap" role="status">
      <Spinner />
      {t('loadingMissing')}
    </p>
  )
}

function Gap({ end }: { end: 'older' | 'newer' }) {
  const t = useTranslate('messages')
  const online = useOnline()
  const error = useMessageList(state => state.error)
  return (
    <p className="messages-gap" role="status">
      {!online ? t('missingHere') : error === null ? t('missing') : t('missingBecause', { reason: errorText(error) })}
      {online && (
        <button type="button" className="link-button" onClick={() => retryEnd(end)}>
          {t('loadMissing')}
        </button>
      )}
    </p>
  )
}

/** Overlays the messages, so that nothing moves when it appears or disappears. */
export function LoadingOlder() {
  const t = useTranslate('messages')
  const loading = useMessageList(state => state.loading === 'older')
  const gap = useMessageList(state => state.window.gapOlder)
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!loading) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), 400)
    return () => clearTimeout(timer)
  }, [loading])
  if (!loading || !slow) return null
  return (
    <p className="messages-loading-older" role="status">
      <Spinner size={14} />
      {t(gap ? 'loadingMissing' : 'loadingOlder')}
    </p>
  )
}
