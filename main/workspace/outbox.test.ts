import { EventEmitter, once } from 'node:events'
import { type Message, ProtocolError } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { uuidv7 } from '../../common/uuid.ts'
import type { Cache, OutboxItem } from '../cache/api.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'
import { Outbox } from './outbox.ts'

/** An outbox with an in-memory version of the part of the cache that it uses. */
function harness(respond: (method: string, params: { clientId?: string; conversationId: string }) => Promise<unknown>) {
  let items: OutboxItem[] = []
  const events = new EventEmitter()
  const drop = (clientId: string): void => {
    items = items.filter(item => item.clientId !== clientId)
  }
  const cache = {
    outbox: async () => [...items],
    outboxAttempted: async (clientId: string) => {
      const item = items.find(other => other.clientId === clientId)
      if (item !== undefined) item.attempts++
    },
    outboxAcknowledged: async (clientId: string, _message: Message) => {
      drop(clientId)
      events.emit('acknowledged', clientId)
    },
    outboxAccepted: async (clientId: string) => {
      drop(clientId)
      events.emit('accepted', clientId)
    },
    outboxDone: async (clientId: string) => {
      drop(clientId)
      events.emit('done', clientId)
    },
    outboxFailed: async (clientId: string, error: string) => {
      drop(clientId)
      events.emit('failed', clientId, error)
    },
  } as unknown as Cache
  const sent: string[] = []
  const request = ((method: string, params: { clientId?: string; conversationId: string }) => {
    sent.push(params.clientId ?? method)
    return respond(method, params)
  }) as unknown as Request
  const outbox = new Outbox({ cache, request, log: () => {}, onRefused: () => {}, retryMs: 1 })
  const send = (clientId: string, conversationId = 'c'): void => {
    items.push({
      kind: 'send',
      clientId,
      conversationId,
      content: { type: 'text', text: clientId, mentions: [] },
      createdAt: 0,
      attempts: 0,
      epoch: null,
    })
    outbox.pump()
  }
  return { outbox, events, sent, send, left: () => items.map(item => item.clientId) }
}

test('messages of a conversation are sent one after the other, in order', async () => {
  let open = 0
  let most = 0
  const { outbox, events, sent, send } = harness(async () => {
    most = Math.max(most, ++open)
    await new Promise(resolve => setImmediate(resolve))
    open--
    return { message: {} }
  })
  for (const id of ['1', '2', '3', '4']) send(id)
  const last = new Promise<void>(resolve => events.on('acknowledged', id => id === '4' && resolve()))
  outbox.start()
  await last
  expect(sent).toEqual(['1', '2', '3', '4'])
  expect(most).toBe(1)
})

test('a conversation whose request hangs does not delay others', async () => {
  const { outbox, events, send } = harness((_method, params) =>
    params.conversationId === 'slow' ? new Promise(() => {}) : Promise.resolve({ message: {} }),
  )
  send('a', 'slow')
  send('b', 'quick')
  const done = once(events, 'acknowledged')
  outbox.start()
  expect(await done).toEqual(['b'])
})

test('an unknown error is final; an unreadable answer counts as accepted', async () => {
  const later = ProtocolError.fromBody({ code: -32_050, message: 'No links here.', data: { name: 'links_forbidden' } })
  const { outbox, events, send, sent } = harness((_method, { clientId }) => {
    if (clientId === 'refused') return Promise.reject(later)
    if (clientId === 'unread') return Promise.reject(new DesktopError('not_understood', 'x'))
    return Promise.resolve({ message: {} })
  })
  const all = Promise.all(['failed', 'accepted', 'acknowledged'].map(name => once(events, name)))
  for (const id of ['refused', 'unread', 'good']) send(id)
  outbox.start()
  expect(await all).toEqual([['refused', 'refused'], ['unread'], ['good']])
  expect(sent).toEqual(['refused', 'unread', 'good'])
})

test('a refused message fails, and the next one is sent', async () => {
  const { outbox, events, send } = harness((_method, params) =>
    params.clientId === 'bad' ? Promise.reject(new ProtocolError('not_member')) : Promise.resolve({ message: {} }),
  )
  send('bad')
  send('good')
  const failed = once(events, 'failed')
  const acknowledged = once(events, 'acknowledged')
  outbox.start()
  expect(await failed).toEqual(['bad', 'not_member'])
  expect(await acknowledged).toEqual(['good'])
})

test('a message with a temporary error is sent again before the next one', async () => {
  let refusals = 2
  const { outbox, events, sent, send } = harness(async () => {
    if (refusals-- > 0) throw new ProtocolError('rate_limited', { retryAfterMs: 1 })
    return { message: {} }
  })
  send('1')
  send('2')
  const last = new Promise<void>(resolve => events.on('acknowledged', id => id === '2' && resolve()))
  outbox.start()
  await last
  expect(sent).toEqual(['1', '1', '1', '2'])
})

test('rate_limited pauses every conversation, not only the refused one', async () => {
  let refuse = true
  const { outbox, events, sent, send } = harness(async () => {
    if (!refuse) return { message: {} }
    refuse = false
    events.emit('refused')
    throw new ProtocolError('rate_limited', { retryAfterMs: 300 })
  })
  send('1', 'a')
  const refused = once(events, 'refused')
  outbox.start()
  await refused
  await new Promise(resolve => setImmediate(resolve))
  send('2', 'b')
  await new Promise(resolve => setImmediate(resolve))
  expect(sent).toEqual(['1'])
  const both = new Promise<void>(resolve => {
    const left = new Set(['1', '2'])
    events.on('acknowledged', id => left.delete(id) && left.size === 0 && resolve())
  })
  await both
  expect(sent.slice(1).sort()).toEqual(['1', '2'])
})

test('when the connection is lost the message stays in the outbox, and is sent on the next one', async () => {
  let lost = true
  const { outbox, events, send, left } = harness(async () => {
    if (!lost) return { message: {} }
    outbox.stop()
    events.emit('lost')
    throw new DesktopError('offline', 'the line was lost')
  })
  send('1')
  const disconnected = once(events, 'lost')
  outbox.start()
  await disconnected
  await new Promise(resolve => setImmediate(resolve))
  expect(left()).toEqual(['1'])
  lost = false
  const acknowledged = once(events, 'acknowledged')
  outbox.start()
  expect(await acknowledged).toEqual(['1'])
})

test('client ids are UUIDs of version 7 and sort by time', () => {
  const early = uuidv7(1_000)
  const late = uuidv7(1_790_000_000_000)
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(early < late).toBe(true)
  expect(Number.parseInt(late.replaceAll('-', '').slice(0, 12), 16)).toBe(1_790_000_000_000)
  expect(uuidv7()).not.toBe(uuidv7())
})
