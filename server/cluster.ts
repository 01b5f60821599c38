import type { Logger } from 'pino'
import type { Bus } from './bus/bus.ts'
import type { Carrier } from './bus/carrier.ts'
import { ClusterBus } from './bus/cluster.ts'
import { MemoryBus } from './bus/memory.ts'
import { openNats } from './bus/nats.ts'
import type { ChangeSet } from './core/change-set.ts'
import type { Hub } from './core/hub/hub.ts'
import type { Readiness } from './core/readiness.ts'
import { readMoved, Tail } from './core/sync/tail.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { ServerLimits, ServerOptions } from './options.ts'
import type { Reader } from './storage/database.ts'
import { idList } from './storage/id-list.ts'
import { StartupError } from './storage/startup-error.ts'
import type { Horizon, Store } from './storage/store.ts'

/** A transaction that holds back what is settled for longer is worth a line in the log, in milliseconds. */
const alarmMs = 5_000

/**
 * A session that ended is looked for over this time, in milliseconds: what says when is the clock of another process, and
 * its commit comes later. What is not found so is found by comparing all.
 */
const endedMs = 120_000

type Look = Pick<Tail<{ horizon: Horizon }>, 'look' | 'stop'>

/** How the processes of a workspace hear of each other; of a single one, how it hears of itself. */
export interface Cluster {
  bus: Bus
  /** Begins to hear, for a hub, and compares with the database from now on. `publish` hears of each commit. */
  join(hub: Hub, publish: (changes: ChangeSet) => void): Promise<void>
  leave(): Promise<void>
}

interface Parts {
  store: Store
  limits: ServerLimits
  metrics: Metrics
  readiness: Readiness
  log: Logger
  /** This process cannot go on as it is, and has to be started again. */
  outdated(why: string): void
}

/** @throws StartupError when the bus cannot be reached, or the database is one that processes cannot share */
export async function openCluster(options: ServerOptions, parts: Parts): Promise<Cluster> {
  const { bus: url, database } = options
  if (url !== undefined && database === undefined)
    throw new StartupError('Several processes (--bus) need a database that they share: name it with --database.')
  const carrier = url === undefined ? null : await openCarrier(url, parts)
  // The commands that change accounts are processes too.
  return clusterOver(carrier, database !== undefined, parts)
}

/** The cluster over a carrier; null: of one process. `compares`: other processes write into the database too. */
export function clusterOver(carrier: Carrier | null, compares: boolean, parts: Parts): Cluster {
  const failed = (error: unknown) => {
    parts.metrics.busRefused()
    parts.log.error({ err: error }, 'a message of another process cannot be read')
  }
  const bus = carrier === null ? new MemoryBus() : new ClusterBus(carrier, failed)
  let tail: Look | null = null
  let joined: Hub | null = null
  carrier?.onDoubt(why => {
    parts.log.warn({ why }, 'hints of other processes may be lost: comparing with the database')
    if (why === 'reconnected') parts.metrics.busReconnected()
    void tail?.look(why !== 'disconnected')
    if (why !== 'disconnected') joined?.doubt()
  })
  return {
    bus,
    async join(hub, publish) {
      if (compares) tail = await openTail(hub, parts)
      await bus.listen({ publish, signalled: (signal, from) => hub.signalled(signal, from) })
      joined = hub
      hub.joined()
    },
    async leave() {
      await tail?.stop()
      await carrier?.close()
    },
  }
}

async function openCarrier(url: string, { store, readiness, log }: Parts): Promise<Carrier> {
  // A copy of the workspace, as for a rehearsal, has the same id and never the same epoch.
  const workspace = `${store.meta('workspace_id')}-${store.meta('epoch')}`
  const carrier = await openNats(url, { workspace, log })
  readiness.add('bus', async () => (carrier.connected ? null : 'The connection to the bus is broken.'))
  return carrier
}

/** Compares with the database from now on. */
async function openTail(hub: Hub, parts: Parts): Promise<Look> {
  const { store, limits, log } = parts
  let otherEpochs = 0
  const { settled } = await store.read(db => store.horizon(db))
  let wholeAt = Date.now()
  const tail = new Tail(settled, {
    read: from =>
      store.read(async db => ({
        horizon: await store.horizon(db),
        moved: await readMoved(db, from),
        ended: await endedSessions(db, Date.now() - endedMs),
        epoch: await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirst(),
      })),
    async compare({ moved, ended, epoch }, all) {
      // Once may be this process itself, which has just begun one.
      otherEpochs = epoch?.value === store.meta('epoch') ? 0 : otherEpochs + 1
      if (otherEpochs === 2) parts.outdated('The workspace was put back from a backup, and has a new epoch.')
      hub.compare(moved)
      hub.sessionsEnded(ended)
      await hub.compareScopes(all)
      if (!all && Date.now() - wholeAt < limits.compareAllMs) return
      wholeAt = Date.now()
      const held = hub.sessionIds()
      if (held.length === 0) return
      const active = new Set(await store.read(db => activeSessions(db, held)))
      hub.sessionsEnded(held.filter(id => !active.has(id)))
    },
    failed: error => log.error({ err: error }, 'comparing with the database failed'),
    lag: alarmOf(parts),
    everyMs: limits.compareEveryMs,
  })
  store.onTakenOver?.(settled => tail.rewind(settled))
  return tail
}

/** Tells of a transaction that does not end, once each time. */
function alarmOf({ store, metrics, log }: Parts): (ms: number) => void {
  let alarmed = false
  return ms => {
    metrics.cursorLag(ms)
    if (ms >= alarmMs && !alarmed)
      store.oldestWriter?.().then(
        writer => log.warn({ ms, writer }, 'a transaction that does not end holds back what is settled'),
        error => log.warn({ ms, err: error }, 'something holds back what is settled'),
      )
    alarmed = ms >= alarmMs
  }
}

/** The sessions that ended at a time or after it. */
async function endedSessions(db: Reader, since: number): Promise<string[]> {
  const rows = await db.selectFrom('sessions').select('id').where('ended_at', '>=', since).execute()
  return rows.map(({ id }) => id)
}

async function activeSessions(db: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('id')
    .where('id', 'in', idList(ids))
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}
