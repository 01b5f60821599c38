import { coalesce } from '../../common/coalesce.ts'
import { timer } from '../../common/timer.ts'
import type { KeptItem } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'

/** The clock is looked at least so often (ms): timers rest while a machine sleeps, and its clock may be set. */
const lookEveryMs = 30_000

/** Shows reminders. */
export interface ReminderWatcher {
  /** These are due. Returns false when nothing may be shown now; they are offered again. */
  remind(due: readonly KeptItem[]): boolean
  /** The user was reminded of it, here or on another device, or it will come again later. */
  reminded(conversationId: string, seq: number): void
}

export interface RemindersOptions {
  cache: Pick<Cache, 'reminderTimes' | 'reminderItem' | 'meta' | 'setMeta'>
  watcher: ReminderWatcher
  /** Where it is kept which of them this device has shown, as `{"<conversation>/<seq>": time}`. */
  rungKey: string
  /** The server's time, milliseconds. */
  now: () => number
  log: Log
  /** Calls `call` once after `ms` milliseconds, unless the returned function is called before. */
  setTimer?: (call: () => void, ms: number) => () => void
}

/**
 * Rings for messages that the user wants to be reminded of, when their time comes: once each on this device, those that
 * were missed as soon as it is awake.
 */
export class Reminders {
  readonly #options: RemindersOptions
  readonly #setTimer: (call: () => void, ms: number) => () => void
  #cancel: (() => void) | null = null
  #stopped = false

  constructor(options: RemindersOptions) {
    this.#options = options
    this.#setTimer = options.setTimer ?? timer
  }

  /** Looks for what is due: at the start, after a change, after sleep, or when notifications are allowed again. */
  readonly look = coalesce(() => this.#look())

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  async #look(): Promise<void> {
    if (this.#stopped) return
    const { log, now } = this.#options
    this.#cancel?.()
    this.#cancel = null
    let wait = lookEveryMs
    try {
      const next = await this.#ring()
      if (next !== null) wait = Math.min(Math.max(next - now(), 0), lookEveryMs)
    } catch (error) {
      if (!this.#stopped) log('reminders could not be read', { error: String(error) })
    }
    if (!this.#stopped) this.#cancel = this.#setTimer(() => void this.look(), wait)
  }

  /** Shows what is due and was not shown; returns when the next one is. */
  async #ring(): Promise<number | null> {
    const { cache, watcher, now, rungKey } = this.#options
    const times = await cache.reminderTimes()
    const before = parse(await cache.meta(rungKey))
    const rung: Record<string, number> = {}
    const due: { key: string; at: number; item: KeptItem }[] = []
    for (const { id, seq, at } of times) {
      const key = `${id}/${seq}`
      if (before[key] === at) rung[key] = at
      if (before[key] === at || at > now()) continue
      const item = await cache.reminderItem({ id, seq })
      if (item !== null) due.push({ key, at, item })
    }
    for (const key of Object.keys(before)) if (rung[key] === undefined) watcher.reminded(...placeOf(key))
    if (due.length > 0 && watcher.remind(due.map(({ item }) => item))) for (const { key, at } of due) rung[key] = at
    const written = JSON.stringify(rung)
    if (written !== JSON.stringify(before)) await cache.setMeta(rungKey, written)
    return times.find(({ at }) => at > now())?.at ?? null
  }
}

function placeOf(key: string): [conversationId: string, seq: number] {
  const slash = key.lastIndexOf('/')
  return [key.slice(0, slash), Number(key.slice(slash + 1))]
}

function parse(stored: string | null): Record<string, number> {
  try {
    return (JSON.parse(stored ?? '{}') ?? {}) as Record<string, number>
  } catch {
    return {}
  }
}
