import type { ServerLimits } from '../../options.ts'
import type { Timers } from '../timers.ts'
import type { Audience } from './audience.ts'
import type { Pushes } from './pushes.ts'

/** Where conversations stand, sent to all of their members who are here: of large ones now and then only. */
export class LargeRooms {
  readonly #audience: Audience
  readonly #pushes: Pushes
  readonly #limits: ServerLimits
  readonly #timers: Timers
  readonly #run: (doing: string, work: Promise<void>) => void
  /** Conversations whose head was sent less than `headEveryMs` ago; true: it has changed since. */
  readonly #waits = new Map<string, boolean>()

  constructor(
    audience: Audience,
    pushes: Pushes,
    limits: ServerLimits,
    parts: { timers: Timers; run: (doing: string, work: Promise<void>) => void },
  ) {
    this.#audience = audience
    this.#pushes = pushes
    this.#limits = limits
    this.#timers = parts.timers
    this.#run = parts.run
  }

  /** The head of a large conversation moved: it is sent, unless that was done a moment ago, and then later. */
  moved(id: string): void {
    if (this.#waits.has(id)) this.#waits.set(id, true)
    else this.#notify(id)
  }

  #notify(id: string): void {
    this.#waits.set(id, false)
    this.broadcast(id, false)
    this.#timers.after(this.#limits.headEveryMs, () => {
      if (this.#waits.get(id)) this.#notify(id)
      else this.#waits.delete(id)
    })
  }

  /** Sends the head of a conversation. `openers`: also to those who have it open, who get bodies otherwise. */
  broadcast(id: string, openers: boolean): void {
    this.#run('sending a head', this.#broadcast(id, openers))
  }

  async #broadcast(id: string, openers: boolean): Promise<void> {
    const someone = this.#audience.room(id)?.users[0]
    if (!someone) return
    const message = await this.#pushes.head(someone.userId, id)
    if (message === null) return
    for (const user of this.#audience.room(id)?.users ?? []) {
      for (const connection of user.connections) {
        if (openers || connection.openConversation !== id) this.#pushes.push(connection, [message], id)
      }
    }
  }
}
