import { type Membership, ProtocolError } from '@lianqun/protocol'
import type { ChangeSet, ConversationChanges } from '../change-set.ts'
import type { MovedRow } from '../sync/tail.ts'
import { Meanwhile } from './meanwhile.ts'
import type { OnlineUser, OnlineUsers } from './online-users.ts'
import { type Room, type RoomRow, Rooms } from './rooms.ts'

/** So often what is read may be older than what hints say of it. */
const mostRounds = 5

/** The conversations that a user is a member of, as of a revision of their scope `me`. */
export interface Memberships {
  rooms: readonly RoomRow[]
  me: number
}

/** What is read from the storage. */
export interface AudienceSource {
  rooms(userId: string): Promise<Memberships>
  /** The members of a conversation, by id, with the seq from which on each sees its messages. */
  members(conversationId: string): Promise<{ members: ReadonlyMap<string, number>; membersAt: number }>
}

/** What follows for those who are online. */
export interface AudienceEvents {
  /** To the members of a room; those of them who just joined get it whole. */
  deliver(c: ConversationChanges, room: Room, joined: ReadonlyMap<OnlineUser, Membership>): void
  left(room: Room, user: OnlineUser): void
  /** A user is found to be in a room, without having been told. */
  found(room: Room, user: OnlineUser): void
  /** What was published in these conversations before the user was in their rooms. */
  missed(user: OnlineUser, ids: readonly string[]): void
  run(doing: string, work: Promise<void>): void
}

/**
 * Who of those online here hears of which conversation. Commits may be published late, out of order or not at all by
 * other processes: each names the last joining or leaving before it, so nobody who left is sent anything, and who joined
 * unheard is found.
 */
export class Audience {
  readonly #source: AudienceSource
  readonly #users: OnlineUsers
  readonly #events: AudienceEvents
  readonly #rooms = new Rooms()
  readonly #meanwhile = new Meanwhile()
  /** Rooms whose members are being read, and what was published in them meanwhile. */
  readonly #reading = new Map<Room, { done: Promise<void>; waiting: ConversationChanges[] }>()

  constructor(source: AudienceSource, users: OnlineUsers, events: AudienceEvents) {
    this.#source = source
    this.#users = users
    this.#events = events
  }

  room(conversationId: string): Room | undefined {
    return this.#rooms.get(conversationId)
  }

  /** A user is not online here any more. */
  remove(user: OnlineUser): void {
    this.#rooms.leaveAll(user)
  }

  /** Reads which conversations a user is in: by `read`, which may read more with it. Returns what was read last. */
  async enter<T extends Memberships>(user: OnlineUser, read: () => Promise<T>): Promise<T> {
    for (let round = 1; ; round++) {
      const since = this.#meanwhile.begin()
      try {
        const found = await read()
        if (user.connections.length === 0) return found
        const changed = this.#meanwhile.joinedOrLeft(user.userId, since)
        if (changed) continue
        const older = found.rooms.filter(row => this.#isOlder(row))
        // Or than what their scope was heard to have come to, here or by a read that came back before this one.
        if ((older.length > 0 || found.me < user.meAt) && round < mostRounds) continue
        // What was read again and again after a hint is true, and the hint was not.
        for (const row of older) this.#believe(row)
        if (!user.ready || found.me < user.meAt) user.meAt = found.me
        this.#setRooms(user, found.rooms)
        return found
      } finally {
        this.#meanwhile.end()
      }
    }
  }

  /** Reads anew which conversations a user is in. */
  async refresh(user: OnlineUser): Promise<void> {
    await this.enter(user, () => this.#source.rooms(user.userId))
  }

  /** Whether it is known that somebody joined or left since a row was read: it may be the user of the row. */
  #isOlder({ id, membersAt }: RoomRow): boolean {
    const known = this.#rooms.get(id)?.membersAt ?? 0
    return Math.max(known, this.#meanwhile.conversation(id)?.membersAt ?? 0) > membersAt
  }

  #believe({ id, membersAt }: RoomRow): void {
    const room = this.#rooms.get(id)
    if (room !== undefined && room.membersAt > membersAt) this.#readMembers(room)
  }

  #setRooms(user: OnlineUser, rows: readonly RoomRow[]): void {
    user.ready = true
    const ids = new Set(rows.map(row => row.id))
    for (const room of [...user.rooms]) if (!ids.has(room.id)) this.#leave(room, user)
    const held = new Set(user.rooms)
    const missed: string[] = []
    for (const row of rows) {
      const published = this.#meanwhile.conversation(row.id)?.head ?? 0
      if (published > row.head && this.#rooms.get(row.id) === undefined) missed.push(row.id)
      const room = this.#rooms.open({ ...row, head: Math.max(row.head, published) })
      if (held.has(room)) this.#rooms.setView(room, user, row.visibleFrom)
      else this.#rooms.add(room, user, row.visibleFrom)
      if (row.membersAt > room.membersAt) this.#readMembers(room)
    }
    if (missed.length > 0) this.#events.missed(user, missed)
  }

  /** What `read` reads; once more where the memberships of the user changed meanwhile. */
  async unchanged<T>(userId: string, read: () => Promise<T>): Promise<T> {
    for (;;) {
      const since = this.#meanwhile.begin()
      try {
        const result = await read()
        if (!this.#meanwhile.joinedOrLeft(userId, since)) return result
      } finally {
        this.#meanwhile.end()
      }
    }
  }

  /** Calls `then` once `check` has found a session to be active, unless it ended meanwhile. @throws session_revoked */
  async whileActive<T>(id: string, check: (id: string) => Promise<T>, then: (found: T) => void): Promise<void> {
    const since = this.#meanwhile.begin()
    try {
      const found = await check(id)
      if (this.#meanwhile.sessionEnded(id, since)) throw new ProtocolError('session_revoked')
      then(found)
    } finally {
      this.#meanwhile.end()
    }
  }

  /** Takes note of a commit, before its conversations are published. */
  note(changes: ChangeSet): void {
    this.#meanwhile.note(changes)
  }

  publish(c: ConversationChanges): void {
    let room = this.#rooms.get(c.id)
    if (room === undefined) {
      if (!c.joined.some(({ userId }) => this.#ready(userId))) return
      room = this.#rooms.open({ id: c.id, head: c.before, membersAt: c.membersBefore })
    }
    const reading = this.#reading.get(room)
    if (reading !== undefined) {
      reading.waiting.push(c)
      return
    }
    const unknown = this.#joinedUnknown(room, c)
    if (c.membersAt > room.membersAt && c.membersBefore !== room.membersAt) this.#readMembers(room, c)
    // Late: somebody joined since, who may not see it. The others see the gap, or are sent the head.
    else if (c.membersAt >= room.membersAt) this.#deliver(room, c)
    if (unknown) this.#readMembers(room)
  }

  /**
   * Whether somebody who is online here joined, of whom the room does not know although it knows of the joining: it was
   * opened for another member, who read it before the hint came.
   */
  #joinedUnknown(room: Room, { joined, membersAt }: ConversationChanges): boolean {
    if (membersAt > room.membersAt) return false
    return joined.some(({ userId }) => {
      const user = this.#ready(userId)
      return user !== undefined && !user.rooms.includes(room)
    })
  }

  #deliver(room: Room, c: ConversationChanges): void {
    const joined = new Map<OnlineUser, Membership>()
    if (c.membersAt > room.membersAt) {
      room.membersAt = c.membersAt
      for (const userId of c.left) {
        const user = this.#users.online(userId)
        if (user) this.#leave(room, user)
      }
      for (const { userId, membership } of c.joined) {
        const user = this.#ready(userId)
        if (user) joined.set(user, membership)
      }
    }
    this.#rooms.advance(room, c.head)
    for (const [user, membership] of joined) room = this.#join(room, user, membership.visibleFrom)
    this.#events.deliver(c, room, joined)
  }

  /** The room of a conversation that has come further in the database than was published here; null otherwise. */
  behind({ id, head, membersAt }: MovedRow): Room | null {
    const room = this.#rooms.get(id)
    return room !== undefined && (head > room.head || membersAt > room.membersAt) ? room : null
  }

  /** Takes over how far a room has come in the database. */
  catchUp(room: Room, { head, membersAt }: MovedRow): void {
    this.#rooms.advance(room, head)
    if (membersAt > room.membersAt) this.#readMembers(room)
  }

  /** Reads who is in a room, because somebody joined or left unheard. */
  #readMembers(room: Room, ...waiting: ConversationChanges[]): void {
    if (!this.#reading.has(room)) this.#events.run('reading members', this.membersRead(room, waiting))
  }

  /** Reads who is in a room, unless that is being done; what is published meanwhile waits, and `waiting` too. */
  membersRead(room: Room, waiting: ConversationChanges[] = []): Promise<void> {
    const running = this.#reading.get(room)
    if (running !== undefined) return running.done
    const done = this.#refreshMembers(room, waiting)
    this.#reading.set(room, { done, waiting })
    return done
  }

  async #refreshMembers(room: Room, waiting: readonly ConversationChanges[]): Promise<void> {
    const known = room.membersAt
    const before = new Set(waiting)
    let lies = (_: ConversationChanges) => false
    try {
      const { members, membersAt } = await this.#source.members(room.id)
      for (const user of [...room.users]) if (!members.has(user.userId)) this.#leave(room, user)
      // What was read after a hint is true: a hint that names a later joining or leaving is not.
      lies = c => before.has(c) && c.membersAt > membersAt
      room.membersAt = room.membersAt === known ? membersAt : Math.max(room.membersAt, membersAt)
      for (const user of this.#onlineAmong(members)) {
        const visibleFrom = members.get(user.userId) ?? 0
        const known = user.rooms.find(({ id }) => id === room.id)
        if (known !== undefined) this.#rooms.setView(known, user, visibleFrom)
        else this.#events.found(this.#join(room, user, visibleFrom), user)
      }
    } finally {
      this.#reading.delete(room)
      for (const c of waiting) if (!lies(c)) this.publish(c)
    }
  }

  #onlineAmong(members: ReadonlyMap<string, number>): OnlineUser[] {
    const online = this.#users.onlineUsers
    const ids = members.size > online.size ? [...online.keys()].filter(id => members.has(id)) : [...members.keys()]
    return ids.flatMap(id => this.#ready(id) ?? [])
  }

  /** A user who is online here and whose rooms are read. */
  #ready(userId: string): OnlineUser | undefined {
    const user = this.#users.online(userId)
    return user?.ready ? user : undefined
  }

  /** The room, with the user in it; another one where the last user of that one had gone. */
  #join(room: Room, user: OnlineUser, visibleFrom: number): Room {
    const there = this.#rooms.open(room)
    if (!user.rooms.includes(there)) this.#rooms.add(there, user, visibleFrom)
    return there
  }

  #leave(room: Room, user: OnlineUser): void {
    if (this.#rooms.remove(room, user)) this.#events.left(room, user)
  }
}
