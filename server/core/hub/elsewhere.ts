import type { PresenceState } from '@lianqun/protocol'
import type { Signal } from '../../bus/bus.ts'
import type { ServerLimits } from '../../options.ts'
import type { Timers } from '../timers.ts'

/** What another process said of a person, and until when that holds. */
interface Said {
  from: string
  state: PresenceState
  until: number
}

/** Somebody whom clients of other processes watch; what was said of them here last, and when. */
interface Wanted {
  until: number
  said: PresenceState
  saidAt: number
}

/** What is known in this process. */
interface Here {
  stateOf(userId: string): PresenceState
  isWatched(userId: string): boolean
  /** The state of somebody at other processes may have changed. */
  changed(userId: string): void
  signal(signal: Signal): void
}

/** People in one message, and most of them in one turn: more wait for the next one. */
const perMessage = 500
const perTurn = 1_000
/** Processes at which one person is; of more the one that was heard of first is forgotten. */
const processesOfOne = 16

/** The more available of two states. */
export function moreAvailable(a: PresenceState, b: PresenceState): PresenceState {
  if (a === 'online' || b === 'online') return 'online'
  return a === 'away' || b === 'away' ? 'away' : 'offline'
}

/**
 * The presence of people at other processes. A process asks for those whom its clients watch, and asks again while they
 * do; the processes at which those people are answer, and tell what changes, both in batches. All of it is forgotten after
 * `presenceTtlMs`: what is lost heals with the next question, and who was at a process that died is not there any more.
 */
export class Elsewhere {
  readonly #here: Here
  readonly #limits: ServerLimits
  readonly #timers: Timers
  /** Who was asked for, and when last; the oldest first. */
  readonly #asked = new Map<string, number>()
  readonly #said = new Map<string, Said[]>()
  /** Whom others asked for; the oldest first. */
  readonly #wanted = new Map<string, Wanted>()
  /** True: what others said before may have been lost, so they must say it again. */
  readonly #toAsk = new Map<string, boolean>()
  readonly #toAnswer = new Set<string>()
  readonly #toTell = new Set<string>()
  readonly #planned = new Set<string>()

  constructor(here: Here, limits: ServerLimits, timers: Timers) {
    this.#here = here
    this.#limits = limits
    this.#timers = timers
  }

  // Whom clients here watch

  /** What the other processes say of a person. */
  stateOf(userId: string): PresenceState {
    const now = this.#timers.clock.now()
    let state: PresenceState = 'offline'
    for (const said of this.#said.get(userId) ?? []) if (said.until > now) state = moreAvailable(state, said.state)
    return state
  }

  /** Clients here watch these people from now on. */
  watch(userIds: readonly string[]): void {
    for (const userId of userIds) {
      if (this.#asked.has(userId) || this.#asked.size >= this.#limits.presencePeople) continue
      this.#askFor(userId, true)
    }
  }

  /** Asks again for all, because something may have been lost. */
  doubt(): void {
    for (const userId of [...this.#asked.keys()]) this.#askFor(userId, true)
  }

  #askFor(userId: string, fresh: boolean): void {
    this.#asked.delete(userId)
    this.#asked.set(userId, this.#timers.clock.now())
    this.#toAsk.set(userId, fresh || this.#toAsk.get(userId) === true)
    this.#plan('ask', this.#limits.presenceAskMs, () => this.#ask())
    this.#planSweep()
  }

  #ask(): void {
    const lists = { fresh: [] as string[], again: [] as string[] }
    for (const [userId, fresh] of take(this.#toAsk)) {
      if (this.#here.isWatched(userId)) lists[fresh ? 'fresh' : 'again'].push(userId)
      // Nobody asked for them: whoever watches them again must.
      else this.#asked.delete(userId)
    }
    for (const userIds of parts(lists.fresh)) this.#here.signal({ kind: 'ask', userIds, fresh: true })
    for (const userIds of parts(lists.again)) this.#here.signal({ kind: 'ask', userIds, fresh: false })
    if (this.#toAsk.size > 0) this.#plan('ask', this.#limits.presenceAskMs, () => this.#ask())
  }

  #heard(userId: string, state: PresenceState, from: string): void {
    const known = this.#said.get(userId) ?? []
    if (known.length === 0 && !this.#asked.has(userId)) return
    const until = this.#timers.clock.now() + this.#limits.presenceTtlMs
    const before = known.find(said => said.from === from)
    if (before?.state === state) {
      before.until = until
      return
    }
    const said = known.filter(other => other !== before)
    if (state !== 'offline') said.push({ from, state, until })
    if (said.length > processesOfOne) said.shift()
    if (said.length === 0) this.#said.delete(userId)
    else this.#said.set(userId, said)
    this.#here.changed(userId)
    this.#planSweep()
  }

  // Whom clients of other processes watch

  /** The state of a person here may have changed. Who is back at once has not gone. */
  changedHere(userId: string): void {
    if (!this.#wanted.has(userId)) return
    this.#toTell.add(userId)
    this.#plan('tell', this.#limits.presenceEveryMs, () => this.#tell())
  }

  #tell(): void {
    this.#say(take(this.#toTell), false)
    if (this.#toTell.size > 0) this.#plan('tell', this.#limits.presenceAskMs, () => this.#tell())
  }

  #answer(): void {
    this.#say(take(this.#toAnswer), true)
    if (this.#toAnswer.size > 0) this.#plan('answer', this.#limits.presenceAskMs, () => this.#answer())
  }

  /** Says how people are; `again`: also where that was said already. */
  #say(userIds: Iterable<string>, again: boolean): void {
    const now = this.#timers.clock.now()
    const people: [string, PresenceState][] = []
    for (const userId of userIds) {
      const wanted = this.#wanted.get(userId)
      if (wanted === undefined || wanted.until <= now) continue
      const state = this.#here.stateOf(userId)
      if (state === wanted.said && (!again || state === 'offline')) continue
      wanted.said = state
      wanted.saidAt = now
      people.push([userId, state])
    }
    for (const part of parts(people)) {
      const of = (state: PresenceState) => part.filter(([, is]) => is === state).map(([userId]) => userId)
      this.#here.signal({ kind: 'people', online: of('online'), away: of('away'), offline: of('offline') })
    }
  }

  #askedFor(userId: string, fresh: boolean): void {
    const now = this.#timers.clock.now()
    const wanted = this.#wanted.get(userId) ?? { until: 0, said: 'offline', saidAt: Number.NEGATIVE_INFINITY }
    wanted.until = now + this.#limits.presenceTtlMs
    this.#wanted.delete(userId)
    this.#wanted.set(userId, wanted)
    if (this.#here.stateOf(userId) === 'offline' && wanted.said === 'offline') return
    // Another process has just asked the same.
    if (!fresh && now - wanted.saidAt < this.#limits.presenceTtlMs / 6) return
    this.#toAnswer.add(userId)
    this.#plan('answer', this.#limits.presenceAskMs, () => this.#answer())
  }

  // Both

  /** What another process says or asks; `from` names it. */
  signalled(signal: Signal, from: string): void {
    if (signal.kind === 'ask') {
      for (const userId of signal.userIds) this.#askedFor(userId, signal.fresh)
      this.#forgetWanted()
      this.#planSweep()
    } else if (signal.kind === 'people') {
      for (const state of ['online', 'away', 'offline'] as const)
        for (const userId of signal[state]) this.#heard(userId, state, from)
    } else if (signal.kind === 'came') {
      // It does not know whom clients here watch.
      for (const userId of [...this.#asked.keys()]) this.#askFor(userId, false)
    }
  }

  #forgetWanted(): void {
    const now = this.#timers.clock.now()
    for (const [userId, { until }] of this.#wanted) {
      if (until > now && this.#wanted.size <= this.#limits.presencePeople) break
      this.#wanted.delete(userId)
    }
  }

  /** What is planned already is not planned again. */
  #plan(name: string, ms: number, fn: () => void): void {
    if (this.#planned.has(name)) return
    this.#planned.add(name)
    this.#timers.after(ms, () => {
      this.#planned.delete(name)
      fn()
    })
  }

  #planSweep(): void {
    if (this.#asked.size + this.#said.size + this.#wanted.size === 0) return
    this.#plan('sweep', this.#limits.presenceTtlMs / 18, () => this.#sweep())
  }

  /** Asks again for who is watched still, and forgets what no longer holds. */
  #sweep(): void {
    const now = this.#timers.clock.now()
    for (const [userId, at] of this.#asked) {
      if (now - at < this.#limits.presenceTtlMs / 3) break
      if (this.#here.isWatched(userId)) this.#askFor(userId, false)
      else this.#asked.delete(userId)
    }
    for (const [userId, all] of this.#said) {
      const said = all.filter(({ until }) => until > now)
      if (said.length === all.length) continue
      if (said.length === 0) this.#said.delete(userId)
      else this.#said.set(userId, said)
      this.#here.changed(userId)
    }
    this.#forgetWanted()
    this.#planSweep()
  }

  /** How many people are remembered: asked for, told of, and asked for by others. */
  get size(): number {
    return this.#asked.size + this.#said.size + this.#wanted.size
  }
}

/** Takes the first ones out of a set or map. */
function take<T>(from: Set<T>): T[]
function take<K, V>(from: Map<K, V>): [K, V][]
function take(from: Set<unknown> | Map<unknown, unknown>): unknown[] {
  const taken: unknown[] = []
  for (const item of from) {
    if (taken.length === perTurn) break
    taken.push(item)
  }
  for (const item of taken) from.delete(from instanceof Map ? (item as [unknown, unknown])[0] : item)
  return taken
}

function* parts<T>(list: readonly T[]): Generator<T[]> {
  for (let start = 0; start < list.length; start += perMessage) yield list.slice(start, start + perMessage)
}
