import { ProtocolError } from '@lianqun/protocol'
import type { Reader } from '../../server/storage/database.ts'
import type { Lock } from '../../server/storage/lock.ts'
import type { KnownSends, MadeBatch, MessageStore, SendKey } from '../../server/storage/message-store.ts'
import type { SqliteStore } from '../../server/storage/sqlite/store.ts'
import type { Checkpoints, Horizon, MetaKey, Store, Transaction } from '../../server/storage/store.ts'
import type { Clock } from './clock.ts'

/** How the database behaves for the servers of a world, now. */
export interface DatabaseState {
  /** Milliseconds that a request to it or an answer is under way, at most. */
  lagMs: number
  /** A transaction that does not end: what is committed since is not settled. */
  heldAt: number | null
  /** It cannot be reached: what is asked of it fails, and may be done all the same. */
  away: boolean
}

const unreachable = 'The database cannot be reached. Try again.'

/** Whether a server says that it could not reach the database. */
export const saysUnreachable = (line: string): boolean => line.includes(unreachable)

const unavailable = () => new ProtocolError('unavailable', { retryAfterMs: 1_000, message: unreachable })

/**
 * The database as one server process reaches it: requests and answers take their time, transactions are carried out at
 * one moment in between. Who dies waiting for an answer does not learn what became of it.
 */
export class DistantStore implements Store {
  readonly messages: MessageStore
  readonly upkeep = {}
  readonly #truth: SqliteStore
  readonly #clock: Clock
  readonly #state: DatabaseState

  /** `messages`: how they are stored; in the database, unless something else is tried. */
  constructor(truth: SqliteStore, clock: Clock, state: DatabaseState, messages: MessageStore = truth.messages) {
    this.#truth = truth
    this.#clock = clock
    this.#state = state
    this.messages = { commit: (...args) => this.#commit(messages, ...args) }
  }

  read<T>(fn: (db: Reader) => Promise<T>): Promise<T> {
    return this.#far(() => this.#truth.read(fn))
  }

  async write<T>(
    locks: Lock | readonly Lock[],
    fn: (tx: Transaction) => Promise<T>,
    committed: (result: T) => void = () => {},
  ): Promise<T> {
    const result = await this.#far(() => this.#truth.write(locks, fn))
    committed(result)
    return result
  }

  async #commit<T>(
    messages: MessageStore,
    locks: readonly Lock[],
    keys: readonly SendKey[],
    make: (known: KnownSends) => MadeBatch<T>,
    committed: (result: T) => void,
  ): Promise<void> {
    const result = await this.#far(async () => {
      let made: T | undefined
      await messages.commit(locks, keys, make, result => {
        made = result
      })
      return made as T
    })
    committed(result)
  }

  async #far<T>(work: () => Promise<T>): Promise<T> {
    const { random } = this.#clock
    await this.#clock.pause(this.#lag())
    if (this.#state.away && random() < 0.5) throw unavailable()
    const [outcome] = await Promise.allSettled([work()])
    await this.#clock.pause(this.#lag())
    // Nobody can tell any more what became of it.
    if (this.#state.away) throw unavailable()
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  #lag(): number {
    const { random } = this.#clock
    const ms = random() * this.#state.lagMs
    return random() < 0.02 ? ms * 30 : ms
  }

  async horizon(): Promise<Horizon> {
    const { settled, newest } = await this.#truth.horizon()
    const { heldAt } = this.#state
    return { settled: heldAt === null ? settled : Math.min(settled, heldAt), newest }
  }

  meta(key: MetaKey): string {
    return this.#truth.meta(key)
  }

  checkpoints(): Promise<Checkpoints> {
    return this.#truth.checkpoints()
  }

  async works(): Promise<boolean> {
    return true
  }

  newEpoch(): Promise<void> {
    return this.#truth.newEpoch()
  }

  newTokenSecret(): Promise<void> {
    return this.#truth.newTokenSecret()
  }

  /** The database stays for the others. */
  async shutdown(): Promise<void> {}
}
