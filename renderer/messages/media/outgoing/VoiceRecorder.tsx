import { Mic, Play, Send, Square, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslate } from '../../../i18n.ts'
import { Button, IconButton, Spinner, toast, toastError } from '../../../ui/index.ts'
import { playAlone } from '../play-alone.ts'
import { playTime } from '../times.ts'
import { queue } from './attachments.ts'
import { discardRecording, finishRecording, type RecordProblem, startRecording, useRecorder } from './recorder.ts'
import './outgoing.css'

/** A press longer than this records until it is let go; a shorter one records until it is stopped. */
const holdMs = 400

/** The button that records a voice note. */
export function RecordButton({ id }: { id: string }) {
  const t = useTranslate('media')
  const busy = useRecorder(state => state.id !== null)
  const pressed = useRef(0)
  const problem = (code: RecordProblem) => toast({ kind: 'failed', text: t(code) })
  const begin = () => void startRecording(id, problem)
  return (
    <IconButton
      label={t('record')}
      icon={<Mic />}
      aria-pressed={busy}
      onPointerDown={event => {
        if (event.button !== 0 || busy) return
        pressed.current = event.timeStamp
        event.currentTarget.setPointerCapture(event.pointerId)
        begin()
      }}
      onPointerUp={event => {
        const held = pressed.current > 0 && event.timeStamp - pressed.current > holdMs
        pressed.current = 0
        if (held) finishRecording()
      }}
      onKeyDown={event => {
        if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat || busy) return
        event.preventDefault()
        begin()
      }}
    />
  )
}

/** What is being recorded, or was: its length, its loudness, and what can be done with it. */
export function RecorderStrip({ id }: { id: string }) {
  const t = useTranslate('media')
  const mine = useRecorder(state => state.id === id)
  const phase = useRecorder(state => state.phase)
  const elapsed = useRecorder(state => Math.floor(state.elapsed / 1_000))
  const level = useRecorder(state => state.level)
  const recording = useRecorder(state => state.recording)
  const box = useRef<HTMLDivElement>(null)
  const audio = useRef<HTMLAudioElement>(null)
  const [sending, setSending] = useState(false)
  useEffect(() => {
    if (mine && phase !== 'asking') box.current?.querySelector('button')?.focus()
  }, [mine, phase])
  // Another conversation was opened: nobody sees that it records.
  useEffect(() => () => void (useRecorder.getState().id === id && discardRecording()), [id])
  if (!mine) return null
  const send = async () => {
    if (recording === null) return
    setSending(true)
    try {
      const { durationMs, waveform } = recording
      await queue(id, 'voice', [recording.file], { originals: true, waveform, durationMs })
      discardRecording()
    } catch (error) {
      toastError(error)
    } finally {
      setSending(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.stopPropagation()
    discardRecording()
  }
  const shown = playTime(recording?.durationMs ?? elapsed * 1_000)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is a button as well
    <div ref={box} className="messages-recorder" onKeyDown={onKeyDown}>
      {phase === 'asking' && <Spinner label={t('record')} />}
      {phase === 'recording' && (
        <>
          <IconButton size="small" label={t('recordStop')} icon={<Square />} onClick={finishRecording} />
          <span className="messages-recorder-dot" aria-hidden="true" />
          <span className="visually-hidden" role="status">
            {t('recording', { time: '' })}
          </span>
          <span className="messages-recorder-level" aria-hidden="true">
            <span style={{ transform: `scaleX(${level})` }} />
          </span>
        </>
      )}
      {phase === 'done' && recording && (
        <>
          <IconButton
            size="small"
            label={t('recordListen')}
            icon={<Play />}
            onClick={() => void audio.current?.play().catch(toastError)}
          />
          {/* biome-ignore lint/a11y/useMediaCaption: what was said a moment ago */}
          <audio ref={audio} src={recording.url} onPlay={event => playAlone(event.currentTarget)} />
          <span className="grow" />
        </>
      )}
      <time>{shown}</time>
      <IconButton size="small" label={t('recordCancel')} icon={<Trash2 />} onClick={discardRecording} />
      {phase === 'done' && (
        <Button size="small" kind="primary" busy={sending} onClick={() => void send()}>
          <Send className="icon-sm" aria-hidden="true" />
          {t('recordSend')}
        </Button>
      )}
    </div>
  )
}
