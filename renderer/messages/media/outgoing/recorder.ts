import { create } from 'zustand'
import { shownLimits } from '../../limits.ts'
import { waveformOf } from '../voice/waveform.ts'

export type RecordProblem = 'recordDenied' | 'recordNone' | 'recordFailed' | 'recordTooShort'

/** A recording that is finished. */
export interface Recording {
  file: File
  durationMs: number
  waveform: number[]
  /** Plays it. */
  url: string
}

interface RecorderState {
  /** The conversation that it is for; null: nothing is recorded. */
  id: string | null
  phase: 'asking' | 'recording' | 'done'
  /** Milliseconds so far. */
  elapsed: number
  /** Loudness now, 0 to 1. */
  level: number
  recording: Recording | null
}

const idle: RecorderState = { id: null, phase: 'asking', elapsed: 0, level: 0, recording: null }
export const useRecorder = create<RecorderState>(() => idle)

/** A shorter one was a slip of the hand. */
const shortestMs = 700
const levelEveryMs = 60
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']

let running: { stop: (keep: boolean) => void } | null = null

function problemOf(error: unknown): RecordProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'recordDenied'
  return name === 'NotFoundError' ? 'recordNone' : 'recordFailed'
}

/** Begins to record for a conversation. `onProblem`: it did not, or what was recorded is too short. */
export async function startRecording(id: string, onProblem: (problem: RecordProblem) => void): Promise<void> {
  if (useRecorder.getState().id !== null) return
  useRecorder.setState({ ...idle, id })
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } })
  } catch (error) {
    console.error('no microphone', error)
    useRecorder.setState(idle)
    onProblem(problemOf(error))
    return
  }
  const release = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  // It was cancelled while the system asked.
  if (useRecorder.getState().id !== id) return release()
  try {
    record(stream, release, onProblem)
  } catch (error) {
    console.error('the recorder does not start', error)
    release()
    useRecorder.setState(idle)
    onProblem('recordFailed')
  }
}

function record(stream: MediaStream, release: () => void, onProblem: (problem: RecordProblem) => void): void {
  const mimeType = types.find(type => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: 32_000 })
  const audio = new AudioContext()
  const analyser = audio.createAnalyser()
  audio.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const levels: number[] = []
  const pieces: Blob[] = []
  const began = performance.now()
  let keep = true
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const level = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
    levels.push(level)
    const elapsed = performance.now() - began
    useRecorder.setState({ elapsed, level: Math.min(1, level * 4) })
    if (elapsed >= shownLimits.voiceMs) running?.stop(true)
  }, levelEveryMs)
  const end = () => {
    clearInterval(timer)
    release()
    void audio.close()
    running = null
  }
  running = {
    stop: wanted => {
      keep = wanted
      if (recorder.state !== 'inactive') recorder.stop()
    },
  }
  recorder.ondataavailable = ({ data }) => data.size > 0 && pieces.push(data)
  recorder.onerror = event => {
    console.error('the recorder failed', event)
    end()
    useRecorder.setState(idle)
    onProblem('recordFailed')
  }
  recorder.onstop = () => {
    const durationMs = Math.min(shownLimits.voiceMs, Math.round(performance.now() - began))
    end()
    if (!keep) return useRecorder.setState(idle)
    if (durationMs < shortestMs || pieces.length === 0) {
      useRecorder.setState(idle)
      onProblem('recordTooShort')
      return
    }
    const type = recorder.mimeType.split(';')[0] ?? 'audio/webm'
    const file = new File(pieces, `voice.${type === 'audio/mp4' ? 'm4a' : type === 'audio/ogg' ? 'ogg' : 'webm'}`, {
      type,
    })
    const waveform = waveformOf(levels, shownLimits.waveformBars)
    useRecorder.setState({
      phase: 'done',
      recording: { file, durationMs, waveform, url: URL.createObjectURL(file) },
    })
  }
  recorder.start(1_000)
  useRecorder.setState({ phase: 'recording' })
}

/** Ends the recording; it can be listened to and sent. */
export function finishRecording(): void {
  running?.stop(true)
}

/** Ends and forgets the recording. */
export function discardRecording(): void {
  const { recording } = useRecorder.getState()
  if (recording) URL.revokeObjectURL(recording.url)
  if (running) running.stop(false)
  useRecorder.setState(idle)
}
