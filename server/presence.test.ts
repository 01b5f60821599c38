import { beforeEach, expect, test } from 'vitest'
import { seeded } from '../common/random.ts'
import { type LocalFaults, LocalNetwork } from './bus/local.ts'
import { MemoryBus } from './bus/memory.ts'
import { defaultLimits } from './options.ts'
import { HubClient, HubNode, ManualClock, makeHub } from './testing/hubs.ts'

/* Presence over several hubs, whose clock and network are the test's. */

const limits = { ...defaultLimits, presencePeople: 3_000 }
const { presenceTtlMs: ttl, presenceEveryMs: every, presenceAskMs: ask } = limits
/** A question, its answer, and the batch in which watchers are told of it. */
const promptly = 2 * ask + 2 * every

let clock: ManualClock
let network: LocalNetwork
beforeEach(() => {
  clock = new ManualClock()
  network = new LocalNetwork({ schedule: deliver => deliver() })
})

const node = () => new HubNode(network, { clock, limits })
const client = ({ hub }: HubNode, userId: string) => new HubClient(hub, userId).enter()
const people = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`)

test('who is watched at one process is told of as they come, are away, and leave at another', async () => {
  const [one, two] = [node(), node()]
  const b = await client(two, 'b')
  const a = (await client(one, 'a')).watch('b', 'c')
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'online', c: 'offline' })
  const c = await client(two, 'c')
  two.hub.setAway(b.connection, true)
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'away', c: 'online' })
  b.leave()
  c.leave()
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'offline', c: 'offline' })
  // One who is back at once has not gone, and costs nothing.
  const again = await client(two, 'c')
  clock.advance(promptly)
  const { sent } = two
  again.leave()
  await client(two, 'c')
  clock.advance(promptly)
  expect([a.states.c, two.sent]).toEqual(['online', sent])
})

test('a person at two processes is as available as at the better one', async () => {
  const [one, two, three] = [node(), node(), node()]
  const a = (await client(one, 'a')).watch('b')
  const desk = await client(two, 'b')
  const phone = await client(three, 'b')
  const own = await client(one, 'b')
  clock.advance(promptly)
  for (const { hub, connection } of [own, desk]) hub.setAway(connection, true)
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'online' })
  phone.leave()
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'away' })
  desk.leave()
  own.leave()
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'offline' })
})

test('who was at a process that is killed is there until what it said no longer holds', async () => {
  const [one, two, three] = [node(), node(), node()]
  const a = (await client(one, 'a')).watch('b', 'c')
  await client(two, 'b')
  await client(two, 'c')
  clock.advance(4 * ttl)
  expect(a.states).toEqual({ b: 'online', c: 'online' })
  await two.carrier.close()
  clock.advance(ttl / 3)
  // It comes back elsewhere, and is never told to have gone.
  await client(three, 'c')
  expect(a.states).toEqual({ b: 'online', c: 'online' })
  clock.advance(ttl + promptly)
  expect(a.states).toEqual({ b: 'offline', c: 'online' })
})

test('ten thousand who sign in at once are told of in batches, those whom nobody watches not at all', async () => {
  const [one, two] = [node(), node()]
  const watched = people(200)
  const a = (await client(one, 'a')).watch(...watched)
  clock.advance(promptly)
  two.sent = 0
  for (let i = 0; i < 10_000; i++) {
    const user = i % 50 === 0 ? watched[i / 50] : `other${i}`
    void new HubClient(two.hub, user ?? '').enter()
  }
  await new Promise(resolve => setImmediate(resolve))
  clock.advance(promptly)
  expect(new Set(a.told.values())).toEqual(new Set(['online']))
  expect(two.sent).toBe(1)
})

test('a herd of watchers asks in batches, a bounded number of people, and is answered once', async () => {
  const [one, two] = [node(), node()]
  const all = people(5_000)
  for (const userId of all.slice(0, 1_000)) await client(two, userId)
  one.sent = 0
  two.sent = 0
  for (let i = 0; i < 300; i++)
    (await client(one, `w${i}`)).watch(...Array.from({ length: 200 }, (_, j) => all[(i * 37 + j) % all.length] ?? ''))
  clock.advance(promptly)
  expect(one.sent).toBe(limits.presencePeople / 500)
  expect(two.sent).toBeLessThan(10)
  for (let i = 0; i < 30; i++) {
    clock.advance(ttl / 9)
    expect(one.remembered()).toBeLessThanOrEqual(2 * limits.presencePeople)
    expect(two.remembered()).toBeLessThanOrEqual(limits.presencePeople)
  }
  // All that is forgotten when nobody watches.
  one.hub.stop()
  clock.advance(2 * ttl)
  expect(two.remembered()).toBe(0)
})

test('a process that starts, or whose connection broke off, learns at once whom the others watch', async () => {
  const one = node()
  const a = (await client(one, 'a')).watch('b', 'c')
  clock.advance(promptly)
  const two = node()
  const b = await client(two, 'b')
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'online', c: 'offline' })
  two.carrier.cut()
  await client(two, 'c')
  b.leave()
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'online', c: 'offline' })
  two.carrier.mend()
  clock.advance(promptly)
  expect(a.states.c).toBe('online')
  clock.advance(ttl + promptly)
  expect(a.states).toEqual({ b: 'offline', c: 'online' })
})

test('whatever was lost, doubled and put off is right again once what was said before no longer holds', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(seed)
    const faults: LocalFaults = { random, loss: 0.5, doubling: 0.2 }
    clock = new ManualClock()
    network = new LocalNetwork({ schedule: deliver => deliver(), faults })
    const nodes = [node(), node(), node()]
    const ids = people(8)
    const watchers = await Promise.all(nodes.map(n => client(n, `w-${n.carrier.id}`)))
    for (const watcher of watchers) watcher.watch(...ids)
    const there = new Map<HubClient, string>()
    for (let step = 0; step < 60; step++) {
      const some = [...there.keys()]
      const one = some[Math.floor(random() * some.length)]
      const what = random()
      if (what < 0.5) {
        const userId = ids[Math.floor(random() * ids.length)] ?? ''
        there.set(await client(nodes[Math.floor(random() * 3)] as HubNode, userId), userId)
      } else if (one !== undefined && what < 0.8) {
        one.leave()
        there.delete(one)
      } else if (one !== undefined) one.hub.setAway(one.connection, !one.connection.away)
      clock.advance(random() * 5_000)
    }
    faults.loss = 0
    clock.advance(ttl + ttl / 18 + promptly)
    const truth = Object.fromEntries(
      ids.map(id => {
        const clients = [...there].filter(([, userId]) => userId === id).map(([{ connection }]) => connection)
        return [id, clients.length === 0 ? 'offline' : clients.some(c => !c.away) ? 'online' : 'away']
      }),
    )
    for (const watcher of watchers) expect(watcher.states, `seed ${seed}`).toEqual(truth)
  }
})

test('what cannot be read is refused and counted, and changes nothing', async () => {
  const one = node()
  const a = (await client(one, 'a')).watch('b')
  clock.advance(promptly)
  const bad = network.join()
  const frames = [
    '{',
    'null',
    '[]',
    '{"kind":"people"}',
    '{"kind":"people","online":"b","away":[],"offline":[]}',
    '{"kind":"people","online":[1],"away":[],"offline":[]}',
    `{"kind":"people","online":["${'x'.repeat(201)}"],"away":[],"offline":[]}`,
    `{"kind":"ask","fresh":true,"userIds":${JSON.stringify(people(2_001))}}`,
    '{"kind":"ask","userIds":["b"]}',
    '{"kind":"typing","conversationId":1,"userId":"b"}',
    '{"kind":"receipt","conversationId":"c","receipt":null}',
    '{"kind":"tomorrow"}',
  ]
  for (const frame of frames) bad.send('p.0', frame)
  for (const frame of ['{}', '{"conversations":[null],"me":[],"shared":[],"ended":[]}']) bad.send('c.0', frame)
  clock.advance(promptly)
  expect([one.refused, a.states]).toEqual([frames.length + 2, { b: 'offline' }])
  bad.send('p.0', '{"kind":"people","online":["b","never asked for"],"away":[],"offline":[]}')
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'online' })
})

test('a single process asks nobody, and has nothing to do again and again', async () => {
  const hub = makeHub(new MemoryBus(), { clock, limits })
  const a = (await new HubClient(hub, 'a').enter()).watch('b')
  await new HubClient(hub, 'b').enter()
  hub.joined()
  hub.doubt()
  clock.advance(promptly)
  expect(a.states).toEqual({ b: 'online' })
  expect(clock.timers.size).toBe(0)
})
