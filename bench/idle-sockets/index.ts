import { setTimeout as wait } from 'node:timers/promises'
import { limits as protocolLimits } from '@lianqun/protocol'
import type { ServerOptions } from 'lianqun-server'
import type { TestPostgres } from '../../server/testing/postgres.ts'
import { against, alone, type Bench, type Report } from '../report.ts'
import { startChild } from '../servers/child.ts'
import { evenGroups, fillCompany, personIds, signTokens, type Where } from '../servers/company.ts'
import { Crowd } from '../servers/crowd.ts'
import { freshAddress, postgresClock, progress, withFolder, withPostgres } from '../servers/databases.ts'
import type { ServerReady } from '../servers/server.ts'

/** Members of a group; each person is in as many groups. */
const size = 10
/** The share of sockets that are there before memory is measured, so that only what grows with them counts. */
const before = 0.1

/**
 * Measures sockets on which nothing happens but heartbeats: memory of the server for each of 19,900 (a process may have
 * 20,000 files open where nobody raised that), signed in and past hello, each of them in ten groups, and the processor
 * that the server uses over 30 seconds. Baseline: as many sockets at a bare ws server that checks the same tokens and
 * answers as many heartbeats with nothing.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  const people = Math.max(100, Math.round((19_900 * scale) / size) * size)
  const bare = await withFolder(async dataDir => {
    await make({ dataDir }, people)
    progress('bare sockets')
    const idle = await stay('servers/bare.ts', { dataDir }, people, scale)
    progress('the server on SQLite')
    tell(report, 'SQLite', people, await stay('servers/server.ts', { dataDir }, people, scale), idle)
    return idle
  })
  await withPostgres(postgres =>
    withFolder(async dataDir => {
      const where = { dataDir, database: await postgres.createDatabase() }
      await make(where, people)
      progress('the server on PostgreSQL')
      tell(report, 'PostgreSQL', people, await stay('servers/server.ts', where, people, scale, postgres), bare)
    }),
  )
}

async function make(where: Where, people: number): Promise<void> {
  progress(`making ${people} people in as many groups of ${size}`)
  await fillCompany(where, people, evenGroups(people, size, people))
}

interface Idle {
  /** Of a socket, in KiB. */
  rss: number
  heap: number
  /** Percent of a processor, and milliseconds of it for each heartbeat. */
  busy: number
  heartbeatMs: number
  postgresBusy: number | null
}

async function stay(
  script: string,
  where: Where,
  people: number,
  scale: number,
  postgres?: TestPostgres,
): Promise<Idle> {
  const tokens = await signTokens(where, personIds(people))
  // They come over a morning, and this is not about how fast.
  const limits = { admissionsPerSecond: 10_000, admissionBurst: 20_000 }
  const options: ServerOptions = { ...where, host: freshAddress(), limits }
  const { child: server, ready } = await startChild<ServerReady>(script, options)
  const crowd = await Crowd.start({ url: ready.url, bare: script.includes('bare'), tokens })
  try {
    await crowd.come(before)
    const few = await server.memory()
    await crowd.come()
    const all = await server.memory()
    const each = (bytes: number) => bytes / 1_024 / (people * (1 - before))
    progress(`${people} sockets are there; heartbeats begin`)
    const beating = await busy(() => server.usage(), crowd, Math.max(5, 30 * scale), postgres)
    return { rss: each(all.rss - few.rss), heap: each(all.heapUsed - few.heapUsed), ...beating }
  } finally {
    await crowd.end()
    await server.end()
  }
}

/** What the processor does while all send heartbeats. */
async function busy(
  usage: () => Promise<{ cpuSeconds: number }>,
  crowd: Crowd,
  seconds: number,
  postgres: TestPostgres | undefined,
): Promise<Pick<Idle, 'busy' | 'heartbeatMs' | 'postgresBusy'>> {
  await crowd.heartbeats()
  // Until all of them do.
  await wait(protocolLimits.heartbeatMs - protocolLimits.heartbeatTimeoutMs)
  const clock = postgresClock(postgres)
  clock.began()
  const began = { ...(await usage()), ...(await crowd.heartbeats()), at: performance.now() }
  await wait(seconds * 1_000)
  clock.ended()
  const ended = { ...(await usage()), ...(await crowd.heartbeats()), at: performance.now() }
  const answered = ended.answered - began.answered
  if (ended.agreed < ended.answered) progress(`of ${ended.answered} heartbeats only ${ended.agreed} agreed`)
  const worked = ended.cpuSeconds - began.cpuSeconds
  const passed = (ended.at - began.at) / 1_000
  return {
    busy: (worked / passed) * 100,
    heartbeatMs: (worked / answered) * 1_000,
    postgresBusy: clock.seconds === null ? null : (clock.seconds / passed) * 100,
  }
}

function tell(report: Report, on: string, people: number, idle: Idle, bare: Idle): void {
  const name = `${people.toLocaleString('en')} idle sockets, ${on}`
  report({ name: `${name}: memory`, unit: 'KiB each', ...against(idle.rss, bare.rss, { atMost: 3 }) })
  report({ name: `${name}: heap`, unit: 'KiB each', ...against(idle.heap, bare.heap) })
  report({ name: `${name}: processor`, unit: '%', ...against(idle.busy, bare.busy) })
  const beat = against(idle.heartbeatMs, bare.heartbeatMs)
  report({ name: `${name}: of it a heartbeat`, unit: 'ms of the processor', ...beat })
  if (idle.postgresBusy !== null)
    report({ name: `${name}: processor of PostgreSQL`, unit: '%', value: idle.postgresBusy, ...alone })
}
