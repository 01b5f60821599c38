import { closeCodes, encode, type ProtocolError, parseFrame } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { seeded } from '../../common/random.ts'
import { Connection } from '../../main/workspace/connection.ts'
import { DesktopError } from '../../main/workspace/errors.ts'
import type { LineHandlers, Transport } from '../../main/workspace/transport/transport.ts'
import { Admissions } from '../../server/core/gateway/admissions.ts'
import { defaultLimits } from '../../server/options.ts'

/*
 * Ten thousand clients lose one server and come back: the clients' own connections and the server's own admissions, over
 * a network in memory and in simulated time.
 */

const people = 10_000
const { admissionsPerSecond, admissionBurst } = defaultLimits
/** Between a client and the server, milliseconds. */
const lag = 20
/** How long the server is away, milliseconds. */
const downMs = 3_000
/** The least time in which so many can be let in, milliseconds. */
const leastMs = ((people - admissionBurst) / admissionsPerSecond) * 1_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that is there or not, and counts whom it lets in. */
class Herd implements Transport {
  readonly connections: Connection[] = []
  readonly lines = new Map<number, LineHandlers>()
  /** The times at which somebody was let in, and the attempts of each to come in. */
  admitted: number[] = []
  attempts: number[] = []
  #admissions: Admissions | null = null
  #asking = -1

  constructor(count: number) {
    for (let i = 0; i < count; i++) {
      const random = seeded(i + 1)
      const connection = new Connection({
        url: 'ws://server',
        transport: this,
        timings: { heartbeatMs: 1e9 },
        authenticate: async request => void (await request('auth.resume', { accessToken: String(i) })),
        onReady: async request => void (await request('sync.hello', {})),
        onStatus: ({ status }) => {
          // The line is made next.
          if (status === 'connecting') this.#asking = i
        },
        onEvent: () => {},
        onSessionEnded: () => {},
        heartbeat: async () => {},
        log: () => {},
        random,
      })
      this.connections.push(connection)
    }
  }

  http = () => Promise.reject(new Error('no HTTP here'))

  connect(_url: string, handlers: LineHandlers) {
    const who = this.#asking
    this.attempts[who] = (this.attempts[who] ?? 0) + 1
    let open = true
    setTimeout(() => {
      const wait = this.#admissions?.openingWait()
      if (wait === undefined) handlers.closed({ error: new DesktopError('unreachable', 'ECONNREFUSED') })
      else if (wait > 0) {
        const seconds = Math.ceil(wait / 1_000)
        handlers.closed({
          error: new DesktopError('server_closing', 'Unexpected server response: 503', seconds * 1_000),
        })
      } else {
        this.lines.set(who, handlers)
        handlers.opened()
      }
    }, lag)
    return {
      isOpen: true,
      bytesRead: 0,
      abandon: () => {
        open = false
        if (this.lines.get(who) === handlers) this.lines.delete(who)
      },
      send: (text: string) => void setTimeout(() => open && this.#answer(who, handlers, text), lag),
    }
  }

  #answer(who: number, handlers: LineHandlers, text: string): void {
    const admissions = this.#admissions
    if (admissions === null) return
    for (const message of parseFrame(text)) {
      if (message.kind !== 'request') continue
      if (message.method === 'sync.hello') {
        admissions.sockets = this.lines.size
        const { reconnectWithinMs } = admissions
        const result = { userId: 'u', epoch: 'e', serverTime: 1, revisions: {}, reconnectWithinMs }
        handlers.received(encode.result(message.id, result))
        continue
      }
      try {
        admissions.admit(String(who))
        this.admitted.push(performance.now())
        handlers.received(encode.result(message.id, {}))
      } catch (error) {
        handlers.received(encode.error(message.id, (error as ProtocolError).toBody()))
      }
    }
  }

  /** A stranger opens a socket, and shows nothing. */
  knock(): boolean {
    return this.#admissions?.openingWait() === 0
  }

  /** Somebody else comes in, or is refused and gone. */
  comeIn(session: string): boolean {
    if (!this.knock()) return false
    this.#admissions?.admit(session)
    this.admitted.push(performance.now())
    return true
  }

  get online(): number {
    return this.connections.filter(({ online }) => online).length
  }

  /** The server begins; nobody counts as having come yet. */
  begin(rate = true): void {
    this.#admissions = new Admissions({ ...defaultLimits, rate })
    this.admitted = []
  }

  /** All come in, as they would over a morning. */
  async arrive(): Promise<void> {
    this.begin(false)
    for (const connection of this.connections) connection.start()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(this.online).toBe(this.connections.length)
    this.attempts = []
  }

  /** The process is gone; planned: it says over which time to come back. Returns that time, milliseconds. */
  end(planned: boolean): number {
    const admissions = this.#admissions as Admissions
    admissions.sockets = this.lines.size
    const { returnWithinMs } = admissions
    const ending = encode.notification('server.ending', { returnWithinMs })
    this.#admissions = null
    for (const handlers of [...this.lines.values()]) {
      if (planned) handlers.received(ending)
      handlers.closed({ code: planned ? closeCodes.goingAway : 1006, reason: '' })
    }
    return returnWithinMs
  }

  /** Nowhere more were let in than the rate allows. */
  expectRateKept(): void {
    let least = Number.POSITIVE_INFINITY
    for (const [i, at] of this.admitted.entries()) {
      const ahead = i - (at / 1_000) * admissionsPerSecond
      least = Math.min(least, ahead)
      expect(ahead - least).toBeLessThanOrEqual(admissionBurst)
    }
  }
}

/** Waits until all are online, at most `mostMs` from now. Returns how often somebody tried, and how often at most. */
async function allIn(herd: Herd, mostMs: number): Promise<{ attempts: number; most: number }> {
  for (let ms = 0; ms < mostMs && herd.online < people; ms += 1_000) await vi.advanceTimersByTimeAsync(1_000)
  expect(herd.online).toBe(people)
  herd.expectRateKept()
  for (const connection of herd.connections) connection.stop()
  return { attempts: herd.attempts.reduce((sum, count) => sum + count, 0), most: Math.max(...herd.attempts) }
}

test('after a crash all are in again soon, at the rate that the server takes, and none tries for ever', async () => {
  const herd = new Herd(people)
  await herd.arrive()
  herd.end(false)
  await vi.advanceTimersByTimeAsync(downMs)
  herd.begin()
  const { attempts, most } = await allIn(herd, 1.3 * leastMs)
  expect(attempts).toBeLessThan(4 * people)
  expect(most).toBeLessThanOrEqual(10)
})

test('after a planned end they come over the window that they were told, and hardly anybody is refused', async () => {
  const herd = new Herd(people)
  await herd.arrive()
  const windowMs = herd.end(true)
  await vi.advanceTimersByTimeAsync(downMs)
  herd.begin()
  const { attempts } = await allIn(herd, windowMs)
  // Whoever came in the first seconds found no server.
  expect(attempts).toBeLessThan(1.5 * people)
})

test('neither strangers that knock nor newcomers that come meanwhile keep anybody out', async () => {
  const herd = new Herd(people)
  await herd.arrive()
  herd.end(false)
  await vi.advanceTimersByTimeAsync(downMs)
  herd.begin()
  let newcomers = 0
  const others = setInterval(() => {
    for (let i = 0; i < 20; i++) herd.knock()
    for (let i = 0; i < 3; i++) if (herd.comeIn(`newcomer ${newcomers}`)) newcomers += 1
  }, 10)
  await allIn(herd, 5 * leastMs)
  clearInterval(others)
  expect(newcomers).toBeGreaterThan(1_000)
})
