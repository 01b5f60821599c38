import type { Reader } from '../../storage/database.ts'
import type { Horizon } from '../../storage/store.ts'

/** A conversation and how far it has come in the database. */
export interface MovedRow {
  id: string
  head: number
  membersAt: number
}

/** The conversations that changed at a position of `moves` or after it. */
export async function readMoved(db: Reader, from: number): Promise<MovedRow[]> {
  const rows = await db
    .selectFrom('moves')
    .innerJoin('conversations', 'conversations.id', 'moves.conversation_id')
    .select(['conversations.id', 'conversations.head', 'conversations.members_revision'])
    .where('moves.position', '>=', from)
    .execute()
  return rows.map(row => ({ id: row.id, head: Number(row.head), membersAt: Number(row.members_revision) }))
}

export interface TailOptions<T extends { horizon: Horizon }> {
  /** Reads what was committed at a position of `moves` or after it. */
  read(from: number): Promise<T>
  /** Compares with what was published here. `all`: hints may be lost, so nothing is put off. */
  compare(found: T, all: boolean): Promise<void>
  failed(error: unknown): void
  /** How long commits wait for a transaction that does not end, in milliseconds. */
  lag(ms: number): void
  everyMs: number
}

/**
 * Reads what other processes have committed, again and again: a hint of it may be lost, or its sender may have died before
 * it was sent.
 */
export class Tail<T extends { horizon: Horizon }> {
  readonly #options: TailOptions<T>
  #from: number
  #settledSince = Date.now()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  /** `from`: the position from which on it reads. */
  constructor(from: number, options: TailOptions<T>) {
    this.#from = from
    this.#options = options
    this.#later()
  }

  #later(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.look(false).finally(() => this.#later()), this.#options.everyMs)
    this.#timer.unref()
  }

  /** Reads now; what is read already is read again until it is settled. */
  look(all: boolean): Promise<void> {
    this.#running = this.#running.then(() => this.#look(all).catch(error => this.#options.failed(error)))
    return this.#running
  }

  /** Reads from a position on, if that is a lower one: those of a database which took over may be. */
  rewind(from: number): void {
    this.#running = this.#running.then(() => {
      this.#from = Math.min(this.#from, from)
    })
  }

  async #look(all: boolean): Promise<void> {
    if (this.#stopped) return
    const found = await this.#options.read(this.#from)
    const { horizon } = found
    if (horizon.settled > this.#from || horizon.newest <= horizon.settled) this.#settledSince = Date.now()
    this.#from = horizon.settled
    this.#options.lag(Date.now() - this.#settledSince)
    await this.#options.compare(found, all)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#running
  }
}
