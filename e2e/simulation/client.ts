import type { Session } from '@lianqun/protocol'
import { Sqlite } from '../../common/node/sqlite.ts'
import type { Cache } from '../../main/cache/api.ts'
import { Sql } from '../../main/cache/core/sql.ts'
import { databaseOver } from '../../main/cache/database.ts'
import { parseAddress } from '../../main/workspace/address.ts'
import { SessionTokens } from '../../main/workspace/session.ts'
import { Workspace } from '../../main/workspace/workspace.ts'
import { cacheOver, memorySecrets } from '../faults/person.ts'
import type { Breakage } from './breakages.ts'
import { type Clock, emptyFolder, Process } from './clock.ts'
import type { Network } from './network.ts'
import { Template } from './template.ts'
import type { Trace } from './trace.ts'

/** The database of a cache, in memory, which each world finds empty. */
export class CacheFile {
  readonly sqlite = new Sqlite(':memory:')
  readonly sql = new Sql(this.sqlite)
  readonly #template: Template

  constructor() {
    this.sqlite.exec('pragma recursive_triggers = OFF')
    // Migrates it.
    databaseOver(this.sql)
    this.#template = new Template(this.sqlite)
  }

  reset(): void {
    this.#template.restore()
  }
}

export interface ClientParts {
  clock: Clock
  network: Network
  trace: Trace
  file: CacheFile
  session: Session
  /** Milliseconds until a call of the cache is carried out, at most; 0: at once. */
  cacheLagMs: number
  breakage: Breakage
  /** Something that a client says is wrong with itself. */
  failed: (line: string) => void
}

/** A client without a window, which may die and be started again with the cache that it had. */
export class SimulatedClient {
  readonly user: string
  readonly file: CacheFile
  process: Process
  /** Null while it is not running. */
  workspace: Workspace | null = null
  readonly #parts: ClientParts
  readonly #secrets = memorySecrets()
  #skewMs = 0
  #started = false

  constructor(parts: ClientParts) {
    this.#parts = parts
    this.file = parts.file
    this.user = parts.session.userId
    this.process = new Process(this.user)
  }

  /** The cache of the process that runs. */
  get cache(): Cache {
    if (this.workspace === null) throw new Error(`${this.user} is not running`)
    return this.workspace.cache
  }

  start(): void {
    const { clock, breakage, failed } = this.#parts
    if (this.#started) breakage.restarting?.(this.file.sqlite)
    const process = new Process(this.user)
    process.skewMs = this.#skewMs
    this.process = process
    clock.after(0, process, () => {
      this.#run(process).catch(error => failed(`${this.user} did not start: ${String(error)}`))
    })
  }

  /** The process is gone, whatever it does. Its cache stays. */
  kill(): void {
    this.process.alive = false
    this.workspace = null
    const silently = this.#parts.clock.random() < 0.2
    for (const link of this.#parts.network.linksOf(this.user)) link.clientDied(silently)
  }

  /** The wall clock of the machine jumps to so many milliseconds ahead. */
  setClock(skewMs: number): void {
    this.#skewMs = skewMs
    this.process.skewMs = skewMs
  }

  /** Does something in the process, if it runs. */
  act(fn: (workspace: Workspace) => void): void {
    this.#parts.clock.after(0, this.process, () => {
      if (this.workspace !== null) fn(this.workspace)
    })
  }

  async #run(process: Process): Promise<void> {
    const { clock, network, trace, session, failed } = this.#parts
    if (!this.#started) await SessionTokens.save(this.#secrets, session)
    this.#started = true
    const tokens = await SessionTokens.load(this.#secrets)
    if (tokens === null) throw new Error('the session is gone')
    const cache = this.#openCache(process)
    await cache.setSelf(this.user)
    const workspace = new Workspace({
      address: parseAddress('ws://workspace:8440'),
      tokens,
      cache,
      transport: network.transportOf(this.user, process),
      filesFolder: emptyFolder,
      emit: () => {},
      notifier: { arrived: () => {}, read: () => {}, recalled: () => {} },
      reminders: { remind: () => true, reminded: () => {} },
      requests: { remind: () => true, reminded: () => {} },
      onSessionEnded: reason => failed(`${this.user}: the session ended: ${reason}`),
      log: (message, detail) => trace.note(`${this.user} says: ${message} ${JSON.stringify(detail ?? {})}`),
    })
    await workspace.start()
    if (clock.current === process) this.workspace = workspace
  }

  /** The real cache, whose calls are carried out a little later and in their order, as those of its thread. */
  #openCache(process: Process): Cache {
    const { clock, cacheLagMs, file } = this.#parts
    let last = 0
    const later = <T>(call: () => T): Promise<T> =>
      new Promise((resolve, reject) => {
        last = Math.max(last, clock.now + clock.random() * cacheLagMs)
        clock.after(last - clock.now, process, () => {
          try {
            resolve(call())
          } catch (error) {
            reject(error)
          }
        })
      })
    return cacheOver(
      changed => databaseOver(file.sql, changed),
      call => (cacheLagMs === 0 ? call() : later(call)),
    )
  }
}
