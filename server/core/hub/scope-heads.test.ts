import type { ChangesPage, WorkspaceScope } from '@lianqun/protocol'
import { beforeEach, expect, test } from 'vitest'
import { emptyChangeSet } from '../change-set.ts'
import type { Connection } from '../gateway/connection.ts'
import { OnlineUsers } from './online-users.ts'
import { ScopeHeads } from './scope-heads.ts'

/** What is stored: how far each scope has come; and what was pushed, as `scope from-to: rows that are there > users`. */
let membershipAt: number
let stored: { me: Map<string, number>; shared: Map<WorkspaceScope, number> }
let pushed: string[]
let asked: number[]
/** Whose memberships were read anew. */
let rejoined: string[]
let users: OnlineUsers
let heads: ScopeHeads

beforeEach(() => {
  stored = { me: new Map(), shared: new Map([['directory', 5]]) }
  pushed = []
  membershipAt = 0
  asked = []
  rejoined = []
  users = new OnlineUsers()
  heads = new ScopeHeads(
    {
      async scopeHeads(userIds) {
        asked.push(userIds.length)
        return { me: new Map(userIds.map(id => [id, stored.me.get(id) ?? 0])), shared: new Map(stored.shared) }
      },
      async scopeChanges(userId, scope, since) {
        const head = (scope === 'me' ? stored.me.get(userId) : stored.shared.get('directory')) ?? 0
        // A page of ten at most, of which only the last row of each pair was not changed again.
        const upTo = Math.min(head, since + 10)
        const changes = Array.from({ length: upTo - since }, (_, i) => ({
          entity: since + i + 1 === membershipAt ? 'membership' : 'label',
          value: { revision: since + i + 1 },
        }))
        return { upTo, changes: changes.filter(({ value }) => value.revision % 2 === 0) } as unknown as ChangesPage
      },
    },
    users,
    {
      push(scope, { from, rows }, to) {
        const there = rows.flatMap((row, i) => (row === '' ? [] : [from + i]))
        pushed.push(`${scope} ${from}-${from + rows.length - 1}: ${there} > ${[...to].map(({ userId }) => userId)}`)
      },
      membershipsChanged: ({ userId }) => void rejoined.push(userId),
    },
  )
})

function online(userId: string, me: number, directory = 5): void {
  stored.me.set(userId, me)
  const user = users.subscribe({ identity: { userId } } as unknown as Connection, userId)
  heads.entered({ me, directory })
  user.ready = true
  user.meAt = me
}

/** What is published of `me` of a user, up to the revision that is stored. */
function publish(userId: string): void {
  heads.note({ ...emptyChangeSet(), me: new Map([[userId, { from: stored.me.get(userId) ?? 0, rows: ['{}'] }]]) })
}

test('who joined or left unheard is looked for among the members', async () => {
  online('a', 3)
  online('b', 3)
  membershipAt = 4
  stored.me.set('a', 4)
  await heads.compare(true)
  expect(rejoined).toEqual([])
  await heads.compare(true)
  expect(rejoined).toEqual(['a'])
})

test('whose own scope is heard of with a gap is looked for among the members', async () => {
  online('a', 3)
  online('b', 3)
  stored.me.set('a', 5)
  stored.me.set('b', 4)
  publish('a')
  publish('b')
  expect(rejoined).toEqual(['a'])
})

test('what was not published by the next comparison is read and pushed, what is only late is not', async () => {
  online('a', 3)
  online('b', 1)
  stored.me.set('a', 6)
  stored.me.set('b', 2)
  await heads.compare(false)
  publish('b')
  expect(pushed).toEqual([])
  await heads.compare(false)
  expect(pushed).toEqual(['me 4-6: 4,6 > a'])
  await heads.compare(false)
  await heads.compare(false)
  expect(pushed).toHaveLength(1)
})

test('a scope that all share is pushed to all, page by page, and who comes meanwhile hides nothing', async () => {
  online('a', 0)
  stored.shared.set('directory', 20)
  online('b', 0, 20)
  for (let i = 0; i < 4; i++) await heads.compare(false)
  expect(pushed).toEqual(['directory 6-15: 6,8,10,12,14 > a,b', 'directory 16-20: 16,18,20 > a,b'])
})

test('of very many people some are compared at a time, and all in doubt', async () => {
  for (let i = 0; i < 2_500; i++) online(`u${i}`, 0)
  for (let i = 0; i < 2_500; i++) stored.me.set(`u${i}`, 2)
  stored.me.set('u2400', 1)
  publish('u2400')
  await heads.compare(false)
  expect(asked).toEqual([1_000])
  await heads.compare(true)
  expect(asked).toEqual([1_000, 2_500])
  // No more than some are read at a time, and none is forgotten.
  for (let i = 0; i < 20; i++) await heads.compare(false)
  expect(pushed).toHaveLength(2_499)
})

test('nobody online costs nothing', async () => {
  await heads.compare(true)
  expect(asked).toEqual([])
})
