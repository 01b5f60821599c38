import { randomBytes, randomUUID } from 'node:crypto'
import { type FileRef, fileRoutes } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
})
afterEach(() => workspace.end())

const tokenOf = async (userId: string) =>
  (await workspace.server.domain.issueSession(userId, { id: `t_${userId}`, name: 'test', platform: 'linux' }))
    .accessToken
const add = (from: Buffer, name = 'a.bin'): Promise<FileRef> =>
  workspace.server.domain.addFile({ from, name, uploaderId: 'a' })
const get = (token: string | null, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(workspace.server.httpUrl + path, {
    method,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
  })

test('parts of a file', async () => {
  const bytes = randomBytes(1_000)
  const file = await add(bytes)
  const token = await tokenOf('a')
  const path = fileRoutes.file(file.id)
  const etag = (await get(token, path, {}, 'HEAD')).headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
  const table: [string, Record<string, string>, number, [number, number] | null][] = [
    ['whole', {}, 200, [0, 1_000]],
    ['first', { range: 'bytes=0-0' }, 206, [0, 1]],
    ['middle', { range: 'bytes=10-19' }, 206, [10, 20]],
    ['open', { range: 'bytes=990-' }, 206, [990, 1_000]],
    ['past the end', { range: 'bytes=990-5000' }, 206, [990, 1_000]],
    ['suffix', { range: 'bytes=-5' }, 206, [995, 1_000]],
    ['suffix of more than all', { range: 'bytes=-5000' }, 206, [0, 1_000]],
    ['after the end', { range: 'bytes=1000-' }, 416, null],
    ['suffix of nothing', { range: 'bytes=-0' }, 416, null],
    ['backwards', { range: 'bytes=5-1' }, 200, [0, 1_000]],
    ['several', { range: 'bytes=0-1,5-6' }, 200, [0, 1_000]],
    ['other unit', { range: 'lines=0-1' }, 200, [0, 1_000]],
    ['no range', { range: 'bytes=-' }, 200, [0, 1_000]],
    ['the same bytes', { range: 'bytes=0-1', 'if-range': etag }, 206, [0, 2]],
    ['other bytes', { range: 'bytes=0-1', 'if-range': '"other"' }, 200, [0, 1_000]],
    ['by date', { range: 'bytes=0-1', 'if-range': new Date().toUTCString() }, 200, [0, 1_000]],
    ['here already', { 'if-none-match': etag }, 304, null],
  ]
  for (const [what, headers, status, part] of table) {
    const response = await get(token, path, headers)
    expect([what, response.status]).toEqual([what, status])
    const body = Buffer.from(await response.arrayBuffer())
    if (part !== null) expect([what, body.equals(bytes.subarray(...part))]).toEqual([what, true])
    else expect([what, body.length]).toEqual([what, 0])
    const head = await get(token, path, headers, 'HEAD')
    expect([what, head.status]).toEqual([what, status])
    if (status === 416) expect([what, head.headers.get('cache-control')]).toEqual([what, 'no-store'])
    for (const name of ['content-length', 'content-range'])
      if (status < 300) expect([what, name, head.headers.get(name)]).toEqual([what, name, response.headers.get(name)])
  }
})

test('an empty file, and one that is called anything', async () => {
  const token = await tokenOf('a')
  const empty = await add(Buffer.alloc(0), '空.txt')
  const response = await get(token, fileRoutes.file(empty.id))
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '0', ''])
  expect((await get(token, fileRoutes.file(empty.id), { range: 'bytes=0-' })).status).toBe(416)
  for (const name of ['a\u202Egpj.exe', '../../etc/passwd', 'a"; filename="b', "a'b*c(d).txt", 'a\r\nx: y']) {
    const file = await add(Buffer.from('x'), name)
    expect(file.name).not.toMatch(/[\u202A-\u202E\r\n]/u)
    const disposition = (await get(token, fileRoutes.file(file.id))).headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/)
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(file.name)
  }
})

test('who may load a file', async () => {
  const { domain } = workspace.server
  const clients = { a: await workspace.client('a'), b: await workspace.client('b'), d: await workspace.client('d') }
  const file = await add(Buffer.from('hello'))
  const group = await makeGroup(clients.a, ['b', 'd'])
  await clients.a.request('message.send', {
    conversationId: group,
    clientId: randomUUID(),
    content: { type: 'file', file },
  })
  await domain.createEmployee({ id: 'e', name: 'E' })
  await domain.createEmployee({ id: 'f', name: 'F' })
  await clients.a.request('conversation.addMembers', { conversationId: group, userIds: ['c'] })
  await clients.d.request('conversation.leave', { conversationId: group })
  const tokens = Object.fromEntries(
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(async id => [id, await tokenOf(id)] as const)),
  )
  const session = await domain.issueSession('b', { id: 'other', name: 'test', platform: 'linux' })
  const app = await clients.a.request('app.token', { appId: 'announcements' }).catch(() => null)
  await domain.revoke('b', 'other')
  await domain.setDisabled('f', true)
  const table: [string, string | null, number][] = [
    ['who uploaded it', tokens.a ?? '', 200],
    ['a member', tokens.b ?? '', 200],
    ['who joined later', tokens.c ?? '', 404],
    ['a former member', tokens.d ?? '', 404],
    ['an outsider', tokens.e ?? '', 404],
    ['who is disabled', tokens.f ?? '', 403],
    ['a device that was signed out', session.accessToken, 401],
    ['nobody', null, 401],
    ['a forged token', `${tokens.a}x`, 401],
    ...(app === null ? [] : [['a mini-app', app.token, 401] as [string, string, number]]),
  ]
  for (const [who, token, status] of table)
    for (const path of [fileRoutes.file(file.id), `${fileRoutes.file(file.id)}?token=${tokens.a}`])
      for (const method of ['GET', 'HEAD'])
        expect([who, method, (await get(token, path, {}, method)).status]).toEqual([who, method, status])
  for (const path of ['/files/none', '/files/..%2f..%2fworkspace.db', `${fileRoutes.file(file.id)}/original`])
    expect([path, (await get(tokens.a ?? '', path)).status]).toEqual([path, 404])
  expect((await get(tokens.a ?? '', fileRoutes.variant(file.id, 'preview'))).status).toBe(404)
})
