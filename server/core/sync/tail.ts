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

export interface TailOptions {
  read(from: number): Promise<{ moved: MovedRow[]; horizon: Horizon }>
  /** Compares with what was published here. */
  compare(moved: readonly MovedRow[]): Promise<void>
  failed(error: unknown): void
  /** How long commits wait for a transaction that does not end, in milliseconds. */
  lag(ms: number): void
  everyMs: number
}

/**
 * Reads what other processes have committed, again and again: a hint of it may be lost, or its sender may have died before
 * it was sent.
 */
export class Tail {
  readonly #options: TailOptions
  #from: number
  #settledSince = Date.now()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  /** `from`: the position from which on it reads. */
  constructor(from: number, options: TailOptions) {
    this.#from = from
    this.#options = options
    this.#later()
  }

  #later(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.look().finally(() => this.#later()), this.#options.everyMs)
    this.#timer.unref()
  }

  /** Reads now; what is read already is read again until it is settled. */
  look(): Promise<void> {
    this.#running = this.#running.then(() => this.#look().catch(error => this.#options.failed(error)))
    return this.#running
  }

  /** Reads from another position on: that of a database which took over may be lower. */
  restart(from: number): void {
    this.#running = this.#running.then(() => {
      this.#from = from
    })
  }

  async #look(): Promise<void> {
    if (this.#stopped) return
    const { moved, horizon } = await this.#options.read(this.#from)
    if (horizon.settled > this.#from || horizon.newest <= horizon.settled) this.#settledSince = Date.now()
    this.#from = horizon.settled
    this.#options.lag(Date.now() - this.#settledSince)
    await this.#options.compare(moved)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#running
  }
}
