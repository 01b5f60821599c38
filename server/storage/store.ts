import type { Reader, Trx } from './database.ts'
import type { Lock } from './lock.ts'
import type { MessageStore } from './message-store.ts'

/** One write transaction. */
export interface Transaction {
  db: Trx
  /** The position that the rows of `moves` get which it writes. */
  position(): Promise<number>
}

/** How far the commits have come, in positions of `moves`. */
export interface Horizon {
  /** All commits of positions below it are there, for good. */
  settled: number
  /** No commit has a higher position. */
  newest: number
}

/** Where the database is, in words that a client keeps. */
export interface Checkpoints {
  now: string
  /** Whether the database was once at a checkpoint: if not, it is a copy from before that. */
  had(checkpoint: string): boolean
}

/** The database of a workspace. */
export interface Store {
  readonly messages: MessageStore
  /** Runs several queries on one consistent state. */
  read<T>(fn: (db: Reader) => Promise<T>): Promise<T>
  /**
   * One write transaction, with `locks` held; not reentrant. `fn` may run several times: where another transaction was in
   * the way, what it did is taken back and it begins again. `committed` is called once, after the commit.
   */
  write<T>(
    locks: Lock | readonly Lock[],
    fn: (tx: Transaction) => Promise<T>,
    committed?: (result: T) => void,
  ): Promise<T>
  horizon(db: Reader): Promise<Horizon>
  /** A value of the table meta. @throws Error when there is none. */
  meta(key: MetaKey): string
  /** Replaces the epoch, so that clients discard their cursors and sync everything again. */
  newEpoch(): Promise<void>
  /** Replaces the secret of the tokens: those that were given out are worth nothing more. */
  newTokenSecret(): Promise<void>
  checkpoints(db: Reader): Promise<Checkpoints>
  /**
   * Calls `listener` when another server of the database is found to have taken over, which may lack what was committed
   * last. `settled`: what is committed there from then on has this position or a later one.
   */
  onTakenOver?(listener: (settled: number) => void): void
  /** Which transaction has been open for longest, in words; where others than this process have some. */
  oldestWriter?(): Promise<string | null>
  /** Whether it answers. Never throws. */
  works(): Promise<boolean>
  /** What it does now and then, by what it is called in the log. */
  readonly upkeep: Readonly<Record<string, Upkeep>>
  /** Waits for what is under way, and closes the database. Idempotent. */
  shutdown(): Promise<void>
}

export type MetaKey = 'epoch' | 'workspace_id' | 'token_secret'

/** Work that is done again and again. */
export interface Upkeep {
  every: 'minute' | 'hour'
  run(): Promise<void>
}
