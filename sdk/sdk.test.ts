import { expect, test, vi } from 'vitest'
import type {
  BridgeArgs,
  BridgeCallName,
  BridgeContext,
  BridgeOutcome,
  LianqunBridge,
} from '../preload/bridge/index.ts'
import { connect, type Lianqun, LianqunError } from './index.ts'
import { renewAhead } from './token.ts'

const context: BridgeContext = {
  appId: 'announcements',
  user: { id: 'u1', name: '陈屿', latinName: 'Yu Chen' },
  workspace: { name: '青屿科技', latinName: 'Qingyu Tech' },
  language: 'zh',
  theme: 'light',
  platform: 'linux',
}
const hour = 3_600_000

/** A client with a fake clock that issues tokens t1, t2, … valid for an hour. */
function fakeClient(answers: Partial<Record<string, BridgeOutcome>> = {}) {
  const client = { now: 1_000, tokens: 0, calls: [] as [string, unknown][], tell: (_: BridgeContext) => {} }
  const bridge = {
    invoke: async (name: string, args: unknown) => {
      client.calls.push([name, args])
      if (answers[name]) return answers[name]
      if (name === 'context.get') return { ok: true, value: context }
      if (name === 'token.get') {
        client.tokens++
        const value = { token: `t${client.tokens}`, expiresAt: client.now + hour, apiBase: 'http://server/api/apps' }
        return { ok: true, value }
      }
      return { ok: true, value: {} }
    },
    on: (_: string, listener: (context: BridgeContext) => void) => {
      client.tell = listener
      return () => {}
    },
  } as unknown as LianqunBridge
  return { ...client, bridge, state: client, clock: () => client.now }
}

/** A server that refuses the tokens of `refused` and answers the others with `{token}`. */
function fakeServer(refused: string[] = []) {
  return vi.fn(async (_url: unknown, init?: RequestInit) => {
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? ''
    return refused.includes(token) ? new Response('{}', { status: 401 }) : Response.json({ token })
  })
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    error => error as LianqunError,
  )

test('connecting outside the client throws outside_client', async () => {
  const error = await failure(connect())
  expect(error).toBeInstanceOf(LianqunError)
  expect(error?.code).toBe('outside_client')
})

test('a token is fetched once for requests at the same time and kept', async () => {
  const client = fakeClient()
  const server = fakeServer()
  const lianqun = await connect({ bridge: client.bridge, fetch: server, now: client.clock })
  const answers = await Promise.all([lianqun.json('/a'), lianqun.json('/b')])
  expect(answers).toEqual([{ token: 't1' }, { token: 't1' }])
  expect(server.mock.calls.map(([url]) => url)).toEqual(['http://server/api/apps/a', 'http://server/api/apps/b'])
  client.state.now += hour - renewAhead - 1
  expect(await lianqun.json('/c')).toEqual({ token: 't1' })
})

test('a token is renewed before it expires', async () => {
  const client = fakeClient()
  const lianqun = await connect({ bridge: client.bridge, fetch: fakeServer(), now: client.clock })
  await lianqun.json('/a')
  client.state.now += hour - renewAhead
  expect(await lianqun.json('/b')).toEqual({ token: 't2' })
})

test('a refused token is replaced once, with the same request', async () => {
  const client = fakeClient()
  const server = fakeServer(['t1'])
  const lianqun = await connect({ bridge: client.bridge, fetch: server, now: client.clock })
  expect(await lianqun.json('/a', { body: { title: 'x' } })).toEqual({ token: 't2' })
  expect(server.mock.calls.map(([, init]) => init?.body)).toEqual(['{"title":"x"}', '{"title":"x"}'])
  expect(server.mock.calls.map(([, init]) => init?.method)).toEqual(['POST', 'POST'])
})

test('two requests with the same refused token renew it once', async () => {
  const client = fakeClient()
  const lianqun = await connect({ bridge: client.bridge, fetch: fakeServer(['t1']), now: client.clock })
  await Promise.all([lianqun.json('/a'), lianqun.json('/b')])
  expect(client.state.tokens).toBe(2)
})

test('when the server also refuses the new token, its answer is returned', async () => {
  const client = fakeClient()
  const server = fakeServer(['t1', 't2'])
  const lianqun = await connect({ bridge: client.bridge, fetch: server, now: client.clock })
  const error = await failure(lianqun.json('/a'))
  expect(error).toMatchObject({ code: 'http', status: 401 })
  expect(server).toHaveBeenCalledTimes(2)
})

test('after a failed token the next request asks again', async () => {
  const answers: Partial<Record<string, BridgeOutcome>> = {
    'token.get': { ok: false, error: { code: 'offline', message: 'no network' } },
  }
  const client = fakeClient(answers)
  const lianqun = await connect({ bridge: client.bridge, fetch: fakeServer(), now: client.clock })
  expect(await failure(lianqun.json('/a'))).toMatchObject({ code: 'offline', message: 'no network' })
  delete answers['token.get']
  expect(await lianqun.json('/a')).toEqual({ token: 't1' })
})

test('errors of client, network and server have different codes', async () => {
  const client = fakeClient({
    'clipboard.write': {
      ok: false,
      error: { code: 'not_declared', message: 'clipboard.write is not in the manifest' },
    },
  })
  const broken = await connect({
    bridge: client.bridge,
    fetch: async () => {
      throw new TypeError('Failed to fetch')
    },
  })
  expect(await failure(broken.copy('x'))).toMatchObject({ code: 'not_declared' })
  expect(await failure(broken.json('/a'))).toMatchObject({ code: 'offline' })

  const answer = (body: string, status: number) =>
    connect({ bridge: client.bridge, fetch: async () => new Response(body, { status }) })
  const refusing = await answer('{"error":"forbidden","message":"You may not publish."}', 403)
  expect(await failure(refusing.json('/a'))).toMatchObject({
    code: 'http',
    status: 403,
    serverCode: 'forbidden',
    message: 'You may not publish.',
  })
  const proxy = await answer('<h1>Bad gateway</h1>', 502)
  expect(await failure(proxy.json('/a'))).toMatchObject({ code: 'http', status: 502, serverCode: null })
})

test('the token is sent only to the workspace', async () => {
  const client = fakeClient()
  const server = fakeServer()
  const lianqun = await connect({ bridge: client.bridge, fetch: server })
  for (const path of ['https://elsewhere.example/', '//elsewhere.example/', 'a', '@elsewhere.example/', '.elsewhere'])
    expect(await failure(lianqun.fetch(path))).toMatchObject({ code: 'bad_arguments' })
  expect(server).not.toHaveBeenCalled()
})

test('a request of the contract becomes its method, path, query and body', async () => {
  const client = fakeClient()
  const server = fakeServer()
  const lianqun = await connect({ bridge: client.bridge, fetch: server })
  await lianqun.api('GET /directory/search', { query: { q: '林 晚', limit: 5 } })
  await lianqun.api('POST /announcements/:id/confirm', { params: { id: 'a1' } })
  expect(server.mock.calls.map(([url, init]) => [init?.method, url])).toEqual([
    ['GET', 'http://server/api/apps/directory/search?q=%E6%9E%97+%E6%99%9A&limit=5'],
    ['POST', 'http://server/api/apps/announcements/a1/confirm'],
  ])
})

test('a path parameter cannot change the path', async () => {
  const client = fakeClient()
  const server = fakeServer()
  const lianqun = await connect({ bridge: client.bridge, fetch: server })
  for (const id of ['.', '..', '', undefined, null, 5]) {
    const params = { id } as { id: string }
    const asked = lianqun.api('POST /announcements/:id/confirm', { params })
    expect(await failure(asked)).toMatchObject({ code: 'bad_arguments' })
  }
  expect(server).not.toHaveBeenCalled()
  await lianqun.api('GET /announcements/:id', { params: { id: '../../me?x#' } })
  expect(server.mock.calls[0]?.[0]).toBe('http://server/api/apps/announcements/..%2F..%2Fme%3Fx%23')
})

test('the context follows the client', async () => {
  const client = fakeClient()
  const lianqun = await connect({ bridge: client.bridge })
  expect(lianqun.context.language).toBe('zh')
  const heard: string[] = []
  const off = lianqun.onContext(next => heard.push(next.language))
  client.state.tell({ ...context, language: 'en' })
  off()
  client.state.tell({ ...context, language: 'zh' })
  expect(heard).toEqual(['en'])
  expect(lianqun.context.language).toBe('zh')
})

/** How a page makes each call of the bridge. A call without a function of the SDK does not compile. */
const sdkCalls: { [N in BridgeCallName]: { args: BridgeArgs<N>; make: (lianqun: Lianqun) => unknown } } = {
  'context.get': { args: {}, make: lianqun => lianqun.context },
  'token.get': { args: {}, make: lianqun => lianqun.fetch('/me') },
  'conversation.open': { args: { userId: 'u2' }, make: lianqun => lianqun.openConversation({ userId: 'u2' }) },
  'profile.open': { args: { userId: 'u2' }, make: lianqun => lianqun.openProfile('u2') },
  'clipboard.write': { args: { text: '周三' }, make: lianqun => lianqun.copy('周三') },
  'link.open': { args: { url: 'https://example.com/' }, make: lianqun => lianqun.openLink('https://example.com/') },
  'title.set': { args: { title: 'Three unread' }, make: lianqun => lianqun.setTitle('Three unread') },
  'app.close': { args: {}, make: lianqun => lianqun.close() },
}

test.each(Object.entries(sdkCalls))('the SDK makes the bridge call %s', async (name, { args, make }) => {
  const client = fakeClient()
  const lianqun = await connect({ bridge: client.bridge, fetch: fakeServer() })
  await make(lianqun)
  expect(client.state.calls).toContainEqual([name, args])
})
