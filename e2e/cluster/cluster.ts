import { type Session, socketPath } from '@lianqun/protocol'
import { pick } from '../../common/random.ts'
import type { RestartableServer } from '../faults/restartable-server.ts'

/** Notes a fault in the history. */
export type NoteFault = (what: string, gateway: string) => void

/** One workspace behind any number of gateways, which a workload uses and which has faults. */
export interface Cluster {
  /** `ws://host:port` of each gateway, of those that are down too. */
  urls(): string[]
  createEmployee(id: string): Promise<void>
  /** A session that each gateway accepts. */
  issueSession(userId: string, deviceId: string): Promise<Session>
  /**
   * Injects one fault, and may mend it. Resolves when it is done; `over` resolves where the workload has ended meanwhile, so
   * that no fault is to be waited for.
   */
  disturb(random: () => number, note: NoteFault, over: Promise<void>): Promise<void>
  /** All gateways are up and can be reached. */
  heal(note: NoteFault): Promise<void>
}

/** One server with SQLite. It is killed, at any time or between a commit and its acknowledgement, and started again. */
export class SingleServer implements Cluster {
  readonly #server: RestartableServer
  #down = false

  constructor(server: RestartableServer) {
    this.#server = server
  }

  urls(): string[] {
    return [urlOf(this.#server)]
  }

  async createEmployee(id: string): Promise<void> {
    await this.#server.call('createEmployee', { id, name: id, latinName: id })
  }

  issueSession(userId: string, deviceId: string): Promise<Session> {
    return this.#server.call('issueSession', userId, { id: deviceId, name: 'test', platform: 'test' })
  }

  async disturb(random: () => number, note: NoteFault, over: Promise<void>): Promise<void> {
    const what = pick(random, ['kill', 'die before the next acknowledgement'] as const)
    note(what, urlOf(this.#server))
    if (what === 'kill') await this.#server.kill()
    else {
      await this.#server.arm()
      await Promise.race([this.#server.ended, over])
      // Nobody sent anything any more.
      await this.#server.kill()
    }
    this.#down = true
    await this.heal(note)
  }

  async heal(note: NoteFault): Promise<void> {
    if (!this.#down) return
    note('start', urlOf(this.#server))
    await this.#server.revive()
    this.#down = false
  }
}

/** The `ws://host:port` of a gateway itself. */
export function urlOf(server: RestartableServer): string {
  return server.url.slice(0, -socketPath.length)
}
