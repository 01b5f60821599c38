import type { Label } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import type { CacheDatabase } from '../api.ts'
import { employee, fixedNames, freshCache, head, heads, membership, page, push, uuid } from '../testing.ts'

const label = (id: string, fields: Partial<Label> = {}): Label => ({
  id,
  name: id,
  hue: 1,
  rules: [],
  deleted: false,
  revision: 1,
  ...fields,
})
const request = ({ id, name, hue }: Label, rules: { kind: 'name' | 'member'; value: string }[] = []) => ({
  method: 'label.set' as const,
  params: { id, name, hue, rules },
})
const apply = (db: CacheDatabase, revision: number, value: Label) =>
  db.applyPush(push(revision, revision, [], { scope: 'me', changes: [{ entity: 'label', value }] }), true)
const withLabel = (db: CacheDatabase, id: string) =>
  db.conversationsPage({ filter: 'all', label: id, offset: 0, limit: 10 }).items.map(item => item.id)

function withConversations() {
  const cache = freshCache()
  const { db } = cache
  const rows = [
    { id: 'a', name: 'Air 2 上市', kind: 'group' as const },
    { id: 'b', name: '羽毛球社', kind: 'group' as const },
    { id: 'd', name: '', kind: 'direct' as const, avatarUserIds: ['me', 'ann'] },
  ]
  fixedNames(db, [employee('ann', '安宁', { latinName: 'Ann' })])
  db.applyHeads(
    heads(...rows.map(row => head(0, { conversation: row, membership: membership({ conversationId: row.id }) }))),
  )
  cache.changes.length = 0
  return cache
}

test('a newer row of a label wins, an older one does not, and a new epoch forgets them', () => {
  using cache = withConversations()
  const { db } = cache
  apply(db, 1, label('l', { name: '新', revision: 3 }))
  expect(cache.changes.at(-1)?.scopes).toContain('me')
  db.applyChanges(
    page(1, [{ entity: 'label', value: label('l', { name: '旧', revision: 2 }) }], { scope: 'me' }),
    0,
    null,
  )
  expect(db.labels()).toMatchObject([{ id: 'l', name: '新' }])
  db.resetScope('me', 'e2')
  expect(db.labels()).toEqual([])
})

test('rules give a label by name, member and kind, as rows come and change', () => {
  using cache = withConversations()
  const { db } = cache
  apply(db, 1, label('name', { rules: [{ kind: 'name', value: 'AIR' }], revision: 1 }))
  apply(db, 2, label('person', { rules: [{ kind: 'member', value: 'zoe' }], revision: 2 }))
  apply(db, 3, label('kind', { rules: [{ kind: 'kind', value: 'direct' }], revision: 3 }))
  apply(db, 4, label('later', { rules: [{ kind: 'weather', value: 'rain' }], revision: 4 }))
  apply(db, 5, label('title', { rules: [{ kind: 'name', value: 'ann' }], revision: 5 }))
  expect(['name', 'person', 'kind', 'later', 'title'].map(id => withLabel(db, id))).toEqual([
    ['a'],
    [],
    ['d'],
    [],
    ['d'],
  ])
  const member = { conversationId: 'b', userId: 'zoe', role: 'member', joinedAt: 1, left: false, revision: 1 }
  db.applyPush(push(1, 1, [], { scope: 'conversation:b', changes: [{ entity: 'member', value: member }] }), true)
  expect(withLabel(db, 'person')).toEqual(['b'])
  expect(db.conversation('b')?.labels).toEqual(['person'])
  const renamed = head(0, { conversation: { id: 'b', name: 'Air 羽毛球', kind: 'group', revision: 2 } })
  db.applyHeads(heads({ ...renamed, membership: membership({ conversationId: 'b' }) }))
  expect(withLabel(db, 'name')).toEqual(['a', 'b'])
})

test('a label is given and taken by hand, whatever its rules say', () => {
  using cache = withConversations()
  const { db } = cache
  apply(db, 1, label('l', { rules: [{ kind: 'name', value: 'air' }] }))
  db.changeConversation({ id: 'a', label: { id: 'l', on: false } })
  db.changeConversation({ id: 'b', label: { id: 'l', on: true } })
  expect(withLabel(db, 'l')).toEqual(['b'])
  // The rules are worked out anew: what was done by hand stands.
  apply(db, 2, label('l', { rules: [{ kind: 'kind', value: 'group' }], revision: 2 }))
  expect(withLabel(db, 'l')).toEqual(['b'])
  expect(db.outbox()).toMatchObject([
    { conversationId: 'a', list: { labels: { on: [], off: ['l'] } } },
    { conversationId: 'b', list: { labels: { on: ['l'], off: [] } } },
  ])
})

test('a label made offline shows at once, waits in the outbox, and stays when the server has it', () => {
  using cache = withConversations()
  const { db } = cache
  db.enqueueLabel({ clientId: uuid(1), request: request(label('l'), [{ kind: 'name', value: '羽毛' }]) })
  db.enqueueLabel({
    clientId: uuid(2),
    request: request(label('l', { name: '球' }), [{ kind: 'name', value: '羽毛' }]),
  })
  expect(db.labels()).toMatchObject([{ name: '球', rules: [{ kind: 'name', value: '羽毛' }] }])
  expect(withLabel(db, 'l')).toEqual(['b'])
  expect(db.outbox()).toMatchObject([{ kind: 'label', clientId: uuid(2), request: { method: 'label.set' } }])
  // The answer to the first attempt comes late: the second waits still.
  db.labelDone(uuid(1), label('l', { revision: 1 }))
  expect(db.labels()).toMatchObject([{ name: '球' }])
  db.labelDone(uuid(2), label('l', { name: '球', rules: [{ kind: 'name', value: '羽毛' }], revision: 2 }))
  expect(db.outbox()).toEqual([])
  expect(withLabel(db, 'l')).toEqual(['b'])
  db.enqueueLabel({ clientId: uuid(3), request: { method: 'label.delete', params: { id: 'l' } } })
  expect([db.labels(), withLabel(db, 'l')]).toEqual([[], []])
  // Refused: it is there again.
  db.labelDone(uuid(3), null)
  expect(withLabel(db, 'l')).toEqual(['b'])
})

test('a rule finds whom the server names in a conversation that is not read yet, and what is read says more', () => {
  using cache = withConversations()
  const { db } = cache
  apply(db, 1, label('person', { rules: [{ kind: 'member', value: 'zoe' }] }))
  apply(db, 2, label('other', { rules: [{ kind: 'name', value: 'x' }], revision: 2 }))
  expect(db.peopleOfRules()).toEqual(['zoe'])
  cache.changes.length = 0
  db.noteMembership('zoe', ['a', 'b', 'unknown'])
  expect(withLabel(db, 'person')).toEqual(['a', 'b'])
  expect(cache.changes.at(-1)).toMatchObject({ conversations: ['a', 'b'], members: ['a', 'b'] })
  const member = { conversationId: 'b', userId: 'zoe', role: 'member', joinedAt: 1, left: true, revision: 1 }
  db.applyPush(push(1, 1, [], { scope: 'conversation:b', changes: [{ entity: 'member', value: member }] }), true)
  expect(withLabel(db, 'person')).toEqual(['a'])
  // The answer was under way while they left.
  db.noteMembership('zoe', ['a', 'b'])
  expect(withLabel(db, 'person')).toEqual(['a'])
})
