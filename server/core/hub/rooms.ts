import { headHash } from '@lianqun/protocol'
import type { OnlineUser } from './online-users.ts'

/** A conversation with the members of it who are online here. */
export interface Room {
  readonly id: string
  /** The highest revision that was published here, and what it adds to the digests of its members. */
  head: number
  hash: number
  /** The revision of the last joining or leaving that `users` knows of. */
  membersAt: number
  readonly users: OnlineUser[]
  /** From which seq on a user sees messages, of those who do not see the first ones. */
  readonly visibleFrom: Map<string, number>
}

/** A user's membership and its conversation, as they are stored. */
export interface RoomRow {
  id: string
  head: number
  /** The revision of the last joining or leaving. */
  membersAt: number
  visibleFrom: number
}

/**
 * The conversations of those who are online here. It costs what they are members of, whatever else exists; and a user's
 * digest is made of it, so that it never disagrees with what was published.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>()

  get(id: string): Room | undefined {
    return this.#rooms.get(id)
  }

  /** The room of a conversation, made as `row` says where there is none. */
  open({ id, head, membersAt }: Omit<RoomRow, 'visibleFrom'>): Room {
    let room = this.#rooms.get(id)
    if (room === undefined) {
      room = { id, head, hash: headHash(id, head), membersAt, users: [], visibleFrom: new Map() }
      this.#rooms.set(id, room)
    }
    return room
  }

  /** Sets the head of a room; heads only grow. */
  advance(room: Room, head: number): void {
    if (head <= room.head) return
    room.head = head
    room.hash = headHash(room.id, head)
  }

  /** A user who is not in a room is from now on. */
  add(room: Room, user: OnlineUser, visibleFrom: number): void {
    this.setView(room, user, visibleFrom)
    user.rooms.push(room)
    room.users.push(user)
  }

  /** From which seq on a user sees messages: one who left and came back unheard sees other ones. */
  setView({ visibleFrom: views }: Room, { userId }: OnlineUser, visibleFrom: number): void {
    if (visibleFrom > 0) views.set(userId, visibleFrom)
    else views.delete(userId)
  }

  /** A user is no member any more. Returns false when they were none. A room without users is gone. */
  remove(room: Room, user: OnlineUser): boolean {
    if (!take(user.rooms, room)) return false
    this.#removeUser(room, user)
    return true
  }

  #removeUser(room: Room, user: OnlineUser): void {
    take(room.users, user)
    room.visibleFrom.delete(user.userId)
    if (room.users.length === 0) this.#rooms.delete(room.id)
  }

  /** A user is not online here any more. */
  leaveAll(user: OnlineUser): void {
    for (const room of user.rooms) this.#removeUser(room, user)
    user.rooms.length = 0
  }
}

/** The number of a user's conversations, and the XOR of their hashes. */
export function digestOf(user: OnlineUser): { count: number; hash: number } {
  let hash = 0
  for (const room of user.rooms) hash ^= room.hash
  return { count: user.rooms.length, hash: hash >>> 0 }
}

/** Takes an item out of a list whose order says nothing. Returns whether it was in it. */
function take<T>(list: T[], item: T): boolean {
  const index = list.indexOf(item)
  if (index < 0) return false
  const last = list.pop() as T
  if (index < list.length) list[index] = last
  return true
}
