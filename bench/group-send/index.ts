import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { encode, type Message, type Push } from '@lianqun/protocol'
import { type Bench, median } from '../report.ts'
import type { Order, Outcome, Report } from './load.ts'

const members = 200
const senders = 10
const inFlight = 4

/**
 * Measures deliveries per second in a group with 200 online members: authorised, validated, committed with
 * synchronous=FULL, acknowledged and delivered. Baseline: a bare relay of the same bytes. Server and load are
 * separate processes; server and relay alternate, and the median of three rounds counts. When the load is the
 * bottleneck both look alike, so deliveries per second of the server's processor time are reported as well.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  const server = fork(join(import.meta.dirname, 'server.ts'), [String(members)])
  const relay = fork(join(import.meta.dirname, 'relay.ts'))
  try {
    const [[{ url, tokens, conversationId }], [{ port }]] = await Promise.all([
      once(server, 'message'),
      once(relay, 'message'),
    ])
    const common = { members, senders, inFlight, warmup: Math.max(0.5, 1.5 * scale), seconds: Math.max(1, 6 * scale) }
    const real: Driven[] = []
    const bare: Driven[] = []
    for (let round = 0; round < 3; round++) {
      bare.push(
        await drive(relay, {
          ...common,
          url: `ws://127.0.0.1:${port}`,
          target: { kind: 'relay', frame: sampleFrame() },
        }),
      )
      real.push(await drive(server, { ...common, url, target: { kind: 'server', tokens, conversationId } }))
    }
    const value = median(real.map(outcome => outcome.deliveriesPerSecond))
    const baseline = median(bare.map(outcome => outcome.deliveriesPerSecond))
    const ratio = value / baseline
    report({
      name: 'group send, 200 members',
      value,
      unit: 'deliveries/s',
      baseline,
      ratio,
      goal: 0.4,
      ok: ratio >= 0.4,
    })
    report({
      name: 'group send, acknowledged',
      value: median(real.map(outcome => outcome.sendsPerSecond)),
      unit: 'messages/s',
      baseline: null,
      ratio: null,
      goal: null,
      ok: null,
    })
    const work = median(real.map(outcome => outcome.perCpuSecond))
    const bareWork = median(bare.map(outcome => outcome.perCpuSecond))
    report({
      name: 'group send, 200 members, by a second of the processor',
      value: work,
      unit: 'deliveries/s',
      baseline: bareWork,
      ratio: work / bareWork,
      goal: null,
      ok: null,
    })
  } finally {
    await Promise.all([end(server), end(relay)])
  }
}

/** The result of a round, and deliveries per second of the driven process's processor time. */
interface Driven extends Outcome {
  perCpuSecond: number
}

async function drive(driven: ChildProcess, order: Order): Promise<Driven> {
  const load = fork(join(import.meta.dirname, 'load.ts'))
  load.send(order)
  await next(load)
  const before = await cpuSeconds(driven)
  const outcome = await next(load)
  const worked = (await cpuSeconds(driven)) - before
  if (outcome.kind !== 'done') throw new Error('The load did not end.')
  return { ...outcome, perCpuSecond: outcome.delivered / worked }
}

async function next(load: ChildProcess): Promise<Report> {
  const [report] = (await once(load, 'message')) as [Report]
  return report
}

async function cpuSeconds(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return (user + system) / 1e6
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.disconnect()
  await gone
}

/** The frame that the server delivers for one message with a body of 200 bytes. */
function sampleFrame(): string {
  const message: Message = {
    conversationId: 'c_0198c5a17c3e7b1a9f002b6f5d',
    seq: 100_000,
    revision: 100_000,
    ordinal: 100_000,
    senderId: 'u_0198c5a17c3e7b1a9f002b6f5d',
    clientId: '0198c5a1-7c3e-7b1a-9f00-2b6f5d1e8a01',
    sentAt: 1_790_000_000_000,
    content: { type: 'text', text: 'x'.repeat(200), mentions: [] },
  }
  const push: Push = {
    scope: `conversation:${message.conversationId}`,
    epoch: 'epoch',
    from: message.seq,
    to: message.seq,
    changes: [{ entity: 'message', value: message }],
  }
  return encode.notification('sync.push', push)
}
