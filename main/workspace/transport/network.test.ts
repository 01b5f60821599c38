import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import type { SecretStore } from '../session.ts'
import type { NativeNetwork, NativeSocket } from './native-line.ts'
import { Network, type NetworkOptions } from './network.ts'
import type { ProxyChallenge, ProxyReply } from './proxy-passwords.ts'
import { authority, companyHost, companyServer, connectProxy, deadPort, socksProxy } from './testing.ts'
import type { Line } from './transport.ts'

const withAuthority = { bundled: () => [], system: () => [authority], extra: () => [] }

function network(options: Partial<NetworkOptions> = {}): Network {
  return new Network({ log: () => {}, certificates: withAuthority, ...options })
}

/** Connects; resolves with the open line, or rejects with the error that it ended with. */
function opened(by: Network, url: string, handshakeMs = 10_000): Promise<Line> {
  const { promise, resolve, reject } = Promise.withResolvers<Line>()
  const line = by.connect(
    url,
    {
      opened: () => resolve(line),
      received: () => {},
      closed: end => reject('error' in end ? end.error : new Error(`closed with ${end.code}`)),
    },
    handshakeMs,
  )
  return promise
}

const byProxy = (...ports: number[]) => ({
  resolveProxy: async () => ports.map(port => `PROXY 127.0.0.1:${port}`).join('; '),
})

test('a server of a private authority is trusted by the certificates of the system, and only by them', async () => {
  const { port } = await companyServer()
  const url = `wss://localhost:${port}`
  const line = await opened(network(), url)
  expect(line.isOpen).toBe(true)
  line.abandon()
  const without = network({ certificates: { bundled: () => [], system: () => [], extra: () => [] } })
  await expect(opened(without, url)).rejects.toMatchObject({ code: 'bad_certificate' })
  // Certificates of the company's policy count too, without those of the system.
  const system = vi.fn(() => [])
  const byPolicy = network({ certificates: { bundled: () => [], system, extra: () => [authority] } })
  expect((await opened(byPolicy, url)).isOpen).toBe(true)
  expect(system).not.toHaveBeenCalled()
})

test('system certificates that cannot be read leave the bundled ones, and a line in the log', async () => {
  const { port } = await companyServer()
  const log = vi.fn()
  const system = () => {
    throw new Error('the store is locked')
  }
  const by = network({ log, certificates: { bundled: () => [], system, extra: () => [] } })
  await expect(opened(by, `wss://localhost:${port}`)).rejects.toMatchObject({ code: 'bad_certificate' })
  expect(log.mock.calls.map(([text]) => text)).toContain('the certificates of the system cannot be read')
})

test('a system that does not say its proxies, at all or in time, is an error with a name', async () => {
  const failing = network({ resolveProxy: () => Promise.reject(new Error('no')) })
  await expect(opened(failing, `wss://${companyHost}`)).rejects.toMatchObject({ code: 'proxy_unreachable' })
  const silent = network({ resolveProxy: () => new Promise(() => {}), resolveMs: 10 })
  await expect(opened(silent, `wss://${companyHost}`)).rejects.toMatchObject({ code: 'proxy_unreachable' })
})

test.each([true, false])('the server is reached by a proxy that only does CONNECT (TLS: %s)', async tls => {
  const server = await companyServer({ tls })
  const proxy = await connectProxy()
  const resolveProxy = vi.fn(byProxy(proxy.port).resolveProxy)
  const url = `${tls ? 'wss' : 'ws'}://${companyHost}:${server.port}/v1/socket`
  const line = await opened(network({ resolveProxy }), url)
  expect(line.isOpen).toBe(true)
  // Without the private authority the first attempt is refused, so there may be two tunnels.
  expect(proxy.asked[0]).toEqual({ target: `${companyHost}:${server.port}`, authorization: undefined })
  expect(resolveProxy).toHaveBeenCalledExactlyOnceWith(
    `${tls ? 'https' : 'http'}://${companyHost}:${server.port}/v1/socket`,
  )
  expect(line.bytesRead).toBeGreaterThan(0)
})

test('the proxy is asked for anew for each attempt', async () => {
  const server = await companyServer()
  const [first, second] = [await connectProxy(), await connectProxy()]
  const answers = [`PROXY 127.0.0.1:${first.port}`, `PROXY 127.0.0.1:${second.port}`]
  const by = network({ resolveProxy: async () => answers.shift() ?? '' })
  const url = `wss://${companyHost}:${server.port}`
  await opened(by, url)
  expect(second.asked).toEqual([])
  await opened(by, url)
  expect(second.asked).not.toEqual([])
  await expect(opened(by, url)).rejects.toMatchObject({ code: 'address_unknown' })
})

test('a proxy that speaks TLS, and a SOCKS 5 proxy, which looks the name up', async () => {
  const server = await companyServer()
  const url = `wss://${companyHost}:${server.port}`
  const secure = await connectProxy({ tls: true })
  await opened(network({ resolveProxy: async () => `HTTPS localhost:${secure.port}` }), url)
  const socks = await socksProxy()
  await opened(network({ resolveProxy: async () => `SOCKS5 127.0.0.1:${socks.port}` }), url)
  expect(new Set(socks.names)).toEqual(new Set([companyHost]))
})

test('a proxy that is down is passed over; the one that worked is tried first the next time', async () => {
  const server = await companyServer()
  const dead = await deadPort()
  const proxy = await connectProxy()
  const lines: unknown[] = []
  const log = (text: string): void => void lines.push(text)
  const by = network({ ...byProxy(dead, proxy.port), log })
  const url = `wss://${companyHost}:${server.port}`
  await opened(by, url)
  expect(lines).toContain('a route to the server failed')
  lines.length = 0
  await opened(by, url)
  expect(lines).toEqual([])
  by.changed()
  await opened(by, url)
  expect(lines).toContain('a route to the server failed')
})

test.each([
  ['is down', async () => byProxy(await deadPort()), 'proxy_unreachable'],
  ['never answers', async () => byProxy((await connectProxy({ silent: true })).port), 'proxy_unreachable'],
  ['refuses the address', async () => byProxy((await connectProxy({ status: 403 })).port), 'proxy_refused'],
  ['cannot reach the server', async () => byProxy((await connectProxy({ status: 503 })).port), 'unreachable'],
  ['wants a password', async () => byProxy((await connectProxy({ wants: 'a:b' })).port), 'proxy_password'],
  [
    'is a SOCKS proxy that is down',
    async () => ({ resolveProxy: async () => `SOCKS5 127.0.0.1:${await deadPort()}` }),
    'proxy_unreachable',
  ],
])('a proxy that %s is named as the cause', async (_what, options, code) => {
  await expect(opened(network(await options()), `wss://${companyHost}:443`, 2_000)).rejects.toMatchObject({ code })
})

test('without any network that is what is said', async () => {
  const by = network({ isOnline: () => false })
  await expect(opened(by, `ws://127.0.0.1:${await deadPort()}`)).rejects.toMatchObject({ code: 'no_network' })
})

function memorySecrets(): SecretStore & { values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    get: async name => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
    copy: async (from, to) => void values.set(to, values.get(from) ?? ''),
    delete: async name => void values.delete(name),
  }
}

/** A person who gives these answers, in order; then none. */
function person(...replies: ProxyReply[]) {
  const asked: ProxyChallenge[] = []
  const askPassword = async (challenge: ProxyChallenge): Promise<ProxyReply> => {
    asked.push(challenge)
    return replies.shift() ?? null
  }
  return { asked, askPassword }
}

test('a proxy with a password: asked until it is right, then known', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'chenyu:right, 对' })
  const url = `wss://${companyHost}:${server.port}`
  const name = `127.0.0.1:${proxy.port}`
  const secrets = memorySecrets()
  const { asked, askPassword } = person(
    { account: 'chenyu', password: 'wrong', remember: true },
    { account: 'chenyu', password: 'right, 对', remember: true },
  )
  const by = network({ ...byProxy(proxy.port), askPassword, secrets })
  await opened(by, url)
  expect(asked).toEqual([
    { proxy: name, realm: 'Example Company', account: '', rejected: false },
    { proxy: name, realm: 'Example Company', account: 'chenyu', rejected: true },
  ])
  await opened(by, url)
  expect(asked).toHaveLength(2)
  // The next start takes what was remembered, and the wrong password was not kept.
  expect([...secrets.values.values()]).toEqual([JSON.stringify({ account: 'chenyu', password: 'right, 对' })])
  const later = person()
  await opened(network({ ...byProxy(proxy.port), askPassword: later.askPassword, secrets }), url)
  expect(later.asked).toEqual([])
})

test('a password that the person does not want to be remembered is not stored', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'a:b' })
  const secrets = memorySecrets()
  const { askPassword } = person({ account: 'a', password: 'b', remember: false })
  await opened(network({ ...byProxy(proxy.port), askPassword, secrets }), `wss://${companyHost}:${server.port}`)
  expect(secrets.values.size).toBe(0)
})

test('a stored password that is wrong now is forgotten, and asked for', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'a:new' })
  const secrets = memorySecrets()
  const url = `wss://${companyHost}:${server.port}`
  const old = await connectProxy({ wants: 'a:old' })
  const first = person({ account: 'a', password: 'old', remember: true })
  await opened(network({ ...byProxy(old.port), askPassword: first.askPassword, secrets }), url)
  // The same secret, now for the proxy that wants another password.
  const { askPassword, asked } = person(null)
  const stored = [...secrets.values.values()][0] ?? ''
  const always: SecretStore = {
    ...secrets,
    get: async () => (secrets.values.size > 0 ? stored : null),
    delete: async () => secrets.values.clear(),
  }
  const by = network({ ...byProxy(proxy.port), askPassword, secrets: always })
  await expect(opened(by, url)).rejects.toMatchObject({ code: 'proxy_password' })
  expect(asked).toMatchObject([{ account: 'a', rejected: true }])
  expect(secrets.values.size).toBe(0)
})

test('a declined question is not repeated by reconnecting, but when a person wants a connection', async () => {
  const proxy = await connectProxy({ wants: 'a:b' })
  const { askPassword, asked } = person()
  const by = network({ ...byProxy(proxy.port), askPassword })
  const url = `wss://${companyHost}:443`
  for (let i = 0; i < 3; i++) await expect(opened(by, url)).rejects.toMatchObject({ code: 'proxy_password' })
  expect(asked).toHaveLength(1)
  by.allowQuestions()
  await expect(opened(by, url)).rejects.toMatchObject({ code: 'proxy_password' })
  expect(asked).toHaveLength(2)
})

test('attempts at the same time share one question', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'a:b' })
  const reply = Promise.withResolvers<ProxyReply>()
  const askPassword = vi.fn(() => reply.promise)
  const by = network({ ...byProxy(proxy.port), askPassword })
  const url = `wss://${companyHost}:${server.port}`
  const both = [opened(by, url), opened(by, url)]
  await vi.waitFor(() => expect(proxy.asked.length).toBeGreaterThanOrEqual(2))
  reply.resolve({ account: 'a', password: 'b', remember: false })
  await Promise.all(both)
  expect(askPassword).toHaveBeenCalledTimes(1)
})

test('a line that is given up while its proxy is silent closes the connection to it', async () => {
  const proxy = await connectProxy({ silent: true })
  const by = network(byProxy(proxy.port))
  const closed = vi.fn()
  const line = by.connect(`wss://${companyHost}:443`, { opened: () => {}, received: () => {}, closed }, 60_000)
  await once(proxy.seen, 'asked')
  const ended = once(proxy.seen, 'ended')
  line.abandon()
  await ended
  expect(closed).not.toHaveBeenCalled()
})

test('a line that is given up while a person is asked is not opened by the answer, which is kept', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'a:b' })
  const reply = Promise.withResolvers<ProxyReply>()
  const asked = Promise.withResolvers<void>()
  const askPassword = (): Promise<ProxyReply> => {
    asked.resolve()
    return reply.promise
  }
  const by = network({ ...byProxy(proxy.port), askPassword })
  const url = `wss://${companyHost}:${server.port}`
  const handlers = { opened: vi.fn(), received: () => {}, closed: vi.fn() }
  const line = by.connect(url, handlers, 10_000)
  await asked.promise
  line.abandon()
  reply.resolve({ account: 'a', password: 'b', remember: false })
  expect((await opened(by, url)).isOpen).toBe(true)
  expect(handlers.opened).not.toHaveBeenCalled()
  expect(handlers.closed).not.toHaveBeenCalled()
})

/** Stands for Chromium's network stack, which cannot run here: it lets everything through and opens sockets by Node. */
function fakeNative(failure?: string) {
  const authenticated: string[] = []
  const opens: { url: string; origin: string }[] = []
  const sent: string[] = []
  const sockets: (NativeSocket & EventTarget)[] = []
  const native: NativeNetwork = {
    authenticate: async url => {
      authenticated.push(url)
      if (failure !== undefined) throw new Error(failure)
    },
    open: (url, { origin }) => {
      opens.push({ url, origin })
      const socket: NativeSocket = Object.assign(new EventTarget(), {
        readyState: 1,
        send: (text: string) => void sent.push(text),
        close: () => {},
      })
      sockets.push(socket as NativeSocket & EventTarget)
      setImmediate(() => (socket as NativeSocket & EventTarget).dispatchEvent(new Event('open')))
      return socket
    },
  }
  return { native, authenticated, opens, sent, sockets }
}

test.each([
  [['Negotiate', 'NTLM', 'Basic realm="x"']],
  [['NTLM']],
  [['Digest realm="x, y", nonce="a", qop="auth"']],
  [['Negotiate, Basic realm="x"']],
])('Chromium takes over where a proxy wants %j, and from then on', async schemes => {
  const proxy = await connectProxy({ wants: 'a:b', schemes })
  const { native, authenticated, opens } = fakeNative()
  const { askPassword, asked } = person()
  const by = network({ ...byProxy(proxy.port), native, askPassword })
  await opened(by, `wss://${companyHost}:443/v1/socket`)
  expect(authenticated).toEqual([`https://${companyHost}/healthz`])
  expect(opens).toEqual([{ url: `wss://${companyHost}:443/v1/socket`, origin: 'app://lianqun' }])
  expect(asked).toEqual([])
  const before = proxy.asked.length
  await opened(by, `wss://${companyHost}:443/v1/socket`)
  expect(proxy.asked).toHaveLength(before)
  // On another network all is tried anew.
  by.changed()
  await opened(by, `wss://${companyHost}:443/v1/socket`)
  expect(proxy.asked.length).toBeGreaterThan(before)
})

test('a proxy that offers Basic as well gets a password where Chromium was not let through', async () => {
  const server = await companyServer()
  const proxy = await connectProxy({ wants: 'a:b', schemes: ['NTLM', 'Basic realm="x"'] })
  const { native } = fakeNative('net::ERR_TUNNEL_CONNECTION_FAILED')
  const { askPassword } = person({ account: 'a', password: 'b', remember: false })
  const by = network({ ...byProxy(proxy.port), native, askPassword })
  expect((await opened(by, `wss://${companyHost}:${server.port}`)).isOpen).toBe(true)
})

test.each([
  ['in TLS', { clientCertificate: true }],
  ['by 400, as some web servers do', { status: 400 }],
])('Chromium takes over where the server wants a client certificate: said %s', async (_how, options) => {
  const server = await companyServer(options)
  const { native, opens } = fakeNative()
  await opened(network({ native }), `wss://localhost:${server.port}`)
  expect(opens).toHaveLength(1)
  // Without Chromium the cause has a name.
  const code = 'status' in options ? 'not_a_workspace' : 'client_certificate'
  await expect(opened(network(), `wss://localhost:${server.port}`)).rejects.toMatchObject({ code })
  // Where Chromium fails too, it is the first error that counts.
  const failing = fakeNative('net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED')
  await expect(opened(network({ native: failing.native }), `wss://localhost:${server.port}`)).rejects.toMatchObject({
    code,
  })
})

test('a proxy of a kind that only Chromium knows is left to it', async () => {
  const { native, opens } = fakeNative()
  const by = network({ resolveProxy: async () => 'QUIC proxy.company.test:443', native })
  await opened(by, `wss://${companyHost}`)
  expect(opens).toHaveLength(1)
})

test('a socket of Chromium sends, receives and closes as any other', async () => {
  const { native, sent, sockets } = fakeNative()
  const by = network({ resolveProxy: async () => 'QUIC proxy.company.test:443', native })
  const open = Promise.withResolvers<void>()
  const handlers = { opened: open.resolve, received: vi.fn(), closed: vi.fn() }
  const line = by.connect(`wss://${companyHost}`, handlers, 10_000)
  await open.promise
  line.send('a')
  expect(sent).toEqual(['a'])
  const [socket] = sockets
  socket?.dispatchEvent(new MessageEvent('message', { data: 'text' }))
  socket?.dispatchEvent(new MessageEvent('message', { data: Buffer.from('binary') }))
  expect(handlers.received.mock.calls).toEqual([['text'], [null]])
  expect(line.bytesRead).toBe(4)
  socket?.dispatchEvent(Object.assign(new Event('close'), { code: 1001, reason: 'bye' }))
  expect(handlers.closed).toHaveBeenCalledExactlyOnceWith({ code: 1001, reason: 'bye' })
  expect(line.isOpen).toBe(false)
  // What Chromium says of a line that broke is an error with a name.
  const second = Promise.withResolvers<void>()
  const later = { opened: second.resolve, received: vi.fn(), closed: vi.fn() }
  by.connect(`wss://${companyHost}`, later, 10_000)
  await second.promise
  sockets[1]?.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: 'net::ERR_INTERNET_DISCONNECTED' }))
  expect(later.closed).toHaveBeenCalledExactlyOnceWith({ error: expect.objectContaining({ code: 'no_network' }) })
})
