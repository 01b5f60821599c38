import { startNats } from '../../server/testing/nats.ts'
import { findNats } from '../../server/testing/programs.ts'
import { alone, type Bench, median, type Report } from '../report.ts'
import { type Child, startChild } from '../servers/child.ts'
import { evenGroups, fillCompany, groupId, personIds, signTokens, type Where } from '../servers/company.ts'
import { progress, withFolder, withPostgres } from '../servers/databases.ts'
import { compareRounds, type Driven, drive } from '../servers/drive.ts'
import type { ServerReady } from '../servers/server.ts'

/** Members of a group, all online, and the groups: one that is hot, and several that are not. */
const shapes = [
  { name: '200 members', size: 200, groups: 1, senders: 10, inFlight: 4 },
  { name: '20 members, 50 groups', size: 20, groups: 50, senders: 40, inFlight: 1 },
]
const people = 200

/**
 * Measures two processes on one PostgreSQL and one NATS against a single one on PostgreSQL, under the same load: with
 * two, half of the members are at each. What counts is deliveries per second of the processor time of all processes, as
 * clients, processes and database share the processors here. A third process then has nobody online: what it costs to
 * hear of a message that nobody there is told of.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  if (findNats() === null) {
    progress('NATS is not on this machine: the figures of two gateways are left out')
    return
  }
  await withPostgres(async postgres => {
    const nats = await startNats()
    try {
      for (const shape of shapes) {
        progress(`a group of ${shape.name}`)
        const database = await postgres.createDatabase()
        await withFolder(dataDir => measure({ dataDir, database }, nats.url, shape, scale, report))
      }
    } finally {
      await nats.stop()
    }
  })
}

type Shape = (typeof shapes)[number]

async function measure(where: Where, bus: string, shape: Shape, scale: number, report: Report): Promise<void> {
  await fillCompany(where, people, evenGroups(shape.groups, shape.size, people))
  const tokens = await signTokens(where, personIds(people))
  const load = (urls: string[]) => ({
    urls,
    members: people,
    senders: shape.senders,
    inFlight: shape.inFlight,
    warmup: Math.max(0.5, 3 * scale),
    seconds: Math.max(1, 6 * scale),
    target: { kind: 'server' as const, tokens, conversationIds: ofSender(shape) },
  })
  const one: Driven[] = []
  const two: Driven[] = []
  const unheard: number[] = []
  for (let round = 0; round < 3; round++) {
    one.push(await withGateways(1, where, undefined, (gateways, urls) => drive(gateways, load(urls))))
    await withGateways(2, where, bus, async (gateways, urls) => {
      two.push(await drive(gateways, load(urls)))
      const { cpuSeconds, delivered } = await drive(gateways, load(urls.slice(0, 1)))
      unheard.push(((cpuSeconds[1] ?? 0) / (delivered / shape.size)) * 1_000)
    })
  }
  const compared = compareRounds(two, one)
  const name = `two gateways, a group of ${shape.name}`
  const work = compared(({ perCpuSecond }) => perCpuSecond, { atLeast: 0.8 })
  report({ name: `${name}, by a second of the processor`, unit: 'deliveries/s', ...work })
  const wall = compared(({ deliveriesPerSecond }) => deliveriesPerSecond)
  report({ name: `${name}, all on the processors of this machine`, unit: 'deliveries/s', ...wall })
  const value = median(unheard)
  report({ name: `${name}: a gateway without members, for a message`, unit: 'ms of the processor', value, ...alone })
}

/** Where each sender sends to: all groups that they are in. */
function ofSender({ groups, size, senders }: Shape): string[][] {
  const all = evenGroups(groups, size, people)
  return Array.from({ length: senders }, (_, i) => {
    // Sockets are given to the gateways in turn, so senders are at both.
    const places = all.flatMap((group, k) => (group.includes(i) ? [groupId(k)] : []))
    return places.length > 0 ? places : [groupId(0)]
  })
}

async function withGateways<T>(
  count: number,
  { dataDir, database }: Where,
  bus: string | undefined,
  run: (gateways: Child[], urls: string[]) => Promise<T>,
): Promise<T> {
  const gateways: Child[] = []
  const urls: string[] = []
  try {
    for (let i = 0; i < count; i++) {
      const order = { dataDir: `${dataDir}/${i}`, database, ...(bus !== undefined && { bus }), limits: { rate: false } }
      const { child, ready } = await startChild<ServerReady>('servers/server.ts', order)
      gateways.push(child)
      urls.push(ready.url)
    }
    return await run(gateways, urls)
  } finally {
    await Promise.all(gateways.map(gateway => gateway.end()))
  }
}
