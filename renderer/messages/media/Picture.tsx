import type { FileRef } from '@lianqun/protocol'
import { ImageOff, RotateCw } from 'lucide-react'
import { type CSSProperties, useEffect, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { cx } from '../../ui/index.ts'
import { fileAddress, pictureAddress } from './addresses.ts'
import { placeholderAddress } from './placeholder.ts'

type Phase = 'loading' | 'there' | 'failed' | 'gone'

/** Whether the server has the file no more, as opposed to a load that failed. */
async function isGone(id: string): Promise<boolean> {
  try {
    const { status } = await fetch(fileAddress(id), { method: 'HEAD' })
    return status === 404 || status === 410
  } catch {
    // Not reached: it may be there.
    return false
  }
}

/**
 * A picture that fills a box whose size is known before it loads; until then its placeholder stands there. `small`: no
 * words where it fails.
 */
export function Picture({ file, small = false }: { file: FileRef; small?: boolean }) {
  const t = useTranslate('media')
  const online = useOnline()
  const [phase, setPhase] = useState<Phase>('loading')
  const [attempt, setAttempt] = useState(0)
  const placeholder = placeholderAddress(file.placeholder)
  // A new connection is a new attempt.
  useEffect(() => {
    if (!online) return
    setPhase(now => (now === 'failed' ? 'loading' : now))
    setAttempt(count => count + 1)
  }, [online])
  const waits = phase === 'loading' && placeholder !== ''
  const style: CSSProperties | undefined = waits ? { backgroundImage: `url("${placeholder}")` } : undefined
  return (
    <span className={cx('messages-media-picture', phase === 'there' && 'there')} style={style}>
      {(phase === 'loading' || phase === 'there') && (
        <img
          key={phase === 'there' ? 'there' : attempt}
          src={pictureAddress(file)}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setPhase('there')}
          onError={() => {
            setPhase('failed')
            void isGone(file.id).then(gone => gone && setPhase('gone'))
          }}
        />
      )}
      {(phase === 'failed' || phase === 'gone') && (
        <span className="messages-media-picture-failed">
          {phase === 'gone' ? <ImageOff aria-hidden="true" /> : <RotateCw aria-hidden="true" />}
          {!small && t(phase === 'gone' ? 'fileGone' : 'loadFailed')}
        </span>
      )}
    </span>
  )
}
