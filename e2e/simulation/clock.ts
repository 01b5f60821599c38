import nodeCrypto from 'node:crypto'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import promises from 'node:timers/promises'
import { randomUuid, seeded } from '../../common/random.ts'

/* One virtual clock, one seeded random and one queue of events for everything that runs in a simulated world. */

/** A simulated process: whatever it does is done by its events, and none comes after its death. */
export class Process {
  readonly name: string
  alive = true
  /** What waits while it is stopped or asleep; null: it is not. */
  waiting: Entry[] | null = null
  /** How far its wall clock is ahead, in milliseconds. */
  skewMs = 0

  constructor(name: string) {
    this.name = name
  }
}

interface Entry {
  at: number
  order: number
  owner: Process | null
  run: () => void
  cancelled: boolean
}

/** What `setTimeout` returns to the code of the product. */
class Timer {
  entry: Entry | null = null

  unref(): this {
    return this
  }

  ref(): this {
    return this
  }

  hasRef(): boolean {
    return true
  }

  cancel(): void {
    if (this.entry !== null) this.entry.cancelled = true
    this.entry = null
  }
}

const turn = setImmediate
/** The wall clock of a world begins here: 2026-01-05, 08:00 UTC. */
const epochMs = Date.UTC(2026, 0, 5, 8)

/**
 * The events of a world in the order of their times. One runs after the other, each with all that follows from it by
 * promises before the next begins.
 */
export class Clock {
  readonly random: () => number
  /** Virtual milliseconds since the world began. */
  now = 0
  /** Whose event runs. */
  current: Process | null = null
  /** Events that have run. */
  steps = 0
  /** What an event threw or a promise was rejected with that nobody waits for. */
  readonly crashes: unknown[] = []
  readonly #heap: Entry[] = []
  #order = 0

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  /** Runs something of a process after some milliseconds. Returns what takes it back. */
  after(ms: number, owner: Process | null, run: () => void): () => void {
    const entry = this.#push(ms, owner, run)
    return () => {
      entry.cancelled = true
    }
  }

  /** Waits some milliseconds, in the process whose event runs. */
  pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.after(ms, this.current, resolve)
    })
  }

  /** The wall clock of the process whose event runs. */
  wallClock(): number {
    return epochMs + Math.floor(this.now + (this.current?.skewMs ?? 0))
  }

  /** Runs what comes until something holds. @returns false: it did not within `mostMs` of virtual time */
  async runUntil(done: () => boolean, mostMs: number): Promise<boolean> {
    const end = this.now + mostMs
    while (!done()) {
      const next = this.#heap[0]
      if (next === undefined || next.at > end) {
        this.now = end
        return done()
      }
      this.#pop()
      await this.#step(next)
    }
    return true
  }

  /** What a promise of some process comes to, whose events run meanwhile. @throws when it takes longer than `mostMs` */
  async outcome<T>(work: Promise<T>, mostMs: number): Promise<T> {
    let settled = false
    const end = () => {
      settled = true
    }
    work.then(end, end)
    await drained()
    if (!(await this.runUntil(() => settled, mostMs))) throw new Error(`no outcome within ${mostMs} virtual ms`)
    return work
  }

  /** A process does nothing until it is resumed. */
  stop(process: Process): void {
    process.waiting ??= []
  }

  resume(process: Process): void {
    const { waiting } = process
    process.waiting = null
    for (const entry of waiting ?? []) this.#sift(entry)
  }

  async #step(entry: Entry): Promise<void> {
    const { owner } = entry
    if (entry.cancelled || owner?.alive === false) return
    this.now = Math.max(this.now, entry.at)
    if (owner?.waiting) {
      owner.waiting.push(entry)
      return
    }
    this.steps += 1
    this.current = owner
    try {
      entry.run()
    } catch (error) {
      this.crashes.push(error)
    }
    await drained()
    this.current = null
  }

  timer(run: () => void, ms: number, every: boolean): Timer {
    const timer = new Timer()
    const owner = this.current
    const plan = () => {
      timer.entry = this.#push(Math.max(1, ms), owner, () => {
        timer.entry = null
        if (every) plan()
        run()
      })
    }
    plan()
    return timer
  }

  immediate(run: () => void): Timer {
    const timer = new Timer()
    timer.entry = this.#push(0, this.current, run)
    return timer
  }

  // A binary heap by time and order

  #push(ms: number, owner: Process | null, run: () => void): Entry {
    const entry: Entry = { at: this.now + ms, order: ++this.#order, owner, run, cancelled: false }
    this.#sift(entry)
    return entry
  }

  #sift(entry: Entry): void {
    const heap = this.#heap
    let i = heap.push(entry) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      const above = heap[up] as Entry
      if (!isBefore(entry, above)) break
      heap[i] = above
      i = up
    }
    heap[i] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let i = 0
    for (;;) {
      let down = 2 * i + 1
      if (down >= heap.length) break
      if (down + 1 < heap.length && isBefore(heap[down + 1] as Entry, heap[down] as Entry)) down += 1
      if (!isBefore(heap[down] as Entry, last)) break
      heap[i] = heap[down] as Entry
      i = down
    }
    heap[i] = last
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** Resolves when nothing is left to do but wait: all promises and ticks have run. */
function drained(): Promise<void> {
  return new Promise(resolve => turn(resolve))
}

/** A folder of a simulated device: it is always there, and always empty. */
export const emptyFolder = '/lianqun-simulated-files'

/** Random bytes of a seed, in place of those of the system. */
function fill<T extends NodeJS.ArrayBufferView>(random: () => number, view: T): T {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256)
  return view
}

const isSimulated = (path: unknown) => String(path).includes('lianqun-simulated-files')

/**
 * Puts a clock in the place of the timers, the times and the random of this process, for all code that runs here.
 * @returns what puts the real ones back
 */
export function seal(clock: Clock): () => void {
  const random = () => clock.random()
  const bytes = (size: number) => fill(random, Buffer.alloc(size))
  const timeout = (fn: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    clock.timer(() => fn(...args), ms, false)
  const clear = (timer: unknown) => {
    if (timer instanceof Timer) timer.cancel()
  }
  const { mkdir, readdir } = files
  const undo = [
    replace(files, {
      mkdir: (...args: Parameters<typeof mkdir>) => (isSimulated(args[0]) ? Promise.resolve() : mkdir(...args)),
      readdir: (path: string, ...rest: []) => (isSimulated(path) ? Promise.resolve([]) : readdir(path, ...rest)),
    }),
    replace(globalThis, {
      setTimeout: timeout,
      setInterval: (fn: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        clock.timer(() => fn(...args), ms, true),
      setImmediate: (fn: (...args: unknown[]) => void, ...args: unknown[]) => clock.immediate(() => fn(...args)),
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    }),
    replace(Date, { now: () => clock.wallClock() }),
    replace(performance, { now: () => clock.now }),
    replace(Math, { random }),
    replace(crypto, { getRandomValues: <T extends NodeJS.ArrayBufferView>(view: T) => fill(random, view) }),
    replace(nodeCrypto, { randomBytes: bytes, randomUUID: () => randomUuid(random) }),
    replace(promises, {
      setTimeout: async (ms = 1) => clock.pause(Math.max(1, ms)),
      setImmediate: async () => clock.pause(0),
    }),
  ]
  const crashed = (error: unknown) => void clock.crashes.push(error)
  process.on('unhandledRejection', crashed)
  syncBuiltinESMExports()
  return () => {
    process.off('unhandledRejection', crashed)
    for (const back of undo) back()
    syncBuiltinESMExports()
  }
}

/** Replaces properties of an object. Returns what puts them back. */
function replace(target: object, values: Record<string, unknown>): () => void {
  const before = Object.keys(values).map(name => [name, Object.getOwnPropertyDescriptor(target, name)] as const)
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(target, name, { value, configurable: true, writable: true })
  return () => {
    for (const [name, descriptor] of before) {
      Reflect.deleteProperty(target, name)
      if (descriptor !== undefined) Object.defineProperty(target, name, descriptor)
    }
  }
}
