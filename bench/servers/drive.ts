import { encode, type Message, type Push } from '@lianqun/protocol'
import { against, type Goal, median } from '../report.ts'
import { type Child, startChild } from './child.ts'
import type { Order, Outcome, Report } from './load.ts'

/** The result of a round, and the processor time of the driven processes in it, in seconds. */
export interface Driven extends Outcome {
  cpuSeconds: number[]
  /** Deliveries per second of all of it. */
  perCpuSecond: number
}

/** Runs a load against processes and measures what they use meanwhile. `meanwhile` is called when counting begins. */
export async function drive(
  driven: readonly Child[],
  order: Order,
  meanwhile: { began(): void; ended(): void } = { began() {}, ended() {} },
): Promise<Driven> {
  const { child: load, ready } = await startChild<Report>('servers/load.ts', order)
  if (ready.kind !== 'counting') throw new Error('The load did not begin.')
  meanwhile.began()
  const usage = () => Promise.all(driven.map(async child => (await child.usage()).cpuSeconds))
  const before = await usage()
  const outcome = await load.next<Report>()
  const after = await usage()
  meanwhile.ended()
  if (outcome.kind !== 'done') throw new Error('The load did not end.')
  const cpuSeconds = after.map((seconds, i) => seconds - (before[i] ?? 0))
  return { ...outcome, cpuSeconds, perCpuSecond: outcome.delivered / cpuSeconds.reduce((sum, s) => sum + s, 0) }
}

/** Compares figures of rounds with those of others in the same run: their medians count. */
export function compareRounds(rounds: readonly Driven[], others: readonly Driven[]) {
  return (of: (driven: Driven) => number, goal?: Goal) => against(median(rounds.map(of)), median(others.map(of)), goal)
}

/** The frame that the server delivers for one message with a body of 200 bytes. */
export function sampleFrame(): string {
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
