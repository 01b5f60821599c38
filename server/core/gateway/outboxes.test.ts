import { PassThrough } from 'node:stream'
import { setImmediate as nextTick } from 'node:timers/promises'
import { parseFrame } from '@lianqun/protocol'
import { beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { defaultLimits } from '../../options.ts'
import { Timers } from '../timers.ts'
import { Outgoing } from '../wire.ts'
import { Connection } from './connection.ts'
import { Outboxes } from './outboxes.ts'

let now: number
let timers: { at: number; fn: () => void }[]
let outboxes: Outboxes
let written: string[]
let connection: Connection

beforeEach(() => {
  now = 0
  timers = []
  const clock = {
    now: () => now,
    after(ms: number, fn: () => void) {
      timers.push({ at: now + ms, fn })
      return () => {}
    },
    random: () => 0,
  }
  outboxes = new Outboxes({ hardBuffer: 1_000_000, pushEveryMs: 20, timers: new Timers(clock) })
  written = []
  const socket = new PassThrough()
  socket.on('data', (frame: Buffer) => written.push(names(frame.subarray(frame[1] === 126 ? 4 : 2).toString())))
  const ws = { readyState: WebSocket.OPEN } as WebSocket
  connection = new Connection(ws, socket, '127.0.0.1', 'c', defaultLimits)
})

const names = (text: string) =>
  parseFrame(text)
    .map(message => ('method' in message ? message.method : message.kind))
    .join(' ')
const message = (name: string, text = '') =>
  new Outgoing(`{"jsonrpc":"2.0","method":"${name}","params":{"text":"${text}"}}`)
const push = (name: string, text?: string) => outboxes.addPush(connection, message(name, text))

/** Time passes, and what is due is done. */
async function pass(ms: number): Promise<void> {
  now += ms
  const due = timers.filter(({ at }) => at <= now)
  timers = timers.filter(({ at }) => at > now)
  for (const { fn } of due) fn()
  await nextTick()
  await nextTick()
}

test('the first push goes at once, those that follow soon share one write, and later ones go at once again', async () => {
  push('a')
  await pass(0)
  expect(written).toEqual(['a'])
  push('b')
  await pass(1)
  push('c')
  await pass(18)
  expect(written).toEqual(['a'])
  await pass(1)
  expect(written).toEqual(['a', 'b c'])
  await pass(20)
  push('d')
  await pass(0)
  expect(written).toEqual(['a', 'b c', 'd'])
})

test('pushes that are long together do not rest', async () => {
  push('a')
  await pass(0)
  push('b', '-'.repeat(17_000))
  await pass(0)
  expect(written).toHaveLength(1)
  push('c', '-'.repeat(17_000))
  await pass(0)
  expect(written).toEqual(['a', 'b c'])
})

test('an answer does not rest, and takes along what waits, in order', async () => {
  push('a')
  await pass(0)
  push('b')
  outboxes.add(connection, message('answer'))
  push('c')
  await pass(0)
  expect(written).toEqual(['a', 'b answer c'])
  push('d')
  await pass(1)
  await pass(19)
  expect(written).toEqual(['a', 'b answer c', 'd'])
})

test('what rests is written before its connection is closed', async () => {
  push('a')
  await pass(0)
  push('b')
  connection.writeOut()
  await pass(40)
  expect(written).toEqual(['a', 'b'])
})
