import { ProtocolError } from '@lianqun/protocol'
import type { Domain, SendInput, Sent } from '../domain/index.ts'
import { sqliteCode } from '../storage/sqlite.ts'

type Done = (outcome: Sent | Error) => void

/** Most messages of one commit: what is beyond waits for the next. */
const mostInCommit = 500

/** Group commit: all messages that arrive in one tick are stored in one transaction. */
export class SendQueue {
  readonly #domain: Domain
  #queue: { input: SendInput; done: Done }[] = []
  #running = false

  constructor(domain: Domain) {
    this.#domain = domain
  }

  /** Stores a message. `done` is called after the commit, in the order of arrival, and before the deliveries. */
  add(input: SendInput, done: Done): void {
    this.#queue.push({ input, done })
    if (this.#running) return
    this.#running = true
    setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    const batch = this.#queue.splice(0, mostInCommit)
    await this.#commit(batch)
    if (this.#queue.length > 0) setImmediate(() => void this.#run())
    else this.#running = false
  }

  async #commit(batch: { input: SendInput; done: Done }[]): Promise<void> {
    try {
      await this.#domain.commitMessages(
        batch.map(({ input }) => input),
        outcomes => {
          for (const [i, { done }] of batch.entries()) done(outcomes[i] ?? new Error('a message has no outcome'))
        },
      )
    } catch (error) {
      // Nothing of the batch is stored. Alone, all but the culprit go through; a full disk is the same for all.
      if (batch.length > 1 && sqliteCode(error) !== 'SQLITE_FULL') {
        for (const one of batch) await this.#commit([one])
        return
      }
      for (const { done } of batch) done(asError(error))
    }
  }
}

/** An error as a request is answered with it; what is no ProtocolError is the server's own fault. */
export function asError(error: unknown): Error {
  if (error instanceof Error && sqliteCode(error) === 'SQLITE_FULL') return new ProtocolError('storage_full')
  return error instanceof Error ? error : new Error(String(error))
}
