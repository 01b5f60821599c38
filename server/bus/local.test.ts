import { describe, expect, test } from 'vitest'
import { seeded } from '../../common/random.ts'
import { type Carrier, OversizeError } from './carrier.ts'
import { type LocalFaults, LocalNetwork } from './local.ts'

/** A network whose deliveries wait for `settle`. */
function network(faults?: LocalFaults, maxPayload?: number) {
  const turns: (() => void)[] = []
  const net = new LocalNetwork({ faults, maxPayload, schedule: deliver => turns.push(deliver) })
  const settle = () => {
    for (let turn = turns.shift(); turn; turn = turns.shift()) turn()
  }
  return { net, settle }
}

function inbox(of: Carrier, subject = '>'): string[] {
  const received: string[] = []
  void of.subscribe(subject, (payload, at, from) => received.push(`${at} ${from} ${Buffer.from(payload)}`))
  return received
}

function doubtsOf(of: Carrier): string[] {
  const doubts: string[] = []
  of.onDoubt(why => doubts.push(why))
  return doubts
}

test('delivers by subject to all but the sender, in order', () => {
  const { net, settle } = network()
  const [a, b, c] = [net.join(), net.join(), net.join()]
  const [own, all, shards, one] = [inbox(a), inbox(b), inbox(c, 'c.*'), inbox(c, 'c.7')]
  a.send('c.7', 'x')
  a.send('c.8', new Uint8Array([121]))
  a.send('p.7', 'z')
  a.send('c', 'c')
  expect(all).toEqual([])
  settle()
  expect(own).toEqual([])
  expect(all).toEqual([`c.7 ${a.id} x`, `c.8 ${a.id} y`, `p.7 ${a.id} z`, `c ${a.id} c`])
  expect(shards).toEqual([`c.7 ${a.id} x`, `c.8 ${a.id} y`])
  expect(one).toEqual([`c.7 ${a.id} x`])
})

test('of its own accord it delivers in a later turn', async () => {
  const net = new LocalNetwork()
  const [a, b] = [net.join(), net.join()]
  const arrived = new Promise(resolve => void b.subscribe('c.*', payload => resolve(String(Buffer.from(payload)))))
  a.send('c.1', 'x')
  expect(await arrived).toBe('x')
})

test('a cut loses what is on its way, both sides hear of it, and it can be mended', () => {
  const { net, settle } = network()
  const [a, b, c] = [net.join(), net.join(), net.join()]
  const [ofA, ofB, ofC] = [inbox(a), inbox(b), inbox(c)]
  const [doubtsA, doubtsB, doubtsC] = [doubtsOf(a), doubtsOf(b), doubtsOf(c)]
  a.send('s', 'from a')
  b.send('s', 'to a')
  a.cut()
  a.send('s', 'nobody')
  settle()
  expect([ofA, ofB]).toEqual([[], []])
  expect(ofC).toEqual([`s ${b.id} to a`])
  expect([a.connected, a.dropped]).toEqual([false, 1])
  a.mend()
  expect([doubtsA, doubtsB, doubtsC]).toEqual([
    ['disconnected', 'reconnected'],
    ['sender lost messages'],
    ['sender lost messages'],
  ])
  a.send('s', 'again')
  settle()
  expect(ofB).toEqual([`s ${a.id} again`])
})

test('what was sent before the end arrives; afterwards nothing comes or goes', async () => {
  const { net, settle } = network()
  const [a, b] = [net.join(), net.join()]
  const [ofA, ofB] = [inbox(a), inbox(b)]
  a.send('s', 'last')
  await a.close()
  a.send('s', 'late')
  b.send('s', 'to nobody')
  settle()
  expect([ofA, ofB]).toEqual([[], [`s ${a.id} last`]])
  a.mend()
  expect(a.connected).toBe(false)
})

test('refuses what NATS would refuse', () => {
  const { net } = network(undefined, 4)
  const a = net.join()
  expect(() => a.send('s', '界界')).toThrow(OversizeError)
  expect(() => a.send('s.*', 'x')).toThrow(TypeError)
  expect(() => a.subscribe('>.s', () => undefined)).toThrow(TypeError)
})

describe('faults', () => {
  /** Two senders send 200 numbered messages each to one receiver. */
  function run(faults: Omit<LocalFaults, 'random'>, seed = 7): string[] {
    const { net, settle } = network({ ...faults, random: seeded(seed) })
    const [a, b, c] = [net.join(), net.join(), net.join()]
    const received = inbox(c)
    for (let i = 0; i < 200; i++) for (const sender of [a, b]) sender.send('s', String(i).padStart(3, '0'))
    settle()
    expect(net.waiting).toBe(0)
    return received.map(line => line.slice(2))
  }
  const ordered = run({})

  test('the same seed gives the same faults', () => {
    const all = { loss: 0.1, doubling: 0.1, delay: 0.3, reordering: 0.5 }
    expect(run(all)).toEqual(run(all))
    expect(run(all)).not.toEqual(run(all, 8))
  })

  test('lost', () => {
    const received = run({ loss: 0.5 })
    expect(received.length).toBeGreaterThan(150)
    expect(received.length).toBeLessThan(250)
    expect(received).toEqual(ordered.filter(line => received.includes(line)))
  })

  test('doubled', () => {
    const received = run({ doubling: 0.5 })
    expect(received.length).toBeGreaterThan(550)
    expect([...new Set(received)]).toEqual(ordered)
  })

  test('out of order between senders only', () => {
    const received = run({ reordering: 0.5, delay: 0.5 })
    expect(received).not.toEqual(ordered)
    expect([...received].sort()).toEqual([...ordered].sort())
    for (const sender of ['local-1', 'local-2']) {
      const own = (line: string) => line.startsWith(sender)
      expect(received.filter(own)).toEqual(ordered.filter(own))
    }
  })
})
