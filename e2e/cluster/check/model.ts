import { conversationScope } from '@lianqun/protocol'
import { pick, seeded } from '../../../common/random.ts'
import {
  type Call,
  type CallResult,
  type Head,
  type History,
  type HistoryEvent,
  type HistoryRecord,
  historyOf,
} from '../history.ts'
import { Replica } from '../replica.ts'
import { ModelServer, people, Refusal } from './model-server.ts'

/*
 * A model of a lawful server and of devices that talk to it, with a random schedule: what is asked, when it is
 * committed, when it is answered or pushed, who loses the connection. Its histories are what the checks must pass.
 */

interface Pending {
  op: string
  call: Call
  /** Null: not committed yet. */
  outcome: CallResult | Refusal | null
}

interface Device {
  client: string
  user: string
  online: boolean
  pending: Pending[]
  inbox: HistoryEvent[]
  /** Sends without an acknowledgement, in their order. */
  outbox: Extract<Call, { f: 'send' }>[]
  views: Map<string, Replica>
  me: Replica
  cursor: string | null
}

/** A lawful history: the same for the same seed. `steps`: about so many operations. */
export function lawfulHistory(seed: number, steps = 60): History {
  const model = new Model(seed)
  model.run(steps)
  return historyOf(model.records)
}

class Model {
  readonly records: HistoryRecord[] = []
  readonly #random: () => number
  readonly #devices: Device[]
  readonly #server = new ModelServer((user, event) => this.#push(user, event))
  #names = 0
  #now = 1_000

  constructor(seed: number) {
    this.#random = seeded(seed)
    this.#devices = [...people, 'ann'].map((user, i) => newDevice(`${user}.${i}`, user))
  }

  run(steps: number): void {
    for (const device of this.#devices) device.online = true
    this.#commitNow(this.#devices[0] as Device, { f: 'create', clientId: 'g0', userIds: ['bob', 'cho'] })
    for (let i = 0; i < steps * 4; i++) this.#step()
    for (const device of this.#devices) this.#settle(device)
    for (const device of this.#devices) {
      if (!device.online) this.#reconnect(device)
      this.#settle(device)
    }
    for (const device of this.#devices) {
      this.#sync(device)
      this.#note(device, 'view')
    }
    for (const user of people) {
      const device = newDevice(`${user}.end`, user)
      this.#sync(device)
      this.#note(device, 'end')
    }
  }

  #note(device: Device, kind: 'view' | 'end'): void {
    for (const replica of [device.me, ...device.views.values()]) this.#record(device, { kind, ...replica.state })
  }

  #record({ client, user }: Device, event: HistoryEvent): void {
    this.#now += 0.1 + this.#random()
    this.records.push({ at: this.#now, process: 1, client, user, ...event })
  }

  #step(): void {
    const device = pick(this.#random, this.#devices)
    const what = this.#random()
    if (!device.online) this.#reconnect(device)
    else if (what < 0.03) this.#disconnect(device)
    else if (what < 0.05) this.#sync(device)
    else if (what < 0.35) this.#deliver(device)
    else if (what < 0.6 && device.pending.length < 3) this.#begin(device)
    else if (what < 0.8) this.#commitOne(device)
    else this.#finishOne(device)
  }

  #begin(device: Device): void {
    const call = this.#someCall(device)
    if (call === null) return
    if (call.f === 'send') device.outbox.push(call)
    this.#invoke(device, call)
  }

  #invoke(device: Device, call: Call): Pending {
    const pending: Pending = { op: `o${++this.#names}`, call, outcome: null }
    device.pending.push(pending)
    this.#record(device, { kind: 'invoke', op: pending.op, gateway: 'g1', call })
    return pending
  }

  #someCall({ user, views }: Device): Call | null {
    const what = this.#random()
    const conversationIds = [...views.keys()].map(scope => scope.slice('conversation:'.length))
    if (what < 0.05 || conversationIds.length === 0)
      return { f: 'create', clientId: `g${++this.#names}`, userIds: people.filter(() => this.#random() < 0.6) }
    const conversationId = pick(this.#random, conversationIds)
    const messages = views.get(conversationScope(conversationId))?.messages ?? []
    const own = messages.filter(
      ({ senderId, clientId, recalled }) => senderId === user && clientId !== null && !recalled,
    )
    const text = `t${++this.#names}`
    if (what < 0.6 || messages.length === 0) return { f: 'send', conversationId, clientId: `c${text}`, text }
    if (what < 0.7 && own.length > 0) return { f: 'edit', conversationId, seq: pick(this.#random, own).seq, text }
    if (what < 0.73 && own.length > 0) return { f: 'recall', conversationId, seq: pick(this.#random, own).seq }
    if (what < 0.85) return { f: 'read', conversationId, readSeq: pick(this.#random, messages).seq }
    const userIds = [pick(this.#random, people)]
    if (what < 0.92) return { f: 'add', conversationId, userIds }
    return what < 0.97 ? { f: 'remove', conversationId, userIds } : { f: 'leave', conversationId }
  }

  #commitOne(device: Device): void {
    const pending = device.pending.find(({ outcome }) => outcome === null)
    if (pending) pending.outcome = this.#server.commit(device.user, pending.call)
  }

  #finishOne(device: Device): void {
    const index = device.pending.findIndex(({ outcome }) => outcome !== null)
    const [pending] = index < 0 ? [] : device.pending.splice(index, 1)
    if (pending) this.#finish(device, pending)
  }

  #finish(device: Device, { op, call, outcome }: Pending): void {
    if (outcome === null) this.#record(device, { kind: 'unknown', op, error: 'closed', answered: false })
    else if (outcome instanceof Refusal) this.#record(device, { kind: 'fail', op, error: outcome.message })
    else this.#record(device, { kind: 'ok', op, result: outcome })
    if (outcome !== null && call.f === 'send')
      device.outbox = device.outbox.filter(({ clientId }) => clientId !== call.clientId)
  }

  #commitNow(device: Device, call: Call): CallResult | Refusal {
    const pending = this.#invoke(device, call)
    device.pending.pop()
    pending.outcome = this.#server.commit(device.user, call)
    this.#finish(device, pending)
    return pending.outcome
  }

  #disconnect(device: Device): void {
    device.online = false
    device.inbox = []
    // Some of what is under way is committed still, in its order; nobody hears of it.
    for (const pending of device.pending) {
      if (this.#random() < 0.5) break
      pending.outcome ??= this.#server.commit(device.user, pending.call)
    }
    for (const pending of device.pending.splice(0)) this.#finish(device, { ...pending, outcome: null })
  }

  #reconnect(device: Device): void {
    device.online = true
    this.#sync(device)
    for (const call of device.outbox) this.#invoke(device, call)
  }

  #settle(device: Device): void {
    while (device.pending.length > 0) {
      this.#commitOne(device)
      this.#finishOne(device)
    }
  }

  #deliver(device: Device): void {
    const event = device.inbox.shift()
    if (!event) return
    this.#record(device, event)
    if (event.kind === 'joined') this.#fetch(device, this.#view(device, event.head))
    else if (event.kind === 'push') {
      const replica = event.scope === 'me' ? device.me : device.views.get(event.scope)
      if (replica && !replica.push(event)) this.#fetch(device, replica)
      if (event.scope === 'me') this.#left(device)
    }
  }

  #view(device: Device, { conversationId, visibleFrom }: Head): Replica {
    const scope = conversationScope(conversationId)
    const known = device.views.get(scope)
    if (known && known.visibleFrom === visibleFrom) return known
    const replica = new Replica(scope, visibleFrom)
    device.views.set(scope, replica)
    return replica
  }

  #left({ me, views }: Device): void {
    for (const row of me.rows.values())
      if (row.entity === 'membership' && !row.joined) views.delete(conversationScope(row.conversationId))
  }

  #sync(device: Device): void {
    const targets: Head[] = []
    for (let more = true; more; ) {
      const page = this.#commitNow(device, { f: 'heads', cursor: device.cursor })
      if (page instanceof Refusal || page.f !== 'heads') return
      targets.push(...page.heads)
      device.cursor = page.cursor
      more = page.more
    }
    this.#fetch(device, device.me)
    this.#left(device)
    for (const head of targets) this.#fetch(device, this.#view(device, head))
  }

  #fetch(device: Device, replica: Replica): void {
    for (;;) {
      const page = this.#commitNow(device, { f: 'changes', scope: replica.scope, since: replica.cursor })
      if (page instanceof Refusal || page.f !== 'changes') {
        device.views.delete(replica.scope)
        return
      }
      replica.page(page.rows, page.upTo)
      if (!page.more) return
    }
  }

  #push(user: string, event: HistoryEvent): void {
    for (const device of this.#devices) if (device.user === user && device.online) device.inbox.push(event)
  }
}

function newDevice(client: string, user: string): Device {
  return {
    client,
    user,
    online: false,
    pending: [],
    inbox: [],
    outbox: [],
    views: new Map(),
    me: new Replica('me'),
    cursor: null,
  }
}
