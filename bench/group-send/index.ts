import type { TestPostgres } from '../../server/testing/postgres.ts'
import { alone, type Bench, median, type Report } from '../report.ts'
import { startChild } from '../servers/child.ts'
import { fillCompany, groupId, personIds, signTokens } from '../servers/company.ts'
import { postgresClock, progress, withFolder, withPostgres } from '../servers/databases.ts'
import { compareRounds, type Driven, drive, sampleFrame } from '../servers/drive.ts'
import type { ServerReady } from '../servers/server.ts'

const members = 200
const senders = 10
const inFlight = 4

/**
 * Measures deliveries per second in a group with 200 online members: authorised, validated, committed (SQLite with
 * synchronous=FULL, PostgreSQL with fsync), acknowledged and delivered. Baseline: a bare relay of the same bytes, on
 * PostgreSQL one that inserts as many rows with as many commits. Server and load are separate processes; server and
 * relay alternate, and the median of three rounds counts. When the load is the bottleneck both look alike, so deliveries
 * per second of the processor time of the server's process are reported as well.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  progress('on SQLite')
  await compare(scale, report)
  await withPostgres(async postgres => {
    progress('on PostgreSQL')
    await compare(scale, report, postgres)
  })
}

async function compare(scale: number, report: Report, postgres?: TestPostgres): Promise<void> {
  const database = await postgres?.createDatabase()
  const on = postgres === undefined ? '' : ', PostgreSQL'
  const { real, bare, used } = await rounds(scale, database, postgres)
  const compared = compareRounds(real, bare)
  const wall = compared(driven => driven.deliveriesPerSecond, { atLeast: postgres === undefined ? 0.4 : 0.6 })
  report({ name: `group send, ${members} members${on}`, unit: 'deliveries/s', ...wall })
  const sends = median(real.map(({ sendsPerSecond }) => sendsPerSecond))
  report({ name: `group send, acknowledged${on}`, unit: 'messages/s', value: sends, ...alone })
  const work = compared(driven => driven.perCpuSecond, postgres && { atLeast: 0.6 })
  report({
    name: `group send, ${members} members, by a second of the processor${on}`,
    unit: 'deliveries/s',
    ...work,
  })
  if (used.length > 0) {
    const value = median(used)
    report({ name: 'group send: PostgreSQL’s processor time of a message', unit: 'ms', value, ...alone })
  }
}

/** Three rounds of both; `used`: milliseconds of PostgreSQL's processor time for each message of the server's. */
async function rounds(scale: number, database: string | undefined, postgres: TestPostgres | undefined) {
  return withFolder(async dataDir => {
    const where = { dataDir, ...(database !== undefined && { database }) }
    await fillCompany(where, members, [Array.from({ length: members }, (_, i) => i)])
    const tokens = await signTokens(where, personIds(members))
    const limits = { rate: false }
    const { child: server, ready } = await startChild<ServerReady>('servers/server.ts', { ...where, limits })
    const { child: relay, ready: relayReady } = await startChild<ServerReady>('group-send/relay.ts', { database })
    const real: Driven[] = []
    const bare: Driven[] = []
    const used: number[] = []
    try {
      const common = { members, senders, inFlight, warmup: Math.max(0.5, 1.5 * scale), seconds: Math.max(1, 6 * scale) }
      for (let round = 0; round < 3; round++) {
        const frame = sampleFrame()
        bare.push(await drive([relay], { ...common, urls: [relayReady.url], target: { kind: 'relay', frame } }))
        const target = { kind: 'server' as const, tokens, conversationIds: [[groupId(0)]] }
        const clock = postgresClock(postgres)
        const driven = await drive([server], { ...common, urls: [ready.url], target }, clock)
        real.push(driven)
        if (clock.seconds !== null) used.push((clock.seconds / (driven.delivered / members)) * 1_000)
      }
    } finally {
      await Promise.all([server.end(), relay.end()])
    }
    return { real, bare, used }
  })
}
