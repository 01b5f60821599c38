import type { ContentOf } from '@lianqun/protocol'
import { Pause, Play } from 'lucide-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { useTranslate } from '../../../i18n.ts'
import { cx } from '../../../ui/index.ts'
import { TransferLine } from '../Transfer.tsx'
import { playTime, voiceSeconds } from '../times.ts'
import { nextSpeed, pauseVoice, playVoice, seekVoice, useVoice } from './voice-player.ts'
import { shownBars } from './waveform.ts'

/** How far an arrow key goes, in milliseconds. */
const stepMs = 3_000

/** A voice note: plays, pauses, seeks in its waveform. */
export function VoiceNote(props: { content: ContentOf<'voice'>; message: MessageItem; tabbable: boolean }) {
  const { content, message, tabbable } = props
  const { file, waveform } = content
  const t = useTranslate('media')
  const mine = useVoice(state => state.id === file.id)
  const playing = useVoice(state => state.id === file.id && state.playing)
  const at = useVoice(state => (state.id === file.id ? state.at : 0))
  const failed = useVoice(state => state.id === file.id && state.failed)
  const speed = useVoice(state => state.speed)
  const unplayed = useVoice(state => !message.own && message.seq > 0 && !state.played.has(file.id))
  const length = Math.max(1, file.durationMs ?? 0)
  const seconds = voiceSeconds(length)
  const tab = tabbable ? 0 : -1
  const seek = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    seekVoice(file.id, ((event.clientX - box.left) / box.width) * length)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? stepMs : event.key === 'ArrowLeft' ? -stepMs : 0
    if (step === 0) return
    event.preventDefault()
    event.stopPropagation()
    seekVoice(file.id, Math.min(length, Math.max(0, at + step)))
  }
  return (
    <span className="messages-media-voice">
      <span className="messages-media-voice-line">
        <button
          type="button"
          className="messages-media-voice-play"
          tabIndex={tab}
          disabled={message.seq === 0}
          aria-label={playing ? t('voicePause') : t('voicePlay', { seconds })}
          onClick={() => (playing ? pauseVoice() : playVoice(file.id))}
        >
          {playing ? <Pause /> : <Play />}
        </button>
        <span
          role="slider"
          className="messages-media-wave"
          tabIndex={mine ? tab : -1}
          aria-label={t('voicePosition')}
          aria-valuemin={0}
          aria-valuemax={seconds}
          aria-valuenow={Math.min(seconds, Math.round(at / 1_000))}
          aria-valuetext={playTime(at)}
          onPointerDown={message.seq > 0 ? seek : undefined}
          onKeyDown={onKey}
        >
          {shownBars(waveform, Math.min(44, 16 + seconds)).map((value, index, { length: count }) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              key={index}
              className={cx('messages-media-bar', at > 0 && index / count < at / length && 'on')}
              style={{ height: `${10 + value * 0.9}%` }}
            />
          ))}
        </span>
        <span className="messages-media-voice-time">{playTime(mine && at > 0 ? at : length)}</span>
        {mine && (
          <button
            type="button"
            className="messages-media-speed"
            tabIndex={tab}
            aria-label={t('voiceSpeed', { speed })}
            onClick={nextSpeed}
          >
            {speed}×
          </button>
        )}
        {unplayed && <span className="messages-media-unplayed" role="img" aria-label={t('voiceUnplayed')} />}
      </span>
      {failed && (
        <span className="small muted" role="status">
          {t('voiceFailed')}
        </span>
      )}
      <TransferLine message={message} />
    </span>
  )
}
