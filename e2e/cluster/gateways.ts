import { setTimeout as wait } from 'node:timers/promises'
import { type Session, socketPath } from '@lianqun/protocol'
import { pick } from '../../common/random.ts'
import type { TestNats } from '../../server/testing/nats.ts'
import type { TestPostgres } from '../../server/testing/postgres.ts'
import type { RestartableServer } from '../faults/restartable-server.ts'
import type { Cluster, NoteFault } from './cluster.ts'

/** For how long a process is stopped, in milliseconds: less than clients and servers wait for each other. */
const stopMs = 400

/** Several gateways on one PostgreSQL and one NATS; each of the three is killed or stopped now and then. */
export class Gateways implements Cluster {
  readonly #servers: readonly RestartableServer[]
  readonly #postgres: TestPostgres
  readonly #nats: TestNats

  constructor(servers: readonly RestartableServer[], postgres: TestPostgres, nats: TestNats) {
    this.#servers = servers
    this.#postgres = postgres
    this.#nats = nats
  }

  urls(): string[] {
    return this.#servers.map(server => urlOf(server))
  }

  get #first(): RestartableServer {
    return this.#servers[0] as RestartableServer
  }

  async createEmployee(id: string): Promise<void> {
    await this.#first.call('createEmployee', { id, name: id, latinName: id })
  }

  issueSession(userId: string, deviceId: string): Promise<Session> {
    return this.#first.call('issueSession', userId, { id: deviceId, name: 'test', platform: 'test' })
  }

  async disturb(random: () => number, note: NoteFault, over: Promise<void>): Promise<void> {
    const server = pick(random, this.#servers)
    const url = urlOf(server)
    const harms = {
      'kill a gateway': async () => {
        await server.kill()
        await server.revive()
      },
      'a gateway dies before the next acknowledgement': async () => {
        await server.arm()
        await Promise.race([server.ended, over])
        await server.kill()
        await server.revive()
      },
      'stop a gateway': async () => {
        server.signal('SIGSTOP')
        await wait(stopMs)
        server.signal('SIGCONT')
      },
      'kill NATS': async () => {
        await this.#nats.kill('SIGKILL')
        await this.#nats.restart()
      },
      'stop NATS': async () => {
        await this.#nats.kill('SIGSTOP')
        await wait(stopMs)
        await this.#nats.kill('SIGCONT')
      },
      'kill PostgreSQL': async () => {
        await this.#postgres.kill('SIGKILL')
        await this.#postgres.restart()
      },
    }
    const what = pick(random, Object.keys(harms) as (keyof typeof harms)[])
    note(what, url)
    await harms[what]()
    note(`${what}, mended`, url)
  }

  async heal(): Promise<void> {
    // Each harm is mended where it is done.
  }
}

function urlOf(server: RestartableServer): string {
  return server.url.slice(0, -socketPath.length)
}
