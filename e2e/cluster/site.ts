import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CuttingProxy } from '../../server/testing/cutting-proxy.ts'
import { startNats, type TestNats } from '../../server/testing/nats.ts'
import { openConnection, startPostgres, startStandby, type TestPostgres } from '../../server/testing/postgres.ts'
import { RestartableServer } from '../faults/restartable-server.ts'
import type { Shared } from '../faults/server-process.ts'
import { SmallDisk } from '../small-disk.ts'

const gateways = 3
/** Of the disk on which PostgreSQL is: two of them have room, and little more. */
const diskMegabytes = 384
/** Small logs, for the disk is small; a standby that looks for its primary often. */
const settings = { max_wal_size: '48MB', min_wal_size: '32MB', wal_retrieve_retry_interval: '100ms' }

/** Three gateways on one PostgreSQL and one NATS, with our proxies between all of them. */
export class Site {
  readonly servers: RestartableServer[] = []
  /** Before each gateway. */
  readonly fronts: CuttingProxy[] = []
  readonly disk = new SmallDisk(mkdtempSync(join(tmpdir(), 'lianqun-disk-')), diskMegabytes)
  postgres!: TestPostgres
  nats!: TestNats
  toPostgres!: CuttingProxy
  toNats!: CuttingProxy
  readonly folder = mkdtempSync(join(tmpdir(), 'lianqun-gateways-'))

  /** `broken`: what the gateways do wrong. */
  static async start(own: Pick<Shared, 'broken'> = {}): Promise<Site> {
    const site = new Site()
    try {
      await site.#start(own)
    } catch (error) {
      await site.close()
      throw error
    }
    return site
  }

  async #start(own: Pick<Shared, 'broken'>): Promise<void> {
    this.postgres = await startPostgres(this.#options)
    this.nats = await startNats()
    this.toPostgres = await CuttingProxy.start(() => this.postgres.port)
    this.toNats = await CuttingProxy.start(() => this.nats.port)
    const database = new URL(await this.postgres.createDatabase())
    database.port = String(this.toPostgres.port)
    const shared = { database: database.href, bus: `nats://127.0.0.1:${this.toNats.port}`, ...own }
    const compiled = join(this.folder, 'compiled')
    for (let i = 0; i < gateways; i++) {
      const server = await RestartableServer.start(join(this.folder, `${i}`), compiled, shared)
      this.servers.push(server)
      this.fronts.push(await CuttingProxy.start(() => Number(new URL(server.url).port)))
    }
  }

  /** A killed server loses nothing without `fsync` either; what is shown with it is its own care. */
  get #options() {
    return { durable: true, settings, ...(this.disk.mounted && { within: this.disk.folder }) }
  }

  /** What clients connect to. */
  get urls(): string[] {
    return this.fronts.map(({ port }) => `ws://127.0.0.1:${port}`)
  }

  /** Makes a standby without which nothing is committed, kills the primary and lets the standby take over. */
  async failOver(): Promise<void> {
    const primary = this.postgres
    const standby = await startStandby(primary, this.#options)
    await waitForStandby(primary, standby)
    await primary.kill('SIGKILL')
    await standby.promote()
    this.postgres = standby
    this.toPostgres.cut()
    await primary.stop('immediate')
  }

  async close(): Promise<void> {
    for (const server of this.servers) await server.close()
    for (const proxy of [...this.fronts, this.toPostgres, this.toNats]) await proxy?.close()
    await this.nats?.stop()
    await this.postgres?.stop('immediate')
    this.disk.unmount()
    rmSync(this.disk.folder, { recursive: true, force: true })
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Resolves once each commit of a primary waits for its standby: it is stopped, and somebody is seen to wait. */
async function waitForStandby(primary: TestPostgres, standby: TestPostgres): Promise<void> {
  const watching = await openConnection(primary.url())
  const writing = await openConnection(primary.url())
  const count = async (sql: string): Promise<number> => Number((await watching.query(sql)).rows[0]?.count)
  try {
    await watching.query(`alter system set synchronous_standby_names = '*'`)
    await watching.query('select pg_reload_conf()')
    while ((await count(`select count(*) from pg_stat_replication where sync_state = 'sync'`)) === 0);
    await standby.kill('SIGSTOP')
    for (let waits = false; !waits; ) {
      const written = writing.query('create table if not exists probe (n int); insert into probe values (1)')
      let done = false
      const over = written.then(() => {
        done = true
      })
      while (!done && !waits)
        waits = (await count(`select count(*) from pg_stat_activity where wait_event = 'SyncRep'`)) > 0
      if (waits) await standby.kill('SIGCONT')
      await over
    }
  } finally {
    await watching.end()
    await writing.end()
  }
}
