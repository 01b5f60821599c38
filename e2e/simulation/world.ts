import { pick } from '../../common/random.ts'
import type { LocalFaults } from '../../server/bus/local.ts'
import { LocalNetwork } from '../../server/bus/local.ts'
import { checkHistory, countEvents, describeViolations } from '../cluster/check/check.ts'
import { type HistoryRecord, historyOf } from '../cluster/history.ts'
import { Acts } from './acts.ts'
import { type Breakage, unbroken } from './breakages.ts'
import { CacheFile, SimulatedClient } from './client.ts'
import { Clock, seal } from './clock.ts'
import { End } from './end.ts'
import { Faults } from './faults.ts'
import { Network } from './network.ts'
import { Observer } from './observer.ts'
import { SimulatedServer } from './server.ts'
import { type DatabaseState, DistantStore, saysUnreachable } from './store.ts'
import { Trace } from './trace.ts'
import { people, Truth, truthDomain } from './truth.ts'

/** What a seed came to. */
export interface Outcome {
  seed: number
  /** What is wrong, in words; nothing, if all is well. */
  wrong: string[]
  /** The hash of all that happened; all faults, and the last lines before the end state was read. */
  digest: string
  faults: string[]
  last: string[]
  /** Events of the clock, records of the history, and virtual milliseconds. */
  steps: number
  records: number
  ms: number
}

export interface RunOptions {
  breakage?: Breakage
  /** Gets each line of the trace. */
  print?: (line: string) => void
  /** Gets the history, as `check/check.ts` reads it. */
  keep?: (records: readonly HistoryRecord[]) => void
}

const second = 1_000
/** How long a world may need until all is quiet and the same, once everything is mended. */
const settleMs = 20 * 60 * second

/** Runs seeds, one after the other, on databases that are made once. */
export class Simulation {
  readonly #truth: Truth
  readonly #caches: CacheFile[]

  private constructor(truth: Truth, caches: CacheFile[]) {
    this.#truth = truth
    this.#caches = caches
  }

  static async open(): Promise<Simulation> {
    return new Simulation(
      await Truth.open(),
      people.map(() => new CacheFile()),
    )
  }

  close(): void {
    this.#truth.close()
  }

  /** Runs one seed in a world of its own. The same seed comes to the same in any process. */
  async run(seed: number, options: RunOptions = {}): Promise<Outcome> {
    this.#truth.reset()
    for (const cache of this.#caches) cache.reset()
    const clock = new Clock(seed)
    const unseal = seal(clock)
    try {
      return await new World(seed, clock, this.#truth, this.#caches, options).run()
    } finally {
      unseal()
    }
  }
}

/** One seed: people at their devices, servers, a database and a bus, with faults in all of it. */
class World {
  readonly #seed: number
  readonly #clock: Clock
  readonly #truth: Truth
  readonly #trace: Trace
  readonly #observer: Observer
  readonly #network: Network
  readonly #servers: SimulatedServer[] = []
  readonly #clients: SimulatedClient[] = []
  readonly #database: DatabaseState = { lagMs: 4, heldAt: null, away: false }
  readonly #busFaults: Required<LocalFaults>
  readonly #users: readonly string[]
  readonly #wrong: string[] = []
  readonly #options: RunOptions

  constructor(seed: number, clock: Clock, truth: Truth, caches: readonly CacheFile[], options: RunOptions) {
    this.#seed = seed
    this.#options = options
    this.#clock = clock
    this.#truth = truth
    const { random } = clock
    const breakage = options.breakage ?? unbroken
    this.#trace = new Trace(clock, options.print)
    this.#observer = new Observer(this.#trace, client => client.split('.')[0] ?? client)
    this.#network = new Network(clock, this.#observer, this.#trace)
    this.#users = people.slice(0, 3 + Math.floor(random() * random() * 4))
    const failed = (line: string) => {
      this.#trace.note(`ERROR ${line}`)
      if (!saysUnreachable(line)) this.#wrong.push(`error: ${line}`)
    }
    const badness = random()
    this.#busFaults = {
      random,
      loss: random() * 0.6 * badness,
      doubling: random() * 0.1,
      delay: random() * 0.5 * badness,
      reordering: random() * 0.5,
    }
    const bus = new LocalNetwork({
      faults: this.#busFaults,
      schedule: deliver => void clock.after(random() * (random() < 0.05 ? 2_000 : 5), null, deliver),
    })
    const messages = breakage.messages?.(truth.store, clock)
    const store = () => new DistantStore(truth.store, clock, this.#database, messages)
    const count = 2 + Math.floor(random() * 2)
    for (let i = 0; i < count; i++)
      this.#servers.push(new SimulatedServer({ name: `s${i}`, clock, store, bus, breakage, failed }))
    this.#network.hosts = this.#servers
    const cacheLagMs = random() < 0.5 ? 0 : random() * 5
    for (const [i, user] of this.#users.entries()) {
      const file = caches[i]
      const session = truth.sessions.get(user)
      if (file === undefined || session === undefined) throw new Error(`${user} has no device`)
      const parts = { clock, network: this.#network, trace: this.#trace, file, session, cacheLagMs, breakage, failed }
      this.#clients.push(new SimulatedClient(parts))
    }
  }

  async run(): Promise<Outcome> {
    const clock = this.#clock
    await this.#makeConversations()
    const { random } = clock
    for (const server of this.#servers) server.start((random() - 0.5) * second)
    await clock.runUntil(() => this.#servers.every(({ isUp }) => isUp), 10 * second)
    for (const client of this.#clients) client.start()
    await clock.runUntil(() => false, 2 * second)

    const acts = new Acts(clock, this.#trace, this.#users)
    const faults = new Faults({
      clock,
      network: this.#network,
      observer: this.#observer,
      servers: this.#servers,
      clients: this.#clients,
      bus: this.#busFaults,
      database: this.#database,
      position: () => this.#truth.commits + 1,
    })
    await this.#live(acts, faults)
    faults.heal()
    const end = new End({
      clock,
      network: this.#network,
      observer: this.#observer,
      clients: this.#clients,
      truth: this.#truth,
      written: acts.written,
    })
    const difference = await end.settle(settleMs)
    this.#trace.over = true
    if (difference !== null) this.#wrong.push(`never settles: ${difference}`)
    else {
      this.#wrong.push(...(await end.compare()))
      const violations = describeViolations(checkHistory(historyOf(this.#observer.records)))
      if (violations !== '') this.#wrong.push(...violations.split('\n'))
    }
    return this.#outcome()
  }

  #outcome(): Outcome {
    const clock = this.#clock
    for (const error of clock.crashes)
      this.#wrong.push(
        `error: nobody caught ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
    this.#options.keep?.(this.#observer.records)
    const history = historyOf(this.#observer.records)
    this.#trace.note(`end: ${JSON.stringify(countEvents(history))} ${this.#wrong.join('\n')}`)
    return {
      seed: this.#seed,
      wrong: this.#wrong,
      digest: this.#trace.digest(),
      faults: this.#trace.faults,
      last: this.#trace.last,
      steps: clock.steps,
      records: history.records.length,
      ms: Math.round(clock.now),
    }
  }

  /** Most of it happens in few, so that people meet there. */
  async #makeConversations(): Promise<void> {
    const { random } = this.#clock
    const domain = truthDomain(this.#truth.store)
    for (let left = 1 + Math.floor(random() * 3); left > 0; left--) {
      const ownerId = pick(random, this.#users)
      const others = this.#users.filter(user => user !== ownerId)
      if (random() < 0.2) await domain.direct(ownerId, pick(random, others))
      else {
        const userIds = others.filter(() => random() < 0.8)
        await domain.createGroup({ ownerId, userIds, name: `群 ${left}` })
      }
    }
  }

  /** People act and things go wrong, for some time. */
  async #live(acts: Acts, faults: Faults): Promise<void> {
    const clock = this.#clock
    const { random } = clock
    const share = random() * 0.25
    for (let left = 20 + Math.floor(random() * 50); left > 0; left--) {
      if (random() < share) faults.inject()
      else acts.act(pick(random, this.#clients))
      // Now and then there is a pause in which all may become quiet.
      const rest = random() < 0.05 ? random() * 30 * second : random() < 0.3 ? 0 : random() * second
      await clock.runUntil(() => false, rest)
    }
  }
}
