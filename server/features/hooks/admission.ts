import { Failures, remember } from '../../core/rate-limits.ts'
import type { Store } from '../../storage/store.ts'
import { hookByKey, optionsOf } from './domain.ts'
import { isWithin } from './networks.ts'
import { type Door, doorRates, sumRate } from './rates.ts'
import { Refuse } from './refuse.ts'
import type { HookRow } from './tables.ts'
import { type Rate, Windows } from './windows.ts'

/** Requests with keys of no hook from one address within a minute, until it is told to wait. */
const wrongKeys = { most: 100, withinMs: 60_000 }
/** Keys that were right, which are looked for also from an address that has to wait. */
const rightKeys = 10_000

/** Bytes of bodies that are read or worked on at a time: of all hooks, and of one. */
const inFlight = { all: 64 * 1_048_576, hook: 24 * 1_048_576 }
/** When a sender may come again for whom there was no room, milliseconds. */
const roomMs = 5_000

/** Where a request comes from. */
export interface Source {
  /** Its address. */
  source: string
  /** The address or network under which its failures are counted. */
  counted: string
}

/** Says who may come in, by what is known before the body is read, and how much at a time. One for each process. */
export class Admission {
  readonly #read: Store['read']
  readonly #failures = new Failures(wrongKeys.most, wrongKeys.withinMs)
  readonly #right = new Map<string, true>()
  readonly #windows = new Windows()
  readonly #bytes = new Map<string, number>()
  #all = 0

  constructor(read: Store['read']) {
    this.#read = read
  }

  /** The hook of a key. @throws Refuse */
  async find(key: string, { counted }: Source): Promise<HookRow> {
    const wait = this.#failures.wait(counted)
    if (wait > 0 && !this.#right.has(key))
      throw new Refuse('rate', 'Too many requests with keys of no hook.', { retryAfterMs: wait })
    const hook = await this.#read(db => hookByKey(db, key))
    if (hook === undefined) {
      this.#right.delete(key)
      this.#failures.add(counted)
      throw new Refuse('unknown_key', 'There is no such hook: its address was renewed, or it was removed.')
    }
    remember(this.#right, key, true, rightKeys)
    return hook
  }

  /** Whether a hook takes something now, through this door, from there. @throws Refuse */
  require(hook: HookRow, door: Door, { source }: Pick<Source, 'source'>, now: number): void {
    if (hook.enabled === 0) throw new Refuse('disabled', 'This hook is switched off.')
    const { networks } = optionsOf(hook)
    if (networks.length > 0 && !isWithin(networks, source))
      throw new Refuse('network', 'It comes from none of the networks that this hook takes payloads from.')
    for (const [i, rate] of doorRates[door].entries()) this.#take(`${hook.id} ${door} ${i}`, rate, now)
    this.#take(hook.id, sumRate, now)
  }

  /** @throws Refuse */
  #take(key: string, rate: Rate, now: number): void {
    const wait = this.#windows.take(key, rate, now)
    if (wait > 0)
      throw new Refuse('rate', `More than ${rate.most} messages within ${rate.withinMs / 1_000} seconds.`, {
        retryAfterMs: wait,
      })
  }

  /** Makes room for a body of so many bytes. Returns what gives it back. @throws Refuse */
  room(hookId: string, bytes: number): () => void {
    const ofHook = this.#bytes.get(hookId) ?? 0
    if (this.#all + bytes > inFlight.all || ofHook + bytes > inFlight.hook)
      throw new Refuse('failed', 'Too much is being read at this moment.', { retryAfterMs: roomMs })
    this.#all += bytes
    this.#bytes.set(hookId, ofHook + bytes)
    let given = false
    return () => {
      if (given) return
      given = true
      this.#all -= bytes
      const left = (this.#bytes.get(hookId) ?? 0) - bytes
      if (left > 0) this.#bytes.set(hookId, left)
      else this.#bytes.delete(hookId)
    }
  }
}
