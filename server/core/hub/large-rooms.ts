import type { Signal } from '../../bus/bus.ts'
import type { ServerLimits } from '../../options.ts'
import type { Connection } from '../gateway/connection.ts'
import type { Timers } from '../timers.ts'
import type { Outgoing } from '../wire.ts'
import type { Audience } from './audience.ts'
import type { Pushes } from './pushes.ts'
import type { Room } from './rooms.ts'

/** Where the members of a crowd are spread over many processes, each tells of its part when it is above this share. */
const toldShare = 1 / 64
/** Rooms of which other processes' parts are remembered before those that no longer hold are looked for. */
const mostParts = 1_000
/** Processes whose part of one room is remembered. */
const mostProcesses = 1_000
/** Reads of a head whose members change meanwhile, before it is left. */
const mostReads = 5

/** So many members of a conversation are at another process. */
interface Part {
  online: number
  until: number
}

interface Work {
  timers: Timers
  run: (doing: string, work: Promise<void>) => void
  /** Tells other processes. */
  signal: (signal: Signal) => void
}

/**
 * Where conversations stand, sent to all of their members who are here. In a large one those who do not have it open are
 * told once in `headEveryMs`, in a crowd once in `crowdHeadMs`, but for whoever is mentioned.
 */
export class LargeRooms {
  readonly #audience: Audience
  readonly #pushes: Pushes
  readonly #limits: ServerLimits
  readonly #work: Work
  /** Conversations whose head was sent less than `headEveryMs` ago; true: it has changed since. */
  readonly #waits = new Map<string, boolean>()
  /** Crowds whose head will be sent; false: it was meanwhile. */
  readonly #crowds = new Map<string, boolean>()
  /** By conversation and process. */
  readonly #parts = new Map<string, Map<string, Part>>()
  /** When others were told of the part here. */
  readonly #told = new Map<string, number>()

  constructor(audience: Audience, pushes: Pushes, limits: ServerLimits, work: Work) {
    this.#audience = audience
    this.#pushes = pushes
    this.#limits = limits
    this.#work = work
  }

  /** Whether only those who have it open are sent bodies. `joined`: members who are sent the whole anyway. */
  isLarge(room: Room, joined = 0): boolean {
    return room.users.length - joined > this.#limits.bodiesOnlineMembers || this.isCrowd(room)
  }

  /** Whether so many are online, here and at other processes, that only what is urgent is sent at once. */
  isCrowd({ id, users }: Room): boolean {
    const most = this.#limits.crowdOnlineMembers
    if (users.length > most) return true
    const parts = this.#parts.get(id)
    if (parts === undefined) return false
    const now = this.#work.timers.clock.now()
    let online = users.length
    for (const part of parts.values()) if (part.until > now) online += part.online
    return online > most
  }

  /** So many members of a conversation are at another process. */
  part(conversationId: string, online: number, from: string): void {
    if (this.#audience.room(conversationId) === undefined) return
    const now = this.#work.timers.clock.now()
    const parts = this.#parts.get(conversationId) ?? new Map<string, Part>()
    if (parts.size >= mostProcesses) for (const [id, { until }] of parts) if (until <= now) parts.delete(id)
    if (parts.size >= mostProcesses && !parts.has(from)) return
    parts.set(from, { online, until: now + this.#limits.presenceTtlMs })
    this.#parts.set(conversationId, parts)
    if (this.#parts.size <= mostParts) return
    for (const [id, of] of this.#parts) {
      if ([...of.values()].every(({ until }) => until <= now)) this.#parts.delete(id)
    }
  }

  /** Tells other processes how many are here, now and then. */
  tellPart({ id, users }: Room): void {
    if (users.length <= this.#limits.crowdOnlineMembers * toldShare) return
    const now = this.#work.timers.clock.now()
    const every = this.#limits.presenceTtlMs / 3
    if (now - (this.#told.get(id) ?? Number.NEGATIVE_INFINITY) < every) return
    this.#told.set(id, now)
    this.#work.timers.after(every, () => this.#told.delete(id))
    this.#work.signal({ kind: 'crowd', conversationId: id, online: users.length })
  }

  /**
   * The head of a conversation moved. In a large one those who have it open are told by who calls this; in a crowd only
   * those `mentioned` are told soon.
   */
  moved(room: Room, mentioned: readonly string[]): void {
    const { id } = room
    if (!this.isCrowd(room) || mentioned.includes('all')) {
      if (this.#crowds.has(id)) this.#crowds.set(id, false)
      if (this.#waits.has(id)) this.#waits.set(id, true)
      else this.#notify(id)
      return
    }
    if (mentioned.length > 0) {
      const people = new Set(mentioned)
      this.#send(id, ({ identity, openConversation }) => openConversation !== id && people.has(identity?.userId ?? ''))
    }
    const planned = this.#crowds.has(id)
    this.#crowds.set(id, true)
    if (!planned) this.#notifyCrowd(id)
  }

  #notify(id: string): void {
    this.#waits.set(id, false)
    this.#toOthers(id)
    this.#work.timers.after(this.#limits.headEveryMs, () => {
      if (this.#waits.get(id)) this.#notify(id)
      else this.#waits.delete(id)
    })
  }

  /** At another moment in each process, so that not all of them read and send at once. */
  #notifyCrowd(id: string): void {
    const { timers } = this.#work
    timers.after(this.#limits.crowdHeadMs * (1 + timers.clock.random()), () => {
      if (this.#crowds.get(id)) this.#toOthers(id)
      this.#crowds.delete(id)
    })
  }

  #toOthers(id: string): void {
    this.#send(id, ({ openConversation }) => openConversation !== id)
  }

  /** Tells those who have a conversation open where it stands. */
  toOpeners(id: string): void {
    this.#send(id, ({ openConversation }) => openConversation === id)
  }

  /** Tells all members of a conversation where it stands. */
  toAll(id: string): void {
    this.#send(id, () => true)
  }

  #send(id: string, to: (connection: Connection) => boolean): void {
    this.#work.run('sending a head', this.#sendHead(id, to))
  }

  async #sendHead(id: string, to: (connection: Connection) => boolean): Promise<void> {
    const message = await this.#headForRoom(id)
    if (message === null) return
    for (const user of this.#audience.room(id)?.users ?? []) {
      for (const connection of user.connections) if (to(connection)) this.#pushes.push(connection, [message], id)
    }
  }

  /**
   * The head of a conversation as of the last joining or leaving that its room knows of, so that all in it may see it.
   * Null where nobody is in it, or where room and database do not come to agree, as after a standby took over that lacks
   * something: clients find what they miss by their heartbeat.
   */
  async #headForRoom(id: string): Promise<Outgoing | null> {
    for (let reads = 0; reads < mostReads; reads++) {
      const someone = this.#audience.room(id)?.users[0]
      if (!someone) return null
      const read = await this.#pushes.head(someone.userId, id)
      const room = this.#audience.room(id)
      if (!room) return null
      if (read?.membersAt === room.membersAt) return read.message
      // Somebody joined or left unheard; or was heard of since, and the head is the older one.
      if (read === null || read.membersAt > room.membersAt) await this.#audience.membersRead(room)
    }
    return null
  }
}
