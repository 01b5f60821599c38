import { EventEmitter, once } from 'node:events'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { pick, seeded } from '../../common/random.ts'
import type { Cluster } from './cluster.ts'
import { Device } from './device.ts'
import type { Call, Recorder } from './history.ts'
import type { Replica } from './replica.ts'

export interface WorkloadOptions {
  cluster: Cluster
  record: Recorder
  seed: number
  /** What the ids of the people begin with, where one workspace serves several runs. */
  name?: string
  /** The first of them has two devices. */
  people?: number
  /** What each device does, at least. */
  steps?: number
  /** How many faults the cluster has. */
  faults?: number
  requestMs?: number
  /**
   * How long the devices wait at the end to hear of all by their connections and heartbeats, milliseconds. Without it they
   * read what moved.
   */
  listenMs?: number
}

export interface WorkloadEnd {
  /** Devices whose heads differ from the server's after all was quiet. */
  disagreeing: string[]
}

/** Between two heartbeats of a device that listens, milliseconds. */
const heartbeatMs = 100
/** How many sends of one device may be unanswered. */
const mostUnanswered = 4

/**
 * People write, edit, recall, read, make groups, add and remove members and leave, on devices that lose their
 * connections, while the cluster has faults; then all is quiet, every device catches up and notes what it knows, and the
 * end state is read anew. What each does is drawn from the seed; when it happens is not.
 */
export async function runWorkload(options: WorkloadOptions): Promise<WorkloadEnd> {
  const { cluster, seed, name = `s${options.seed}`, people = 4, steps = 40, faults = 3 } = options
  const { requestMs = 5_000, listenMs } = options
  const random = seeded(seed)
  const users = Array.from({ length: people }, (_, i) => `${name}u${i}`)
  for (const user of users) await cluster.createEmployee(user)
  const progress = new EventEmitter<{ answer: [] }>()
  progress.setMaxListeners(0)
  const record: Recorder = (origin, event) => {
    options.record(origin, event)
    if (event.kind === 'ok') progress.emit('answer')
  }
  const newDevice = async (user: string, name: string): Promise<Device> =>
    new Device({
      client: `${user}.${name}`,
      session: await cluster.issueSession(user, `${user}-${name}`),
      urls: () => cluster.urls(),
      random: seeded(random() * 2 ** 32),
      record,
      requestMs,
    })
  const devices: Device[] = []
  for (const [i, user] of [...users, ...users.slice(0, 1)].entries()) devices.push(await newDevice(user, `d${i}`))
  const readers: Device[] = []
  for (const user of users) readers.push(await newDevice(user, 'end'))

  const nemesis = { client: 'nemesis', user: 'nemesis' }
  const note = (what: string, gateway: string) => record(nemesis, { kind: 'fault', what, gateway })
  try {
    for (const device of devices) device.start()
    devices[0]?.submit({ f: 'create', clientId: uuid(random), userIds: users.slice(1) })
    const over = Promise.withResolvers<void>()
    const disturbing = injectFaults(cluster, progress, random, { faults, between: steps, note, over: over.promise })
    await Promise.all(devices.map(device => act(device, { users, steps, random: seeded(random() * 2 ** 32) })))
    over.resolve()
    await disturbing
    await cluster.heal(note)
    await Promise.all(devices.map(device => device.drained()))
    for (const reader of readers) {
      reader.start()
      await connected(reader, () => reader.sync())
      reader.noteState('end')
    }
    const disagreeing: string[] = []
    for (const device of devices) {
      const reader = readers[users.indexOf(device.user)] as Device
      if (listenMs === undefined) await connected(device, () => device.sync())
      else await heard(device, reader, listenMs)
      if (!(await connected(device, () => device.agrees()))) disagreeing.push(device.client)
      device.noteState('view')
    }
    return { disagreeing }
  } finally {
    for (const device of [...devices, ...readers]) await device.stop()
  }
}

/** What a device asks, again where the connection is lost meanwhile. */
async function connected<T>(device: Device, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    await device.online()
    try {
      return await ask()
    } catch {
      await turn()
    }
  }
}

/** Waits until a device has heard of all that another one of its person has read. */
async function heard(device: Device, reader: Device, mostMs: number): Promise<void> {
  for (const end = Date.now() + mostMs; !device.hasAll(reader) && Date.now() < end; await wait(heartbeatMs))
    await connected(device, () => device.heartbeat())
}

interface FaultOptions {
  faults: number
  /** Answers between two faults, at most. */
  between: number
  note: (what: string, gateway: string) => void
  over: Promise<void>
}

async function injectFaults(
  cluster: Cluster,
  progress: EventEmitter<{ answer: [] }>,
  random: () => number,
  { faults, between, note, over }: FaultOptions,
): Promise<void> {
  let isOver = false
  const ended = over.then(() => {
    isOver = true
  })
  for (let fault = 0; fault < faults; fault++) {
    for (let left = 1 + Math.floor(random() * between * 2); left > 0 && !isOver; left--)
      await Promise.race([once(progress, 'answer'), ended])
    // What is planned is done, be it to those who only wait for answers any more.
    await cluster.disturb(random, note, over)
  }
}

interface Acting {
  users: readonly string[]
  steps: number
  random: () => number
}

/** What one device does. */
async function act(device: Device, { users, steps, random }: Acting): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await turn()
    if (device.unanswered >= mostUnanswered || random() < 0.2) await device.drained()
    const what = random()
    if (what < 0.03) device.roam()
    else if (what < 0.06) await device.sync().catch(() => device.online())
    else await ask(device, users, random)
  }
}

async function ask(device: Device, users: readonly string[], random: () => number): Promise<void> {
  const call = someCall(device, users, random)
  if (call.f === 'send' || call.f === 'create') {
    device.submit(call)
    return
  }
  if (call.f === 'hello' || call.f === 'heads' || call.f === 'changes') return
  await device.online()
  // Unknown outcomes are noted, and stay unknown.
  await device.ask(call).catch(() => null)
}

function someCall(device: Device, users: readonly string[], random: () => number): Call {
  const { user } = device
  const views = [...device.views.values()]
  if (views.length === 0 || random() < 0.02)
    return {
      f: 'create',
      clientId: uuid(random),
      userIds: others(users, user)
        .filter(() => random() < 0.7)
        .concat(pick(random, others(users, user))),
    }
  // Most of it happens in one, so that they meet there.
  const view = views[0] !== undefined && random() < 0.5 ? views[0] : pick(random, views)
  const conversationId = view.scope.slice('conversation:'.length)
  const messages = view.messages
  const own = messages.filter(row => row.senderId === user && row.clientId !== null && !row.recalled)
  const what = random()
  const text = `${device.client} ${uuid(random).slice(-8)}`
  if (what < 0.1 && own.length > 0) return { f: 'edit', conversationId, seq: pick(random, own).seq, text }
  if (what < 0.13 && own.length > 0) return { f: 'recall', conversationId, seq: pick(random, own).seq }
  if (what < 0.28 && messages.length > 0) return { f: 'read', conversationId, readSeq: pick(random, messages).seq }
  if (what < 0.34) return { f: 'add', conversationId, userIds: [pick(random, others(users, user))] }
  const owned = founder(view) === user
  // The others may not: they try it now and then.
  if (what < 0.35 || (what < 0.41 && owned))
    return { f: 'remove', conversationId, userIds: [pick(random, others(users, user))] }
  // Who made a group stays in it, so that somebody reads all of it at the end.
  if (what < 0.38 && !owned) return { f: 'leave', conversationId }
  return { f: 'send', conversationId, clientId: uuid(random), text }
}

const others = (users: readonly string[], user: string): string[] => users.filter(other => other !== user)

/** Who made a group, where the device sees it from the beginning; else it is somebody else. */
function founder({ messages }: Replica): string | undefined {
  return messages.find(({ notice }) => notice?.event === 'created')?.senderId
}

/** A random UUID (version 4), from the seed. */
function uuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
  hex[12] = '4'
  hex[16] = '8'
  const text = hex.join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}
