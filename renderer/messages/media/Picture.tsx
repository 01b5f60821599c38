import type { FileRef } from '@lianqun/protocol'
import { ImageOff, RotateCw } from 'lucide-react'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
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
  const [{ phase, attempt }, setState] = useState<{ phase: Phase; attempt: number }>({ phase: 'loading', attempt: 0 })
  const setPhase = (phase: Phase) => setState(now => ({ ...now, phase }))
  const placeholder = placeholderAddress(file.placeholder)
  const wasOnline = useRef(online)
  // A new connection is a new attempt, but not for what is there: another element would load and decode it anew.
  useEffect(() => {
    const isBack = online && !wasOnline.current
    wasOnline.current = online
    if (!isBack) return
    setState(now =>
      now.phase === 'loading' || now.phase === 'failed' ? { phase: 'loading', attempt: now.attempt + 1 } : now,
    )
  }, [online])
  const waits = phase === 'loading' && placeholder !== ''
  const style: CSSProperties | undefined = waits ? { backgroundImage: `url("${placeholder}")` } : undefined
  return (
    <span className={cx('messages-media-picture', phase === 'there' && 'there')} style={style}>
      {(phase === 'loading' || phase === 'there') && (
        <img
          key={attempt}
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
