import { request } from 'node:http'
import { encode, limits, ProtocolError, parseFrame, socketPath } from '@lianqun/protocol'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { ServerLimits } from '../../options.ts'
import { connect } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
afterEach(() => workspace.end())
const start = async (over: Partial<ServerLimits> = {}) => {
  workspace = await startWorkspace({ limits: over })
  return workspace.server
}

test('an unreadable message gets an error, an unanswerable one closes the connection', async () => {
  const { url } = await start()
  const client = await connect(url)
  client.sendRaw('{')
  expect(await client.nextError()).toMatchObject({ errorName: 'parse_error' })
  client.sendRaw('[]')
  expect(await client.nextError()).toMatchObject({ errorName: 'invalid_request' })
  client.sendRaw('{"jsonrpc":"1.0","id":0}')
  expect(await client.nextError()).toMatchObject({ errorName: 'invalid_request' })
  expect(await errorOf(client.requestRaw('no.such', {}))).toBe('unknown_method')
  expect(await errorOf(client.requestRaw('constructor', {}))).toBe('unknown_method')
  const error = await client
    .requestRaw('auth.signIn', { account: 'x', password: 'y', device: { id: '!', name: 'n', platform: 'p' } })
    .catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ProtocolError)
  expect(error).toMatchObject({ errorName: 'invalid_params', field: 'device.id' })
  client.sendRaw(Buffer.from([1, 2, 3]))
  expect(await client.closed).toMatchObject({ code: 1003 })
})

test('frames and batches over the limit', async () => {
  const { url } = await start()
  const client = await connect(url)
  client.sendRaw(encode.batch(Array.from({ length: 101 }, (_, i) => encode.request(i + 1, 'sync.hello', {}))))
  expect(await client.nextError()).toMatchObject({ errorName: 'invalid_request' })
  client.sendRaw(encode.batch(Array.from({ length: 101 }, () => encode.notification('made.up', {}))))
  expect(await client.nextError()).toMatchObject({ errorName: 'invalid_request' })
  client.sendRaw(`"${'x'.repeat(limits.frameBytes)}"`)
  // As the pieces come: the first is as large as a stranger's burst, and says already how long the frame is.
  expect([1009, 4429]).toContain((await client.closed).code)
  const a = await workspace.client('a')
  a.sendRaw(`"${'x'.repeat(limits.frameBytes)}"`)
  expect(await a.closed).toMatchObject({ code: 1009 })
})

test('each request of an oversized batch is answered with an error', async () => {
  await start()
  const a = await workspace.client('a')
  const answered: (number | null)[] = []
  a.ws.on('message', data => {
    for (const message of parseFrame(data.toString())) if (message.kind === 'error') answered.push(message.id)
  })
  const ids = Array.from({ length: 250 }, (_, i) => 1_000 + i)
  a.sendRaw(encode.batch(ids.map(id => encode.request(id, 'sync.hello', {}))))
  await expect.poll(() => answered).toEqual(ids)
  const thousands = Array.from({ length: 15_000 }, (_, i) => encode.request(i + 1, 'x', {}))
  a.sendRaw(encode.batch(thousands))
  expect(await a.closed).toMatchObject({ code: 4429 })
})

test('unknown methods are tolerated within the rate limit', async () => {
  await start({ refusals: 20, requestBurst: 300, requestsPerSecond: 1 })
  const a = await workspace.client('a')
  for (let i = 0; i < 200; i++) expect(await errorOf(a.requestRaw('thread.list', {}))).toBe('unknown_method')
  const flood = Array.from({ length: 200 }, () => a.requestRaw('thread.list', {}).catch((e: unknown) => e))
  expect(await a.closed).toMatchObject({ code: 4429 })
  await Promise.all(flood)
})

test('a socket from any origin but the client’s is refused', async () => {
  const { url } = await start({})
  const status = (origin?: string) =>
    new Promise<number>((resolve, reject) => {
      const ws = new WebSocket(url + socketPath, 'lianqun.v1', { origin })
      ws.on('error', reject)
      ws.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      ws.on('open', () => {
        ws.terminate()
        resolve(101)
      })
    })
  expect(await status()).toBe(101)
  // Chromium's network stack sends the client's own origin, and cannot send none.
  expect(await status('app://lianqun')).toBe(101)
  const others = ['https://evil.example', 'http://127.0.0.1:8440', 'null', 'app://lianqun.evil.example', 'file://']
  for (const origin of [...others, 'chrome-extension://abc', 'app://lianqun, https://evil.example'])
    expect(await status(origin)).toBe(403)
})

test('the path, the subprotocol and the number of sockets are checked before the handshake', async () => {
  const { url } = await start({ maxSockets: 1 })
  const status = (address: string, protocol?: string) =>
    new Promise(resolve => {
      const ws = new WebSocket(address, protocol)
      ws.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      ws.on('error', () => resolve('error'))
    })
  expect(await status(`${url}/elsewhere`, 'lianqun.v1')).toBe(404)
  expect(await status(url + socketPath)).toBe(400)
  expect(await status(url + socketPath, 'other')).toBe(400)
  await connect(url)
  expect(await status(url + socketPath, 'lianqun.v1')).toBe(503)
})

test('sends over the limit get a retry time; a client that goes on is closed', async () => {
  await start({ sendsPerSecond: 1, burst: 3, refusals: 20 })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  for (let i = 0; i < 3; i++) await say(a, id, 'x')
  const error = await say(a, id, 'x').catch((e: unknown) => e)
  expect(error).toMatchObject({ errorName: 'rate_limited', retryAfterMs: expect.any(Number) })
  const flood = Array.from({ length: 60 }, () => say(a, id, 'x').catch((e: unknown) => e))
  expect(await a.closed).toMatchObject({ code: 4429 })
  await Promise.all(flood)
})

test('frames are counted before parsing: a flood closes the connection, earlier when unauthenticated', async () => {
  const { url } = await start({ frameBurst: 50, framesPerSecond: 1 })
  const unauthenticated = await connect(url)
  for (let i = 0; i < 30; i++) unauthenticated.sendRaw('{"jsonrpc":"2.0","method":"made.up"}')
  expect(await unauthenticated.closed).toMatchObject({ code: 4429 })
  const large = await connect(url)
  large.sendRaw(`"${'x'.repeat(100_000)}"`)
  expect(await large.closed).toMatchObject({ code: 4429 })
  const a = await workspace.client('a')
  a.sendRaw(`"${'x'.repeat(100_000)}"`)
  expect(await a.nextError()).toMatchObject({ errorName: 'invalid_request' })
  for (let i = 0; i < 60; i++) a.sendRaw('{"jsonrpc":"2.0","method":"made.up"}')
  expect(await a.closed).toMatchObject({ code: 4429 })
})

test('answers without a request count as refusals', async () => {
  await start({ refusals: 5 })
  const a = await workspace.client('a')
  for (let i = 0; i < 20; i++) a.sendRaw(encode.result(1, null))
  expect(await a.closed).toMatchObject({ code: 4429 })
})

test('no frame crashes the server', async () => {
  const { url } = await start({ refusals: 100_000, requestsPerSecond: 1e6, requestBurst: 1e6, burst: 1e6 })
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  const names = ['message.send', 'sync.changes', 'sync.heads', 'conversation.create', 'auth.refresh', 'app.token', '']
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({
        jsonrpc: fc.constant('2.0'),
        id: fc.anything(),
        method: fc.constantFrom(...names),
        params: fc.anything(),
      })
      .map(safeJson),
    fc
      .record({
        conversationId: fc.oneof(fc.constant(id), fc.string()),
        clientId: fc.oneof(fc.uuid(), fc.string()),
        content: fc.oneof(
          fc.anything(),
          fc.record({
            type: fc.constant('text'),
            text: fc.string({ unit: 'binary' }),
            mentions: fc.array(fc.anything()),
          }),
        ),
      })
      .map(params => safeJson({ jsonrpc: '2.0', id: 7, method: 'message.send', params })),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 10 }), async frames => {
      const client = await workspace.client('a')
      for (const text of frames) client.sendRaw(text)
      expect((await client.request('sync.hello', {})).userId).toBe('a')
      await client.close()
    }),
    { numRuns: 40 },
  )
  expect(
    await (await connect(url)).request('auth.refresh', { refreshToken: 'x' }).catch((e: unknown) => e),
  ).toMatchObject({
    errorName: 'token_expired',
  })
  expect(await say(a, id, '还在')).toMatchObject({ content: { text: '还在' } })
})

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null'
  } catch {
    // The generated value has no JSON form.
    return '{}'
  }
}

test('closing waits for a pending HTTP request', async () => {
  const server = await start()
  const a = await workspace.client('a')
  const { token } = await a.request('app.token', { appId: 'announcements' })
  const sending = request(`${server.httpUrl}/api/apps/announcements/none/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', expect: '100-continue' },
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sending.on('response', response => resolve(response.resume().statusCode)).on('error', reject)
  })
  const begun = new Promise<void>(resolve => sending.on('continue', resolve))
  sending.flushHeaders()
  await begun
  const closing = server.close()
  expect(await a.closed).toMatchObject({ code: 1001 })
  sending.end('{}')
  expect(await answered).toBe(404)
  await closing
})

test('closing answers pending requests, closes the sockets with 1001 and accepts no more', async () => {
  const server = await start()
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  const sending = say(a, id, '最后一句')
  await new Promise<void>(resolve => a.ws.once('message', () => resolve()))
  const closing = server.close()
  expect((await sending).seq).toBeGreaterThan(0)
  expect(await a.closed).toMatchObject({ code: 1001 })
  await closing
  await server.close()
  const refused = new Promise(resolve => {
    request(`${server.httpUrl}/healthz`).on('error', resolve).end()
  })
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' })
})
