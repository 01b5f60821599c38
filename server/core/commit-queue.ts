import { ProtocolError } from '@lianqun/protocol'
import { sqliteCode } from '../../common/node/sqlite.ts'

type Done<Outcome> = (outcome: Outcome | Error) => void

/**
 * Stores all inputs in one transaction and hands over their outcomes, in order, after the commit. What may not be
 * stored is an outcome of its own; a storage error is thrown, and then nothing is stored.
 */
export type Commit<Input, Outcome> = (
  inputs: readonly Input[],
  done: (outcomes: readonly (Outcome | Error)[]) => void,
) => Promise<void>

/** Most inputs of one commit: what is beyond waits for the next. */
const mostInCommit = 500

/** Group commit: all that arrive in one tick are stored in one transaction. */
export class CommitQueue<Input, Outcome> {
  readonly #commit: Commit<Input, Outcome>
  readonly #failed: (error: unknown) => void
  #queue: { input: Input; done: Done<Outcome> }[] = []
  #running = false

  /** `failed` hears what goes wrong after a commit, when nobody can be answered with it any more. */
  constructor(commit: Commit<Input, Outcome>, failed: (error: unknown) => void) {
    this.#commit = commit
    this.#failed = failed
  }

  /** Stores an input. `done` is called once, after the commit, in the order of arrival. */
  add(input: Input, done: Done<Outcome>): void {
    this.#queue.push({ input, done })
    if (this.#running) return
    this.#running = true
    setImmediate(() => void this.#run())
  }

  /** The same as a promise. */
  stored(input: Input): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.add(input, outcome => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
    })
  }

  async #run(): Promise<void> {
    const batch = this.#queue.splice(0, mostInCommit)
    await this.#store(batch)
    if (this.#queue.length > 0) setImmediate(() => void this.#run())
    else this.#running = false
  }

  async #store(batch: { input: Input; done: Done<Outcome> }[]): Promise<void> {
    let committed = false
    try {
      await this.#commit(
        batch.map(({ input }) => input),
        outcomes => {
          committed = true
          for (const [i, { done }] of batch.entries()) {
            this.#answer(done, outcomes[i] ?? new Error('nothing became of it'))
          }
        },
      )
    } catch (error) {
      if (committed) {
        this.#failed(error)
        return
      }
      // Nothing of the batch is stored. Where one of them is at fault, all but that one go through alone.
      if (batch.length > 1 && oneIsAtFault(error)) {
        for (const one of batch) await this.#store([one])
        return
      }
      for (const { done } of batch) this.#answer(done, asError(error))
    }
  }

  #answer(done: Done<Outcome>, outcome: Outcome | Error): void {
    try {
      done(outcome)
    } catch (error) {
      this.#failed(error)
    }
  }
}

const codesOfOne = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH|RANGE)/

/** Whether an error may be about one value: a full disk or a closed database is the same for all. */
function oneIsAtFault(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === null ? error instanceof TypeError || error instanceof RangeError : codesOfOne.test(code)
}

/** An error as a request is answered with it; what is no ProtocolError is the server's own fault. */
export function asError(error: unknown): Error {
  if (error instanceof Error && sqliteCode(error) === 'SQLITE_FULL') return new ProtocolError('storage_full')
  return error instanceof Error ? error : new Error(String(error))
}
