import type { TestPostgres } from '../../server/testing/postgres.ts'
import { alone, type Bench, median, type Report } from '../report.ts'
import { startChild } from '../servers/child.ts'
import { evenGroups, fillCompany, groupId, personIds, signTokens } from '../servers/company.ts'
import { postgresClock, progress, withFolder, withPostgres } from '../servers/databases.ts'
import { compareRounds, type Driven, drive } from '../servers/drive.ts'
import type { ServerReady } from '../servers/server.ts'

/** Members of a group, all online. */
const size = 3
const people = 360
/** Messages under way in both loads: all people send, or the three of one group. */
const underWay = people

/**
 * Measures sends that are spread over 100,000 small conversations, so that hardly two messages of a commit are of one,
 * against as many sends into a single one. Each message is delivered to three. The median of three rounds counts.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  await measure(scale, report)
  await withPostgres(postgres => measure(scale, report, postgres))
}

async function measure(scale: number, report: Report, postgres?: TestPostgres): Promise<void> {
  const on = postgres === undefined ? 'SQLite' : 'PostgreSQL'
  // So that all people are in as many, and send in as many.
  const count = Math.max(size, Math.round((100_000 * scale) / (people / size))) * (people / size)
  const conversations = count.toLocaleString('en')
  progress(`${on}: making ${conversations} conversations`)
  const database = await postgres?.createDatabase()
  const groups = evenGroups(count, size, people)
  const { spread, hot, used } = await withFolder(async dataDir => {
    const where = { dataDir, ...(database !== undefined && { database }) }
    await fillCompany(where, people, groups)
    const tokens = await signTokens(where, personIds(people))
    return rounds({ ...where, tokens, groups, scale, postgres })
  })
  const compared = compareRounds(spread, hot)
  const name = `sends spread over ${conversations} conversations, ${on}`
  report({ name, unit: 'messages/s', ...compared(({ sendsPerSecond }) => sendsPerSecond) })
  const delivered = compared(({ deliveriesPerSecond }) => deliveriesPerSecond)
  report({ name: `${name}: delivered`, unit: 'deliveries/s', ...delivered })
  const cost = compared(({ cpuSeconds, delivered }) => ((cpuSeconds[0] ?? 0) / (delivered / size)) * 1_000)
  report({ name: `${name}: the server’s processor time of a message`, unit: 'ms', ...cost })
  if (used.length > 0)
    report({ name: `${name}: PostgreSQL’s processor time of a message`, unit: 'ms', value: median(used), ...alone })
}

interface Setting {
  dataDir: string
  database?: string
  tokens: string[]
  groups: readonly number[][]
  scale: number
  postgres: TestPostgres | undefined
}

async function rounds({ dataDir, database, tokens, groups, scale, postgres }: Setting) {
  const order = { dataDir, ...(database !== undefined && { database }), limits: { rate: false } }
  const { child: server, ready } = await startChild<ServerReady>('servers/server.ts', order)
  const ofSender: string[][] = Array.from({ length: people }, () => [])
  for (const [k, group] of groups.entries())
    ofSender[group[Math.floor((k * size) / people) % size] ?? 0]?.push(groupId(k))
  const spread: Driven[] = []
  const hot: Driven[] = []
  const used: number[] = []
  try {
    const common = {
      members: people,
      urls: [ready.url],
      warmup: Math.max(1, 2 * scale),
      seconds: Math.max(1, 6 * scale),
    }
    for (let round = 0; round < 3; round++) {
      const one = { kind: 'server' as const, tokens, conversationIds: [[groupId(0)]] }
      hot.push(await drive([server], { ...common, senders: size, inFlight: underWay / size, target: one }))
      const all = { kind: 'server' as const, tokens, conversationIds: ofSender }
      const clock = postgresClock(postgres)
      const driven = await drive(
        [server],
        { ...common, senders: people, inFlight: underWay / people, target: all },
        clock,
      )
      spread.push(driven)
      if (clock.seconds !== null) used.push((clock.seconds / (driven.delivered / size)) * 1_000)
    }
  } finally {
    await server.end()
  }
  return { spread, hot, used }
}
