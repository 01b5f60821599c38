import type { ContentOf } from '@lianqun/protocol'
import { CircleAlert, Download, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { translatorIn, useTranslate } from '../../../i18n.ts'
import { cx } from '../../../ui/index.ts'
import { fileAddress } from '../../media/addresses.ts'
import { pictureBox } from '../../media/album-layout.ts'
import { saveFile } from '../../media/file-actions.ts'
import { videoLine } from '../../media/lines.ts'
import { Picture } from '../../media/Picture.tsx'
import { playAlone } from '../../media/play-alone.ts'
import { TransferVeil } from '../../media/Transfer.tsx'
import { playTime } from '../../media/times.ts'
import type { BodyProps, KindView } from '../kind.ts'
import '../../media/media.css'

type Video = ContentOf<'video'>

function Body({ content, message, tabbable }: BodyProps<Video>) {
  const t = useTranslate('media')
  const { file, poster, caption } = content
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const player = useRef<HTMLVideoElement>(null)
  const box = pictureBox({ width: file.width ?? 1_280, height: file.height ?? 720 })
  useEffect(() => {
    if (playing) player.current?.focus()
  }, [playing])
  return (
    <span className={cx('messages-media-bare', caption && 'captioned')} style={caption ? { width: box.width } : {}}>
      <span
        className="messages-media-album messages-media-video"
        style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      >
        {playing && !failed ? (
          // biome-ignore lint/a11y/useMediaCaption: what people film has no captions
          <video
            ref={player}
            src={fileAddress(file.id)}
            controls
            autoPlay
            preload="metadata"
            controlsList="nodownload noremoteplayback"
            disablePictureInPicture
            aria-label={t('playVideo', { name: file.name })}
            onPlay={event => playAlone(event.currentTarget)}
            onError={() => setFailed(true)}
          />
        ) : (
          <button
            type="button"
            className="messages-media-cell"
            style={{ inset: 0 }}
            tabIndex={tabbable ? 0 : -1}
            aria-label={t('playVideo', { name: file.name })}
            onClick={() => {
              setFailed(false)
              setPlaying(true)
            }}
          >
            {poster && <Picture file={poster} />}
            <span className="messages-media-play" aria-hidden="true">
              <Play />
            </span>
            {file.durationMs !== undefined && <span className="messages-media-badge">{playTime(file.durationMs)}</span>}
          </button>
        )}
        {failed && (
          <span className="messages-media-video-failed" role="status">
            <CircleAlert aria-hidden="true" />
            {t('videoFailed')}
          </span>
        )}
        <TransferVeil message={message} />
      </span>
      {caption && <span className="messages-media-caption">{caption}</span>}
    </span>
  )
}

export const video: KindView<Video> = {
  Body,
  line: (content, _names, { language }) => videoLine(content, language),
  copyText: content => content.caption ?? '',
  actions: (content, message, { language }) => {
    if (message.seq === 0) return []
    const t = translatorIn(language, 'media')
    return [{ id: 'save-file', label: t('saveAs'), icon: <Download />, run: () => saveFile(content.file) }]
  },
}
