import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
const tokens = new Map<string, string>()
let id = ''

beforeAll(async () => {
  workspace = await startWorkspace()
  const { domain } = workspace.server
  await domain.setRoles('a', { admin: true })
  await domain.setRoles('b', { publisher: true })
  await domain.setRoles('c', { publisher: true })
  for (const who of ['a', 'b', 'c', 'd']) {
    const client = await workspace.client(who)
    tokens.set(who, (await client.request('app.token', { appId: 'announcements' })).token)
  }
  const reader = await workspace.client('b')
  const { token } = await reader.request('app.token', { appId: 'announcements', permissions: ['announcements'] })
  tokens.set('b, without the permission to publish', token)
})
afterAll(() => workspace.end())

async function call(who: string, method: 'GET' | 'POST', path: string, body?: unknown) {
  const response = await fetch(`${workspace.server.httpUrl}/api/apps/announcements${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens.get(who)}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json() }
}
const read = async (who: string) => (await call(who, 'GET', `/${id}`)).body
const text = { title: '放假通知', body: '放假七天。' }

beforeEach(async () => {
  id = (await call('b', 'POST', '', { clientId: randomUUID(), ...text })).body.id
})

const changes: readonly ['GET' | 'POST', string, unknown?][] = [
  ['POST', 'edit', { title: '改了', body: '八天。', editedAt: null }],
  ['POST', 'withdraw'],
  ['POST', 'remind'],
  ['GET', 'unconfirmed'],
]

test.each(changes)('only its author and administrators may: %s %s', async (method, what, body) => {
  for (const who of ['c', 'd', 'b, without the permission to publish']) {
    expect(await read(who)).toMatchObject({ canManage: false })
    expect(await call(who, method, `/${id}/${what}`, body)).toMatchObject({ status: 403, body: { error: 'forbidden' } })
  }
  expect(await read('b')).toMatchObject({ ...text, canManage: true, editedAt: null, remindedAt: null })
  expect(await read('a')).toMatchObject({ canManage: true })
  expect(await call('a', method, `/${id}/${what}`, body)).toMatchObject({ status: 200 })
  expect(await call('b', method, '/none/' + what, body)).toMatchObject({ status: 404, body: { error: 'not_found' } })
})

test('an author who may not publish any more changes nothing', async () => {
  const { domain } = workspace.server
  await domain.setRoles('b', { publisher: false })
  expect(await call('b', 'POST', `/${id}/withdraw`)).toMatchObject({ status: 403 })
  await domain.setRoles('b', { publisher: true })
  expect(await call('b', 'POST', `/${id}/withdraw`)).toMatchObject({ status: 200 })
})

test('an edit keeps the confirmations, unless they are asked for again', async () => {
  await call('d', 'POST', `/${id}/confirm`)
  const first = await call('b', 'POST', `/${id}/edit`, { title: ' 改了 ', body: '八天。', editedAt: null })
  expect(first.body).toMatchObject({ title: '改了', body: '八天。', confirmedCount: 1, editedAt: expect.any(Number) })
  const edit = { title: '改了', body: '九天。', editedAt: first.body.editedAt, confirmAgain: true }
  const second = await call('b', 'POST', `/${id}/edit`, edit)
  expect(second.body).toMatchObject({ body: '九天。', confirmedCount: 0 })
  expect(await read('d')).toMatchObject({ confirmedAt: null })
  expect((await call('d', 'POST', `/${id}/confirm`)).body).toMatchObject({ confirmedCount: 1 })
})

test('an edit of a text that somebody else has changed is refused', async () => {
  const mine = { title: '我的', body: '我的', editedAt: null }
  expect((await call('a', 'POST', `/${id}/edit`, { title: '先', body: '先', editedAt: null })).status).toBe(200)
  expect(await call('b', 'POST', `/${id}/edit`, mine)).toMatchObject({ status: 409, body: { error: 'conflict' } })
  expect(await read('b')).toMatchObject({ title: '先' })
})

test.each([
  { title: '', body: 'x', editedAt: null },
  { title: 'x', body: 'x'.repeat(10_001), editedAt: null },
  { title: 'x', body: 'x' },
])('an edit is checked', async body => {
  expect(await call('b', 'POST', `/${id}/edit`, body)).toMatchObject({ status: 400 })
})

test('what is withdrawn is shown to nobody, and who withdrew it is kept', async () => {
  await call('b', 'POST', `/${id}/withdraw`)
  for (const who of ['a', 'b', 'd']) {
    expect(await call(who, 'GET', `/${id}`)).toMatchObject({ status: 404 })
    const { announcements } = (await call(who, 'GET', '')).body
    expect(announcements.map((one: { id: string }) => one.id)).not.toContain(id)
  }
  expect(await call('d', 'POST', `/${id}/confirm`)).toMatchObject({ status: 404 })
  const row = await workspace.server.domain.write('workspace', w =>
    w.db.selectFrom('announcements').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
  expect(row).toMatchObject({ ...text, withdrawn_by: 'b', withdrawn_at: expect.any(Number) })
})

test('a reminder is first for those who have not confirmed, and for them alone', async () => {
  const newer = (await call('b', 'POST', '', { clientId: randomUUID(), title: '更新的', body: 'x' })).body.id
  await call('c', 'POST', `/${id}/confirm`)
  expect((await call('b', 'POST', `/${id}/remind`)).body).toMatchObject({ remindedAt: expect.any(Number) })
  const place = async (who: string) => {
    const ids = (await call(who, 'GET', '')).body.announcements.map((one: { id: string }) => one.id)
    return ids.indexOf(id) - ids.indexOf(newer)
  }
  expect(await place('d')).toBeLessThan(0)
  expect(await place('c')).toBeGreaterThan(0)
  expect(await place('b')).toBeGreaterThan(0)
})

test('who has not confirmed is listed without its author and without those who left', async () => {
  const { body: before } = await call('b', 'GET', `/${id}/unconfirmed`)
  const ids = (body: { people: { id: string }[] }) => body.people.map(person => person.id)
  expect(ids(before)).toEqual(expect.arrayContaining(['a', 'c', 'd']))
  expect(ids(before)).not.toContain('b')
  expect(before.total).toBe(before.people.length)
  await call('d', 'POST', `/${id}/confirm`)
  const { body: after } = await call('b', 'GET', `/${id}/unconfirmed?limit=1`)
  expect(after.total).toBe(before.total - 1)
  expect(after.people).toHaveLength(1)
  // Its author neither waits for it nor counts.
  const { audienceCount, confirmedCount } = (await call('b', 'POST', `/${id}/confirm`)).body
  expect(audienceCount - confirmedCount).toBe(after.total)
})
