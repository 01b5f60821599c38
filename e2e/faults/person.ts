import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from '@lianqun/protocol'
import type { Cache, CacheChange, CacheDatabase } from '../../main/cache/api.ts'
import { openDatabase } from '../../main/cache/database.ts'
import { parseAddress } from '../../main/workspace/address.ts'
import { type SecretStore, SessionTokens } from '../../main/workspace/session.ts'
import { directNetwork } from '../../main/workspace/transport/network.ts'
import { Workspace } from '../../main/workspace/workspace.ts'

/** Short timeouts, so that hundreds of runs take seconds. Milliseconds. */
export const quick = {
  heartbeatMs: 60,
  heartbeatTimeoutMs: 150,
  requestMs: 200,
  handshakeMs: 500,
  backoffBaseMs: 2,
  backoffMaxMs: 30,
  gapWaitMs: 10,
  backfillRestMs: 0,
  outboxRetryMs: 5,
}

/** Longer timeouts for connections that only a killed process ends, because a new process starts slowly. */
export const patient = { ...quick, heartbeatTimeoutMs: 5_000, requestMs: 5_000, handshakeMs: 5_000 }

/** The key of every test cache. */
export const cacheKey = new Uint8Array(32).fill(7)

/** The real cache on the caller's thread, to avoid starting a worker in each of many runs. */
export function inProcess(path: string, key: Uint8Array): Cache {
  return cacheOver(changed => openDatabase(path, key, changed))
}

/** A cache whose calls go to a database on the caller's thread. `carryOut`: makes a call, at once or later. */
export function cacheOver(
  open: (changed: (change: CacheChange) => void) => CacheDatabase,
  carryOut: <T>(call: () => T) => T | Promise<T> = call => call(),
): Cache {
  const changes = new EventEmitter()
  const database = open(change => changes.emit('change', change))
  return new Proxy({} as Cache, {
    get: (_target, name) => {
      if (name === 'onChange') {
        return (listener: (change: CacheChange) => void) => {
          changes.on('change', listener)
          return () => changes.off('change', listener)
        }
      }
      if (name === 'onFailure') return () => () => {}
      // Otherwise `await` would treat the proxy as a promise.
      if (name === 'then') return undefined
      return async (...args: unknown[]) =>
        carryOut(() => (database[name as keyof CacheDatabase] as (...args: unknown[]) => unknown)(...args))
    },
  })
}

export function memorySecrets(): SecretStore {
  const values = new Map<string, string>()
  return {
    get: async name => values.get(name) ?? null,
    set: async (name, value) => {
      values.set(name, value)
    },
    copy: async (from, to) => {
      const value = values.get(from)
      if (value !== undefined) values.set(to, value)
    },
    delete: async name => {
      values.delete(name)
    },
  }
}

/** One client without a window: the real connection, sync, outbox and cache. */
export class Person {
  readonly userId: string
  readonly #folder: string
  readonly #url: string
  readonly #tokens: SessionTokens
  readonly #timings: typeof quick
  /** Emits `change` after each commit and each change of the connection. */
  readonly events = new EventEmitter()
  workspace!: Workspace
  cache!: Cache

  private constructor(folder: string, url: string, tokens: SessionTokens, timings: typeof quick) {
    this.#folder = folder
    this.#url = url
    this.#tokens = tokens
    this.#timings = timings
    this.userId = tokens.session.userId
  }

  /** The encrypted bytes of its files. */
  get filesFolder(): string {
    return join(this.#folder, 'files')
  }

  static async start(folder: string, url: string, session: Session, timings = quick): Promise<Person> {
    mkdirSync(folder, { recursive: true })
    const person = new Person(folder, url, await SessionTokens.save(memorySecrets(), session), timings)
    await person.open()
    return person
  }

  async open(): Promise<void> {
    this.cache = inProcess(join(this.#folder, 'cache.db'), cacheKey)
    await this.cache.setSelf(this.userId)
    this.workspace = new Workspace({
      address: parseAddress(this.#url),
      tokens: this.#tokens,
      cache: this.cache,
      transport: directNetwork(),
      filesFolder: this.filesFolder,
      timings: this.#timings,
      emit: () => this.events.emit('change'),
      notifier: { arrived: () => {}, read: () => {}, recalled: () => {} },
      reminders: { remind: () => true, reminded: () => {} },
      requests: { remind: () => true, reminded: () => {} },
      onSessionEnded: reason => {
        throw new Error(`the session ended: ${reason}`)
      },
      log: (message, detail) => {
        if (process.env.LIANQUN_VERBOSE !== undefined)
          process.stderr.write(`${this.userId}: ${message} ${JSON.stringify(detail ?? {})}\n`)
      },
    })
    await this.workspace.start()
  }

  async close(): Promise<void> {
    await this.workspace.stop()
  }

  /** Quits and starts again with the same files. */
  async restart(): Promise<void> {
    await this.close()
    await this.open()
  }
}
