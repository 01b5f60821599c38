import { expect, test } from 'vitest'
import { employee, freshCache, head, heads, message, page, push } from '../testing.ts'

/* A group of 5,000: its members come by pages, and are searched as a whole. */

const count = 5_000
function largeGroup() {
  const cache = freshCache()
  const { db } = cache
  db.applyHeads(heads(head(0, { conversation: { memberCount: count } })))
  const id = (i: number) => (i === 0 ? 'me' : `u${String(i).padStart(4, '0')}`)
  const people = Array.from({ length: count }, (_, i) =>
    employee(id(i), i === 4_321 ? '欧阳静' : `同事${i}`, { external: i === 4_000, revision: i + 1 }),
  )
  db.applyChanges(
    {
      ...page(
        count,
        people.map(value => ({ entity: 'employee' as const, value })),
      ),
      scope: 'directory',
    },
    0,
    null,
  )
  const members = Array.from({ length: count }, (_, i) => ({
    entity: 'member' as const,
    value: {
      conversationId: 'c',
      userId: id(i),
      role: i === 2_000 ? 'owner' : i === 3_000 ? 'admin' : 'member',
      joinedAt: 1,
      left: false,
      revision: i + 1,
      ...(i === 17 ? { nickname: '小欧' } : {}),
    },
  }))
  db.applyChanges(page(count, members), 0, null)
  return cache
}

test('members come by pages with roles first, and a search goes over all of them', () => {
  using cache = largeGroup()
  const { db } = cache
  const pageOf = (query: string, offset = 0, limit = 50) => db.memberPage({ id: 'c', query, offset, limit })
  const first = pageOf('')
  expect(first.total).toBe(count)
  expect(first.items.slice(0, 2).map(({ role }) => role)).toEqual(['owner', 'admin'])
  expect(first.items).toHaveLength(50)
  expect(pageOf('', 4_990).items).toHaveLength(10)
  expect(pageOf('', 50).items.map(({ userId }) => userId)).not.toContain(first.items.at(-1)?.userId)
  for (const query of ['欧阳', 'ouyang', 'oyj', ' ouyangj '])
    expect(
      pageOf(query).items.map(({ userId }) => userId),
      query,
    ).toEqual(['u4321'])
  for (const query of ['小欧', 'xiaoou', 'xo'])
    expect(
      pageOf(query).items.map(({ userId, nickname }) => [userId, nickname]),
      query,
    ).toEqual([['u0017', '小欧']])
  expect(pageOf('没有这个人')).toEqual({ total: 0, items: [] })
})

test('as a whole only the first are handed out: roles, people of other organisations, then by name', () => {
  using cache = largeGroup()
  const whole = cache.db.conversationMembers('c')
  expect(whole).toHaveLength(500)
  expect(whole.slice(0, 3).map(({ userId }) => userId)).toEqual(['u2000', 'u3000', 'u4000'])
  const ids = new Set(cache.db.memberIds('c'))
  expect([ids.size, ids.has('u4999'), ids.has('somebody')]).toEqual([count, true, false])
})

test('what is shown of the last message names people as they call themselves in the group', () => {
  using cache = largeGroup()
  const { db } = cache
  const content = { type: 'text' as const, text: '@同事17 在吗', mentions: [{ userId: 'u0017', offset: 0, length: 5 }] }
  const sent = { ...message(count + 1), senderId: 'u0017', content }
  db.applyPush(push(count + 1, count + 1, [sent]), true)
  const last = () => db.conversationsPage({ filter: 'all', offset: 0, limit: 10 }).items[0]?.lastMessage
  expect(last()).toMatchObject({ sender: { name: '小欧' }, people: [{ id: 'u0017', name: '小欧' }] })
  expect(db.peopleNames(['u0017', 'u0018'], 'c').map(({ name }) => name)).toEqual(['小欧', '同事18'])
  expect(db.peopleNames(['u0017']).map(({ name }) => name)).toEqual(['同事17'])
})
