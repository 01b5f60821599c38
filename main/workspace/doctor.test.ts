import { expect, test, vi } from 'vitest'
import type { Diagnosis } from '../../preload/contract/index.ts'
import { type DoctorOptions, diagnose } from './doctor.ts'
import { Network, type NetworkOptions } from './transport/network.ts'
import { authority, companyHost, companyServer, connectProxy, deadPort, socksProxy } from './transport/testing.ts'

const trusting = { bundled: () => [], system: () => [authority], extra: () => [] }

function examine(
  address: string,
  network: Partial<NetworkOptions> = {},
  options: Partial<DoctorOptions> = {},
): Promise<Diagnosis> {
  return diagnose(address, {
    network: new Network({ log: () => {}, certificates: trusting, ...network }),
    checkSession: async () => null,
    onStep: () => {},
    ...options,
  })
}

/** What was found, step by step. */
const findings = ({ steps }: Diagnosis): string[] => steps.map(({ finding }) => finding)

test('a working connection: each step is reported, and none has a problem', async () => {
  const { port } = await companyServer()
  const onStep = vi.fn()
  const diagnosis = await examine(
    `localhost:${port}`.replace('localhost', 'wss://localhost'),
    {},
    { checkSession: async () => ({ code: null, detail: '' }), onStep },
  )
  expect(findings(diagnosis)).toEqual([
    'address_ok',
    'dns_ok',
    'proxy_direct',
    'tls_ok',
    'websocket_ok',
    'signin_ok',
    'clock_ok',
  ])
  expect(diagnosis.steps.map(({ step }) => step)).toEqual([
    'address',
    'dns',
    'proxy',
    'tls',
    'websocket',
    'signin',
    'clock',
  ])
  expect(diagnosis.finished).toBe(true)
  expect(onStep).toHaveBeenCalledTimes(7)
  expect(onStep.mock.calls.every(([{ finished }]) => !finished)).toBe(true)
  expect(diagnosis.steps.find(({ step }) => step === 'tls')?.value).toBe('Example Company, Company Test Root')
})

test('an invalid address says what is wrong with it, and no further step runs', async () => {
  const diagnosis = await examine('https:/chat.example')
  expect(diagnosis.steps[0]).toMatchObject({ finding: 'address_wrong', value: 'address_slashes', outcome: 'failed' })
  expect(findings(diagnosis).slice(1)).toEqual(Array(6).fill('not_reached'))
})

test('a name that does not resolve and a computer without a network are told apart', async () => {
  expect(findings(await examine(companyHost))).toEqual(['address_ok', 'dns_not_found', ...Array(5).fill('not_reached')])
  const offline = await examine(companyHost, { isOnline: () => false })
  expect(findings(offline)).toContain('dns_no_network')
})

test('an address without encryption and a server that is down are reported', async () => {
  const { port } = await companyServer({ tls: false })
  const plain = await examine(`ws://${companyHost}:${port}`, await byProxy(connectProxy()))
  expect(findings(plain)).toEqual([
    'address_unencrypted',
    'dns_by_proxy',
    'proxy_ok',
    'tls_none',
    'websocket_ok',
    'signin_signed_out',
    'clock_ok',
  ])
  expect(findings(await examine(`wss://localhost:${await deadPort()}`)).slice(3)).toEqual([
    'tls_unreachable',
    'websocket_unreachable',
    'not_reached',
    'clock_unknown',
  ])
})

async function byProxy(proxy: Promise<{ port: number }> | number, kind = 'PROXY') {
  const port = typeof proxy === 'number' ? proxy : (await proxy).port
  return { resolveProxy: async () => `${kind} 127.0.0.1:${port}` }
}

test.each([
  ['lets it through', async () => byProxy(connectProxy()), 'proxy_ok', 'websocket_ok'],
  ['is a SOCKS proxy', async () => byProxy(socksProxy(), 'SOCKS5'), 'proxy_ok', 'websocket_ok'],
  ['is down', async () => byProxy(await deadPort()), 'proxy_unreachable', 'websocket_unreachable'],
  ['refuses the address', async () => byProxy(connectProxy({ status: 403 })), 'proxy_refused', 'websocket_unreachable'],
  ['wants a password', async () => byProxy(connectProxy({ wants: 'a:b' })), 'proxy_password', 'websocket_password'],
])('a proxy that %s', async (_what, options, proxy, websocket) => {
  const { port } = await companyServer()
  const diagnosis = findings(await examine(`${companyHost}:${port}`, await options()))
  expect(diagnosis).toContain(proxy)
  expect(diagnosis).toContain(websocket)
})

test('a system that does not say its proxies is reported', async () => {
  const diagnosis = await examine(companyHost, { resolveProxy: () => Promise.reject(new Error('no script')) })
  expect(diagnosis.steps.find(({ step }) => step === 'proxy')).toMatchObject({
    finding: 'proxy_unknown',
    detail: expect.stringContaining('no script'),
  })
  expect(diagnosis.steps).toHaveLength(7)
})

test('of two proxies the one that works is checked', async () => {
  const { port } = await companyServer()
  const proxy = await connectProxy()
  const dead = await deadPort()
  const diagnosis = await examine(`${companyHost}:${port}`, {
    resolveProxy: async () => `PROXY 127.0.0.1:${dead}; PROXY 127.0.0.1:${proxy.port}`,
  })
  expect(diagnosis.steps.find(({ step }) => step === 'proxy')).toMatchObject({
    finding: 'proxy_ok',
    value: `127.0.0.1:${proxy.port}`,
  })
})

test('a certificate that is not trusted is reported with its issuer', async () => {
  const { port } = await companyServer()
  const none = { bundled: () => [], system: () => [], extra: () => [] }
  const { steps } = await examine(`wss://localhost:${port}`, { certificates: none })
  expect(steps.find(({ step }) => step === 'tls')).toMatchObject({
    finding: 'tls_not_trusted',
    value: 'Example Company, Company Test Root',
  })
  expect(steps.map(({ finding }) => finding)).toContain('websocket_not_trusted')
})

test('a certificate for another name, a server without TLS and one that wants a certificate are told apart', async () => {
  const { port } = await companyServer()
  const proxied = await byProxy(connectProxy())
  expect(findings(await examine(`wss://other.company.test:${port}`, proxied))).toContain('tls_wrong_name')
  const plain = await companyServer({ tls: false })
  expect(findings(await examine(`wss://localhost:${plain.port}`))).toContain('tls_not_tls')
  const strict = await companyServer({ clientCertificate: true })
  const diagnosis = findings(await examine(`wss://localhost:${strict.port}`))
  expect(diagnosis).toContain('tls_client_certificate')
  expect(diagnosis).toContain('websocket_client_certificate')
})

test.each([
  [404, 'websocket_not_a_workspace'],
  [503, 'websocket_busy'],
  [403, 'websocket_blocked'],
])('a server that answers %i instead of a socket', async (status, finding) => {
  const { port } = await companyServer({ status })
  expect(findings(await examine(`wss://localhost:${port}`))).toContain(finding)
})

test('a session that the server refuses is reported with its error', async () => {
  const { port } = await companyServer()
  const checkSession = async () => ({ code: 'session_revoked', detail: 'revoked' })
  const { steps } = await examine(`wss://localhost:${port}`, {}, { checkSession })
  expect(steps.find(({ step }) => step === 'signin')).toMatchObject({
    finding: 'signin_failed',
    value: 'session_revoked',
  })
})

test.each([
  [11, 'clock_fast', '11'],
  [-90, 'clock_slow', '90'],
])('a clock that is off by %i minutes', async (minutes, finding, value) => {
  const { port } = await companyServer()
  const now = () => Date.now() + minutes * 60_000
  const { steps } = await examine(`wss://localhost:${port}`, {}, { now })
  expect(steps.find(({ step }) => step === 'clock')).toMatchObject({ finding, value, outcome: 'warning' })
})
