import { randomUUID } from 'node:crypto'
import { conversationScope } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { maxMembers: 3 } })
  a = await workspace.client('a')
  b = await workspace.client('b')
})
afterEach(() => workspace.end())

const head = async (client: TestClient, id: string) =>
  (await client.request('sync.heads', { cursor: null, limit: 10 })).heads.find(h => h.conversation.id === id)

test('a group is created once per client id, and all its members are notified', async () => {
  const params = { clientId: randomUUID(), name: ' 项目组 ', userIds: ['b', 'a', 'b'] }
  const { head: made } = await a.request('conversation.create', params)
  expect(made.conversation).toMatchObject({
    kind: 'group',
    name: '项目组',
    ownerId: 'a',
    memberCount: 2,
    avatarUserIds: ['a', 'b'],
  })
  expect((await a.request('conversation.create', params)).head.conversation.id).toBe(made.conversation.id)
  expect(await errorOf(a.request('conversation.create', { ...params, userIds: ['c'] }))).toBe('conflict')
  const joined = await b.waitFor('sync.joined')
  expect(joined.head.conversation).toEqual(made.conversation)
  const order = b.events.map(e => (e.event === 'sync.push' ? e.params.scope : e.event))
  expect(order).toEqual(['me', 'sync.joined'])
})

test('unknown employees, too many, and those who left are refused', async () => {
  const create = (userIds: string[]) => a.request('conversation.create', { clientId: randomUUID(), name: '', userIds })
  expect(await errorOf(create(['nobody']))).toBe('not_found')
  expect(await errorOf(create(['b', 'c', 'd']))).toBe('limit_reached')
  const id = await makeGroup(a, ['b', 'c'])
  expect(await errorOf(a.request('conversation.addMembers', { conversationId: id, userIds: ['d'] }))).toBe(
    'limit_reached',
  )
  await workspace.server.domain.updateEmployee('d', { deleted: true })
  expect(await errorOf(create(['d']))).toBe('not_found')
  expect(await errorOf(a.request('conversation.direct', { userId: 'd' }))).toBe('not_found')
})

test('a new member sees messages from the notice on, and none is unread', async () => {
  const id = await makeGroup(a, ['b'])
  await say(a, id, '以前的')
  const c = await workspace.client('c')
  await b.request('conversation.addMembers', { conversationId: id, userIds: ['c', 'b'] })
  const { head: joined } = await c.waitFor('sync.joined')
  expect(joined.membership.visibleFrom).toBe(joined.lastMessage?.seq)
  expect(joined.lastOrdinal - joined.membership.readOrdinal).toBe(0)
  const after = await say(a, id, '以后的 @', 'all')
  await c.waitFor('sync.push', p => p.scope === conversationScope(id))
  const { messages, from } = await c.request('message.history', { conversationId: id, limit: 50 })
  expect(messages.map(m => m.seq)).toEqual([joined.membership.visibleFrom, after.seq])
  expect(from).toBe(0)
  const scope = conversationScope(id) as `conversation:${string}`
  const { changes } = await c.request('sync.changes', { scope, since: 0, limit: 50 })
  expect(changes.filter(change => change.entity === 'message')).toHaveLength(2)
  expect(changes.filter(change => change.entity === 'member')).toHaveLength(3)
  expect((await head(c, id))?.mentionSeqs).toEqual([after.seq])
  expect(await errorOf(c.request('message.recall', { conversationId: id, seq: 5 }))).toBe('not_found')
})

test('only the owner removes members; a removed one gets the tombstone and nothing after it', async () => {
  const id = await makeGroup(a, ['b', 'c'])
  const c = await workspace.client('c')
  await c.request('conversation.open', { conversationId: id })
  const remove = (client: TestClient, userIds: string[]) =>
    client.request('conversation.removeMembers', { conversationId: id, userIds })
  expect(await errorOf(remove(b, ['c']))).toBe('only_admins')
  expect(await errorOf(remove(a, ['a']))).toBe('invalid_params')
  await remove(a, ['c', 'd'])
  const gone = await c.waitFor('sync.push', p => p.scope === 'me')
  const left = { byId: 'a', at: expect.any(Number) }
  expect(gone.changes[0]).toMatchObject({ entity: 'membership', value: { joined: false, left } })
  const me = await c.request('sync.changes', { scope: 'me', since: 0, limit: 9 })
  expect(me.changes.at(-1)).toMatchObject({ entity: 'membership', value: { conversationId: id, left } })
  await say(a, id, '他不在了')
  expect(await errorOf(say(c, id, '我还在吗'))).toBe('not_member')
  expect(c.events.filter(e => e.event === 'sync.push' && e.params.scope !== 'me')).toEqual([])
  const seen = await head(b, id)
  expect(seen?.conversation).toMatchObject({ memberCount: 2, avatarUserIds: ['a', 'b'] })
  const { messages } = await b.request('message.history', { conversationId: id, limit: 2 })
  expect(messages[0]?.content).toMatchObject({ event: 'removed', userIds: ['c'] })
  // A member who is added again sees only messages from then on.
  await a.request('conversation.addMembers', { conversationId: id, userIds: ['c'] })
  const { head: again } = await c.waitFor('sync.joined')
  expect(again.membership.left).toBeUndefined()
  expect((await c.request('message.history', { conversationId: id, limit: 9 })).messages[0]?.seq).toBe(
    again.membership.visibleFrom,
  )
})

test('when the owner leaves, the longest-standing member becomes owner', async () => {
  const id = await makeGroup(a, ['c'])
  await a.request('conversation.addMembers', { conversationId: id, userIds: ['b'] })
  await a.request('conversation.leave', { conversationId: id })
  expect((await head(b, id))?.conversation).toMatchObject({ ownerId: 'c', memberCount: 2, avatarUserIds: ['c', 'b'] })
  const { messages } = await b.request('message.history', { conversationId: id, limit: 2 })
  expect(messages.map(m => m.content)).toMatchObject([
    { event: 'left', actorId: 'a' },
    { event: 'owner', userIds: ['c'] },
  ])
  expect(await head(a, id)).toBeUndefined()
  await b.request('conversation.leave', { conversationId: id })
  const c = await workspace.client('c')
  await c.request('conversation.leave', { conversationId: id })
  expect(await head(c, id)).toBeUndefined()
})

test('renaming adds one notice', async () => {
  const id = await makeGroup(a, ['b'], '旧')
  await b.request('conversation.rename', { conversationId: id, name: '新' })
  await b.request('conversation.rename', { conversationId: id, name: '新' })
  const seen = await head(a, id)
  expect(seen?.conversation.name).toBe('新')
  expect(seen?.lastMessage?.content).toEqual({ type: 'system', event: 'renamed', actorId: 'b', name: '新' })
  expect(seen?.revision).toBe(6)
})

test('a direct conversation is one for two, and cannot be changed', async () => {
  const { head: one } = await a.request('conversation.direct', { userId: 'b' })
  const { head: two } = await b.request('conversation.direct', { userId: 'a' })
  expect(two.conversation.id).toBe(one.conversation.id)
  expect(one).toMatchObject({ conversation: { kind: 'direct', name: '', ownerId: null }, lastMessage: null })
  expect(await errorOf(a.request('conversation.direct', { userId: 'a' }))).toBe('invalid_params')
  const conversationId = one.conversation.id
  expect(await errorOf(a.request('conversation.rename', { conversationId, name: 'x' }))).toBe('forbidden')
  expect(await errorOf(a.request('conversation.leave', { conversationId }))).toBe('forbidden')
  expect(await errorOf(a.request('conversation.addMembers', { conversationId, userIds: ['c'] }))).toBe('forbidden')
})

test('who joins later is not told who had left before, and hears who leaves from then on', async () => {
  const id = await makeGroup(a, ['b', 'c'])
  await a.request('conversation.removeMembers', { conversationId: id, userIds: ['c'] })
  await a.request('conversation.addMembers', { conversationId: id, userIds: ['d'] })
  const d = await workspace.client('d')
  const page = { scope: conversationScope(id), since: 0, limit: 100 } as const
  const members = async (client: TestClient) => {
    const { changes } = await client.request('sync.changes', page)
    return changes.flatMap(({ entity, value }) => (entity === 'member' ? [[value.userId, value.left]] : [])).sort()
  }
  expect(await members(d)).toEqual([
    ['a', false],
    ['b', false],
    ['d', false],
  ])
  expect(await members(a)).toContainEqual(['c', true])
  await a.request('conversation.removeMembers', { conversationId: id, userIds: ['b'] })
  expect(await members(d)).toContainEqual(['b', true])
})

test('names lose their control characters before they are stored, and a name of nothing is refused', async () => {
  const id = await makeGroup(a, ['b'], 'a\0b\u202e')
  expect((await head(a, id))?.conversation.name).toBe('ab')
  const rename = (name: string) => a.request('conversation.rename', { conversationId: id, name })
  const refused = await rename('\u200b').catch((error: unknown) => error)
  expect(refused).toMatchObject({ errorName: 'invalid_params', field: 'name', message: expect.stringMatching(/seen/) })
  expect(await errorOf(rename('\ue001组'))).toBe('invalid_params')
  expect(await errorOf(say(a, id, '\u2060'))).toBe('invalid_params')
  expect((await say(a, id, '一\0二')).content).toMatchObject({ text: '一二' })
  const { domain } = workspace.server
  await expect(domain.createEmployee({ name: '\u200b' })).rejects.toThrow(/seen/)
  await expect(domain.updateEmployee('b', { name: '\u2060' })).rejects.toThrow(/seen/)
  expect(await domain.updateEmployee('b', { name: '\u202e林\0' })).toMatchObject({ name: '林' })
  expect(await domain.createDepartment({ name: '研发\n部' })).toMatchObject({ name: '研发 部' })
})

test('one learns in which of one’s own conversations somebody is, however large, and of no others', async () => {
  const large = await startWorkspace({ limits: { rate: false } })
  try {
    const others = Array.from({ length: 700 }, (_, i) => `p${i}`)
    await large.server.domain.transaction(async operations => {
      for (const id of others) await operations.createEmployee({ id, name: id })
    })
    const [owner, last] = [await large.client('a'), others.at(-1) ?? '']
    const everybody = await makeGroup(owner, others)
    const few = await makeGroup(owner, ['b'])
    await makeGroup(await large.client('b'), [last])
    const shared = async () => (await owner.request('conversation.sharedWith', { userId: last })).conversationIds
    expect(await shared()).toEqual([everybody])
    await owner.request('conversation.addMembers', { conversationId: few, userIds: [last] })
    expect((await shared()).toSorted()).toEqual([everybody, few].toSorted())
    await owner.request('conversation.removeMembers', { conversationId: everybody, userIds: [last] })
    expect(await shared()).toEqual([few])
    expect((await owner.request('conversation.sharedWith', { userId: 'nobody' })).conversationIds).toEqual([])
  } finally {
    await large.end()
  }
})
