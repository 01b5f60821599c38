import { create } from 'zustand'
import type { MessageItem } from '../../../../preload/contract/index.ts'
import { useMessageList } from '../../message-list-store.ts'
import { fileAddress } from '../addresses.ts'
import { filesOf } from '../media-of.ts'
import { playAlone } from '../play-alone.ts'

const speeds = [1, 1.5, 2] as const
type Speed = (typeof speeds)[number]

interface VoiceState {
  /** The file that is loaded; null: none. */
  id: string | null
  playing: boolean
  /** Milliseconds from the start. */
  at: number
  failed: boolean
  speed: Speed
  /** Files that were played on this device. */
  played: ReadonlySet<string>
}

const playedKey = 'voice-played'
const playedMost = 2_000

function readPlayed(): Set<string> {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(playedKey) ?? '[]')
    return new Set(Array.isArray(ids) ? ids.filter(id => typeof id === 'string') : [])
  } catch (error) {
    console.error('what was played is not known', error)
    return new Set()
  }
}

export const useVoice = create<VoiceState>(() => ({
  id: null,
  playing: false,
  at: 0,
  failed: false,
  speed: 1,
  played: typeof localStorage === 'undefined' ? new Set() : readPlayed(),
}))

let audio: HTMLAudioElement | null = null
/** The voice note of another person after one, which was not played yet; null when there is none. */
export function nextVoice(items: readonly MessageItem[], id: string, played: ReadonlySet<string>): string | null {
  const voices = items.filter(({ content, seq }) => content.type === 'voice' && seq > 0)
  const files = voices.map(message => ({ own: message.own, id: filesOf(message)[0]?.id }))
  const at = files.findIndex(file => file.id === id)
  const next = at < 0 ? undefined : files.slice(at + 1).find(file => !file.own)
  return next?.id === undefined || played.has(next.id) ? null : next.id
}

function player(): HTMLAudioElement {
  if (audio) return audio
  const made = new Audio()
  audio = made
  made.addEventListener('play', () => {
    playAlone(made)
    useVoice.setState({ playing: true, failed: false })
  })
  made.addEventListener('pause', () => useVoice.setState({ playing: false }))
  made.addEventListener('timeupdate', () => useVoice.setState({ at: made.currentTime * 1_000 }))
  made.addEventListener('error', () => useVoice.setState({ playing: false, failed: true }))
  made.addEventListener('ended', () => {
    const { id, played } = useVoice.getState()
    useVoice.setState({ playing: false, at: 0 })
    const next = id === null ? null : nextVoice(useMessageList.getState().window.items, id, played)
    if (next !== null) playVoice(next)
  })
  return made
}

/** Plays a voice note, or goes on with it. */
export function playVoice(id: string): void {
  const element = player()
  const { id: loaded, speed, played } = useVoice.getState()
  if (loaded !== id) {
    element.src = fileAddress(id)
    useVoice.setState({ id, at: 0, failed: false })
  }
  if (!played.has(id)) {
    const next = [...played, id].slice(-playedMost)
    useVoice.setState({ played: new Set(next) })
    localStorage.setItem(playedKey, JSON.stringify(next))
  }
  element.playbackRate = speed
  element.play().catch((error: unknown) => {
    // Another one was started meanwhile.
    if (error instanceof DOMException && error.name === 'AbortError') return
    console.error('a voice note does not play', error)
    useVoice.setState({ playing: false, failed: true })
  })
}

export function pauseVoice(): void {
  audio?.pause()
}

/** Goes to a place, in milliseconds from the start. */
export function seekVoice(id: string, at: number): void {
  if (useVoice.getState().id !== id) playVoice(id)
  player().currentTime = Math.max(0, at / 1_000)
  useVoice.setState({ at: Math.max(0, at) })
}

/** The next of the speeds, for all voice notes from now on. */
export function nextSpeed(): void {
  const { speed } = useVoice.getState()
  const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1
  if (audio) audio.playbackRate = next
  useVoice.setState({ speed: next })
}
