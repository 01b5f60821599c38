import { connect as connectSocket } from 'node:net'
import { closeCodes, encode, socketPath, subprotocol } from '@lianqun/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import type { ServerOptions } from '../../index.ts'
import { connect, connectAs, type TestClient, testDevice } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { Connection } from './connection.ts'
import { Turns, TurnsByPerson } from './turns.ts'

let workspace: TestWorkspace
let release = () => {}
afterEach(async () => {
  release()
  vi.restoreAllMocks()
  await workspace.end()
})
const start = async (limits: ServerOptions['limits'] = {}, trustProxy: string[] = []) => {
  workspace = await startWorkspace({ limits, trustProxy })
  return workspace.server
}

/** Holds the database until `release` is called: requests that need it stay under way. */
async function holdDatabase(): Promise<void> {
  await new Promise<void>(held => {
    void workspace.server.domain.write('workspace', async () => {
      const gate = new Promise<void>(resolve => {
        release = resolve
      })
      held()
      await gate
    })
  })
}

/** Waits until the server has read what was sent before, also on other connections. */
async function settle(client: TestClient): Promise<void> {
  for (let i = 0; i < 30; i++) await errorOf(client.requestRaw('made.up', {}))
}

const page = { scope: 'directory' as const, since: 0, limit: 10 }

test('the connections of a person share what may be under way, another person has their own', async () => {
  await start({ inFlight: 16 })
  const [a1, a2, b, c] = [
    await workspace.client('a'),
    await workspace.client('a'),
    await workspace.client('b'),
    await workspace.client('c'),
  ]
  const began = vi.spyOn(Turns.prototype, 'began')
  const pages = () => began.mock.calls.filter(([weight]) => weight === 16).length
  await holdDatabase()
  const answers = [a1.request('sync.changes', page), a2.request('sync.changes', page)]
  await settle(c)
  expect(pages()).toBe(1)
  answers.push(b.request('sync.changes', page))
  await settle(c)
  expect(pages()).toBe(2)
  release()
  for (const { changes } of await Promise.all(answers)) expect(changes.length).toBeGreaterThan(0)
})

test('what was under way for a person who has gone is forgotten once it is over', async () => {
  await start()
  const b = await workspace.client('b')
  const joined = vi.spyOn(TurnsByPerson.prototype, 'join')
  const left = vi.spyOn(TurnsByPerson.prototype, 'leave')
  const ended = vi.spyOn(Turns.prototype, 'ended')
  const first = await workspace.client('a')
  await holdDatabase()
  first.request('sync.changes', page).catch(() => undefined)
  await settle(b)
  const before = ended.mock.calls.length
  await first.close()
  await expect.poll(() => left.mock.calls.length).toBe(1)
  release()
  await expect.poll(() => ended.mock.calls.length).toBeGreaterThan(before)
  await workspace.client('a')
  const [one, two] = joined.mock.results.map(({ value }) => value)
  expect(two).toBeDefined()
  expect(two).not.toBe(one)
})

test('notices over the limit are dropped, and count as requests', async () => {
  await start({ requestBurst: 60, requestsPerSecond: 0.001 })
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const id = await makeGroup(a, ['b'])
  const typing = encode.notification('conversation.typing', { conversationId: id })
  a.sendRaw(encode.batch(Array.from({ length: 30 }, () => typing)))
  await say(a, id, '之后')
  await b.waitFor('sync.push', ({ changes }) => changes.some(({ entity }) => entity === 'message'))
  expect(b.events.filter(({ event }) => event === 'conversation.typing').length).toBeLessThanOrEqual(5)
  a.sendRaw(encode.batch(Array.from({ length: 30 }, () => typing)))
  expect(await errorOf(a.request('sync.hello', {}))).toBe('rate_limited')
})

test('while the server stops, what is under way is answered; requests, notices and new sockets are refused', async () => {
  const server = await start()
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const id = await makeGroup(a, ['b'])
  await holdDatabase()
  const pending = a.request('sync.changes', page)
  await settle(b)
  b.clear()
  const closing = server.close()
  const refused = await a.request('sync.hello', {}).catch((error: unknown) => error)
  expect(refused).toMatchObject({ errorName: 'unavailable', retryAfterMs: expect.any(Number) })
  a.notify('conversation.typing', { conversationId: id })
  await errorOf(a.request('sync.hello', {}))
  await expect(connect(server.url)).rejects.toThrow(/503/)
  release()
  expect((await pending).changes.length).toBeGreaterThan(0)
  expect(await b.closed).toMatchObject({ code: closeCodes.goingAway })
  expect(b.events.filter(({ event }) => event === 'conversation.typing')).toEqual([])
  await closing
})

test('whoever is cut off is read no more, and gone soon whatever they do', async () => {
  await start()
  const cutOff = vi.spyOn(Connection.prototype, 'cutOff')
  const socket = connectSocket({ port: workspace.server.port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  const gone = new Promise<void>(resolve => socket.once('close', () => resolve()))
  socket.resume()
  socket.write(
    `GET ${socketPath} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
  )
  // Pings, masked with zeros; the close frame is never answered.
  socket.write(Buffer.concat(Array.from({ length: 60 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0]))))
  await expect.poll(() => cutOff.mock.contexts.length).toBeGreaterThan(0)
  const connection = cutOff.mock.contexts[0] as Connection
  expect(connection.ws.isPaused).toBe(true)
  // Only writing tells that the other side is gone, and not only done with its own half.
  const again = () => {
    if (!socket.destroyed) socket.write(Buffer.from([0x89, 0x80, 0, 0, 0, 0]), () => setTimeout(again, 20))
  }
  again()
  await gone
}, 15_000)

test('a socket that is closed counts no more, whatever it was', async () => {
  const { url, port } = await start({ maxUnauthenticatedPerAddress: 3 })
  const first = await connect(url)
  for (let i = 0; i < 5; i++) {
    const socket = connectSocket({ port, host: '127.0.0.1' })
    await new Promise<void>(resolve => socket.once('connect', () => resolve()))
    await new Promise<void>(resolve =>
      socket
        .resume()
        .once('close', () => resolve())
        .end(),
    )
    await (await connect(url)).close()
  }
  expect(await errorOf(first.request('sync.hello', {}))).toBe('unauthenticated')
})

test('an office behind one address may be as large as it likes; a burst of new sockets is told to wait', async () => {
  const { url, domain } = await start({ maxUnauthenticatedPerAddress: 2, addressSocketBurst: 8 })
  const people = ['a', 'b', 'c', 'd'] as const
  const clients: TestClient[] = []
  for (const id of [...people, ...people])
    clients.push(await connectAs(url, await domain.issueSession(id, testDevice())))
  for (const client of clients) expect((await client.request('sync.hello', {})).userId).toMatch(/^[abcd]$/)
  await workspace.end()

  const few = await start({ addressSocketBurst: 1, addressSocketsPerSecond: 0.001 }, ['127.0.0.1'])
  const headersOf = async (from: string) => {
    const socket = connectSocket({ port: few.port, host: '127.0.0.1' })
    socket.write(
      `GET ${socketPath} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Forwarded-For: ${from}\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
    )
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
    socket.destroy()
    return answer
  }
  expect(await headersOf('203.0.113.1')).toMatch(/^HTTP\/1.1 101/)
  expect(await headersOf('203.0.113.1')).toMatch(/^HTTP\/1.1 429 [\s\S]*\r\nRetry-After: \d+\r\n/)
  expect(await headersOf('203.0.113.2')).toMatch(/^HTTP\/1.1 101/)
})
