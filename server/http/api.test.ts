import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../testing/workspace.ts'

let workspace: TestWorkspace
let appsDir: string
let a: TestClient
let lookup: string
let board: string
beforeAll(async () => {
  appsDir = mkdtempSync(join(tmpdir(), 'lianqun-apps-'))
  mkdirSync(join(appsDir, 'announcements'))
  writeFileSync(join(appsDir, 'announcements', 'index.html'), '<!doctype html><title>公告</title>')
  writeFileSync(join(appsDir, 'announcements', 'app.js'), 'export {}')
  writeFileSync(join(appsDir, '.secret'), 'secret')
  symlinkSync('/etc', join(appsDir, 'announcements', 'up'))
  workspace = await startWorkspace({ appsDir })
  const { domain } = workspace.server
  const department = await domain.createDepartment({ id: 'dev', name: '研发部', latinName: 'R&D' })
  await domain.createEmployee({
    id: 'shan',
    name: '单雄信',
    title: '架构师',
    mail: 'shan@example.com',
    departmentIds: [department.id],
  })
  await domain.createEmployee({ id: 'zhang', name: '张雪', latinName: 'Zoë Zhang' })
  await domain.setRoles('b', { publisher: true })
  await domain.updateEmployee('b', { latinName: 'Bee' })
  a = await workspace.client('a')
  lookup = (await a.request('app.token', { appId: 'directory-lookup' })).token
  board = (await a.request('app.token', { appId: 'announcements' })).token
})
afterAll(async () => {
  await workspace.end()
  rmSync(appsDir, { recursive: true, force: true })
})

async function call(path: string, token: string | null, init: RequestInit = {}) {
  const headers = new Headers(init.headers)
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  if (init.body !== undefined) headers.set('content-type', 'application/json')
  const response = await fetch(`${workspace.server.httpUrl}/api/apps${path}`, { ...init, headers })
  return { status: response.status, body: await response.json() }
}
const post = (path: string, token: string, body?: unknown) =>
  call(path, token, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

test('health', async () => {
  const response = await fetch(`${workspace.server.httpUrl}/healthz`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ status: 'ok', version: '0.1.0', database: true })
})

test.each(['/announcements/%', '/announcements/%ED%A0%80', `/announcements/${'x'.repeat(200)}`])(
  'an address that cannot be read is answered in the API’s own form: %s',
  async path => {
    const response = await fetch(`${workspace.server.httpUrl}/api/apps${path}`)
    expect(await response.json()).toMatchObject({ error: expect.stringMatching(/^[a-z_]+$/) })
  },
)

test('without a token, with a forged one, or one of a client: 401', async () => {
  const session = await workspace.server.domain.issueSession('b', { id: 'x', name: 'x', platform: 'x' })
  for (const token of [null, 'forged', `${lookup}x`, session.accessToken]) {
    const { status, body } = await call('/me', token)
    expect(status).toBe(401)
    expect(body).toMatchObject({ error: expect.any(String), message: expect.any(String) })
  }
})

test('a permission that the manifest lacks: 403, also when it was taken away later', async () => {
  expect(await call('/announcements', lookup)).toMatchObject({ status: 403, body: { error: 'forbidden' } })
  expect(await call('/directory/search?q=a', board)).toMatchObject({ status: 403 })
  const { domain } = workspace.server
  await domain.createApp({ id: 'later', name: '以后', startUrl: '/apps/later/', permissions: ['user.read'] })
  const { token } = await a.request('app.token', { appId: 'later' })
  expect(await call('/me', token)).toMatchObject({ status: 200, body: { id: 'a' } })
  await domain.updateApp('later', { permissions: [] })
  expect(await call('/me', token)).toMatchObject({ status: 403 })
  await domain.updateApp('later', { deleted: true })
  expect(await errorOf(a.request('app.token', { appId: 'later' }))).toBe('not_found')
  await domain.updateApp('later', { permissions: ['user.read'] })
  expect(await call('/me', token)).toMatchObject({ status: 403 })
})

test('what the API answers is not stored', async () => {
  for (const token of [lookup, 'forged']) {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(`${workspace.server.httpUrl}/api/apps/me`, { headers })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('a token ends with the session it was given to', async () => {
  const c = await workspace.client('c')
  const { token } = await c.request('app.token', { appId: 'announcements' })
  expect((await call('/me', token)).status).toBe(200)
  await workspace.server.domain.revoke('c')
  expect(await call('/me', token)).toMatchObject({ status: 401, body: { error: 'session_revoked' } })
})

test.each(['单', '单雄信', 'shanxiong', 'shan xiong', 'sxx', '架构', 'shan@example'])('finds 单雄信 by %s', async q => {
  const { body } = await call(`/directory/search?q=${encodeURIComponent(q)}`, lookup)
  expect(body.people[0]).toMatchObject({ id: 'shan', name: '单雄信', departments: [{ id: 'dev', latinName: 'R&D' }] })
})

test('finds a Latin name in either order', async () => {
  await workspace.server.domain.updateEmployee('zhang', { name: '章雪', latinName: 'Zoé van Berg' })
  for (const q of ['zoe van', 'berg van zoe', 'berg'])
    expect((await call(`/directory/search?q=${q}`, lookup)).body.people).toMatchObject([{ id: 'zhang' }])
})

test.each(['張', 'ＺＨＡＮＧ', 'strasse', 'lukasz'])('the search compares as the client does: %s', async q => {
  const id = await workspace.server.domain.createEmployee({ name: '张', latinName: 'Łukasz Straße' })
  const { body } = await call(`/directory/search?q=${encodeURIComponent(q)}`, lookup)
  expect(body.people.map((person: { id: string }) => person.id)).toContain(id.id)
  await workspace.server.domain.updateEmployee(id.id, { deleted: true })
})

test('the search folds accents, follows changes and checks its parameters', async () => {
  expect((await call('/directory/search?q=zoe', lookup)).body.people).toMatchObject([{ id: 'zhang' }])
  await workspace.server.domain.updateEmployee('zhang', { name: '章雪', latinName: 'Amy' })
  expect((await call('/directory/search?q=zoe', lookup)).body.people).toEqual([])
  expect((await call('/directory/search?q=amy', lookup)).body.people).toMatchObject([{ id: 'zhang' }])
  expect(await call('/directory/search?q=', lookup)).toMatchObject({ status: 400, body: { field: 'q' } })
  expect(await call('/directory/search?q=a&limit=0', lookup)).toMatchObject({ status: 400 })
  expect(await call('/directory/search?q=a&limit=1000', lookup)).toMatchObject({ status: 200 })
  expect(await call('/directory/search?q=a&other=1', lookup)).toMatchObject({ status: 200 })
})

test('many matches: the best, in order, and only as many as asked for', async () => {
  const names = ['王五', '王二', '老王', '王一', '王三', '王四']
  await workspace.server.domain.transaction(async domain => {
    for (const name of names) await domain.createEmployee({ name, title: '王牌' })
    for (let i = 0; i < 450; i++) await domain.createEmployee({ name: `路人${i}`, title: '王牌' })
  })
  const { body } = await call(`/directory/search?q=${encodeURIComponent('王')}&limit=6`, lookup)
  expect(body.people.map((person: { name: string }) => person.name)).toEqual([
    '王二',
    '王三',
    '王四',
    '王五',
    '王一',
    '老王',
  ])
})

test('an app over its rate limit has to wait, another app of the session does not', async () => {
  const limited = await startWorkspace({ limits: { apiPerSecond: 0.01, apiBurst: 2 } })
  const client = await limited.client('a')
  const { token } = await client.request('app.token', { appId: 'announcements' })
  const ask = () => fetch(`${limited.server.httpUrl}/api/apps/me`, { headers: { authorization: `Bearer ${token}` } })
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ error: 'rate_limited' })
  const other = await client.request('app.token', { appId: 'directory-lookup' })
  const headers = { authorization: `Bearer ${other.token}` }
  expect((await fetch(`${limited.server.httpUrl}/api/apps/me`, { headers })).status).toBe(200)
  await limited.end()
})

test('all apps and sessions of a person share a limit', async () => {
  const limited = await startWorkspace({ limits: { apiPerPersonPerSecond: 0.01, apiPerPersonBurst: 2 } })
  const ask = async (userId: string, appId: string) => {
    const { token } = await (await limited.client(userId)).request('app.token', { appId })
    const headers = { authorization: `Bearer ${token}` }
    return (await fetch(`${limited.server.httpUrl}/api/apps/me`, { headers })).status
  }
  expect([await ask('a', 'announcements'), await ask('a', 'directory-lookup')]).toEqual([200, 200])
  expect([await ask('a', 'announcements'), await ask('b', 'announcements')]).toEqual([429, 200])
  await limited.end()
})

test('a token for fewer permissions than the manifest has', async () => {
  const { token } = await a.request('app.token', {
    appId: 'directory-lookup',
    permissions: ['user.read', 'announcements'],
  })
  expect((await call('/me', token)).status).toBe(200)
  expect((await call('/directory/search?q=a', token)).status).toBe(403)
  expect((await call('/announcements', token)).status).toBe(403)
})

test('a person with departments; an unknown id is 404', async () => {
  const { body } = await call('/directory/people/shan', lookup)
  expect(body).toMatchObject({ name: '单雄信', departments: [{ id: 'dev', name: '研发部', latinName: 'R&D' }] })
  expect(body).not.toHaveProperty('revision')
  expect(await call('/directory/people/nobody', lookup)).toMatchObject({ status: 404, body: { error: 'not_found' } })
})

test('announcements: publishers publish, all confirm, once', async () => {
  const b = await workspace.client('b')
  const { token: publisher } = await b.request('app.token', { appId: 'announcements' })
  const text = { title: '放假通知', body: '国庆节放假七天。' }
  const input = { clientId: randomUUID(), ...text }
  expect(await post('/announcements', board, input)).toMatchObject({ status: 403, body: { error: 'forbidden' } })
  const made = await post('/announcements', publisher, input)
  expect(made).toMatchObject({ status: 201, body: { ...text, authorId: 'b', confirmedCount: 0 } })
  expect(made.body).toMatchObject({ authorName: 'B', authorLatinName: 'Bee', confirmedAt: null })
  expect(await post('/announcements', publisher, input)).toEqual(made)
  expect(await post('/announcements', publisher, { ...input, title: '别的' })).toMatchObject({
    status: 409,
    body: { error: 'conflict', field: 'clientId' },
  })
  const { id, audienceCount: all } = made.body
  expect(all).toBeGreaterThanOrEqual(6)
  const first = await post(`/announcements/${id}/confirm`, board)
  expect(first.body.confirmedCount).toBe(1)
  const second = await post(`/announcements/${id}/confirm`, board, {})
  expect(second.body).toEqual(first.body)
  const list = await call('/announcements', board)
  expect(list.body).toMatchObject({ canPublish: false, announcements: [{ id, confirmedAt: first.body.confirmedAt }] })
  expect((await call('/announcements', publisher)).body.canPublish).toBe(true)
  const { token: reader } = await b.request('app.token', { appId: 'announcements', permissions: ['announcements'] })
  expect((await call('/announcements', reader)).body.canPublish).toBe(false)
  expect((await call(`/announcements/${id}`, publisher)).body).toMatchObject({ confirmedCount: 1, confirmedAt: null })
  expect(await post('/announcements/none/confirm', board)).toMatchObject({ status: 404 })
  const { domain } = workspace.server
  await domain.confirmAnnouncement('d', id)
  const counts = async () => (await call(`/announcements/${id}`, publisher)).body
  expect(await counts()).toMatchObject({ confirmedCount: 2, audienceCount: all })
  await domain.updateEmployee('d', { deleted: true })
  await domain.updateEmployee('d', { title: '已离职' })
  expect(await counts()).toMatchObject({ confirmedCount: 1, audienceCount: all - 1 })
  await domain.updateEmployee('d', { deleted: false })
  expect(await counts()).toMatchObject({ confirmedCount: 2, audienceCount: all })
})

test('bodies are checked', async () => {
  const b = await workspace.client('b')
  const { token } = await b.request('app.token', { appId: 'announcements' })
  const clientId = randomUUID()
  for (const body of [
    {},
    { title: 'x', body: 'x' },
    { clientId, title: '', body: 'x' },
    { clientId, title: 'x', body: 'x'.repeat(10_001) },
    [],
    'x',
    { clientId, title: 1, body: 'x' },
  ]) {
    expect(await post('/announcements', token, body)).toMatchObject({ status: 400, body: { error: 'invalid_params' } })
  }
  const broken = await call('/announcements', token, { method: 'POST', body: '{' })
  expect(broken).toMatchObject({ status: 400, body: { error: 'invalid_params' } })
  const huge = await post('/announcements', token, { title: 'x', body: 'x'.repeat(100_000) })
  expect(huge).toMatchObject({ status: 413, body: { error: 'too_large' } })
})

test('parameters of a newer caller are ignored', async () => {
  expect(await call('/announcements?limit=5&since=1', board)).toMatchObject({ status: 200 })
  expect(await call('/directory/search?q=shan&page=2', lookup)).toMatchObject({ status: 200 })
  const publisher = await workspace.client('b')
  const { token } = await publisher.request('app.token', { appId: 'announcements' })
  const body = { clientId: randomUUID(), title: '新的', body: '字段', pinned: true }
  const { status, body: made } = await post('/announcements', token, body)
  expect(status).toBe(201)
  expect(made).not.toHaveProperty('pinned')
  expect(await post(`/announcements/${made.id}/confirm`, board, { silently: true })).toMatchObject({ status: 200 })
})

test('serves mini-apps under a strict policy', async () => {
  const page = await fetch(`${workspace.server.httpUrl}/apps/announcements/`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toMatch(/^text\/html/)
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const script = await fetch(`${workspace.server.httpUrl}/apps/announcements/app.js`)
  expect(script.headers.get('content-type')).toMatch(/javascript/)
  expect((await fetch(`${workspace.server.httpUrl}/apps/none/`)).status).toBe(404)
  expect((await fetch(`${workspace.server.httpUrl}/apps/.secret`)).status).toBeGreaterThanOrEqual(400)
})

/** A request whose path the client does not normalise. */
function rawGet(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(workspace.server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', data => {
      answer += data.toString()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  })
}

test.each([
  '/apps/../package.json',
  '/apps/%2e%2e/%2e%2e/etc/passwd',
  '/apps/announcements/..%2f..%2f..%2fetc/passwd',
  '/apps/announcements/up/passwd',
])('serves no file outside the folder: %s', async path => {
  const answer = await rawGet(path)
  expect(answer).toMatch(/^HTTP\/1.1 4\d\d/)
  expect(answer).not.toContain('root:')
})

test('publishing needs a permission of its own', async () => {
  await workspace.server.domain.createApp({
    id: 'reader',
    name: '读公告',
    startUrl: 'https://reader.example/',
    permissions: ['announcements'],
  })
  const b = await workspace.client('b')
  const { token } = await b.request('app.token', { appId: 'reader' })
  expect((await call('/announcements', token)).status).toBe(200)
  const text = { clientId: randomUUID(), title: '放假通知', body: '假的。' }
  expect(await post('/announcements', token, text)).toMatchObject({
    status: 403,
    body: { error: 'forbidden', message: expect.stringMatching(/announcements\.publish/) },
  })
})

test.each<[string, RequestInit]>([
  ['/nowhere', { method: 'POST', body: '<x>', headers: { 'content-type': 'text/xml' } }],
  ['/nowhere', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
  ['/api/nowhere', { method: 'PUT', body: 'x'.repeat(300_000), headers: { 'content-type': 'application/json' } }],
  ['/%', {}],
  ['/apps/announcements/%ff', {}],
  ['/healthz', { method: 'DELETE' }],
])('every error has the same form: %s %o', async (path, init) => {
  const response = await fetch(workspace.server.httpUrl + path, init)
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(await response.json()).toEqual({ error: expect.stringMatching(/^[a-z_]+$/), message: expect.any(String) })
})

test.each(['NO HTTP AT ALL\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`])(
  'what is no request gets an error of the same form',
  async request => {
    const socket = connectSocket({ port: workspace.server.port, host: '127.0.0.1' })
    socket.write(request)
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/)
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ error: 'invalid_request' })
    socket.destroy()
  },
)
