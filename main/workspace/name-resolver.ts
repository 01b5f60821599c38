import { idSchema, limits, ProtocolError } from '@lianqun/protocol'
import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

export interface NameResolverOptions {
  cache: Pick<Cache, 'applyEmployees'>
  request: Request
  /** New names have been stored in the cache. */
  onResolved: () => void
  log: Log
  /** How long ids are collected before a request, milliseconds. */
  collectMs?: number
}

/**
 * Requests names by id that the cache lacks for the window: on a new device it takes time to read a large directory.
 */
export class NameResolver {
  readonly #options: NameResolverOptions
  readonly #wanted = new Set<string>()
  /** Ids that were requested already: one that is not in the answer does not exist. */
  readonly #asked = new Set<string>()
  #timer: NodeJS.Timeout | null = null
  #online = false

  constructor(options: NameResolverOptions) {
    this.#options = options
  }

  /** The connection is up. */
  start(): void {
    this.#online = true
    this.#schedule()
  }

  /** The connection is lost; the collected ids stay. */
  stop(): void {
    this.#online = false
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Collects the ids of people without a name from a result for the window. */
  noteShown(value: unknown): void {
    collect(value, id => {
      // The directory has no ids of another form.
      if (!this.#asked.has(id) && idSchema.safeParse(id).success) this.#wanted.add(id)
    })
    this.#schedule()
  }

  #schedule(): void {
    if (!this.#online || this.#wanted.size === 0) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#fetch().catch(error => this.#options.log('names could not be fetched', { error: String(error) }))
    }, this.#options.collectMs ?? 30)
  }

  async #fetch(): Promise<void> {
    const { cache, request, onResolved } = this.#options
    const userIds = [...this.#wanted].slice(0, limits.employees)
    if (userIds.length === 0) return
    const { employees } = await request('directory.employees', { userIds }).catch(error => {
      // Without a connection, or when the server is busy, the request is repeated; after a final error it is not.
      if (error instanceof DesktopError && error.code !== 'not_understood') throw error
      if (error instanceof ProtocolError && error.retry) throw error
      this.#options.log('the request for names was refused', { error: String(error) })
      return { employees: [] }
    })
    for (const id of userIds) {
      this.#wanted.delete(id)
      this.#asked.add(id)
    }
    if (employees.length > 0) {
      await cache.applyEmployees(employees)
      onResolved()
    }
    this.#schedule()
  }
}

/** Calls `found` with the id of each person without a name in a result of the cache. */
function collect(value: unknown, found: (id: string) => void): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found)
  else if (typeof value === 'object' && value !== null) {
    const { id, name, latinName } = value as Record<string, unknown>
    if (name === '' && latinName === '' && typeof id === 'string' && id !== '') found(id)
    for (const inner of Object.values(value)) if (typeof inner === 'object') collect(inner, found)
  }
}
