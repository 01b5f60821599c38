import { encode } from '@lianqun/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { Hub } from '../../core/hub/hub.ts'
import type { ServerLimits } from '../../options.ts'
import { connect, connectAs, testDevice } from '../../testing/client.ts'
import {
  errorOf,
  makeGroup,
  say,
  startTestServer,
  startWorkspace,
  type TestWorkspace,
} from '../../testing/workspace.ts'
import { forgetOldSessions } from './sessions.ts'

let workspace: TestWorkspace
afterEach(async () => {
  vi.restoreAllMocks()
  await workspace.end()
})
const start = async (limits: Partial<ServerLimits> = {}) => {
  workspace = await startWorkspace({ limits })
  return workspace.server
}
const day = 24 * 3_600_000

test('the last-seen time of a device is available at once and survives a restart', async () => {
  const server = await start()
  const device = testDevice()
  const session = await server.domain.issueSession('a', device)
  const later = Date.now() + 60_000
  vi.spyOn(Date, 'now').mockReturnValue(later)
  const client = await connectAs(server.url, session)
  const seen = async (from: typeof client) =>
    (await from.request('device.list', {})).devices.find(each => each.id === device.id)?.lastSeenAt
  expect(await seen(client)).toBe(later)
  await server.close()
  const again = await startTestServer({ dataDir: workspace.dataDir })
  vi.spyOn(Date, 'now').mockReturnValue(later + 60_000)
  const other = await connectAs(again.url, await again.domain.issueSession('a', testDevice()))
  expect(await seen(other)).toBe(later)
  await again.close()
})

test('a session with expired tokens is not listed as a device, and is ended and deleted', async () => {
  const server = await start()
  const old = await workspace.client('a')
  const session = await server.domain.issueSession('b', testDevice())
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61 * day)
  const device = testDevice()
  const now = await connectAs(server.url, await server.domain.issueSession('a', device))
  expect((await now.request('device.list', {})).devices.map(({ id }) => id)).toEqual([device.id])
  await server.domain.write('workspace', forgetOldSessions)
  expect(await old.waitFor('session.ended')).toEqual({ reason: 'signed_out' })
  expect(await errorOf((await connect(server.url)).request('auth.refresh', session))).toBe('token_expired')
})

test('above the limit of connections per session the oldest is closed', async () => {
  const server = await start({ connectionsPerSession: 2 })
  const session = await server.domain.issueSession('a', testDevice())
  const first = await connectAs(server.url, session)
  const second = await connectAs(server.url, session)
  const third = await connectAs(server.url, session)
  expect(await first.closed).toMatchObject({ code: 4429 })
  for (const client of [second, third]) expect((await client.request('sync.hello', {})).userId).toBe('a')
})

test('all connections of a user share the send limit', async () => {
  await start({ sendsPerSecond: 0.001, burst: 2 })
  const clients = [await workspace.client('a'), await workspace.client('a')] as const
  const id = await makeGroup(clients[0], ['b'])
  await say(clients[0], id, '一')
  await say(clients[1], id, '二')
  for (const client of clients) expect(await errorOf(say(client, id, '三'))).toBe('rate_limited')
})

test('a connection belongs to one user, even with several sign-ins in one frame', async () => {
  const server = await start()
  const [a, b] = [
    await server.domain.issueSession('a', testDevice()),
    await server.domain.issueSession('b', testDevice()),
  ]
  const client = await connect(server.url)
  const [first, second] = await Promise.all([
    errorOf(client.request('auth.refresh', { refreshToken: a.refreshToken })),
    errorOf(client.request('auth.refresh', { refreshToken: b.refreshToken })),
  ])
  expect([first, second].sort()).toEqual(['invalid_request', 'no error'])
})

test('signing out in the same frame as hello leaves nobody online', async () => {
  const removed = vi.spyOn(Hub.prototype, 'remove')
  await start()
  const client = await workspace.client('a')
  client.sendRaw(encode.batch([encode.request(901, 'sync.hello', {}), encode.request(902, 'auth.signOut', {})]))
  expect(await client.closed).toMatchObject({ code: 4401 })
  const hub = removed.mock.contexts[0] as Hub
  await vi.waitFor(() => expect(hub.onlineCount).toBe(0))
})

test('a sign-out that fails changes nothing', async () => {
  const server = await start()
  const client = await workspace.client('a')
  const write = server.domain.write.bind(server.domain)
  // Jobs write meanwhile, which have no part in this.
  const broken = vi
    .spyOn(server.domain, 'write')
    .mockImplementation((locks, ...rest) =>
      locks === 'user:a' ? Promise.reject(new Error('the disk')) : write(locks, ...rest),
    )
  expect(await errorOf(client.request('auth.signOut', {}))).toBe('internal')
  broken.mockRestore()
  const id = await makeGroup(client, ['b'])
  const message = await say(client, id, '还在')
  await client.waitFor('sync.push', push => push.to === message.seq && push.scope !== 'me')
})
