import { connect as connectSocket, type Socket } from 'node:net'
import { encode, parseFrame, socketPath, subprotocol } from '@lianqun/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { ServerOptions } from '../../index.ts'
import { defaultLimits } from '../../options.ts'
import { connect, connectAs, testDevice } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { Connection } from './connection.ts'

let workspace: TestWorkspace
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  vi.restoreAllMocks()
  await workspace.end()
})
const start = async (limits: ServerOptions['limits'] = {}, trustProxy: string[] = []) => {
  workspace = await startWorkspace({ limits, trustProxy })
  return workspace.server
}

/** A socket without a protocol. */
async function rawSocket(options: { allowHalfOpen?: boolean } = {}): Promise<Socket> {
  const socket = connectSocket({ port: workspace.server.port, host: '127.0.0.1', ...options })
  sockets.push(socket)
  socket.on('error', () => undefined)
  await new Promise<void>(resolve => socket.once('connect', () => resolve()))
  return socket
}

const closing = (socket: Socket) =>
  new Promise<void>(resolve => {
    if (socket.closed) resolve()
    else socket.resume().once('close', () => resolve())
  })
const upgradeRequest = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`

test('a batch of thousands of empty entries is answered with one error', async () => {
  await start()
  const a = await workspace.client('a')
  const errors: number[] = []
  a.ws.on('message', data => errors.push(parseFrame(data.toString()).length))
  a.sendRaw(`[${Array.from({ length: 20_000 }, () => '{}').join(',')}]`)
  expect(await a.nextError()).toMatchObject({ errorName: 'invalid_request' })
  await a.request('sync.heartbeat', { heads: { count: 0, hash: 0 } })
  expect(errors.reduce((sum, count) => sum + count, 0)).toBe(2)
})

test('the frames, the bytes and the new sockets of strangers count per address', async () => {
  const { url } = await start({ addressFrameBurst: 25, addressFramesPerSecond: 0.01 })
  const open = [await connect(url), await connect(url), await connect(url)]
  for (const client of open) for (let i = 0; i < 10; i++) client.sendRaw('{"jsonrpc":"2.0","method":"made.up"}')
  expect(await Promise.race(open.map(client => client.closed))).toMatchObject({ code: 4429 })
  await workspace.end()

  const bytes = await start({ addressByteBurst: 100_000, addressBytesPerSecond: 1 })
  const large = [await connect(bytes.url), await connect(bytes.url), await connect(bytes.url)]
  for (const client of large) client.sendRaw(JSON.stringify('x'.repeat(40_000)))
  expect(await Promise.race(large.map(client => client.closed))).toMatchObject({ code: 4429 })
  await workspace.end()

  const few = await start({ addressSocketBurst: 3, addressSocketsPerSecond: 0.01 })
  for (let i = 0; i < 3; i++) await connect(few.url)
  await expect(connect(few.url)).rejects.toThrow(/429/)
})

test('what a stranger sends counts before a message is whole, and so do pongs', async () => {
  const { url } = await start()
  const partial = await connect(url)
  for (let i = 0; i < 10; i++) partial.ws.send('x'.repeat(20_000), { fin: false })
  expect(await partial.closed).toMatchObject({ code: 4429 })
  const crumbs = await connect(url)
  for (let i = 0; i < 400; i++) crumbs.ws.send('x', { fin: false })
  expect((await crumbs.closed).code).not.toBe(4408)
  const pongs = await connect(url)
  for (let i = 0; i < 50; i++) pongs.ws.pong()
  expect(await pongs.closed).toMatchObject({ code: 4429 })
  const pings = await connect(url)
  for (let i = 0; i < 50; i++) pings.ws.ping()
  expect(await pings.closed).toMatchObject({ code: 4429 })
})

test('frames and bytes count per person, whatever connection they come by', async () => {
  await start({ byteBurst: 100_000, bytesPerSecond: 1 })
  const both = [await workspace.client('a'), await workspace.client('a')]
  for (const client of both) client.sendRaw(JSON.stringify('x'.repeat(60_000)))
  expect(await Promise.race(both.map(client => client.closed))).toMatchObject({ code: 4429 })
  const other = await workspace.client('b')
  expect((await other.request('sync.hello', {})).userId).toBe('b')
  await workspace.end()

  await start({ frameBurst: 60, framesPerSecond: 0.01 })
  const again = [await workspace.client('a'), await workspace.client('a')]
  for (const client of again) for (let i = 0; i < 40; i++) client.sendRaw('{"jsonrpc":"2.0","method":"made.up"}')
  expect(await Promise.race(again.map(client => client.closed))).toMatchObject({ code: 4429 })
})

test('the requests in a frame of a stranger count as so many frames', async () => {
  const { url } = await start({ addressFrameBurst: 30, addressFramesPerSecond: 0.01 })
  const client = await connect(url)
  const resume = (id: number) => encode.request(id, 'auth.resume', { accessToken: 'x' })
  client.sendRaw(encode.batch(Array.from({ length: 50 }, (_, i) => resume(i + 1))))
  expect(await client.closed).toMatchObject({ code: 4429 })
})

test('hundreds of one address may come at once, as after a restart', async () => {
  const { url, domain } = await start()
  expect(defaultLimits.maxUnauthenticatedPerAddress).toBeGreaterThanOrEqual(defaultLimits.addressSocketBurst)
  const session = await domain.issueSession('a', testDevice())
  const clients = await Promise.all(Array.from({ length: 400 }, () => connect(url)))
  const { accessToken } = session
  const last = clients.slice(-4)
  const answers = await Promise.all(
    clients.map(client =>
      client.request('auth.resume', { accessToken: last.includes(client) ? accessToken : 'x' }).catch(() => 'refused'),
    ),
  )
  expect(answers).toHaveLength(400)
  expect(answers.slice(-4)).toEqual([{}, {}, {}, {}])
  expect(clients.every(client => client.ws.readyState === WebSocket.OPEN)).toBe(true)
})

test('a body that nobody asked for is not waited for', async () => {
  await start()
  const answerTo = async (path: string) => {
    const socket = await rawSocket()
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{`)
    return new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
  }
  expect(await answerTo('/nowhere')).toMatch(/^HTTP\/1.1 404/)
  expect(await answerTo('/api/apps/announcements')).toMatch(/^HTTP\/1.1 401/)
})

test('a refused upgrade leaves no socket behind', async () => {
  await start()
  const socket = await rawSocket({ allowHalfOpen: true })
  socket.write(upgradeRequest('/elsewhere'))
  const answer = await new Promise<string>(resolve => {
    let text = ''
    socket.on('data', data => {
      text += String(data)
    })
    socket.once('end', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1.1 404/)
  // Only writing tells that the other side is gone, and not only done with its own half.
  const gone = closing(socket)
  const again = () => {
    if (!socket.destroyed) socket.write('x', () => setImmediate(again))
  }
  again()
  await gone
})

test('a request whose body never comes is refused in time', async () => {
  await start({ httpRequestMs: 200 })
  const { token } = await (await workspace.client('a')).request('app.token', { appId: 'announcements' })
  const socket = await rawSocket()
  socket.write(
    `POST /api/apps/announcements HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  )
  const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
  expect(answer).toMatch(/^HTTP\/1.1 408/)
  await closing(socket)
})

test('above the limit the oldest stranger of an address goes; whoever has signed in stays', async () => {
  const { url } = await start({ maxUnauthenticatedPerAddress: 2 })
  const a = await workspace.client('a')
  const first = await rawSocket()
  const second = await connect(url)
  const third = await connect(url)
  await closing(first)
  await connect(url)
  expect(await second.closed).toMatchObject({ code: 1006 })
  expect(await errorOf(third.request('sync.hello', {}))).toBe('unauthenticated')
  expect((await a.request('sync.hello', {})).userId).toBe('a')
})

test('above the limit in all the oldest stranger of the largest address goes', async () => {
  const { url } = await start({ maxUnauthenticated: 4 }, ['127.0.0.1'])
  const from = (address: string) => connect(url, { 'x-forwarded-for': address })
  const many = [await from('2001:db8:1:1::1'), await from('2001:db8:1:1::2'), await from('2001:db8:1:1:9::3')]
  const other = await from('203.0.113.1')
  const late = await from('203.0.113.2')
  expect(await many[0]?.closed).toMatchObject({ code: 1006 })
  for (const client of [many[1], many[2], other, late]) {
    expect(await errorOf(client?.request('sync.hello', {}) ?? Promise.resolve())).toBe('unauthenticated')
  }
})

test('strangers of many addresses do not shut a newcomer out: the one that came first goes', async () => {
  const { url } = await start({ maxUnauthenticated: 2 }, ['127.0.0.1'])
  const [first, second, third] = [
    await connect(url, { 'x-forwarded-for': '203.0.113.1' }),
    await connect(url, { 'x-forwarded-for': '203.0.113.2' }),
    await connect(url, { 'x-forwarded-for': '203.0.113.3' }),
  ]
  expect(await first.closed).toMatchObject({ code: 1006 })
  for (const client of [second, third]) expect(await errorOf(client.request('sync.hello', {}))).toBe('unauthenticated')
})

test('answers that nobody reads are not made: memory is bounded, and nothing is lost', async () => {
  let most = 0
  const write = Connection.prototype.write
  vi.spyOn(Connection.prototype, 'write').mockImplementation(function (this: Connection, frame) {
    const free = write.call(this, frame)
    most = Math.max(most, this.buffered)
    return free
  })
  const softBuffer = 100_000
  await start({ softBuffer })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  for (let i = 0; i < 30; i++) await say(a, id, '长'.repeat(8_000))
  const pageBytes = Buffer.byteLength(
    JSON.stringify(await a.request('message.history', { conversationId: id, limit: 200 })),
  )
  a.ws.pause()
  const pages = Array.from({ length: 100 }, () => a.request('message.history', { conversationId: id, limit: 200 }))
  const other = await workspace.client('b')
  for (let i = 0; i < 30; i++) await other.request('sync.heartbeat', { heads: { count: 0, hash: 0 } })
  a.ws.resume()
  for (const page of await Promise.all(pages)) expect(page.messages.length).toBeGreaterThan(0)
  // At most eight pages are under way for one person, and one is written when there is little to be read.
  expect(most).toBeLessThan(softBuffer + 9 * pageBytes)
})

test('a connection whose backlog grows too large with one write is closed at once', async () => {
  await start({ softBuffer: 1_000, hardBuffer: 200_000, inFlight: 1_000 })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  for (let i = 0; i < 30; i++) await say(a, id, '长'.repeat(8_000))
  a.ws.pause()
  const params = { conversationId: id, limit: 200 }
  a.sendRaw(encode.batch(Array.from({ length: 40 }, (_, i) => encode.request(1_000 + i, 'message.history', params))))
  const other = await workspace.client('b')
  for (let i = 0; i < 50; i++) await other.request('sync.heartbeat', { heads: { count: 0, hash: 0 } })
  a.ws.resume()
  expect([4413, 1006]).toContain((await a.closed).code)
})

test('after a sign-out nothing more of the same frame is carried out', async () => {
  await start()
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const id = await makeGroup(a, ['b'], '之前')
  const rename = encode.request(902, 'conversation.rename', { conversationId: id, name: '之后' })
  a.sendRaw(encode.batch([encode.request(901, 'auth.signOut', {}), rename]))
  expect(await a.closed).toMatchObject({ code: 4401 })
  const { heads } = await b.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads.map(head => head.conversation.name)).toEqual(['之前'])
})

test('nor after a device has revoked itself', async () => {
  await start()
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const id = await makeGroup(a, ['b'], '之前')
  const { devices } = await a.request('device.list', {})
  const deviceId = devices.find(device => device.current)?.id ?? ''
  const rename = encode.request(902, 'conversation.rename', { conversationId: id, name: '之后' })
  a.sendRaw(encode.batch([encode.request(901, 'device.revoke', { deviceId }), rename]))
  expect(await a.closed).toMatchObject({ code: 4401 })
  const { heads } = await b.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads.map(head => head.conversation.name)).toEqual(['之前'])
})

test('changes of members and rows read count per person, whatever connection they come by', async () => {
  await start({ memberChangeBurst: 25, memberChangesPerSecond: 0.01, rowBurst: 3, rowsPerSecond: 0.01 })
  const clients = [await workspace.client('a'), await workspace.client('a'), await workspace.client('b')] as const
  const id = await makeGroup(clients[0], ['b'])
  expect(await errorOf(makeGroup(clients[1], ['b']))).toBe('rate_limited')
  await makeGroup(clients[2], ['a'])
  const page = { scope: 'directory' as const, since: 0, limit: 100 }
  await clients[0].request('sync.changes', page)
  const refused = await clients[1].request('sync.changes', page).catch((error: unknown) => error)
  expect(refused).toMatchObject({ errorName: 'rate_limited', retryAfterMs: expect.any(Number) })
  await say(clients[0], id, '还能写')
})

test('above the limit of connections per person the oldest is closed', async () => {
  const { url, domain } = await start({ connectionsPerPerson: 2 })
  const open = async () => connectAs(url, await domain.issueSession('a', testDevice()))
  const [first, second] = [await open(), await open()]
  const third = await open()
  expect(await first.closed).toMatchObject({ code: 4429 })
  for (const client of [second, third]) expect((await client.request('sync.hello', {})).userId).toBe('a')
})

test('a connection that answers no ping is ended', async () => {
  const { url } = await start({ pingMs: 50 })
  const ws = new WebSocket(url + socketPath, subprotocol, { autoPong: false })
  expect(await new Promise(resolve => ws.once('close', resolve))).toBe(1006)
})

test('an upgrade without a body is no broken request', async () => {
  const { url } = await start({ httpRequestMs: 100 })
  const ws = new WebSocket(url + socketPath, subprotocol)
  await new Promise<void>(resolve => ws.once('open', () => resolve()))
  const a = await workspace.client('a')
  await new Promise<void>(resolve => ws.ping(() => ws.once('pong', () => resolve())))
  expect(ws.readyState).toBe(WebSocket.OPEN)
  ws.terminate()
  await a.close()
})
