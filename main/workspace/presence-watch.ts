import type { Presence } from '@lianqun/protocol'
import { ProtocolError } from '@lianqun/protocol'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import type { Request } from './connection.ts'

/** How long a list waits that the server had no time for, unless it says (ms). */
const againMs = 2_000

/** Keeps the server told of whom the window shows and of whether the person is here, over every new connection. */
export class PresenceWatch {
  readonly #emit: (change: DesktopEvent<'presence.changed'>) => void
  readonly #log: Log
  #request: Request | null = null
  #userIds: readonly string[] = []
  #away = false
  #asking = false
  #again = false
  #timer: NodeJS.Timeout | null = null

  constructor(options: { emit: (change: DesktopEvent<'presence.changed'>) => void; log: Log }) {
    this.#emit = options.emit
    this.#log = options.log
  }

  /** The people on the screen. */
  watch(userIds: readonly string[]): void {
    this.#userIds = userIds
    void this.#ask()
  }

  /** Whether the person is away from this device. */
  setAway(away: boolean): void {
    if (this.#away === away) return
    this.#away = away
    void this.#report()
  }

  /** There is a new connection, which knows nothing of this yet. */
  start(request: Request): void {
    this.#request = request
    if (this.#away) void this.#report()
    if (this.#userIds.length > 0) void this.#ask()
  }

  /** There is no connection: nobody is known to be there. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#request === null) return
    this.#request = null
    this.#emit({ people: [], whole: true })
  }

  changed(people: readonly Presence[]): void {
    this.#emit({ people: [...people], whole: false })
  }

  /** Sends the list; one that comes meanwhile goes after it. */
  async #ask(): Promise<void> {
    if (this.#asking) {
      this.#again = true
      return
    }
    const request = this.#request
    if (request === null) return
    this.#asking = true
    this.#again = false
    try {
      const { people } = await request('presence.watch', { userIds: [...this.#userIds] })
      if (request === this.#request) this.#emit({ people, whole: true })
    } catch (error) {
      this.#failed(error)
    } finally {
      this.#asking = false
      if (this.#again) void this.#ask()
    }
  }

  async #report(): Promise<void> {
    const away = this.#away
    try {
      await this.#request?.('presence.report', { state: away ? 'away' : 'online' })
    } catch (error) {
      this.#failed(error)
    }
  }

  /** What the server had no time for is said again; an older one does not know it, and a lost line says it anew. */
  #failed(error: unknown): void {
    if (!(error instanceof ProtocolError) || error.errorName !== 'rate_limited') {
      this.#log('presence was not told', { error: String(error) })
      return
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      void this.#report()
      void this.#ask()
    }, error.retryAfterMs ?? againMs)
  }
}
