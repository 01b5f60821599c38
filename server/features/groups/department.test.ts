import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Trx } from '../../storage/database.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, errorsOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let group: string
/** a and b are in the department, b leads it; c is in one below it; d is elsewhere. */
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  await workspace.server.domain.transaction(async operations => {
    await operations.createDepartment({ id: 'rnd', name: '研发部', leaderIds: ['b'] })
    await operations.createDepartment({ id: 'backend', name: '后端组', parentId: 'rnd' })
    await operations.createDepartment({ id: 'sales', name: '销售部' })
    for (const [id, departmentId] of [
      ['a', 'rnd'],
      ['b', 'rnd'],
      ['c', 'backend'],
      ['d', 'sales'],
    ] as const)
      await operations.updateEmployee(id, { departmentIds: [departmentId] })
  })
  group = (await workspace.server.domain.createDepartmentGroup({ departmentId: 'rnd' })).id
})
afterEach(() => workspace.end())

const domain = () => workspace.server.domain
const read = <T>(fn: (db: Trx) => Promise<T>): Promise<T> => domain().write('workspace', w => fn(w.db))
async function row() {
  return read(db => db.selectFrom('conversations').selectAll().where('id', '=', group).executeTakeFirstOrThrow())
}
async function members(): Promise<string> {
  const rows = await read(db =>
    db
      .selectFrom('members')
      .select('user_id')
      .where('conversation_id', '=', group)
      .where('joined', '=', 1)
      .orderBy('user_id')
      .execute(),
  )
  expect((await row()).member_count).toBe(rows.length)
  return rows.map(({ user_id }) => user_id).join('')
}
async function notices(): Promise<unknown[]> {
  const rows = await read(db =>
    db.selectFrom('messages').select('content').where('conversation_id', '=', group).orderBy('seq').execute(),
  )
  return rows.map(({ content }) => JSON.parse(content) as unknown)
}

test('the people of a department and of those below it are the members; its leader owns the group', async () => {
  expect(await members()).toBe('abc')
  expect(await row()).toMatchObject({ name: '研发部', owner_id: 'b' })
  expect(JSON.parse((await row()).details)).toEqual({ departmentId: 'rnd' })
})

test('who moves in joins, who moves out leaves, and what changes nothing says nothing', async () => {
  const c = await workspace.client('c')
  await domain().updateEmployee('d', { departmentIds: ['sales', 'backend'] })
  expect(await members()).toBe('abcd')
  await domain().updateEmployee('c', { departmentIds: ['sales'] })
  expect(await members()).toBe('abd')
  await c.waitFor('sync.push', ({ scope }) => scope === 'me')
  const said = await notices()
  expect(said.slice(1)).toEqual([
    { type: 'system', event: 'departmentJoined', actorId: 'b', userIds: ['d'], count: 1 },
    { type: 'system', event: 'departmentLeft', actorId: 'b', userIds: ['c'], count: 1 },
  ])
  await domain().updateEmployee('d', { title: '顾问' })
  await domain().updateDepartment('sales', { name: '销售中心' })
  await domain().updateEmployee('c', { departmentIds: ['sales'] })
  expect(await notices()).toEqual(said)
})

test('an import of many is one notice that names the first of them', async () => {
  await domain().transaction(async operations => {
    for (let i = 0; i < 30; i++)
      await operations.createEmployee({ id: `n${i}`, name: `新人${i}`, departmentIds: ['backend'] })
  })
  expect((await row()).member_count).toBe(33)
  expect((await notices()).slice(1)).toEqual([
    { type: 'system', event: 'departmentJoined', actorId: 'b', userIds: ['n0', 'n1', 'n10', 'n11'], count: 30 },
  ])
})

test('who is disabled or has left the company is out, and back when enabled; another takes over the group', async () => {
  await domain().setDisabled('c', true)
  expect(await members()).toBe('ab')
  await domain().setDisabled('c', false)
  expect(await members()).toBe('abc')
  await domain().updateEmployee('b', { deleted: true })
  expect(await members()).toBe('ac')
  expect((await row()).owner_id).toBe('a')
  await domain().transaction(async operations => {
    await operations.updateDepartment('rnd', { leaderIds: ['c'] })
    await operations.updateEmployee('a', { departmentIds: [] })
  })
  expect(await members()).toBe('c')
  expect((await row()).owner_id).toBe('c')
  await domain().updateEmployee('c', { departmentIds: [] })
  expect(await members()).toBe('')
  await domain().updateEmployee('d', { departmentIds: ['rnd'] })
  expect(await members()).toBe('d')
  expect((await row()).owner_id).toBe('d')
})

test('a department that moves takes its people along; one whose parent is removed is below it no more', async () => {
  await domain().updateDepartment('backend', { parentId: 'sales' })
  expect(await members()).toBe('ab')
  await domain().updateDepartment('sales', { parentId: 'rnd' })
  expect(await members()).toBe('abcd')
  await domain().updateDepartment('sales', { deleted: true })
  expect(await members()).toBe('ab')
  // A directory that goes in a circle ends nowhere.
  await domain().updateDepartment('rnd', { parentId: 'rnd' })
  expect(await members()).toBe('ab')
})

test('the group is called as the department, until somebody gives it a name of its own', async () => {
  await domain().updateDepartment('rnd', { name: '研发中心' })
  expect((await row()).name).toBe('研发中心')
  await domain().rename({ conversationId: group, actorId: 'b', name: '码农之家' })
  await domain().updateDepartment('rnd', { name: '技术中心' })
  expect((await row()).name).toBe('码农之家')
})

test('a department that is removed leaves its group as one like others', async () => {
  await domain().updateDepartment('rnd', { deleted: true })
  expect(await members()).toBe('abc')
  expect(JSON.parse((await row()).details)).toEqual({})
  expect((await notices()).at(-1)).toMatchObject({ event: 'departmentEnded', name: '研发部' })
  await domain().updateEmployee('c', { departmentIds: [] })
  expect(await members()).toBe('abc')
  await domain().leave({ conversationId: group, actorId: 'a' })
  expect(await members()).toBe('bc')
})

test.each(['b', 'a'])('%s can change the members neither by hand nor by a link', async userId => {
  const client: TestClient = await workspace.client(userId)
  const on = { conversationId: group }
  const refused = [
    client.request('conversation.addMembers', { ...on, userIds: ['d'] }),
    client.request('conversation.leave', on),
    client.request('group.createLink', { ...on, expiresInMs: null, maxUses: null, approval: false }),
    ...(userId === 'b'
      ? [client.request('conversation.removeMembers', { ...on, userIds: ['a'] }), client.request('group.dissolve', on)]
      : []),
  ]
  expect(await errorsOf(refused)).toEqual(refused.map(() => 'follows_department'))
  expect(await members()).toBe('abc')
})

test('a group that cannot be made says why', async () => {
  const make = (departmentId: string) => errorOf(domain().createDepartmentGroup({ departmentId }))
  expect(await make('rnd')).toBe('conflict')
  expect(await make('nowhere')).toBe('not_found')
  await domain().createDepartment({ id: 'empty', name: '空' })
  expect(await make('empty')).toBe('not_found')
  const small = await startWorkspace({ limits: { maxMembers: 1 } })
  try {
    await small.server.domain.transaction(async operations => {
      await operations.createDepartment({ id: 'x', name: 'X' })
      for (const id of ['a', 'b']) await operations.updateEmployee(id, { departmentIds: ['x'] })
    })
    expect(await errorOf(small.server.domain.createDepartmentGroup({ departmentId: 'x' }))).toBe('limit_reached')
  } finally {
    await small.end()
  }
})

test('administrators and who leads the department or one above it make its group, once', async () => {
  await domain().setRoles('d', { admin: true })
  await domain().updateDepartment('backend', { leaderIds: ['c'] })
  const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map(id => workspace.client(id)))
  const on = { departmentId: 'backend' }
  const may = async (client: TestClient | undefined) => (await client?.request('group.mayFollowDepartment', on))?.may
  expect([await may(a), await may(b), await may(c), await may(d)]).toEqual([false, true, true, true])
  expect(await errorOf(a?.request('group.followDepartment', on) ?? Promise.resolve())).toBe('forbidden')

  const made = await d?.request('group.followDepartment', on)
  // Whoever makes it need not be in the department.
  expect(made).toEqual({ head: null })
  const again = await c?.request('group.followDepartment', on)
  const { conversation } = again?.head ?? {}
  expect(conversation).toMatchObject({ name: '后端组', ownerId: 'c', departmentId: 'backend', memberCount: 1 })
  expect(again?.head?.lastMessage?.content).toEqual({
    type: 'system',
    event: 'created',
    actorId: 'd',
    name: '后端组',
    userIds: ['c'],
    count: 1,
  })
  expect([await may(b), await may(c), await may(d)]).toEqual([false, false, false])

  expect(await errorOf(d?.request('group.followDepartment', { departmentId: 'nowhere' }) ?? Promise.resolve())).toBe(
    'not_found',
  )
  expect(await errorOf(d?.request('group.mayFollowDepartment', { departmentId: 'nowhere' }) ?? Promise.resolve())).toBe(
    'not_found',
  )
})
