import type { EventName, EventParams, Scope } from '@lianqun/protocol'
import { seeded } from '../../common/random.ts'
import type { Bus } from '../bus/bus.ts'
import { ClusterBus } from '../bus/cluster.ts'
import type { LocalCarrier, LocalNetwork } from '../bus/local.ts'
import type { Connection } from '../core/gateway/connection.ts'
import { Hub, type HubSource } from '../core/hub/hub.ts'
import type { RoomRow } from '../core/hub/rooms.ts'
import type { Clock } from '../core/timers.ts'
import type { Outgoing } from '../core/wire.ts'
import { noMetrics } from '../metrics/metrics.ts'
import type { ServerLimits } from '../options.ts'

/* Hubs without sockets and databases, whose clock and network are the test's. */

/** A clock that goes on when it is told to. */
export class ManualClock implements Clock {
  at = 0
  readonly timers = new Set<{ at: number; fn: () => void }>()
  readonly random = seeded(1)

  now(): number {
    return this.at
  }

  after(ms: number, fn: () => void): () => void {
    const timer = { at: this.at + ms, fn }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  /** Does what is due within so many milliseconds. */
  advance(ms: number): void {
    const end = this.at + ms
    for (;;) {
      const [next] = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.timers.delete(next)
      this.at = Math.max(this.at, next.at)
      next.fn()
    }
    this.at = end
  }
}

/** What a hub reads of the database, where a test says nothing else. */
const nothing = {
  rooms: async () => ({ rooms: [], me: 0 }),
  members: async () => ({ members: new Map(), membersAt: 0 }),
  heads: async () => [],
  head: async () => null,
  scopeHeads: async () => ({ me: new Map(), shared: new Map() }),
  scopeChanges: async (_userId: string, scope: Scope, since: number) => ({
    scope,
    epoch: 'e',
    changes: [],
    upTo: since,
    head: since,
    more: false,
  }),
}

export interface HubOptions {
  clock: Clock
  limits: ServerLimits
  source?: Partial<HubSource>
}

/** A hub at a bus. `remembered` is given what counts the people of other processes. */
export function makeHub(
  bus: Bus,
  { clock, limits, source = {} }: HubOptions,
  remembered = (_: () => number) => {},
): Hub {
  return new Hub(
    {
      ...nothing,
      epoch: 'e',
      shared: bus.shared,
      signal: signal => bus.signal(signal),
      failed(error) {
        throw error
      },
      ...source,
    },
    limits,
    { ...noMetrics, gauge: (name, read) => name === 'peopleElsewhere' && remembered(read) },
    clock,
  )
}

/** A process: a hub at the network. */
export class HubNode {
  readonly hub: Hub
  readonly bus: Bus
  readonly carrier: LocalCarrier
  /** Signals that it sent, and messages that it could not read. */
  sent = 0
  refused = 0
  /** How many people it remembers. */
  remembered = () => 0

  constructor(network: LocalNetwork, options: HubOptions) {
    this.carrier = network.join()
    const bus = new ClusterBus(this.carrier, () => {
      this.refused += 1
    })
    this.bus = {
      shared: true,
      publish: changes => bus.publish(changes),
      signal: signal => {
        this.sent += 1
        bus.signal(signal)
      },
    }
    this.hub = makeHub(this.bus, options, read => {
      this.remembered = read
    })
    this.carrier.onDoubt(why => {
      if (why !== 'disconnected') this.hub.doubt()
    })
    void bus.listen({
      publish: changes => this.hub.publish(changes),
      signalled: (signal, from) => this.hub.signalled(signal, from),
    })
    this.hub.joined()
  }
}

/** A client without a socket: what it is sent, and what it was told last of each person. */
export class HubClient {
  readonly told = new Map<string, string>()
  readonly events: { event: string; params: unknown }[] = []
  readonly connection: Connection
  readonly hub: Hub

  readonly #rooms: RoomRow[]

  /** `rooms`: the conversations that the person is in. */
  constructor(hub: Hub, userId: string, rooms: RoomRow[] = []) {
    this.hub = hub
    this.#rooms = rooms
    this.connection = {
      identity: { userId, sessionId: `s-${userId}`, deviceId: '' },
      subscribed: false,
      isOpen: true,
      held: null,
      slow: false,
      buffered: 0,
      missed: new Set(),
      openConversation: null,
      away: false,
      onWritten() {},
      queue: (message: Outgoing) => {
        this.#receive(message.text)
        return false
      },
    } as unknown as Connection
  }

  #receive(text: string): void {
    const { method, params } = JSON.parse(text) as { method: string; params: unknown }
    this.events.push({ event: method, params })
    if (method === 'presence.changed') this.#note((params as EventParams<'presence.changed'>).people)
  }

  #note(people: readonly { userId: string; state: string }[]): void {
    for (const { userId, state } of people) this.told.set(userId, state)
  }

  /** Says hello. */
  async enter(): Promise<this> {
    const answer = { revisions: {} }
    const userId = this.connection.identity?.userId ?? ''
    await this.hub.subscribe(this.connection, userId, async () => ({ rooms: this.#rooms, answer }))
    // The answer to the hello goes out.
    await new Promise(resolve => setImmediate(resolve))
    return this
  }

  watch(...userIds: string[]): this {
    this.told.clear()
    for (const userId of userIds) this.told.set(userId, 'offline')
    this.#note(this.hub.watch(this.connection, userIds, false))
    return this
  }

  leave(): void {
    this.hub.remove(this.connection)
  }

  /** How each of those is whom it watches, as it was told. */
  get states(): Record<string, string> {
    return Object.fromEntries(this.told)
  }

  /** What it was sent of one kind since it was asked last. */
  take<E extends EventName>(name: E): EventParams<E>[] {
    const taken = this.events.filter(({ event }) => event === name)
    for (const one of taken) this.events.splice(this.events.indexOf(one), 1)
    return taken.map(({ params }) => params as EventParams<E>)
  }
}
