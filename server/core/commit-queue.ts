import { ProtocolError } from '@lianqun/protocol'
import type { Metrics, QueueName } from '../metrics/metrics.ts'
import { isStorageFull, oneIsAtFault } from '../storage/faults.ts'
import { outsideRequest } from './request-context.ts'

type Done<Outcome> = (outcome: Outcome | Error) => void

/**
 * Stores all inputs in one transaction and passes their outcomes to `done`, in order, after the commit. An input
 * that is refused has an Error as its outcome. Throws on a storage error, and then nothing is stored.
 */
export type Commit<Input, Outcome> = (
  inputs: readonly Input[],
  done: (outcomes: readonly (Outcome | Error)[]) => void,
) => Promise<void>

/** Most inputs in one commit; further inputs wait for the next one. */
const mostInCommit = 500

/**
 * After a commit of so many inputs the next one waits so many milliseconds, as those who were just answered may have more:
 * most of what a commit costs is the same for any number.
 */
const busyInputs = 8
const gatherMs = 1

/** Group commit: stores all inputs that arrive in one tick in one transaction. */
export class CommitQueue<Input, Outcome> {
  readonly #commit: Commit<Input, Outcome>
  readonly #failed: (error: unknown) => void
  readonly #counted: (inputs: number) => void
  #queue: { input: Input; done: Done<Outcome> }[] = []
  #running = false

  /**
   * `failed` is called with errors that come after a commit, when the requests are answered already. `counts`: where the
   * queue is counted, and its name there.
   */
  constructor(
    commit: Commit<Input, Outcome>,
    failed: (error: unknown) => void,
    counts?: { metrics: Metrics; name: QueueName },
  ) {
    this.#commit = commit
    this.#failed = failed
    this.#counted = inputs => counts?.metrics.group(counts.name, inputs)
    counts?.metrics.queue(counts.name, () => this.#queue.length)
  }

  /** Stores an input. `done` is called once, after the commit, in the order of arrival. */
  add(input: Input, done: Done<Outcome>): void {
    this.#queue.push({ input, done })
    if (this.#running) return
    this.#running = true
    // It stores what other requests add too.
    outsideRequest(() => setImmediate(() => void this.#run()))
  }

  /** `add` as a promise. */
  stored(input: Input): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.add(input, outcome => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
    })
  }

  async #run(): Promise<void> {
    const batch = this.#queue.splice(0, mostInCommit)
    this.#counted(batch.length)
    await this.#store(batch)
    if (this.#queue.length === 0) this.#running = false
    else if (batch.length >= busyInputs) setTimeout(() => void this.#run(), gatherMs)
    else setImmediate(() => void this.#run())
  }

  async #store(batch: { input: Input; done: Done<Outcome> }[]): Promise<void> {
    let committed = false
    try {
      await this.#commit(
        batch.map(({ input }) => input),
        outcomes => {
          committed = true
          for (const [i, { done }] of batch.entries()) {
            this.#answer(done, outcomes[i] ?? new Error('the commit returned no outcome for this input'))
          }
        },
      )
    } catch (error) {
      if (committed) {
        this.#failed(error)
        return
      }
      // Nothing of the batch is stored. When one input may be the cause, store each in a commit of its own.
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

/** The error to answer a request with. Anything but a ProtocolError is a fault of the server. */
export function asError(error: unknown): Error {
  if (isStorageFull(error)) return new ProtocolError('storage_full')
  return error instanceof Error ? error : new Error(String(error))
}
