import type { Membership } from '@lianqun/protocol'
import { beforeEach, expect, test } from 'vitest'
import type { ConversationChanges } from '../change-set.ts'
import { emptyChangeSet } from '../change-set.ts'
import type { Connection, Identity } from '../gateway/connection.ts'
import { Audience } from './audience.ts'
import { type OnlineUser, OnlineUsers } from './online-users.ts'
import type { RoomRow } from './rooms.ts'

/** What is stored: the members of each conversation, its head, and the revision of the last joining or leaving. */
let stored: Map<string, { head: number; membersAt: number; members: string[] }>
/** From which seq on members see messages. */
let views: Map<string, number>
/** How far the scope `me` of everybody has come. */
let me: number
/** What was delivered, as `user: revision`; `(user)` was told that they left, `[user]` found to be in. */
let told: string[]
let users: OnlineUsers
let audience: Audience
let work: Promise<void>[]
/** Runs once, after the next reading and before its answer. */
let meanwhile: (() => void) | null

const connection = (userId: string) => ({ identity: { userId, sessionId: `s-${userId}` } as Identity }) as Connection

function rooms(userId: string): RoomRow[] {
  return [...stored].flatMap(([id, { head, membersAt, members }]) =>
    members.includes(userId) ? [{ id, head, membersAt, visibleFrom: views.get(userId) ?? 0 }] : [],
  )
}

async function answered<T>(answer: T): Promise<T> {
  const fn = meanwhile
  meanwhile = null
  await null
  fn?.()
  return answer
}

beforeEach(() => {
  stored = new Map([['c', { head: 3, membersAt: 3, members: ['a', 'b'] }]])
  told = []
  views = new Map()
  me = 0
  work = []
  meanwhile = null
  users = new OnlineUsers()
  audience = new Audience(
    {
      rooms: userId => answered({ rooms: rooms(userId), me }),
      members: id => {
        const { members = [], membersAt = 0 } = stored.get(id) ?? {}
        return answered({ members: new Map(members.map(userId => [userId, views.get(userId) ?? 0])), membersAt })
      },
    },
    users,
    {
      deliver: (c, room, joined) => {
        for (const user of room.users) told.push(`${user.userId}${joined.has(user) ? ' joined' : ''}: ${c.head}`)
      },
      left: (_room, user) => void told.push(`(${user.userId})`),
      found: (_room, user) => void told.push(`[${user.userId}]`),
      missed: (user, ids) => void told.push(`${user.userId} missed ${ids}`),
      run: (_doing, promise) => void work.push(promise),
    },
  )
})

async function online(userId: string): Promise<OnlineUser> {
  const user = users.subscribe(connection(userId), userId)
  await audience.refresh(user)
  return user
}

/** Commits a change of a conversation. Returns what publishes it. */
function commit(id: string, { joined = [] as string[], left = [] as string[] } = {}): () => void {
  const row = stored.get(id)
  if (row === undefined) throw new Error(id)
  const before = { head: row.head, membersAt: row.membersAt }
  row.head += 1
  row.members = [...row.members.filter(userId => !left.includes(userId)), ...joined]
  if (joined.length + left.length > 0) row.membersAt = row.head
  const c = {
    id,
    before: before.head,
    head: row.head,
    membersBefore: before.membersAt,
    membersAt: row.membersAt,
    joined: joined.map(userId => ({ userId, membership: { visibleFrom: 0 } as Membership })),
    left,
  } as unknown as ConversationChanges
  return () => {
    audience.note({ ...emptyChangeSet(), conversations: [c] })
    audience.publish(c)
  }
}

test('members hear of a commit, who is not online here costs nothing', async () => {
  await online('a')
  commit('c')()
  stored.set('other', { head: 1, membersAt: 1, members: ['z'] })
  commit('other')()
  expect(told).toEqual(['a: 4'])
  expect(audience.room('other')).toBeUndefined()
})

/** A hint of what nobody committed. */
const invented = (membersBefore: number, membersAt: number) =>
  ({ id: 'c', before: 3, head: 4, membersBefore, membersAt, joined: [], left: [] }) as unknown as ConversationChanges

async function settled(): Promise<void> {
  for (let done = -1; done < work.length; ) {
    done = work.length
    await Promise.all(work)
  }
}

test('a hint of a joining that nobody committed is looked up once, and what is said goes on', async () => {
  await online('a')
  audience.publish(invented(1_000, 2_000))
  await settled()
  expect(work).toHaveLength(1)
  commit('c')()
  expect(told).toEqual(['a: 4'])
})

test('a hint that claims to be the last joining of all keeps nobody out: the next one who comes in sets it right', async () => {
  await online('a')
  audience.publish(invented(3, Number.MAX_SAFE_INTEGER))
  await online('b')
  await settled()
  told = []
  commit('c')()
  expect(told.sort()).toEqual(['a: 4', 'b: 4'])
})

test('who leaves hears nothing after that, also when their leaving is published late or never', async () => {
  await online('a')
  await online('b')
  const leaving = commit('c', { left: ['b'] })
  const after = commit('c')
  after()
  await Promise.all(work)
  expect(told).toEqual(['(b)', 'a: 5'])
  leaving()
  expect(told).toEqual(['(b)', 'a: 5', 'a: 4'])
})

test('one who left and came back unheard is sent nothing of the time between, and sees what they see now', async () => {
  const b = await online('b')
  const leaving = commit('c', { left: ['b'] })
  const between = commit('c')
  commit('c', { joined: ['b'] })
  views.set('b', 6)
  commit('c')()
  await Promise.all(work)
  leaving()
  between()
  expect(told).toEqual(['b: 7'])
  expect(b.rooms[0]?.visibleFrom.get('b')).toBe(6)
})

test('who joined unheard is found with the next commit', async () => {
  await online('a')
  const d = await online('d')
  commit('c', { joined: ['d'] })
  commit('c')()
  commit('c')()
  await Promise.all(work)
  expect(told).toEqual(['[d]', 'a: 5', 'd: 5', 'a: 6', 'd: 6'])
  expect(d.rooms.map(room => room.id)).toEqual(['c'])
})

test('one who comes online gets what is published while their conversations are read', async () => {
  meanwhile = commit('c')
  const a = await online('a')
  // The row was read before the commit, so its head is told.
  expect(a.rooms[0]?.head).toBe(4)
  commit('c')()
  expect(told.at(-1)).toBe('a: 5')
})

test('one who leaves or joins while their conversations are read is in none that they left, and in the others', async () => {
  const change = commit('c', { left: ['b'], joined: ['d'] })
  stored.set('c', { head: 3, membersAt: 3, members: ['a', 'b'] })
  meanwhile = () => {
    stored.set('c', { head: 4, membersAt: 4, members: ['a', 'd'] })
    change()
  }
  expect((await online('b')).rooms).toEqual([])
  stored.set('c', { head: 4, membersAt: 4, members: ['a', 'd'] })
  expect((await online('d')).rooms.map(room => room.id)).toEqual(['c'])
})

test('a session that ends while it is checked is refused', async () => {
  const check = async () =>
    audience.note({ ...emptyChangeSet(), ended: [{ sessionId: 's', reason: 'revoked' as const }] })
  const then = () => void told.push('signed in')
  await expect(audience.whileActive('s', check, then)).rejects.toThrow('signed out')
  await audience.whileActive('s', async () => undefined, then)
  expect(told).toEqual(['signed in'])
})

test('who joined is found when the conversation was read for another member before the hint came', async () => {
  await online('a')
  stored.set('new', { head: 0, membersAt: 0, members: [] })
  const hint = commit('new', { joined: ['a', 'b'] })
  await online('b')
  hint()
  await settled()
  expect(told).toEqual(['b: 1', '[a]'])
  const late = commit('new', { joined: ['d'] })
  const last = commit('new', { left: ['e'] })
  const d = users.subscribe(connection('d'), 'd')
  last()
  await settled()
  // What was read for them is older than both.
  d.ready = true
  late()
  await settled()
  commit('new')()
  expect(told.slice(-3).sort()).toEqual(['a: 4', 'b: 4', 'd: 4'])
})

test('what was read is read again when the scope of the user had come further: a joining in it may have been unheard', async () => {
  meanwhile = () => {
    commit('c', { joined: ['z'] })
    me = 2
    // A later change of the scope is heard of.
    const user = users.online('z')
    if (user) user.meAt = 2
  }
  await online('z')
  commit('c')()
  expect(told).toEqual(['z: 5'])
})

test('a hint of a scope that never came so far is not waited for', async () => {
  meanwhile = () => {
    const user = users.online('a')
    if (user) user.meAt = 1_000
  }
  expect((await online('a')).meAt).toBe(0)
  commit('c')()
  expect(told).toEqual(['a: 4'])
})

test('members are read once for all who ask, and what is published meanwhile waits', async () => {
  const a = await online('a')
  await online('b')
  const room = a.rooms[0]
  if (room === undefined) throw new Error('a is in no room')
  const after = commit('c', { left: ['b'] })
  const reading = audience.membersRead(room)
  expect(audience.membersRead(room)).toBe(reading)
  commit('c')()
  expect(told).toEqual([])
  await reading
  after()
  expect(told).toEqual(['(b)', 'a: 5', 'a: 4'])
})
