import { EventEmitter, on, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { closeCodes, encode, limits, ProtocolError, parseFrame, subprotocol } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { CacheError } from '../cache/api.ts'
import { Connection, type ConnectionOptions, type ConnectionStatus, defaultTimings } from './connection.ts'
import { directNetwork } from './transport/network.ts'

let server: WebSocketServer
/** Emits `line` with each new socket of the server, and the method name of each request. */
let seen: EventEmitter
let answer: (method: string, socket: WebSocket, id: number) => void
const connections: Connection[] = []

beforeEach(async () => {
  seen = new EventEmitter()
  answer = (method, socket, id) =>
    socket.send(
      encode.result(
        id,
        method === 'sync.hello'
          ? { userId: 'u', epoch: 'e', serverTime: 1, revisions: { me: 0, directory: 0, apps: 0 } }
          : {},
      ),
    )
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => subprotocol })
  await once(server, 'listening')
  server.on('connection', socket => {
    seen.emit('line', socket)
    socket.on('message', data => {
      for (const message of parseFrame(data.toString())) {
        if (message.kind !== 'request') continue
        seen.emit(message.method)
        answer(message.method, socket, message.id)
      }
    })
  })
})

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.stop()
  for (const socket of server.clients) socket.terminate()
  await new Promise(resolve => server.close(resolve))
})

/** Timeouts that are long enough for a busy machine; a test of one timeout shortens it. */
const patient = { heartbeatMs: 50, heartbeatTimeoutMs: 10_000, requestMs: 10_000, handshakeMs: 10_000 }

function connect(options: Partial<ConnectionOptions> = {}): {
  connection: Connection
  statuses: EventEmitter
  ended: Promise<ProtocolError>
} {
  const statuses = new EventEmitter()
  let end: (error: ProtocolError) => void = () => {}
  const ended = new Promise<ProtocolError>(resolve => {
    end = resolve
  })
  const connection = new Connection({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    transport: directNetwork(),
    timings: { ...patient, backoffBaseMs: 5, backoffMaxMs: 20 },
    authenticate: async request => {
      await request('auth.resume', { accessToken: 't' })
    },
    onReady: async () => {},
    onStatus: (status: ConnectionStatus) => statuses.emit(status.status, status),
    onEvent: (name, params) => statuses.emit(name, params),
    onSessionEnded: end,
    heartbeat: async request => {
      await request('device.revoke', { deviceId: 'beat' })
    },
    log: () => {},
    ...options,
  })
  connections.push(connection)
  connection.start()
  return { connection, statuses, ended }
}

test('signs in, sends requests, and rejects with named errors', async () => {
  const { connection, statuses } = connect()
  await once(statuses, 'online')
  await expect(connection.request('sync.hello', {})).resolves.toMatchObject({ epoch: 'e' })
  answer = (_method, socket, id) => socket.send(encode.error(id, new ProtocolError('not_member').toBody()))
  await expect(connection.request('conversation.leave', { conversationId: 'c' })).rejects.toMatchObject({
    errorName: 'not_member',
  })
})

test('an answer that does not fit the contract is an error, not data', async () => {
  const { connection, statuses } = connect()
  await once(statuses, 'online')
  answer = (_method, socket, id) => socket.send(encode.result(id, { epoch: 5 }))
  await expect(connection.request('sync.hello', {})).rejects.toMatchObject({ code: 'not_understood' })
  // An invalid answer rejects at once too, without waiting for the timeout.
  answer = (_method, socket, id) => socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: 'no' }))
  await expect(connection.request('sync.hello', {})).rejects.toMatchObject({ errorName: 'refused', retry: false })
  // Of a frame that is neither, nothing is known: the request is tried again.
  answer = (_method, socket, id) => socket.send(JSON.stringify({ id, result: 'no' }))
  await expect(connection.request('sync.hello', {})).rejects.toMatchObject({ errorName: 'internal', retry: true })
})

test('a request that is never answered times out; the connection stays', async () => {
  const { connection, statuses } = connect({ timings: { ...patient, requestMs: 500 } })
  await once(statuses, 'online')
  answer = (method, socket, id) => {
    if (method !== 'sync.hello') socket.send(encode.result(id, {}))
  }
  await expect(connection.request('sync.hello', {})).rejects.toMatchObject({ code: 'timeout' })
  expect(connection.online).toBe(true)
})

test('the heartbeat detects a half-open connection, which is opened again', async () => {
  const { statuses } = connect({ timings: { ...patient, heartbeatTimeoutMs: 300, backoffBaseMs: 5, backoffMaxMs: 20 } })
  await once(statuses, 'online')
  answer = () => {}
  await once(statuses, 'offline')
  answer = (_method, socket, id) => socket.send(encode.result(id, {}))
  await once(statuses, 'online')
})

test('a dead connection is detected within one heartbeat', () => {
  expect(defaultTimings.heartbeatMs + defaultTimings.heartbeatTimeoutMs).toBeLessThanOrEqual(limits.heartbeatMs)
})

test('requests in flight fail with offline when the connection is lost; it reconnects', async () => {
  const { connection, statuses } = connect()
  await once(statuses, 'online')
  answer = (method, socket, id) => {
    if (method === 'sync.hello') socket.terminate()
    else socket.send(encode.result(id, {}))
  }
  await expect(connection.request('sync.hello', {})).rejects.toMatchObject({ code: 'offline' })
  await once(statuses, 'online')
})

test('wake connects at once instead of waiting for the backoff', async () => {
  const { connection, statuses } = connect({
    timings: { backoffBaseMs: 3_600_000, backoffMaxMs: 3_600_000 },
    random: () => 1,
  })
  await once(statuses, 'online')
  const offline = once(statuses, 'offline')
  for (const socket of server.clients) socket.terminate()
  await offline
  const online = once(statuses, 'online')
  connection.wake()
  await online
})

test.each([
  ['an event', (socket: WebSocket) => socket.send(encode.notification('session.ended', { reason: 'revoked' }))],
  ['a close code', (socket: WebSocket) => socket.close(closeCodes.sessionEnded)],
])('after a session was ended by %s it does not reconnect', async (_name, end) => {
  const line = once(seen, 'line')
  const { statuses, ended, connection } = connect()
  const [socket] = (await line) as [WebSocket]
  await once(statuses, 'online')
  end(socket)
  expect((await ended).errorName).toBe('session_revoked')
  expect(connection.online).toBe(false)
  await expect(connection.request('sync.hello', {})).rejects.toMatchObject({ code: 'offline' })
})

test('a refused token ends the session', async () => {
  answer = (_method, socket, id) => socket.send(encode.error(id, new ProtocolError('session_revoked').toBody()))
  const { ended } = connect()
  expect((await ended).errorName).toBe('session_revoked')
})

test('invalid frames are ignored, valid events are emitted', async () => {
  const line = once(seen, 'line')
  const { statuses } = connect()
  const [socket] = (await line) as [WebSocket]
  await once(statuses, 'online')
  const typing = once(statuses, 'conversation.typing')
  socket.send('{{{')
  socket.send('[]')
  socket.send(Buffer.from([1, 2, 3]))
  socket.send(encode.notification('later.version', {}))
  socket.send(encode.notification('conversation.typing', { conversationId: 5 }))
  socket.send(encode.result(999_999, {}))
  socket.send(encode.notification('conversation.typing', { conversationId: 'c', userId: 'u' }))
  expect(await typing).toEqual([{ conversationId: 'c', userId: 'u' }])
})

test('without a server: offline with a time of the next attempt', async () => {
  const { statuses } = connect({ url: 'ws://127.0.0.1:1/v1/socket' })
  const [status] = (await once(statuses, 'offline')) as [Extract<ConnectionStatus, { status: 'offline' }>]
  expect(status.error).toMatchObject({ code: 'unreachable' })
  expect(status.retryAt).not.toBeNull()
})

test('another kind of server is reported as not_a_workspace', async () => {
  await new Promise(resolve => server.close(resolve))
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: (_info, done) => done(false, 404) })
  await once(server, 'listening')
  const { statuses } = connect()
  const [status] = (await once(statuses, 'offline')) as [Extract<ConnectionStatus, { status: 'offline' }>]
  expect(status.error).toMatchObject({ code: 'not_a_workspace' })
})

test.each([429, 502, 503])('a proxy that answers %i is reported as unreachable', async status => {
  await new Promise(resolve => server.close(resolve))
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: (_info, done) => done(false, status) })
  await once(server, 'listening')
  const { statuses } = connect()
  const [offline] = (await once(statuses, 'offline')) as [Extract<ConnectionStatus, { status: 'offline' }>]
  expect(offline.error).toMatchObject({ code: 'unreachable' })
})

test.each([
  [503, '7', 'server_closing', 7_000],
  [429, '7', 'unreachable', 7_000],
  [503, 'Wed, 21 Oct 2026 07:28:00 GMT', 'unreachable', undefined],
])('a server that answers %i with Retry-After %s is %s until then', async (status, after, code, retryAfterMs) => {
  await new Promise(resolve => server.close(resolve))
  const headers = { 'Retry-After': after }
  server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    verifyClient: (_info, done) => done(false, status, '', headers),
  })
  await once(server, 'listening')
  const { statuses } = connect()
  const [offline] = (await once(statuses, 'offline')) as [Extract<ConnectionStatus, { status: 'offline' }>]
  expect(offline.error).toMatchObject({ code, retryAfterMs })
})

test.each([
  [closeCodes.goingAway, 'server_closing'],
  [closeCodes.slowConsumer, 'slow'],
  [closeCodes.badFrame, 'unreachable'],
])('a connection that is closed with %i is offline with %s', async (code, why) => {
  const line = once(seen, 'line')
  const { statuses } = connect()
  const [socket] = (await line) as [WebSocket]
  await once(statuses, 'online')
  const offline = once(statuses, 'offline')
  socket.close(code)
  const [status] = (await offline) as [Extract<ConnectionStatus, { status: 'offline' }>]
  expect(status.error).toMatchObject({ code: why })
})

test('wake abandons a socket that hangs while it is being opened', async () => {
  const requests = on(seen, 'auth.resume')
  const usual = answer
  answer = () => {}
  const { connection, statuses } = connect()
  await requests.next()
  answer = usual
  const online = once(statuses, 'online')
  connection.wake()
  await online
})

test('a request waits longer while data is arriving', async () => {
  const { connection, statuses } = connect({ timings: { ...patient, heartbeatMs: 60_000, requestMs: 200 } })
  await once(statuses, 'online')
  answer = (_method, socket, id) => {
    // Sends other data within each timeout of the request, and the answer after it.
    let left = 4
    const next = (): void => {
      if (left-- > 0) {
        for (let i = 0; i < 40; i++)
          socket.send(encode.notification('conversation.typing', { conversationId: 'c', userId: 'u' }))
        setTimeout(next, 100)
      } else
        socket.send(
          encode.result(id, { userId: 'u', epoch: 'e', serverTime: 1, revisions: { me: 0, directory: 0, apps: 0 } }),
        )
    }
    next()
  }
  await expect(connection.request('sync.hello', {})).resolves.toMatchObject({ epoch: 'e' })
})

test('a cache error in a heartbeat does not drop the connection', async () => {
  const beats = new EventEmitter()
  const { connection, statuses } = connect({
    heartbeat: async () => {
      beats.emit('beat')
      throw new CacheError('full', 'the disk is full')
    },
  })
  await once(statuses, 'online')
  await once(beats, 'beat')
  await once(beats, 'beat')
  expect(connection.online).toBe(true)
})

test('unknown event names, also those of Object.prototype, are ignored', async () => {
  const notUnderstood: string[] = []
  const { connection, statuses } = connect({ onNotUnderstood: what => notUnderstood.push(what) })
  const [socket] = (await once(seen, 'line')) as [WebSocket]
  await once(statuses, 'online')
  for (const name of ['constructor', 'toString', '__proto__', 'later.event']) socket.send(encode.notification(name, {}))
  socket.send(encode.notification('sync.push', { scope: 'me' }))
  await expect(connection.request('sync.hello', {})).resolves.toMatchObject({ epoch: 'e' })
  expect(notUnderstood).toEqual(['event'])
})

test('a heartbeat whose answer is not understood does not drop the connection', async () => {
  let beats = 0
  const { connection, statuses } = connect({
    heartbeat: async request => {
      beats++
      await request('sync.hello', {})
    },
  })
  answer = (_method, socket, id) => socket.send(encode.result(id, _method === 'sync.hello' ? 'later' : {}))
  const lines: unknown[] = []
  seen.on('line', line => lines.push(line))
  await once(statuses, 'online')
  while (beats < 3) await once(seen, 'sync.hello')
  expect(connection.online).toBe(true)
  expect(lines).toHaveLength(1)
})
