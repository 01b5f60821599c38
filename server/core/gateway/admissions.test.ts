import { encode, ProtocolError, socketPath, subprotocol } from '@lianqun/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { ServerOptions } from '../../index.ts'
import { noMetrics } from '../../metrics/metrics.ts'
import { defaultLimits } from '../../options.ts'
import { connect, connectAs, testDevice } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { Admissions } from './admissions.ts'

let workspace: TestWorkspace
afterEach(() => workspace.end())
/** A server that admits so many, and then one in a thousand seconds. */
const start = async (admissionBurst: number, limits: ServerOptions['limits'] = {}, trustProxy: string[] = []) => {
  const few = { admissionBurst, admissionsPerSecond: 0.001 }
  workspace = await startWorkspace({ limits: { ...few, ...limits }, trustProxy })
  return workspace.server
}

/** The status and Retry-After that an upgrade is answered with. */
function knock(url: string): Promise<{ status: number; after: string | undefined }> {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(url + socketPath, subprotocol)
    ws.on('error', reject)
    ws.on('unexpected-response', (_request, { statusCode = 0, headers }) =>
      resolve({ status: statusCode, after: headers['retry-after'] }),
    )
    ws.on('open', () => {
      ws.terminate()
      resolve({ status: 101, after: undefined })
    })
  })
}

const refusal = (request: Promise<unknown>) => request.catch((error: unknown) => error)

test('above the limit newcomers are refused before the handshake, and told when to come back', async () => {
  const { url } = await start(2)
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  expect(await knock(url)).toEqual({ status: 503, after: '60' })
  for (const client of [a, b]) expect((await client.request('sync.hello', {})).userId).toMatch(/^[ab]$/)
})

test('who opened a socket before is refused when they sign in, and may try again', async () => {
  const { url, domain } = await start(1)
  const { accessToken, refreshToken } = await domain.issueSession('a', testDevice())
  const early = await connect(url)
  await workspace.client('b')
  const refused = { errorName: 'unavailable', retry: true, retryAfterMs: 60_000 }
  expect(await refusal(early.request('auth.resume', { accessToken }))).toMatchObject(refused)
  expect(await refusal(early.request('auth.refresh', { refreshToken }))).toMatchObject(refused)
  expect(await errorOf(early.request('sync.hello', {}))).toBe('unauthenticated')
})

test('strangers use up nothing, whatever they open and make up', async () => {
  const { url } = await start(1, { authAttemptsPerAddress: 2 }, ['127.0.0.1'])
  const wrong = { account: 'admin', password: 'x', device: testDevice() }
  for (let i = 0; i < 20; i++) {
    const stranger = await connect(url, { 'x-forwarded-for': `203.0.113.${i % 4}` })
    expect(await errorOf(stranger.request('auth.resume', { accessToken: 'made up' }))).toBe('token_expired')
    expect(await errorOf(stranger.request('auth.refresh', { refreshToken: 'made up' }))).not.toBe('unavailable')
    expect(await errorOf(stranger.request('auth.signIn', wrong))).toMatch(/wrong_credentials|too_many_attempts/)
  }
  await workspace.client('a')
})

test('an address that opens too many sockets is refused for itself', async () => {
  const { url } = await start(1, { addressSocketBurst: 1, addressSocketsPerSecond: 0.025 })
  await workspace.client('a')
  const first = await knock(url)
  expect(first.status).toBe(429)
  expect(Number(first.after)).toBeLessThanOrEqual(40)
  expect(await knock(url)).toEqual({ status: 429, after: '60' })
})

test('one session does not use up what others need', async () => {
  const { url, domain } = await start(10, { sessionAdmissionBurst: 3, sessionAdmissionsPerSecond: 0.001 })
  const session = await domain.issueSession('a', testDevice())
  for (let i = 0; i < 3; i++) await (await connectAs(url, session)).close()
  const again = await connect(url)
  const { accessToken, refreshToken } = session
  // In one frame too: none of them is signed in when the next one comes.
  again.sendRaw(encode.batch([1, 2, 3].map(id => encode.request(id, 'auth.resume', { accessToken }))))
  expect(await errorOf(again.request('auth.resume', { accessToken }))).toBe('rate_limited')
  expect(await errorOf(again.request('auth.refresh', { refreshToken }))).toBe('rate_limited')
  await workspace.client('b')
})

test('who is in renews tokens and reads on; signing in by password counts, and is not refused', async () => {
  const { url, domain } = await start(2)
  await domain.createEmployee({ id: 'lin', name: '林', account: 'lin', password: 'right horse' })
  const session = await domain.issueSession('a', testDevice())
  const a = await connectAs(url, session)
  const early = [await connect(url), await connect(url)]
  for (const client of early)
    await client.request('auth.signIn', { account: 'lin', password: 'right horse', device: testDevice() })
  expect(await knock(url)).toMatchObject({ status: 503 })
  const { accessToken } = await a.request('auth.refresh', { refreshToken: session.refreshToken })
  await a.request('auth.resume', { accessToken })
  expect((await a.request('sync.hello', {})).userId).toBe('a')
})

test('without rate limits all come in', async () => {
  await start(1, { rate: false })
  for (const id of ['a', 'b', 'c']) await workspace.client(id)
})

test('after a restart a burst comes in at once, and the others at the times they are told', async () => {
  await start(1)
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const { admissionBurst, admissionsPerSecond } = defaultLimits
    let refused = 0
    const admissionRefused = () => void refused++
    const admissions = new Admissions(defaultLimits, { ...noMetrics, admissionRefused })
    for (let i = 0; i < admissionBurst; i++) admissions.admit(`s${i}`)
    const waits = Array.from({ length: 3 * admissionsPerSecond }, () => admissions.openingWait())
    expect(waits.at(-1)).toBe(3_000)
    expect(new Set(waits).size).toBe(waits.length)
    expect(() => admissions.admit('late')).toThrow(ProtocolError)
    vi.advanceTimersByTime(waits[0] ?? 0)
    admissions.admit('first')
    expect(() => admissions.admit('second')).toThrow(ProtocolError)
    expect(refused).toBe(waits.length + 2)
  } finally {
    vi.useRealTimers()
  }
})
