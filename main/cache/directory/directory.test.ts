import type { Change, Department, Employee } from '@lianqun/protocol'
import { describe, expect, test } from 'vitest'
import {
  employee,
  epoch,
  freshCache,
  head,
  heads,
  membership,
  message,
  messages,
  page,
  push,
  text,
  uuid,
} from '../testing.ts'

function department(id: string, parentId: string | null, fields: Partial<Department> = {}): Department {
  return { id, parentId, name: id, latinName: '', sortOrder: 0, leaderIds: [], deleted: false, revision: 1, ...fields }
}

/** A cache with the departments top (a (b), c) and people in one or several of them. */
function directoryCache(...more: Change[]) {
  const cache = freshCache()
  const departments = [
    department('top', null, { leaderIds: ['boss'] }),
    department('c', 'top', { sortOrder: 2 }),
    department('a', 'top', { sortOrder: 1, leaderIds: ['lead'] }),
    department('b', 'a'),
    department('old', 'a', { deleted: true }),
  ]
  const people = [
    employee('boss', '周总', { departmentIds: ['top'] }),
    employee('lead', '赵立', { departmentIds: ['a'], phone: '13800002043' }),
    employee('both', '安宁', { departmentIds: ['b', 'c'] }),
    employee('twice', '白露', { departmentIds: ['a', 'b'] }),
    employee('gone', '离职', { departmentIds: ['a'], deleted: true }),
  ]
  const changes: Change[] = [
    { entity: 'organisation', value: { name: '连群', latinName: 'Lianqun', revision: 1 } },
    ...departments.map(value => ({ entity: 'department' as const, value })),
    ...people.map(value => ({ entity: 'employee' as const, value })),
    ...more,
  ]
  cache.db.applyChanges(page(1, changes, { scope: 'directory' }), 0, null)
  return cache
}

const change = (revision: number, value: Employee) =>
  push(revision, revision, [], { scope: 'directory', changes: [{ entity: 'employee', value: { ...value, revision } }] })

describe('the directory', () => {
  test('departments in the order of the tree, each person counted once', () => {
    using cache = directoryCache()
    const { organisation, departments } = cache.db.departments()
    expect(organisation.latinName).toBe('Lianqun')
    expect(departments.map(d => [d.id, d.depth, d.headcount, d.hasChildren])).toEqual([
      ['top', 0, 4, true],
      ['a', 1, 3, true],
      ['b', 2, 2, false],
      ['c', 1, 1, false],
    ])
  })

  test('headcounts follow the people, and the change names the directory', () => {
    using cache = directoryCache()
    cache.db.departments()
    cache.changes.length = 0
    cache.db.applyPush(change(2, employee('both', '安宁', { departmentIds: ['c'] })), true)
    expect(cache.changes).toEqual([expect.objectContaining({ scopes: ['directory'] })])
    expect(cache.db.departments().departments.map(d => d.headcount)).toEqual([4, 2, 1, 1])
  })

  test('departments in a cycle are all listed', () => {
    using cache = directoryCache(
      { entity: 'department', value: department('x', 'y') },
      { entity: 'department', value: department('y', 'x') },
    )
    expect(cache.db.departments().departments.map(d => d.id)).toEqual(['top', 'a', 'b', 'c', 'x', 'y'])
  })

  test('everyone in a department and below it, each once, without those who have left', () => {
    using cache = directoryCache()
    const everyone = (departmentId: string, limit = 10) => {
      const { total, people } = cache.db.everyoneIn({ departmentId, limit })
      return [total, people.map(person => person.id)]
    }
    expect(everyone('top')).toEqual([4, ['both', 'twice', 'lead', 'boss']])
    expect(everyone('a')).toEqual([3, ['both', 'twice', 'lead']])
    expect(everyone('b', 1)).toEqual([2, ['both']])
    expect(everyone('nowhere')).toEqual([0, []])
  })

  test('people of a department: leaders, then by pinyin; in pages', () => {
    using cache = directoryCache()
    const ids = (departmentId: string | null, offset = 0, limit = 10) =>
      cache.db.people({ departmentId, offset, limit }).items.map(person => person.id)
    expect(cache.db.people({ departmentId: 'a', offset: 0, limit: 10 })).toMatchObject({
      total: 2,
      items: [
        { id: 'lead', leader: true, departmentId: 'a', phone: '13800002043' },
        { id: 'twice', leader: false },
      ],
    })
    expect(ids('a', 1)).toEqual(['twice'])
    expect(ids('a', 0, 1)).toEqual(['lead'])
    expect(ids('a', 2)).toEqual([])
    expect(ids(null)).toEqual(['both', 'twice', 'lead', 'boss'])
    expect(ids('none')).toEqual([])
  })

  test('a person with paths, manager and groups in common', () => {
    using cache = directoryCache()
    const { db } = cache
    db.applyHeads(heads(head(0), head(0, { conversation: { id: 'other', name: '没有他' } })))
    const value = {
      conversationId: 'c',
      userId: 'both',
      role: 'member' as const,
      joinedAt: 1,
      left: false,
      revision: 1,
    }
    db.applyPush(push(1, 1, [], { changes: [{ entity: 'member', value }] }), true)
    const person = db.person('both')
    expect(person?.paths.map(path => path.map(step => step.id))).toEqual([
      ['top', 'a', 'b'],
      ['top', 'c'],
    ])
    expect(person?.manager?.id).toBe('lead')
    expect(person?.groupsInCommon.map(group => group.id)).toEqual(['c'])
    expect(db.person('lead')?.manager?.id).toBe('boss')
    expect(db.person('boss')?.manager).toBeNull()
    expect(db.person('gone')).toMatchObject({ deleted: true })
    expect(db.person('nobody')).toBeNull()
  })

  test('a group with a person of another organisation is marked, wherever it is listed', () => {
    const value = (userId: string, revision: number, left = false) => ({
      entity: 'member' as const,
      value: { conversationId: 'c', userId, role: 'member' as const, joinedAt: 1, left, revision },
    })
    const partner = employee('partner', '韩立', { departmentIds: ['a'], external: true })
    using cache = directoryCache()
    const { db } = cache
    db.setSelf('both')
    db.applyHeads(heads(head(0), head(0, { conversation: { id: 'other', name: '项目二群' } })))
    cache.changes.length = 0
    db.applyChanges(page(3, [value('partner', 1), value('both', 2), value('lead', 3)]), 0, null)
    // So the list asks again whenever members come.
    expect(cache.changes).toEqual([expect.objectContaining({ conversations: ['c'] })])
    const listed = () =>
      db.conversationsPage({ filter: 'all', offset: 0, limit: 9 }).items.map(item => [item.id, item.external])
    expect(listed()).toEqual([
      ['c', false],
      ['other', false],
    ])

    // The members were known before the directory said who is of another organisation.
    cache.changes.length = 0
    db.applyPush(change(2, partner), true)
    expect(cache.changes).toEqual([expect.objectContaining({ renamed: true })])
    expect(listed()).toEqual([
      ['c', true],
      ['other', false],
    ])
    expect(db.conversation('c')?.external).toBe(true)
    expect(
      db.searchDirectory({ query: '项目', limit: 5 }).conversations.map(found => [found.id, found.external]),
    ).toEqual([
      ['c', true],
      ['other', false],
    ])
    expect(db.person('lead')?.groupsInCommon).toEqual([expect.objectContaining({ id: 'c', external: true })])

    cache.changes.length = 0
    db.applyPush(push(4, 4, [], { changes: [value('partner', 4, true)] }), true)
    expect(cache.changes).toEqual([expect.objectContaining({ conversations: ['c'], members: ['c'] })])
    expect(db.conversation('c')?.external).toBe(false)
    // To a person of another organisation only the others are.
    db.setSelf('partner')
    db.applyPush(push(5, 5, [], { changes: [value('partner', 5)] }), true)
    expect(db.conversation('c')?.external).toBe(false)
  })

  test('people of other organisations are marked, also as the other person of a conversation', () => {
    const partner = employee('partner', '韩立', { departmentIds: ['a'], external: true })
    using cache = directoryCache({ entity: 'employee', value: partner })
    const { db } = cache
    expect([db.person('partner')?.external, db.person('lead')?.external]).toEqual([true, false])
    expect(db.searchDirectory({ query: '韩立', limit: 5 }).people.map(found => found.external)).toEqual([true])
    const of = (id: string, kind: 'direct' | 'group') =>
      head(0, { conversation: { id, kind, avatarUserIds: ['me', id === 'e' ? 'lead' : 'partner'] } })
    db.applyHeads(heads(of('c', 'direct'), of('d', 'group'), of('e', 'group')))
    expect(['c', 'd', 'e'].map(id => db.conversation(id)?.external)).toEqual([true, true, false])
    cache.changes.length = 0
    db.applyPush(change(2, { ...partner, external: false }), true)
    expect(cache.changes).toEqual([expect.objectContaining({ renamed: true })])
    expect(db.conversation('c')?.external).toBe(false)
  })

  test('employees who have left keep their name for old messages, but are not found', () => {
    using cache = directoryCache()
    expect(cache.db.peopleNames(['gone', 'nobody'])).toEqual([
      { id: 'gone', name: '离职', latinName: '' },
      { id: 'nobody', name: '', latinName: '' },
    ])
    expect(cache.db.searchDirectory({ query: '离职', limit: 5 }).people).toEqual([])
  })
})

describe('the conversation list', () => {
  const group = (id: string, fields: Parameters<typeof head>[1] = {}) =>
    head(9, {
      membership: membership({ conversationId: id, ...fields.membership }),
      ...fields,
      conversation: { id, ...fields.conversation },
    })

  test('pinned first, then the most recently active; filters and counts', () => {
    using cache = freshCache()
    const { db } = cache
    const last = (id: string, sentAt: number) => message(9, { conversationId: id, sentAt, content: text('hi', 'me') })
    db.applyHeads(
      heads(
        group('old', { lastMessage: last('old', 1_000), lastOrdinal: 3, mentionSeqs: [9] }),
        group('new', {
          lastMessage: last('new', 2_000),
          conversation: { kind: 'direct', avatarUserIds: ['me', 'ann'] },
        }),
        group('pin', { membership: membership({ conversationId: 'pin', pinned: true }), lastOrdinal: 2 }),
        group('mute', { membership: membership({ conversationId: 'mute', muted: true }), lastOrdinal: 7 }),
      ),
    )
    const list = (filter: 'all' | 'unread' | 'mentions' | 'direct' | 'group', offset = 0, limit = 10) => {
      const found = db.conversationsPage({ filter, offset, limit })
      return [found.total, found.items.map(item => item.id)]
    }
    // `mute` has no message, so its creation time counts, which is later than both messages.
    expect(list('all')).toEqual([4, ['pin', 'mute', 'new', 'old']])
    expect(list('direct')).toEqual([1, ['new']])
    expect(list('mentions')).toEqual([1, ['old']])
    expect(list('unread')[0]).toBe(3)
    expect(list('group', 0, 1)).toEqual([3, ['pin']])
    const position = (id: string, filter: 'all' | 'group' | 'direct') => db.conversationPosition({ id, filter })
    expect(['pin', 'mute', 'new', 'old'].map(id => position(id, 'all'))).toEqual([0, 1, 2, 3])
    expect(['pin', 'mute', 'new', 'old'].map(id => position(id, 'group'))).toEqual([0, 1, null, 2])
    expect([position('new', 'direct'), position('nowhere', 'all')]).toEqual([0, null])
    expect(db.conversation('new')?.avatarPeople.map(person => person.id)).toEqual(['ann'])
    expect(db.conversationsSummary()).toEqual({ unread: 5, unreadConversations: 3, mentionedConversations: 1 })
    db.enqueueSend({
      clientId: uuid(1),
      conversationId: 'old',
      content: { type: 'text', text: 'up', mentions: [] },
      createdAt: 2e12,
    })
    expect(list('all', 1, 1)).toEqual([4, ['old']])
  })

  test('a group without a name is titled by the others, and says how many more there are', () => {
    using cache = freshCache()
    const titled = (id: string, avatarUserIds: string[], memberCount: number) =>
      group(id, { conversation: { name: '', avatarUserIds, memberCount } })
    cache.db.applyHeads(
      heads(titled('six', ['me', 'ann', 'bo', 'cy'], 6), titled('two', ['ann', 'me'], 2), titled('one', ['me'], 1)),
    )
    const title = (id: string) => {
      const item = cache.db.conversation(id)
      return [item?.titlePeople.map(person => person.id), item?.morePeople, item?.avatarPeople.length]
    }
    expect(title('six')).toEqual([['ann', 'bo', 'cy'], 2, 4])
    expect(title('two')).toEqual([['ann'], 0, 2])
    expect(title('one')).toEqual([['me'], 0, 1])
  })

  test('the conversation that was open last, while it is there', () => {
    using cache = directoryCache()
    const { db } = cache
    db.applyHeads(heads(head(0)))
    expect(db.lastOpened()).toBeNull()
    db.noteOpened('c')
    expect(db.lastOpened()).toBe('c')
    db.leaveConversations(['c'])
    expect(db.lastOpened()).toBe('c')
    db.removeLeftConversation('c')
    expect(db.lastOpened()).toBeNull()
  })

  test('members: the owner first, then by name, without those who have left', () => {
    using cache = directoryCache()
    const { db } = cache
    db.applyHeads(heads(head(0)))
    const member = (userId: string, role: 'owner' | 'member', left = false): Change => ({
      entity: 'member',
      value: { conversationId: 'c', userId, role, joinedAt: 1, left, revision: 1 },
    })
    const rows = [
      member('boss', 'member'),
      member('lead', 'owner'),
      member('both', 'member'),
      member('twice', 'member', true),
    ]
    db.applyPush(push(1, 1, [], { changes: rows }), true)
    expect(db.conversationMembers('c').map(found => [found.userId, found.role, found.person.departmentId])).toEqual([
      ['lead', 'owner', 'a'],
      ['both', 'member', 'b'],
      ['boss', 'member', 'top'],
    ])
    expect(db.conversationMembers('c').map(found => found.reading)).toEqual(['zhao li', 'an ning', 'zhou zong'])
  })

  test('backfill takes the most recently active conversation first, and its newest range first', () => {
    using cache = freshCache()
    const { db } = cache
    const of = (id: string, sentAt: number) => group(id, { lastMessage: message(9, { conversationId: id, sentAt }) })
    db.applyHeads(heads(of('c', 1_000), of('d', 2_000)))
    db.applyHistory({ conversationId: 'c', epoch, messages: messages(4, 5), from: 4, to: 5, head: 9 })
    expect(db.missing(10)).toEqual([
      { conversationId: 'd', from: 1, to: 9 },
      { conversationId: 'c', from: 6, to: 9 },
      { conversationId: 'c', from: 1, to: 3 },
    ])
    expect(db.missing(1)).toHaveLength(1)
    expect(db.missingTotal()).toEqual({ messages: 16, conversations: 2 })
    expect(db.behind(10).map(found => found.conversationId)).toEqual(['d', 'c'])
  })
})

test('apps in their order, without deleted ones, favourites marked, and when each was opened', () => {
  using cache = freshCache()
  const app = (id: string, order: number, deleted = false): Change => ({
    entity: 'app',
    value: {
      id,
      name: id,
      latinName: '',
      description: '',
      latinDescription: '',
      group: 'g',
      icon: 'box',
      hue: 1,
      startUrl: '/x',
      allowedOrigins: [],
      permissions: ['user.read', 'hologram.project'],
      sortOrder: order,
      deleted,
      revision: order,
    },
  })
  const { db } = cache
  db.applyChanges(page(3, [app('b', 2), app('a', 1), app('x', 3, true)], { scope: 'apps' }), 0, null)
  const preferences: Change = { entity: 'preferences', value: { favouriteApps: ['b'], revision: 1 } }
  db.applyChanges(page(1, [preferences], { scope: 'me' }), 0, null)
  expect(db.apps().map(found => [found.id, found.favourite])).toEqual([
    ['a', false],
    ['b', true],
  ])
  const [first] = db.apps()
  expect(first?.permissions).toEqual([
    { name: 'user.read', words: expect.objectContaining({ en: expect.any(String) }) },
  ])
  expect(first?.unknownPermissions).toBe(1)
  const opened = () => db.apps().map(found => found.openedAt)
  expect(opened()).toEqual([null, null])
  cache.changes.length = 0
  for (const id of ['a', 'b', 'a', 'x']) db.noteAppOpened(id)
  expect(cache.changes.at(-1)?.scopes).toEqual(['apps'])
  expect(opened()).toEqual([expect.any(Number), expect.any(Number)])
  expect([db.app('a')?.startUrl, db.app('x')]).toEqual(['/x', null])
})

test('a slip of the finger and a character of the same sound are forgiven, behind what fits', () => {
  using cache = freshCache()
  const people = [
    employee('u1', '周野', { latinName: 'Ye Zhou' }),
    employee('u2', '卓也', { latinName: 'Ye Zhuo' }),
    employee('u3', '何清', { latinName: 'Qing He' }),
  ]
  const changes = people.map(value => ({ entity: 'employee' as const, value }))
  cache.db.applyChanges(page(1, changes, { scope: 'directory' }), 0, null)
  const found = (query: string) => cache.db.searchDirectory({ query, limit: 10 }).people.map(person => person.id)
  expect(found('zhuoye')).toEqual(['u2', 'u1'])
  expect(found('heqign')).toEqual(['u3'])
  expect(found('周也')).toEqual(['u1'])
  expect(found('zhang')).toEqual([])
  expect(found('hq')).toEqual(['u3'])
})
