import { expect, test } from 'vitest'
import { employee, fixedNames, freshCache, head, heads, message, page, push } from '../testing.ts'

const bot = employee('b_alerts', '值班告警', { bot: 'hook', icon: 'siren', departmentIds: ['a'] })
const member = (userId: string, revision: number) => ({
  entity: 'member' as const,
  value: { conversationId: 'c', userId, role: 'member' as const, joinedAt: 1, left: false, revision },
})

/** A group of three people and a bot. */
function groupCache() {
  const cache = freshCache()
  fixedNames(cache.db, [employee('me', '我'), employee('ann', '安宁'), employee('zoe', '周末'), bot])
  cache.db.applyHeads(heads(head(0)))
  const people = ['b_alerts', 'me', 'ann', 'zoe'].map((id, i) => member(id, i + 1))
  cache.db.applyChanges(page(4, people), 0, null)
  return cache
}

test('a bot is no colleague: it is in no list, no department and no search, also after its terms were made anew', () => {
  using cache = groupCache()
  const { db } = cache
  db.applyChanges(
    page(
      2,
      [
        {
          entity: 'department',
          value: {
            id: 'a',
            parentId: null,
            name: '值班',
            latinName: '',
            sortOrder: 0,
            leaderIds: ['b_alerts'],
            deleted: false,
            revision: 2,
          },
        },
      ],
      { scope: 'directory' },
    ),
    0,
    null,
  )
  const found = (query: string) => db.searchDirectory({ query, limit: 9 }).people.map(({ id }) => id)
  expect([found('值班'), found('zhiban'), found('安'), found('anning')]).toEqual([[], [], ['ann'], ['ann']])
  // Typed with a slip, which looks through the spellings of all names.
  expect(found('zhibangaojin')).toEqual([])
  expect(db.people({ departmentId: null, offset: 0, limit: 9 })).toMatchObject({ total: 3 })
  expect(db.people({ departmentId: 'a', offset: 0, limit: 9 })).toEqual({ total: 0, items: [] })
  expect(db.everyoneIn({ departmentId: 'a', limit: 9 }).people).toEqual([])
  expect(db.departments().departments.map(({ headcount }) => headcount)).toEqual([0])
})

test('a bot has a picture wherever it is named, and people have none', () => {
  using cache = groupCache()
  const { db } = cache
  expect(db.peopleNames(['b_alerts', 'ann'])).toEqual([
    { id: 'b_alerts', name: '值班告警', latinName: '', bot: 'siren' },
    { id: 'ann', name: '安宁', latinName: '' },
  ])
  db.applyPush(push(4, 5, [message(5, { senderId: 'b_alerts' })]), true)
  expect(db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 9 }).items.at(-1)?.sender.bot).toBe('siren')
  expect(db.person('b_alerts')).toMatchObject({ bot: 'siren' })
  expect(db.person('ann')?.bot).toBeUndefined()
})

test('one without a picture, or of a sort of a later version, is a bot all the same', () => {
  using cache = freshCache()
  fixedNames(cache.db, [employee('b', '未来', { bot: 'assistant' })])
  expect(cache.db.peopleNames(['b'])[0]?.bot).toBe('bot')
  expect(cache.db.searchDirectory({ query: '未来', limit: 9 }).people).toEqual([])
})

test('bots are the last of the members', () => {
  using cache = groupCache()
  const { items } = cache.db.memberPage({ id: 'c', query: '', offset: 0, limit: 9 })
  expect(items.map(({ userId, person }) => [userId, person.bot])).toEqual([
    ['ann', undefined],
    ['me', undefined],
    ['zoe', undefined],
    ['b_alerts', 'siren'],
  ])
  expect(cache.db.conversationMembers('c').at(-1)?.userId).toBe('b_alerts')
})

test('another picture or name is told to the lists that show it', () => {
  using cache = groupCache()
  const change = (revision: number, fields: object) =>
    cache.db.applyPush(
      push(revision - 1, revision, [], {
        scope: 'directory',
        changes: [{ entity: 'employee', value: { ...bot, ...fields, revision } }],
      }),
      true,
    )
  cache.changes.length = 0
  change(2, { icon: 'bell' })
  expect(cache.changes).toEqual([expect.objectContaining({ renamed: true })])
  expect(cache.db.peopleNames(['b_alerts'])[0]?.bot).toBe('bell')
  cache.changes.length = 0
  change(3, { icon: 'bell' })
  expect(cache.changes).toEqual([expect.objectContaining({ renamed: false })])
})
