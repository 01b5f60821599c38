import { throttle } from '../../common/throttle.ts'
import type { ConnectionState } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { ConnectionStatus } from './connection.ts'
import { reasonOf } from './errors.ts'

/** The cache's keys for the time of the last sync, and for what the workspace has that not every one has. */
const syncedKey = 'lastSyncedAt'
const featuresKey = 'features'
/** The time of the last sync is told and kept at most once in this time, milliseconds. */
const syncedEveryMs = 1_000

/** Before anything is known of the connection. */
export const unknownConnection: ConnectionState = {
  status: 'connecting',
  reason: 'none',
  lastSyncedAt: null,
  retryAt: null,
  clockOffset: 0,
  progress: null,
  updateNeeded: false,
  features: [],
}

export interface ConnectionReportOptions {
  cache: Pick<Cache, 'meta' | 'setMeta'>
  emit: (state: ConnectionState) => void
  log: Log
}

/** What the window is told of the connection; what is known without one is kept in the cache. */
export class ConnectionReport {
  readonly #options: ConnectionReportOptions
  #state = unknownConnection
  /** Those who wait for the end of the attempt to connect. */
  #waiting: ((error: Error | null) => void)[] = []

  #syncedAt = 0
  /** In a flood it is caught up anew with each message. */
  readonly #tellSynced = throttle(
    () => {
      this.patch({ lastSyncedAt: this.#syncedAt })
      this.#keep(syncedKey, String(this.#syncedAt))
    },
    syncedEveryMs,
    { leading: true },
  )

  constructor(options: ConnectionReportOptions) {
    this.#options = options
  }

  /** Reads what was kept. */
  async start(): Promise<void> {
    const { cache } = this.#options
    const last = await cache.meta(syncedKey)
    const features = await cache.meta(featuresKey)
    this.patch({
      lastSyncedAt: last === null ? null : Number(last),
      features: features === null ? [] : (JSON.parse(features) as string[]),
    })
  }

  get state(): ConnectionState {
    return this.#state
  }

  patch(change: Partial<ConnectionState>): void {
    this.#state = { ...this.#state, ...change }
    this.#options.emit(this.#state)
  }

  /** Resolves once it is online, or with the error why it is not. */
  settled(): Promise<Error | null> {
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  status(status: ConnectionStatus): void {
    if (status.status !== 'connecting') {
      const error = status.status === 'offline' ? status.error : null
      for (const resolve of this.#waiting.splice(0)) resolve(error)
    }
    if (status.status === 'offline')
      this.patch({ status: 'offline', retryAt: status.retryAt, reason: reasonOf(status.error) })
    else this.patch({ status: status.status, retryAt: null, ...(status.status === 'online' ? { reason: 'none' } : {}) })
  }

  /** All that the server has is here, at a time of the server's clock. */
  caughtUp(now: number): void {
    this.#syncedAt = now
    this.#tellSynced()
  }

  /** Drops the time of the last sync that was not told yet. */
  stop(): void {
    this.#tellSynced.stop()
  }

  /** What the workspace has that not every one has. */
  features(features: string[]): void {
    const known = JSON.stringify(features)
    if (known === JSON.stringify(this.#state.features)) return
    this.patch({ features })
    this.#keep(featuresKey, known)
  }

  #keep(key: string, value: string): void {
    const { cache, log } = this.#options
    cache
      .setMeta(key, value)
      .catch(error => log('what is known of the workspace was not kept', { key, error: String(error) }))
  }
}
