import { closeCodes, encode, limits, ProtocolError, parseFrame } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { seeded } from '../../common/random.ts'
import { Connection, type ConnectionStatus, defaultTimings } from './connection.ts'
import { DesktopError } from './errors.ts'
import type { LineHandlers, Transport } from './transport/transport.ts'

/* When a lost connection is opened again: by chosen waits, never by measured times. */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Lost = Extract<ConnectionStatus, { status: 'offline' }>

/** A connection whose lines are opened by the test; `hello` is the answer to sync.hello. */
function connect(options: { hello?: object; random?: () => number; refusal?: ProtocolError } = {}) {
  const lines: LineHandlers[] = []
  const statuses: ConnectionStatus[] = []
  const hello = { userId: 'u', epoch: 'e', serverTime: 1, revisions: {}, ...options.hello }
  const transport: Transport = {
    http: () => Promise.reject(new Error('no HTTP here')),
    connect: (_url, handlers) => {
      lines.push(handlers)
      return {
        isOpen: true,
        bytesRead: 0,
        abandon: () => {},
        send: text => {
          for (const message of parseFrame(text)) {
            if (message.kind !== 'request') continue
            const { id, method } = message
            const refused = method === 'auth.resume' ? options.refusal : undefined
            const answer = refused
              ? encode.error(id, refused.toBody())
              : encode.result(id, method === 'sync.hello' ? hello : {})
            queueMicrotask(() => handlers.received(answer))
          }
        },
      }
    },
  }
  const connection = new Connection({
    url: 'ws://server',
    transport,
    authenticate: async request => void (await request('auth.resume', { accessToken: 't' })),
    onReady: async request => void (await request('sync.hello', {})),
    onStatus: status => statuses.push(status),
    onEvent: name => expect.unreachable(`${name} is for the connection alone`),
    onSessionEnded: () => {},
    heartbeat: async () => {},
    log: () => {},
    ...(options.random && { random: options.random }),
  })
  connection.start()
  const line = (): LineHandlers => lines.at(-1) as LineHandlers
  return {
    connection,
    lines,
    line,
    status: () => statuses.at(-1) as ConnectionStatus,
    open: async () => {
      line().opened()
      await vi.advanceTimersByTimeAsync(0)
    },
    ending: (returnWithinMs: number) => line().received(encode.notification('server.ending', { returnWithinMs })),
    /** The wait that was chosen before the next attempt. */
    wait: (): number => {
      const { status, retryAt } = statuses.at(-1) as Lost
      expect(status).toBe('offline')
      return (retryAt ?? Number.NaN) - Date.now()
    },
  }
}

const goingAway = { code: closeCodes.goingAway, reason: 'the server stops' }
const brokenOff = { code: 1006, reason: '' }
const base = defaultTimings.backoffBaseMs

/** How far the waits are from an even spread over a window: the most that their distribution differs (Kolmogorov). */
function unevenness(waits: readonly number[], windowMs: number): number {
  const sorted = waits.toSorted((a, b) => a - b)
  return Math.max(...sorted.map((wait, i) => Math.abs(wait / windowMs - (i + 0.5) / sorted.length)))
}

describe('over 10,000 runs the first wait is spread evenly over the window', () => {
  const windowMs = 40_000
  test.each([
    ['of a planned end', { returns: windowMs, end: goingAway }],
    ['of a crash', { hello: { reconnectWithinMs: windowMs }, end: brokenOff }],
    ['of a line that failed', { hello: { reconnectWithinMs: windowMs }, end: { error: new Error('ECONNRESET') } }],
  ] as const)('%s', async (_name, how) => {
    const waits: number[] = []
    for (let seed = 1; seed <= 10_000; seed++) {
      const random = seeded(seed)
      const hello = 'hello' in how ? { hello: how.hello } : {}
      const { connection, open, line, ending, wait } = connect({ random, ...hello })
      await open()
      if ('returns' in how) ending(how.returns)
      line().closed(how.end)
      waits.push(wait())
      connection.stop()
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...waits)).toBeLessThanOrEqual(windowMs)
    // For 10,000 even waits it is above 0.0195 once in a thousand sets of seeds.
    expect(unevenness(waits, windowMs)).toBeLessThan(0.0195)
  })
})

test('after a planned end it comes back once in the window, then with the usual backoff', async () => {
  const { open, ending, line, lines, wait, status } = connect({ random: () => 0.5 })
  await open()
  ending(20_000)
  expect(status()).toEqual({ status: 'online' })
  line().closed(goingAway)
  expect((status() as Lost).error).toMatchObject({ code: 'server_closing' })
  expect(wait()).toBe(10_000)
  await vi.advanceTimersByTimeAsync(9_999)
  expect(lines).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(lines).toHaveLength(2)
  line().closed({ error: new DesktopError('unreachable', 'not there yet') })
  expect(wait()).toBe(base)
})

test('a window longer than a minute counts as a minute', async () => {
  const { open, ending, line, wait } = connect({ random: () => 1 })
  await open()
  ending(3_600_000)
  line().closed(goingAway)
  expect(wait()).toBe(limits.returnMs)
})

test.each([
  ['a small server that ends', { end: goingAway, ending: 0 }],
  ['a small server that crashes', { end: brokenOff, hello: { reconnectWithinMs: 0 } }],
  ['an earlier server that ends', { end: goingAway }],
  ['an earlier server that crashes', { end: brokenOff }],
  [
    'a large server that closes this connection alone',
    { end: { code: 4413, reason: '' }, hello: { reconnectWithinMs: 9_000 } },
  ],
] as const)('after %s nothing waits longer than before', async (_name, how) => {
  const { open, ending, line, wait } = connect({ random: () => 1, ...('hello' in how && { hello: how.hello }) })
  await open()
  if ('ending' in how) ending(how.ending)
  line().closed(how.end)
  expect(wait()).toBe(base)
})

test('what one server said does not count for the next connection', async () => {
  const hello = { reconnectWithinMs: 8_000 }
  const { open, ending, line, wait } = connect({ random: () => 1, hello })
  await open()
  ending(30_000)
  line().closed(goingAway)
  await vi.advanceTimersByTimeAsync(30_000)
  await open()
  await vi.advanceTimersByTimeAsync(defaultTimings.stableMs)
  line().closed(brokenOff)
  expect(wait()).toBe(8_000)
  await vi.advanceTimersByTimeAsync(8_000)
  // It was never open.
  line().closed(brokenOff)
  expect(wait()).toBe(2 * base)
})

test('whoever wakes up, or presses retry, does not wait for the window', async () => {
  const { connection, open, ending, line, lines, status } = connect({ random: () => 1 })
  await open()
  ending(60_000)
  line().closed(goingAway)
  connection.wake()
  expect(lines).toHaveLength(2)
  await open()
  expect(status()).toEqual({ status: 'online' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lines).toHaveLength(2)
})

describe('a busy server is asked again when it said', () => {
  const refusals = {
    'before the handshake': new DesktopError('server_closing', 'Unexpected server response: 503', 8_000),
    'after it': new ProtocolError('unavailable', { retryAfterMs: 8_000 }),
  }
  async function refuse(error: Error, random: () => number) {
    const refusal = error instanceof ProtocolError ? { refusal: error } : {}
    const made = connect({ random, ...refusal })
    if (error instanceof ProtocolError) await made.open()
    else made.line().closed({ error })
    return made
  }

  test.each(Object.entries(refusals))('%s, and up to a quarter later, however often', async (_when, error) => {
    const refused = await refuse(error, () => 0.5)
    for (let i = 0; i < 8; i++) {
      expect(refused.wait()).toBe(9_000)
      await vi.advanceTimersByTimeAsync(9_000)
      if (error instanceof ProtocolError) await refused.open()
      else refused.line().closed({ error })
    }
    expect(refused.lines).toHaveLength(9)
  })

  test.each(Object.values(refusals))('but at once by hand: %s', async error => {
    const { connection, lines } = await refuse(error, () => 1)
    connection.wake()
    expect(lines).toHaveLength(2)
  })

  test('a second is spread over another, and an hour is a minute', async () => {
    const asked = (ms: number) => refuse(new DesktopError('server_closing', 'busy', ms), () => 1)
    expect((await asked(1_000)).wait()).toBe(2_000)
    expect((await asked(3_600_000)).wait()).toBe(limits.returnMs * 1.25)
  })
})
