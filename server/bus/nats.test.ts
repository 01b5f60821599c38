import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setImmediate as tick } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { StartupError } from '../storage/startup-error.ts'
import { startNats, type TestNats } from '../testing/nats.ts'
import { freePort } from '../testing/ports.ts'
import { findNats } from '../testing/programs.ts'
import { type Carrier, OversizeError } from './carrier.ts'
import { openNats } from './nats.ts'

/** Milliseconds; other tests start many processes at the same time. */
const patience = 60_000

const lines: string[] = []
const write = (fields: object, text: string) => lines.push(`${text} ${JSON.stringify(fields)} ${errorIn(fields)}`)
const log = { info: write, warn: write, error: write } as unknown as Parameters<typeof openNats>[1]['log']

function errorIn(fields: object): string {
  return 'err' in fields ? String(fields.err) : ''
}

const open: { close(): Promise<void> }[] = []
const servers: TestNats[] = []

async function start(config?: string): Promise<TestNats> {
  const nats = await startNats(config)
  servers.push(nats)
  return nats
}

async function carrier(nats: TestNats, { workspace = 'w1', pingMs = 5_000, url = nats.url } = {}): Promise<Carrier> {
  const opened = await openNats(url, { workspace, log, pingMs })
  open.push(opened)
  return opened
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()))
  await Promise.all(servers.splice(0).map(nats => nats.stop()))
  lines.length = 0
}, patience)

/** What arrives, as "subject from text". */
async function inbox(of: Carrier, subject: string): Promise<string[]> {
  const received: string[] = []
  await of.subscribe(subject, (payload, at, from) => received.push(`${at} ${from} ${Buffer.from(payload)}`))
  return received
}

function doubtsOf(of: Carrier): string[] {
  const doubts: string[] = []
  of.onDoubt(why => doubts.push(why))
  return doubts
}

const soon = <T>(value: () => T) => expect.poll(value, { timeout: patience / 2 })

describe.skipIf(!findNats())('a carrier over NATS', { timeout: patience }, () => {
  test('delivers texts and bytes in order, by subject, and not to whoever sent them', async () => {
    const nats = await start()
    const [a, b] = [await carrier(nats), await carrier(nats)]
    expect(a.id).not.toBe(b.id)
    const own = await inbox(a, '>')
    const shard = await inbox(b, 'c.7')
    const all = await inbox(b, 'c.*')
    a.send('c.7', '你好')
    a.send('c.8', new TextEncoder().encode('bytes'))
    a.send('c.7', '')
    a.send('p.7', 'elsewhere')
    b.send('done', '')
    await soon(() => own).toEqual([`done ${b.id} `])
    await soon(() => all).toEqual([`c.7 ${a.id} 你好`, `c.8 ${a.id} bytes`, `c.7 ${a.id} `])
    expect(shard).toEqual([`c.7 ${a.id} 你好`, `c.7 ${a.id} `])
    expect([a.dropped, b.dropped]).toEqual([0, 0])
  })

  test('another workspace on the same server hears nothing', async () => {
    const nats = await start()
    const [a, b, other] = [await carrier(nats), await carrier(nats), await carrier(nats, { workspace: 'w2' })]
    const [heard, foreign] = [await inbox(b, '>'), await inbox(other, '>')]
    const doubts = doubtsOf(other)
    a.send('c.1', 'ours')
    await soon(() => heard).toHaveLength(1)
    other.send('c.1', 'theirs')
    const own = await carrier(nats, { workspace: 'w2' })
    own.send('c.1', 'last')
    await soon(() => foreign).toEqual([`c.1 ${own.id} last`])
    expect(heard).toEqual([`c.1 ${a.id} ours`])
    expect(doubts).toEqual([])
    await expect(openNats(nats.url, { workspace: 'w.>', log })).rejects.toThrow('workspace id')
  })

  test('goes on after kill -9 of the server, and tells everyone to doubt', async () => {
    const nats = await start()
    const [a, b] = [await carrier(nats), await carrier(nats)]
    const received = await inbox(b, 'c.*')
    const [ofA, ofB] = [doubtsOf(a), doubtsOf(b)]
    await nats.kill('SIGKILL')
    await soon(() => [a.connected, b.connected]).toEqual([false, false])
    expect([ofA, ofB]).toEqual([['disconnected'], ['disconnected']])
    a.send('c.1', 'lost')
    expect(a.dropped).toBe(1)
    await nats.restart()
    await soon(() => [a.connected, b.connected]).toEqual([true, true])
    await soon(() => ofB).toContain('reconnected')
    await soon(() => ofA).toContain('reconnected')
    a.send('c.1', 'again')
    await soon(() => received).toEqual([`c.1 ${a.id} again`])
  })

  test('a sender that was cut off alone tells the others that they may have missed something', async () => {
    // Two servers of one cluster: only the sender's ends.
    const ports = [await freePort(), await freePort()]
    const routes = ports.map(port => `nats://127.0.0.1:${port}`).join(', ')
    const [first, second] = (await Promise.all(
      ports.map(port => start(`cluster { name: test, listen: "127.0.0.1:${port}", routes: [${routes}] }`)),
    )) as [TestNats, TestNats]
    const [a, b] = [await carrier(first), await carrier(second)]
    const received = await inbox(b, 'c.1')
    await soon(() => {
      a.send('c.1', 'are the servers joined?')
      return received.length > 0
    }).toBe(true)
    const doubts = doubtsOf(b)
    await first.kill('SIGKILL')
    await first.restart()
    await soon(() => doubts).toEqual(['sender lost messages'])
    expect(b.connected).toBe(true)
  })

  test('a server that stands still is noticed, and used again when it goes on', async () => {
    const nats = await start()
    const [a, b] = [await carrier(nats, { pingMs: 100 }), await carrier(nats, { pingMs: 100 })]
    const received = await inbox(b, 'c.*')
    await nats.kill('SIGSTOP')
    await soon(() => [a.connected, b.connected]).toEqual([false, false])
    await nats.kill('SIGCONT')
    await soon(() => [a.connected, b.connected]).toEqual([true, true])
    a.send('c.1', 'on')
    await soon(() => received).toEqual([`c.1 ${a.id} on`])
  })

  test('what a standing server does not take is dropped, not piled up', async () => {
    const nats = await start()
    const [a, b] = [await carrier(nats), await carrier(nats)]
    const doubts = doubtsOf(b)
    await nats.kill('SIGSTOP')
    const large = new Uint8Array(500_000)
    for (let i = 0; i < 100; i++) a.send('c.1', large)
    expect(a.dropped).toBeGreaterThan(25)
    expect(a.connected).toBe(true)
    await nats.kill('SIGCONT')
    await soon(() => doubts).toEqual(['sender lost messages'])
  })

  test('a consumer that is too slow is cut off, and is told so', async () => {
    const nats = await start('max_pending: 1MB')
    const sender = await carrier(nats)
    const slow = spawn(process.execPath, ['--input-type=module-typescript', '-e', consumer], {
      env: { ...process.env, NATS: nats.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const said: string[] = []
      createInterface(slow.stdout).on('line', line => said.push(line))
      await soon(() => said).toEqual(['ready'])
      slow.kill('SIGSTOP')
      const large = new Uint8Array(200_000)
      while (!/slow consumer/i.test(nats.log())) {
        sender.send('c.1', large)
        await tick()
      }
      slow.kill('SIGCONT')
      await soon(() => said).toContain('reconnected')
      expect(said.slice(0, 2)).toEqual(['ready', 'disconnected'])
      expect(sender.connected).toBe(true)
    } finally {
      slow.kill('SIGKILL')
      await once(slow, 'exit')
    }
  })

  test('a message that is too long is refused, and the connection goes on', async () => {
    const nats = await start('max_payload: 1KB')
    const [a, b] = [await carrier(nats), await carrier(nats)]
    const received = await inbox(b, 'c.*')
    expect(a.maxPayload).toBe(1024 - 16)
    expect(() => a.send('c.1', '界'.repeat(337))).toThrow(OversizeError)
    expect(() => a.send('c.1', new Uint8Array(a.maxPayload + 1))).toThrow('1009 bytes')
    a.send('c.1', 'x'.repeat(a.maxPayload))
    await soon(() => received.map(line => line.length)).toEqual([`c.1 ${a.id} `.length + 1008])
    expect(a.dropped).toBe(0)
  })

  test('subjects that would reach others, or nobody, are refused', async () => {
    const a = await carrier(await start())
    for (const subject of ['', 'c.*', '>', 'c..1', 'c 1', 'c.1\r\nPUB x 0', '.c', 'c.']) {
      expect(() => a.send(subject, 'x')).toThrow(TypeError)
    }
    for (const subject of ['', 'c..1', '>.c', 'c.>.d', 'c.*x', 'c 1']) {
      expect(() => a.subscribe(subject, () => undefined)).toThrow(TypeError)
    }
  })

  test('a handler that fails is logged and disturbs nothing', async () => {
    const nats = await start()
    const [a, b] = [await carrier(nats), await carrier(nats)]
    await b.subscribe('c.*', () => {
      throw new Error('first')
    })
    await b.subscribe('c.*', async () => {
      throw new Error('second')
    })
    const received = await inbox(b, 'c.*')
    a.send('c.1', 'one')
    a.send('c.1', 'two')
    await soon(() => received).toHaveLength(2)
    expect(lines.filter(line => line.includes('first'))).toHaveLength(2)
    expect(lines.filter(line => line.includes('second'))).toHaveLength(2)
    expect(b.connected).toBe(true)
  })

  test('signs in with the name and password of its url, which no log and no error tells', async () => {
    const nats = await start('authorization { user: lian, password: "p@ss:s3cret" }')
    const url = `nats://lian:p%40ss%3As3cret@127.0.0.1:${nats.port}`
    const [a, b] = [await carrier(nats, { url }), await carrier(nats, { url: `nats://127.0.0.1:1,${url}` })]
    const received = await inbox(b, 'c.*')
    a.send('c.1', 'in')
    await soon(() => received).toHaveLength(1)
    await nats.restart()
    await soon(() => lines.filter(line => line.includes('again'))).toHaveLength(2)
    const failures: string[] = []
    for (const wrong of [nats.url, url.replace('lian', 'other'), 'nats://lian:s3cret@127.0.0.1:1']) {
      const error = await openNats(wrong, { workspace: 'w1', log }).catch(failure => failure)
      expect(error).toBeInstanceOf(StartupError)
      failures.push(error.message)
    }
    expect(failures).toEqual([
      `cannot connect to NATS at 127.0.0.1:${nats.port}: Authorization Violation. Start it, or check --bus.`,
      `cannot connect to NATS at 127.0.0.1:${nats.port}: Authorization Violation. Start it, or check --bus.`,
      'cannot connect to NATS at 127.0.0.1:1: connection refused. Start it, or check --bus.',
    ])
    expect(lines.join('\n')).not.toContain('s3cret')
  })

  test('ends while the server is away', async () => {
    const nats = await start()
    const a = await carrier(nats)
    await nats.kill('SIGKILL')
    await soon(() => a.connected).toBe(false)
    await a.close()
    await a.close()
    a.send('c.1', 'late')
    expect(a.dropped).toBe(1)
  })

  test('what was sent before the end arrives', async () => {
    const nats = await start()
    const [a, b] = [await carrier(nats), await carrier(nats)]
    const received = await inbox(b, 'c.*')
    for (let i = 0; i < 1_000; i++) a.send('c.1', String(i))
    await a.close()
    await soon(() => received).toHaveLength(1_000)
  })
})

/** Tells in lines what it is told. */
const consumer = `
  import { openNats } from '${import.meta.dirname}/nats.ts'
  const log = { info() {}, warn() {}, error() {} }
  const carrier = await openNats(process.env.NATS, { workspace: 'w1', log })
  carrier.onDoubt(why => console.log(why))
  await carrier.subscribe('c.*', () => undefined)
  console.log('ready')
`
