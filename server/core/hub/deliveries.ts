import type { Membership } from '@lianqun/protocol'
import type { ConversationChanges } from '../change-set.ts'
import { eventMessage, type Outgoing, pushMessages } from '../wire.ts'
import type { LargeRooms } from './large-rooms.ts'
import type { OnlineUser, OnlineUsers } from './online-users.ts'
import type { HeadSource, Pushes } from './pushes.ts'
import type { Room } from './rooms.ts'

type Run = (doing: string, work: Promise<void>) => void

/** What the members of a conversation who are here are sent of a commit: its rows, where it stands, or the whole of it. */
export class Deliveries {
  readonly #source: HeadSource
  readonly #users: OnlineUsers
  readonly #pushes: Pushes
  readonly #large: LargeRooms
  readonly #run: Run

  /** `run` takes work that nobody waits for. */
  constructor(
    source: HeadSource,
    { users, pushes, large }: { users: OnlineUsers; pushes: Pushes; large: LargeRooms },
    run: Run,
  ) {
    this.#source = source
    this.#users = users
    this.#pushes = pushes
    this.#large = large
    this.#run = run
  }

  /** Tells those who are here of the changes of a conversation; `joined` get it whole. */
  deliver(c: ConversationChanges, room: Room, joined: ReadonlyMap<OnlineUser, Membership>): void {
    if (c.cut) {
      // Who joined gets it whole from the database, too.
      for (const user of joined.keys()) this.found(c.id, user)
      this.sendHead(room, c.mentioned)
      return
    }
    this.#large.tellPart(room)
    if (this.#large.isLarge(room, joined.size)) {
      this.#pushToOpeners(c, room, joined)
      this.#large.moved(room, c.mentioned ?? [])
    } else if (room.users.length > joined.size) {
      const messagesOf = this.#encodeFor(c, room)
      for (const user of room.users) {
        if (joined.has(user)) continue
        for (const connection of user.connections) this.#pushes.push(connection, messagesOf(user.userId), c.id)
      }
    }
    for (const [user, membership] of joined) this.#notifyJoined(user, membership, c)
  }

  #pushToOpeners(c: ConversationChanges, room: Room, joined: ReadonlyMap<OnlineUser, Membership>): void {
    const openers = this.#users.openersOf(c.id)
    if (openers.length === 0) return
    const messagesOf = this.#encodeFor(c, room)
    for (const connection of openers) {
      const userId = connection.identity?.userId ?? ''
      const user = this.#users.online(userId)
      if (user !== undefined && !joined.has(user)) this.#pushes.push(connection, messagesOf(userId), c.id)
    }
  }

  /** The pushes of a conversation's changes for a member: without older messages where they see only newer ones. */
  #encodeFor(c: ConversationChanges, { visibleFrom }: Room): (userId: string) => Outgoing[] {
    const scope = `conversation:${c.id}`
    const oldest = c.seqs.reduce<number>((least, seq) => Math.min(least, seq ?? least), Number.MAX_SAFE_INTEGER)
    const encoded = new Map<number, Outgoing[]>()
    return userId => {
      const from = visibleFrom.get(userId) ?? 0
      const key = from <= oldest ? 0 : from
      let messages = encoded.get(key)
      if (messages === undefined) {
        const rows = key === 0 ? c.rows : c.rows.map((row, i) => ((c.seqs[i] ?? key) < key ? '' : row))
        messages = pushMessages(scope, this.#source.epoch, { from: c.from, rows })
        encoded.set(key, messages)
      }
      return messages
    }
  }

  /** Tells a user of a conversation that they are found to be in. */
  found(id: string, user: OnlineUser): void {
    this.#run('telling of a conversation', this.#notifyFound(id, user))
  }

  async #notifyFound(id: string, { userId, connections }: OnlineUser): Promise<void> {
    const [head] = await this.#source.heads(userId, [id])
    if (head === undefined) return
    const message = eventMessage('sync.joined', { epoch: this.#source.epoch, head })
    for (const connection of connections) this.#pushes.push(connection, [message], id)
  }

  #notifyJoined(user: OnlineUser, membership: Membership, c: ConversationChanges): void {
    if (!c.conversation) return
    const { conversation, head: revision, lastOrdinal, lastMessage } = c
    const message = eventMessage('sync.joined', {
      epoch: this.#source.epoch,
      head: { conversation, membership, revision, lastOrdinal, lastMessage, mentionSeqs: [] },
    })
    for (const connection of user.connections) this.#pushes.push(connection, [message], c.id)
  }

  /** Sends where a conversation stands: in a large one at once only to those who have it open. */
  sendHead(room: Room, mentioned: readonly string[] = []): void {
    if (!this.#large.isLarge(room)) {
      this.#large.toAll(room.id)
      return
    }
    this.#large.toOpeners(room.id)
    this.#large.moved(room, mentioned)
  }
}
