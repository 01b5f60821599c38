import { idSchema, limits, ProtocolError } from '@lianqun/protocol'
import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

export interface NameResolverOptions {
  cache: Pick<Cache, 'applyEmployees'>
  request: Request
  /** Names are in the cache now which it lacked. */
  onResolved: () => void
  log: Log
  /** How long people are collected before the server is asked, milliseconds. */
  collectMs?: number
}

/**
 * Learns the names of those on the screen whom the cache does not know: on a new device a large directory takes its
 * time, and until then the people who are being looked at are asked for by id.
 */
export class NameResolver {
  readonly #options: NameResolverOptions
  readonly #wanted = new Set<string>()
  /** Asked for already: who is not in the answer is nobody. */
  readonly #asked = new Set<string>()
  #timer: NodeJS.Timeout | null = null
  #online = false

  constructor(options: NameResolverOptions) {
    this.#options = options
  }

  /** The line is up. */
  start(): void {
    this.#online = true
    this.#askSoon()
  }

  /** The line is gone; who is wanted stays so. */
  stop(): void {
    this.#online = false
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Takes note of the nameless in what goes to the window. */
  noteShown(value: unknown): void {
    collect(value, id => {
      // An id of another form is none of the directory's.
      if (!this.#asked.has(id) && idSchema.safeParse(id).success) this.#wanted.add(id)
    })
    this.#askSoon()
  }

  #askSoon(): void {
    if (!this.#online || this.#wanted.size === 0) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#ask().catch(error => this.#options.log('names could not be fetched', { error: String(error) }))
    }, this.#options.collectMs ?? 30)
  }

  async #ask(): Promise<void> {
    const { cache, request, onResolved } = this.#options
    const userIds = [...this.#wanted].slice(0, limits.employees)
    if (userIds.length === 0) return
    const { employees } = await request('directory.employees', { userIds }).catch(error => {
      // A line that is gone or busy is asked again, an answer that says no is not.
      if (error instanceof DesktopError && error.code !== 'not_understood') throw error
      if (error instanceof ProtocolError && error.retry) throw error
      this.#options.log('names are not told', { error: String(error) })
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
    this.#askSoon()
  }
}

/** Calls `found` with the id of each person without a name in an answer of the cache. */
function collect(value: unknown, found: (id: string) => void): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found)
  else if (typeof value === 'object' && value !== null) {
    const { id, name, latinName } = value as Record<string, unknown>
    if (name === '' && latinName === '' && typeof id === 'string' && id !== '') found(id)
    for (const inner of Object.values(value)) if (typeof inner === 'object') collect(inner, found)
  }
}
