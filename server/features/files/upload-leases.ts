import { setTimeout as delay } from 'node:timers/promises'
import { ProtocolError } from '@lianqun/protocol'
import type { Lock, Locker, RequestRelease } from '@tus/server'
import { idList } from '../../storage/id-list.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Store } from '../../storage/store.ts'
import { UploadLocks } from './upload-locks.ts'

/** Times in milliseconds. */
export interface LeaseTimes {
  /** After so long another process has what one that died had. */
  leaseMs: number
  /** How often those that are had are prolonged, and it is seen who waits for them. */
  renewMs: number
  /** How often who waits looks again, and for how long. */
  lookMs: number
  longestWaitMs: number
}

const usual: LeaseTimes = { leaseMs: 5_000, renewMs: 1_000, lookMs: 250, longestWaitMs: 30_000 }

interface Held {
  token: string
  ask: RequestRelease
  /** What is being written under it. */
  work: Promise<unknown>
}

/**
 * One request at a time for an upload, over all processes: a row says who has it, and until when. Who waits asks the one
 * before to make room. The clocks of the processes decide only when a lease of one that died is over: what writes names
 * its token, which is worth nothing once another has the upload.
 */
export class UploadLeases implements Locker {
  readonly #store: Store
  readonly #times: LeaseTimes
  /** First among the requests of this process, which hear of each other at once. */
  readonly #here: UploadLocks
  readonly #held = new Map<string, Held>()
  #renewing = false

  constructor(store: Store, times: Partial<LeaseTimes> = {}) {
    this.#store = store
    this.#times = { ...usual, ...times }
    this.#here = new UploadLocks(this.#times.longestWaitMs)
  }

  newLock(id: string): Lock {
    const here = this.#here.newLock(id)
    return {
      lock: async (signal, ask) => {
        await here.lock(signal, ask)
        try {
          await this.#take(id, signal, ask)
        } catch (error) {
          await here.unlock()
          throw error
        }
      },
      unlock: async () => {
        await this.#free(id)
        await here.unlock()
      },
    }
  }

  /**
   * Runs what writes an upload that this process has, with the token to name; it is let go of only afterwards, also when
   * its line was cut. @throws unavailable when it is let go of already
   */
  async run<T>(id: string, work: (token: string) => Promise<T>): Promise<T> {
    const held = this.#held.get(id)
    if (held === undefined) throw new ProtocolError('unavailable')
    const running = work(held.token)
    held.work = running.catch(() => undefined)
    return running
  }

  /** Runs something that nobody else may do meanwhile. @throws not_found, unavailable */
  async hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    const lock = this.newLock(id)
    await lock.lock(new AbortController().signal, () => {})
    try {
      return await work()
    } finally {
      await lock.unlock()
    }
  }

  /** @throws not_found, unavailable when it takes too long, or nobody waits for it any more */
  async #take(id: string, signal: AbortSignal, ask: RequestRelease): Promise<void> {
    const { longestWaitMs, lookMs } = this.#times
    const end = AbortSignal.any([signal, AbortSignal.timeout(longestWaitMs)])
    const token = randomId()
    while (!(await this.#tryToTake(id, token))) {
      await delay(lookMs, undefined, { signal: end }).catch(() => undefined)
      if (end.aborted) throw new ProtocolError('unavailable')
    }
    this.#held.set(id, { token, ask, work: Promise.resolve() })
    if (!this.#renewing) void this.#renew()
  }

  #tryToTake(id: string, token: string): Promise<boolean> {
    return this.#store.write([], async ({ db }) => {
      const now = Date.now()
      const { numUpdatedRows: taken } = await db
        .updateTable('uploads')
        .set({ holder: token, held_until: now + this.#times.leaseMs, wanted: 0 })
        .where('id', '=', id)
        .where(eb => eb.or([eb('holder', 'is', null), eb('held_until', '<', now)]))
        .executeTakeFirst()
      if (taken > 0n) return true
      const row = await db.selectFrom('uploads').select('wanted').where('id', '=', id).executeTakeFirst()
      if (row === undefined) throw new ProtocolError('not_found')
      if (row.wanted === 0) await db.updateTable('uploads').set({ wanted: 1 }).where('id', '=', id).execute()
      return false
    })
  }

  async #free(id: string): Promise<void> {
    const held = this.#held.get(id)
    if (held === undefined) return
    await held.work
    this.#held.delete(id)
    try {
      await this.#store.write([], ({ db }) =>
        db.updateTable('uploads').set({ holder: null }).where('id', '=', id).where('holder', '=', held.token).execute(),
      )
    } catch {
      // Then it ends by its time.
    }
  }

  /** Prolongs what is had, as long as there is something. */
  async #renew(): Promise<void> {
    this.#renewing = true
    for (;;) {
      await delay(this.#times.renewMs, undefined, { ref: false })
      if (this.#held.size === 0) break
      try {
        await this.#renewAll()
      } catch {
        // Whoever waits takes over after its time, and what is written under it then is refused.
      }
    }
    this.#renewing = false
  }

  async #renewAll(): Promise<void> {
    const had = [...this.#held]
    const rows = await this.#store.write([], ({ db }) =>
      db
        .updateTable('uploads')
        .set({ held_until: Date.now() + this.#times.leaseMs })
        .where('holder', 'in', idList(had.map(([, { token }]) => token)))
        .returning(['id', 'wanted'])
        .execute(),
    )
    const unwanted = new Set(rows.filter(({ wanted }) => wanted === 0).map(({ id }) => id))
    // Of what is lost, too, the rest need not come.
    for (const [id, held] of had) if (!unwanted.has(id) && this.#held.get(id) === held) await held.ask()
  }
}
