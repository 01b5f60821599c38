import { setTimeout as wait } from 'node:timers/promises'
import { pick, seeded } from '../../common/random.ts'
import type { CuttingProxy } from '../../server/testing/cutting-proxy.ts'
import { dropDatabase, openConnection } from '../../server/testing/postgres.ts'
import type { RestartableServer } from '../faults/restartable-server.ts'
import type { Site } from './site.ts'

/** For how long something is stopped, in milliseconds: less than clients and servers wait for each other. */
const stopMs = 400

/** Where a fault is injected. `over`: the workload has ended, so nothing of it is waited for. */
interface Doing {
  site: Site
  server: RestartableServer
  random: () => number
  over: Promise<void>
}

async function restart(server: RestartableServer): Promise<void> {
  await server.kill()
  await server.revive()
}

/** What is done to lines: they are cut, nothing passes for a while, or neither side hears of the other any more. */
const onLines = {
  cut: async (proxy: CuttingProxy) => proxy.cut(),
  stall: async (proxy: CuttingProxy) => {
    proxy.stall()
    await wait(stopMs)
    proxy.resume()
  },
  'leave half-open': async (proxy: CuttingProxy) => {
    proxy.mute()
    await wait(stopMs)
    proxy.cutMuted()
  },
}

const lines = {
  'the lines of clients': ({ site, random }: Doing) => pick(random, site.fronts),
  'the lines to PostgreSQL': ({ site }: Doing) => site.toPostgres,
  'the lines to NATS': ({ site }: Doing) => site.toNats,
}

/** Everything that is done to a cluster, by what it is called in a history. Each is mended where it is done. */
export const faults = {
  'kill a gateway': ({ server }: Doing) => restart(server),
  'a gateway dies before the next acknowledgement': async ({ server, over }: Doing) => {
    await server.arm()
    await Promise.race([server.ended, over])
    await restart(server)
  },
  'stop a gateway': async ({ server }: Doing) => {
    server.signal('SIGSTOP')
    await wait(stopMs)
    server.signal('SIGCONT')
  },
  'kill NATS': async ({ site }: Doing) => {
    await site.nats.kill('SIGKILL')
    await site.nats.restart()
  },
  'stop NATS': async ({ site }: Doing) => {
    await site.nats.kill('SIGSTOP')
    await wait(stopMs)
    await site.nats.kill('SIGCONT')
  },
  'kill PostgreSQL': async ({ site }: Doing) => {
    await site.postgres.kill('SIGKILL')
    await site.postgres.restart()
  },
  // What is committed meanwhile is not settled; a gateway comes back, so its clients read heads across all that.
  'leave a transaction of another database open': async ({ site, server, random }: Doing) => {
    const url = await site.postgres.createDatabase()
    const foreign = await openConnection(url)
    await foreign.query('begin')
    await foreign.query('create table written (n int)')
    await wait(stopMs)
    await restart(server)
    await wait(stopMs)
    await foreign.query(random() < 0.5 ? 'commit' : 'rollback')
    await foreign.end()
    await dropDatabase(url)
  },
  'fill the disk of PostgreSQL': async ({ site, server, random }: Doing) => {
    site.disk.fill()
    // Until PostgreSQL has had no room for a commit, or has ended for it.
    const refused = await noRoom(server, random)
    await wait(stopMs)
    site.disk.free()
    // With no room for its log it ends; else it goes on by itself.
    if (random() < 0.5) await site.postgres.restart()
    else await works(site)
    if (!refused) throw new Error('a full disk was not noticed')
  },
  'a standby takes over': ({ site }: Doing) => site.failOver(),
  ...(Object.fromEntries(
    Object.entries(lines).flatMap(([where, proxyOf]) =>
      Object.entries(onLines).map(([what, fault]) => [`${what} ${where}`, (doing: Doing) => fault(proxyOf(doing))]),
    ),
  ) as Record<`${keyof typeof onLines} ${keyof typeof lines}`, (doing: Doing) => Promise<void>>),
} satisfies Record<string, (doing: Doing) => Promise<void>>

export type Fault = keyof typeof faults

/** Writes until something is refused. */
async function noRoom(server: RestartableServer, random: () => number): Promise<boolean> {
  const name = `x${String(random()).slice(2)}`
  for (let i = 0; i < 2_000; i++) {
    const id = `${name}-${i}`
    try {
      await server.call('createEmployee', { id, name: id.repeat(20), latinName: id })
    } catch {
      return true
    }
  }
  return false
}

/** Resolves when PostgreSQL takes connections; starts it where it has ended. */
async function works({ postgres }: Site): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const connection = await openConnection(postgres.url())
      await connection.end()
      return
    } catch {
      if (attempt === 20) return postgres.restart()
      await wait(100)
    }
  }
}

/**
 * The faults of a run: each seed takes the next ones of a list that is shuffled anew each time it has been gone through,
 * so that every fault comes before any comes again.
 */
export function planOf(seed: number, count: number, of: readonly Fault[] = Object.keys(faults) as Fault[]): Fault[] {
  return Array.from({ length: count }, (_, i) => {
    const place = (seed - 1) * count + i
    const random = seeded(Math.floor(place / of.length) + 1)
    const order = of.map(fault => ({ fault, by: random() })).sort((a, b) => a.by - b.by)
    return order[place % of.length]?.fault as Fault
  })
}

/** The faults that can be injected there. */
export function faultsAt({ disk }: Site): Fault[] {
  return (Object.keys(faults) as Fault[]).filter(fault => disk.mounted || fault !== 'fill the disk of PostgreSQL')
}
