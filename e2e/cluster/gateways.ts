import type { Session } from '@lianqun/protocol'
import { pick } from '../../common/random.ts'
import type { RestartableServer } from '../faults/restartable-server.ts'
import { type Cluster, type NoteFault, urlOf } from './cluster.ts'
import { type Fault, faults } from './faults.ts'
import type { Site } from './site.ts'

/** Several gateways on one PostgreSQL and one NATS, with the faults of a plan. */
export class Gateways implements Cluster {
  readonly #site: Site
  readonly #plan: Fault[]

  constructor(site: Site, plan: readonly Fault[]) {
    this.#site = site
    this.#plan = [...plan]
  }

  urls(): string[] {
    return this.#site.urls
  }

  get #first(): RestartableServer {
    return this.#site.servers[0] as RestartableServer
  }

  async createEmployee(id: string): Promise<void> {
    await this.#first.call('createEmployee', { id, name: id, latinName: id })
  }

  issueSession(userId: string, deviceId: string): Promise<Session> {
    return this.#first.call('issueSession', userId, { id: deviceId, name: 'test', platform: 'test' })
  }

  async disturb(random: () => number, note: NoteFault, over: Promise<void>): Promise<void> {
    const fault = this.#plan.shift()
    if (fault === undefined) return
    const server = pick(random, this.#site.servers)
    note(fault, urlOf(server))
    await faults[fault]({ site: this.#site, server, random, over })
    note(`${fault}, mended`, urlOf(server))
  }

  async heal(): Promise<void> {
    // Each fault is mended where it is injected.
  }
}
