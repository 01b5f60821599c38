import { pick } from '../../common/random.ts'
import type { LocalFaults } from '../../server/bus/local.ts'
import type { SimulatedClient } from './client.ts'
import type { Clock } from './clock.ts'
import type { Network } from './network.ts'
import type { Observer } from './observer.ts'
import type { SimulatedServer } from './server.ts'
import type { DatabaseState } from './store.ts'

export interface FaultParts {
  clock: Clock
  network: Network
  observer: Observer
  servers: readonly SimulatedServer[]
  clients: readonly SimulatedClient[]
  bus: Required<LocalFaults>
  database: DatabaseState
  /** The position that the next commit gets. */
  position: () => number
}

const second = 1_000

/** What goes wrong in a world, drawn from the seed; and all of it mended. */
export class Faults {
  readonly #parts: FaultParts
  /** What mends what is broken now. */
  readonly #mending = new Set<() => void>()

  constructor(parts: FaultParts) {
    this.#parts = parts
  }

  /** Injects one fault, which is mended after a while. */
  inject(): void {
    const { random } = this.#parts.clock
    const faults = [
      [6, () => this.#cut()],
      [3, () => this.#mute()],
      [3, () => this.#unplug()],
      [4, () => this.#killClient()],
      [2, () => this.#sleep()],
      [2, () => this.#turnClock()],
      [4, () => this.#killServer()],
      [2, () => this.#stopServer()],
      [2, () => this.#freezeServer()],
      [4, () => this.#cutBus()],
      [2, () => this.#slowDatabase()],
      [2, () => this.#holdBack()],
      [3, () => this.#breakDatabase()],
      [1, () => this.#slowNetwork()],
    ] as const
    let at = random() * faults.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, fault] of faults) {
      at -= weight
      if (at < 0) {
        fault()
        return
      }
    }
  }

  /** Mends all that is broken. */
  heal(): void {
    for (const mend of [...this.#mending]) mend()
    const { bus, observer } = this.#parts
    Object.assign(bus, { loss: 0, doubling: 0, delay: 0, reordering: 0 })
    observer.fault('all is mended', 'everywhere')
  }

  #note(what: string, where: string): void {
    this.#parts.observer.fault(what, where)
  }

  /** Runs `mend` after some time, at most `mostMs`, or when all is mended. */
  #for(mostMs: number, mend: () => void): void {
    const { clock } = this.#parts
    const once = () => {
      if (this.#mending.delete(once)) mend()
    }
    this.#mending.add(once)
    clock.after(clock.random() * mostMs, null, once)
  }

  // Between clients and servers

  #cut(): void {
    const { network, clock } = this.#parts
    const links = [...network.links]
    if (links.length === 0) return
    const link = pick(clock.random, links)
    this.#note('cut', `${link.client} ${link.host.name}`)
    link.cut()
  }

  #mute(): void {
    const { network, clock } = this.#parts
    const links = [...network.links]
    if (links.length === 0) return
    const link = pick(clock.random, links)
    const way = pick(clock.random, ['up', 'down', 'both'] as const)
    this.#note(`mute ${way}`, `${link.client} ${link.host.name}`)
    link.mute(way)
  }

  #unplug(): void {
    const { network, clock, clients } = this.#parts
    const { user } = pick(clock.random, clients)
    if (network.offline.has(user)) return
    const told = clock.random() < 0.5
    this.#note('unplug', user)
    network.offline.set(user, told)
    for (const link of network.linksOf(user)) {
      if (told) link.cut()
      else link.mute('both')
    }
    this.#for(60 * second, () => {
      this.#note('plug in', user)
      network.offline.delete(user)
    })
  }

  #slowNetwork(): void {
    const { network, clock } = this.#parts
    const lagMs = clock.random() * 2 * second
    this.#note('slow network', `${Math.round(lagMs)} ms`)
    network.lagMs = lagMs
    this.#for(20 * second, () => {
      network.lagMs = 5
    })
  }

  // Clients

  #killClient(): void {
    const { clock, clients } = this.#parts
    const client = pick(clock.random, clients)
    if (!client.process.alive) return
    this.#note('kill', client.user)
    client.kill()
    this.#for(20 * second, () => {
      this.#note('start', client.user)
      client.start()
    })
  }

  /** The lid is closed: nothing runs, and the network forgets the machine, or not. */
  #sleep(): void {
    const { clock, clients, network } = this.#parts
    const client = pick(clock.random, clients)
    const { process } = client
    if (process.waiting !== null || !process.alive) return
    this.#note('sleep', client.user)
    clock.stop(process)
    if (clock.random() < 0.5) for (const link of network.linksOf(client.user)) link.mute('both')
    // The system says that it woke up; not on every machine.
    const isTold = clock.random() < 0.7
    this.#for((clock.random() < 0.3 ? 1_800 : 60) * second, () => {
      this.#note('wake', client.user)
      clock.resume(process)
      if (isTold) client.act(workspace => workspace.wake())
    })
  }

  #turnClock(): void {
    const { clock, clients } = this.#parts
    const client = pick(clock.random, clients)
    const ms = Math.round((clock.random() - 0.5) * 4 * 3_600 * second)
    this.#note(`the clock is set ${ms} ms ahead`, client.user)
    client.setClock(ms)
  }

  // Servers

  #killServer(): void {
    const { clock, servers, network } = this.#parts
    const server = pick(clock.random, servers)
    if (!server.process.alive) return
    this.#note('kill', server.name)
    const silently = clock.random() < 0.2
    server.kill()
    for (const link of network.linksTo(server.name)) link.serverDied(silently)
    this.#restart(server)
  }

  #stopServer(): void {
    const { clock, servers, network } = this.#parts
    const server = pick(clock.random, servers)
    const { process } = server
    if (!server.isUp || process.waiting !== null) return
    this.#note('stop', server.name)
    const gone = () => {
      if (server.process !== process) return
      server.kill()
      for (const link of network.linksTo(server.name)) link.serverDied(false)
    }
    server.stop(gone)
    // It is not waited for longer.
    this.#for(30 * second, () => {
      gone()
      this.#start(server)
    })
  }

  #restart(server: SimulatedServer): void {
    this.#for(15 * second, () => this.#start(server))
  }

  #start(server: SimulatedServer): void {
    this.#note('start', server.name)
    server.start((this.#parts.clock.random() - 0.5) * second)
  }

  /** SIGSTOP: everything that reaches it waits. */
  #freezeServer(): void {
    const { clock, servers } = this.#parts
    const { name, process } = pick(clock.random, servers)
    if (process.waiting !== null || !process.alive) return
    this.#note('freeze', name)
    clock.stop(process)
    this.#for(25 * second, () => {
      this.#note('thaw', name)
      clock.resume(process)
    })
  }

  // Between and behind the servers

  #cutBus(): void {
    const { clock, servers } = this.#parts
    const { name, carrier } = pick(clock.random, servers)
    if (carrier === null || !carrier.connected) return
    this.#note('cut off the bus', name)
    carrier.cut()
    this.#for(20 * second, () => {
      this.#note('back on the bus', name)
      carrier.mend()
    })
  }

  #slowDatabase(): void {
    const { clock, database } = this.#parts
    const lagMs = clock.random() * 1.5 * second
    this.#note(`slow database: ${Math.round(lagMs)} ms`, 'database')
    database.lagMs = lagMs
    this.#for(10 * second, () => {
      database.lagMs = 4
    })
  }

  #breakDatabase(): void {
    const { database } = this.#parts
    if (database.away) return
    this.#note('away', 'database')
    database.away = true
    this.#for(5 * second, () => {
      this.#note('back', 'database')
      database.away = false
    })
  }

  /** A foreign transaction is left open. */
  #holdBack(): void {
    const { database, position } = this.#parts
    if (database.heldAt !== null) return
    this.#note('a foreign transaction', 'database')
    database.heldAt = position()
    this.#for(20 * second, () => {
      this.#note('the foreign transaction ends', 'database')
      database.heldAt = null
    })
  }
}
