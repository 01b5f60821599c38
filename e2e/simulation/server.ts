import type { Carrier } from '../../server/bus/carrier.ts'
import type { LocalCarrier, LocalNetwork } from '../../server/bus/local.ts'
import { clusterOver } from '../../server/cluster.ts'
import { addressReader } from '../../server/core/gateway/address.ts'
import { Admissions } from '../../server/core/gateway/admissions.ts'
import { Gateway } from '../../server/core/gateway/gateway.ts'
import { Hub } from '../../server/core/hub/hub.ts'
import { storedFor } from '../../server/core/hub/stored.ts'
import { createLogger } from '../../server/core/log.ts'
import { PersonLimits } from '../../server/core/rate-limits.ts'
import { Readiness } from '../../server/core/readiness.ts'
import { allRoles } from '../../server/core/roles.ts'
import type { Services } from '../../server/core/services.ts'
import { Wakes } from '../../server/core/wakes.ts'
import { Domain } from '../../server/domain.ts'
import { LastSeen } from '../../server/features/auth/index.ts'
import { Bots } from '../../server/features/bots/index.ts'
import { FileKeeper, FilePolicy } from '../../server/features/files/index.ts'
import { HookReceiver } from '../../server/features/hooks/index.ts'
import { createDispatch, scopes } from '../../server/features/index.ts'
import { MessageCommits, MessageIndexer } from '../../server/features/messages/index.ts'
import { noMetrics } from '../../server/metrics/metrics.ts'
import { defaultLimits } from '../../server/options.ts'
import { diskBlobs } from '../../server/storage/blobs.ts'
import type { Store } from '../../server/storage/store.ts'
import { noTracer } from '../../server/tracing/tracing.ts'
import type { Breakage } from './breakages.ts'
import { type Clock, emptyFolder, Process } from './clock.ts'
import type { Host } from './network.ts'
import { PlainTokens } from './truth.ts'

/** It compares with the database less often: most of what happens in a world would be that. */
const limits = { ...defaultLimits, compareEveryMs: 4_000 }

export interface ServerParts {
  name: string
  clock: Clock
  /** The database as one process of this server reaches it. */
  store: () => Store
  bus: LocalNetwork
  breakage: Breakage
  /** Something that a server says is wrong with itself. */
  failed: (line: string) => void
}

/** A server process, which may die and be started again: all of the real one but its HTTP, files and upkeep. */
export class SimulatedServer implements Host {
  readonly name: string
  process: Process
  gateway: Gateway | null = null
  carrier: LocalCarrier | null = null
  readonly #parts: ServerParts
  #stop: () => Promise<void> = async () => {}

  constructor(parts: ServerParts) {
    this.#parts = parts
    this.name = parts.name
    this.process = new Process(parts.name)
  }

  get isUp(): boolean {
    return this.gateway !== null
  }

  /** Starts a process. It takes connections a little later. */
  start(skewMs: number): void {
    const { clock, failed } = this.#parts
    const process = new Process(this.name)
    process.skewMs = skewMs
    this.process = process
    clock.after(0, process, () => {
      this.#serve(process).catch(error => {
        failed(`${this.name} did not start: ${String(error)}`)
        process.alive = false
        // Whatever starts it tries it again.
        clock.after(1_000, null, () => {
          if (this.process === process) this.start(skewMs)
        })
      })
    })
  }

  /** The process is gone, whatever it does. */
  kill(): void {
    this.process.alive = false
    this.gateway = null
    void this.carrier?.close()
    this.carrier = null
  }

  /** Stops as it does when it is asked to, and ends. */
  stop(ended: () => void): void {
    const { clock, failed } = this.#parts
    const { process } = this
    clock.after(0, process, () => {
      this.gateway = null
      this.#stop().then(
        () => {
          process.alive = false
          ended()
        },
        error => failed(`${this.name} did not stop: ${String(error)}`),
      )
    })
  }

  async #serve(process: Process): Promise<void> {
    const { clock, breakage, failed } = this.#parts
    const store = this.#parts.store()
    const carrier = this.#parts.bus.join()
    this.carrier = carrier
    const log = createLogger('error', { write: line => failed(`${this.name}: ${line}`) })
    const readiness = new Readiness()
    const cluster = clusterOver(inProcess(carrier, clock, process), true, {
      store,
      limits,
      metrics: noMetrics,
      readiness,
      log,
      outdated: why => failed(`${this.name}: ${why}`),
    })
    const { bus } = cluster
    const tokens = new PlainTokens('', store.meta('workspace_id'))
    const hub = new Hub(
      {
        ...storedFor(store, scopes),
        shared: bus.shared,
        signal: signal => bus.signal(signal),
        failed: (error, doing) => failed(`${this.name}: ${doing} failed: ${String(error)}`),
      },
      limits,
    )
    if (breakage.trustsHints) Object.assign(hub, { compare: () => {} })
    await cluster.join(hub, changes => hub.publish(breakage.publish?.(changes) ?? changes))
    const blobs = diskBlobs(emptyFolder)
    const write: Services['write'] = (locks, fn, done) => domain.write(locks, fn, done)
    const files = new FileKeeper(write, blobs, new FilePolicy([]), null)
    const hooks = { follow: () => [], stored: () => {}, enqueued: () => {} }
    const domain: Domain = new Domain(store, tokens, limits, bus, files, hooks)
    const services: Services = {
      store,
      write,
      hub,
      tokens,
      blobs,
      limits,
      addresses: addressReader([]),
      admissions: new Admissions(limits),
      persons: new PersonLimits(limits),
      follow: hooks.follow,
      metrics: noMetrics,
      tracer: noTracer,
      readiness,
      failed: error => failed(`${this.name}: after a commit: ${String(error)}`),
    }
    const commits = new MessageCommits(store.messages, bus, hooks)
    const { maxMembers } = limits
    const dispatch = createDispatch(services, {
      lastSeen: new LastSeen(store),
      commits,
      // Nobody searches here.
      indexer: new MessageIndexer(store, () => {}),
      files,
      hooks: new HookReceiver(services, { files, policy: null, calls: false }),
      bots: new Bots(services, { files, commits, maxMembers, wakes: new Wakes(), policy: null }),
      translations: null,
      outgoing: null,
    })
    const gateway = new Gateway(services, dispatch, log, new Set(allRoles))
    this.#stop = async () => {
      readiness.close()
      await gateway.close()
      await cluster.leave()
    }
    this.gateway = gateway
  }
}

/** A carrier whose messages come as events of the process. */
function inProcess(carrier: LocalCarrier, clock: Clock, process: Process): Carrier {
  return {
    get id() {
      return carrier.id
    },
    get connected() {
      return carrier.connected
    },
    get maxPayload() {
      return carrier.maxPayload
    },
    get dropped() {
      return carrier.dropped
    },
    send: (subject, payload) => carrier.send(subject, payload),
    subscribe: (subject, onMessage) =>
      carrier.subscribe(subject, (...message) => void clock.after(0, process, () => onMessage(...message))),
    onDoubt: fn => carrier.onDoubt(why => void clock.after(0, process, () => fn(why))),
    close: () => carrier.close(),
  }
}
