import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { encode, subprotocol } from '@lianqun/protocol'
import WebSocket from 'ws'
import { uuidv7 } from '../../common/uuid.ts'
import { readOrder } from './parent.ts'

/*
 * Clients that send as fast as they are acknowledged, in their own process. It takes one order from its parent, runs it,
 * and reports deliveries per second: the same load for the server and the relay.
 */

export interface Order {
  /** Of the servers, over which the members are spread. */
  urls: string[]
  members: number
  senders: number
  inFlight: number
  /** Seconds before counting and of counting. */
  warmup: number
  seconds: number
  /**
   * For the server: tokens of the members, and where each sender sends to, in turn; the lists are used again where there
   * are more senders. For the relay: the frame to send.
   */
  target: { kind: 'server'; tokens: string[]; conversationIds: string[][] } | { kind: 'relay'; frame: string }
}
/** Sent when counting begins and ends, so that the parent measures processor time in between. */
export type Report = { kind: 'counting' } | ({ kind: 'done' } & Outcome)
export interface Outcome {
  delivered: number
  deliveriesPerSecond: number
  sendsPerSecond: number
}

/** A string that occurs exactly once per message. */
const mark = Buffer.from('"clientId":"')
const body = randomBytes(100).toString('hex')
let delivered = 0
let sent = 0

function count(data: Buffer): number {
  let found = 0
  for (let at = data.indexOf(mark); at !== -1; at = data.indexOf(mark, at + mark.length)) found++
  return found
}

async function connect(order: Order, index: number): Promise<void> {
  const { target } = order
  const socket = new WebSocket(
    order.urls[index % order.urls.length] ?? '',
    target.kind === 'server' ? subprotocol : [],
    {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    },
  )
  await once(socket, 'open')
  let id = 0
  if (target.kind === 'server') {
    const answered = (): Promise<unknown> => once(socket, 'message')
    socket.send(encode.request(++id, 'auth.resume', { accessToken: target.tokens[index] }))
    await answered()
    socket.send(encode.request(++id, 'sync.hello', {}))
    await answered()
  }
  const sender = index < order.senders
  const places = target.kind === 'server' ? (target.conversationIds[index % target.conversationIds.length] ?? []) : []
  let turn = 0
  const send = (): void => {
    socket.send(
      target.kind === 'server'
        ? encode.request(++id, 'message.send', {
            conversationId: places[turn++ % places.length],
            clientId: uuidv7(),
            content: { type: 'text', text: body, mentions: [] },
          })
        : target.frame,
    )
  }
  let open = 0
  const acknowledged = (acks: number): void => {
    sent += acks
    for (let i = 0; i < acks; i++) send()
  }
  socket.on('message', (data: Buffer) => {
    const found = count(data)
    if (!sender) {
      delivered += found
      return
    }
    if (target.kind === 'server') {
      // An acknowledgement contains its message, too: the rest are deliveries.
      const text = data.toString('latin1')
      const acks = text.split('"result":').length - 1
      delivered += found - acks
      acknowledged(acks)
    } else {
      // The relay sends no acknowledgements: each sender counts its share of the deliveries as such.
      delivered += found
      open += found / order.senders
      const acks = Math.floor(open + 1e-9)
      open -= acks
      acknowledged(acks)
    }
  })
  if (sender) start.push(() => acknowledged(0), ...Array.from({ length: order.inFlight }, () => send))
}

const start: (() => void)[] = []

function tell(report: Report, done: () => void = () => {}): void {
  process.send?.(report, undefined, undefined, done)
}

const order = await readOrder<Order>()
for (let i = 0; i < order.members; i += 20) {
  await Promise.all(Array.from({ length: Math.min(20, order.members - i) }, (_, k) => connect(order, i + k)))
}
for (const begin of start) begin()
await new Promise(resolve => setTimeout(resolve, order.warmup * 1000))
tell({ kind: 'counting' })
const before = { delivered, sent, at: performance.now() }
await new Promise(resolve => setTimeout(resolve, order.seconds * 1000))
const seconds = (performance.now() - before.at) / 1000
const report: Report = {
  kind: 'done',
  delivered: delivered - before.delivered,
  deliveriesPerSecond: (delivered - before.delivered) / seconds,
  sendsPerSecond: (sent - before.sent) / seconds,
}
tell(report, () => process.exit(0))
