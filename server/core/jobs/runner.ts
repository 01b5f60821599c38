import type { Logger } from 'pino'
import type { Metrics } from '../../metrics/metrics.ts'
import { endLeases, planJob, readJobQueues, removeJob, setJob, takeJobs } from '../../storage/jobs.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Store } from '../../storage/store.ts'
import type { JobRow } from '../../storage/tables.ts'
import { outsideRequest } from '../request-context.ts'
import { type JobSpec, type JobSpecs, jobRow } from './jobs.ts'

/** How long a job is one process's without a word from it. */
const leaseMs = 60_000
/** The rest after a failure, doubled each time, and at most. */
const firstRestMs = 5_000
const longestRestMs = 1_800_000

export interface JobRunnerOptions {
  store: Pick<Store, 'read' | 'write'>
  specs: JobSpecs
  metrics: Metrics
  log: Pick<Logger, 'warn' | 'error'>
  /** About how often it looks for what others left, milliseconds. */
  everyMs: number
  /** Milliseconds; for tests. */
  now?: () => number
}

/**
 * Does the jobs that are due: those that this process has just stored at once, those that another one left within seconds.
 * Any number of processes may do so on one database.
 */
export class JobRunner {
  readonly #options: JobRunnerOptions
  readonly #now: () => number
  readonly #kinds: ReadonlyMap<string, JobSpec>
  readonly #running = new Map<JobRow, Promise<void>>()
  readonly #stopping = new AbortController()
  #looking: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #woken = false

  constructor(options: JobRunnerOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#kinds = new Map(Object.entries(options.specs as Record<string, JobSpec>))
  }

  async start(): Promise<void> {
    const now = this.#now()
    await this.#options.store.write([], async ({ db }) => {
      await endLeases(db, now)
      for (const [kind, { everyMs }] of this.#kinds) {
        if (everyMs !== undefined) await planJob(db, jobRow({ kind, key: '', payload: null }, now), everyMs)
      }
    })
    this.wake()
  }

  /** There may be jobs. */
  wake(): void {
    if (this.#woken || this.#stopping.signal.aborted) return
    this.#woken = true
    outsideRequest(() => setImmediate(() => void this.look()))
  }

  /** Takes what is due now, as far as there is room. It may not be done when this resolves. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look())
    return this.#looking
  }

  async #look(): Promise<void> {
    this.#woken = false
    if (this.#stopping.signal.aborted) return
    let restMs = this.#options.everyMs * (0.5 + Math.random())
    try {
      const now = this.#now()
      const queues = await this.#options.store.read(db => readJobQueues(db, now))
      for (const [kind, spec] of this.#kinds) {
        const { due, nextAt } = queues.find(queue => queue.kind === kind) ?? { due: 0, nextAt: null }
        this.#options.metrics.jobsWaiting(kind, due)
        if (due > 0) await this.#take(kind, spec)
        if (nextAt !== null) restMs = Math.min(restMs, nextAt - now)
      }
    } catch (error) {
      this.#options.log.error({ err: error }, 'looking for jobs failed')
    }
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => this.wake(), restMs).unref()
  }

  async #take(kind: string, spec: JobSpec): Promise<void> {
    for (;;) {
      const mine = [...this.#running.keys()].filter(row => row.kind === kind)
      const limit = spec.atOnce - mine.length
      if (limit <= 0) return
      const now = this.#now()
      const lanes = [...new Set(mine.map(({ lane }) => lane).filter(lane => lane !== ''))]
      const want = { kind, lanes, limit, now, until: now + leaseMs, token: randomId() }
      const rows = await this.#options.store.write([], ({ db }) => takeJobs(db, want))
      if (rows.length === 0) return
      for (const row of rows) this.#begin(spec, row)
    }
  }

  #begin(spec: JobSpec, row: JobRow): void {
    const work = this.#work(spec, row)
      .catch(error => {
        // Its lease runs out, and it is done again.
        this.#options.log.error({ err: error, kind: row.kind }, 'the end of a job was not stored')
      })
      .finally(() => {
        this.#running.delete(row)
        this.wake()
      })
    this.#running.set(row, work)
  }

  async #work(spec: JobSpec, row: JobRow): Promise<void> {
    const failure =
      row.attempts > spec.attempts ? new Error('each process that began it died') : await this.#do(spec, row)
    if (failure === null) {
      await this.#end(spec, row)
      this.#options.metrics.jobEnded(row.kind, 'done')
    } else if (this.#stopping.signal.aborted) {
      await this.#set(row, { token: null, run_at: this.#now(), attempts: row.attempts - 1 })
    } else await this.#failed(spec, row, failure)
  }

  /** Does a job, and keeps its lease meanwhile. Returns the error that it ended with. */
  async #do(spec: JobSpec, row: JobRow): Promise<unknown> {
    const lost = new AbortController()
    const renew = async () => {
      if (!(await this.#set(row, { run_at: this.#now() + leaseMs }))) lost.abort()
    }
    const beat = setInterval(() => {
      renew().catch(error =>
        this.#options.log.warn({ err: error, kind: row.kind }, 'the lease of a job was not renewed'),
      )
    }, leaseMs / 3).unref()
    try {
      const signal = AbortSignal.any([this.#stopping.signal, lost.signal])
      await spec.run({ payload: JSON.parse(row.payload), createdAt: Number(row.created_at), signal })
      return null
    } catch (error) {
      return error ?? new Error('no reason')
    } finally {
      clearInterval(beat)
    }
  }

  async #failed(spec: JobSpec, row: JobRow, error: unknown): Promise<void> {
    const { kind, attempts } = row
    const { log, metrics } = this.#options
    if (attempts < spec.attempts) {
      const restMs = Math.min(firstRestMs * 2 ** (attempts - 1), longestRestMs) * (0.5 + Math.random() / 2)
      await this.#set(row, { token: null, run_at: Math.round(this.#now() + restMs) })
      log.warn({ err: error, kind, attempts }, 'a job failed and is done again')
      metrics.jobEnded(kind, 'retried')
    } else {
      await this.#end(spec, row)
      log.error({ err: error, kind, attempts }, 'a job failed and is given up')
      metrics.jobEnded(kind, 'failed')
    }
  }

  /** A job of a commit is gone, one that is done again and again waits for its next time. */
  async #end({ everyMs }: JobSpec, row: JobRow): Promise<void> {
    if (everyMs === undefined) await this.#options.store.write([], ({ db }) => removeJob(db, row))
    else await this.#set(row, { token: null, run_at: this.#now() + everyMs, attempts: 0 })
  }

  #set(row: JobRow, values: Parameters<typeof setJob>[2]): Promise<boolean> {
    return this.#options.store.write([], ({ db }) => setJob(db, row, values))
  }

  /** Ends what is under way, for another process or the next start; waits for it, since it needs the database. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#looking
    await Promise.all(this.#running.values())
  }
}
