import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { encode, ProtocolError, parseFrame, subprotocol } from '@lianqun/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Cache } from '../cache/api.ts'
import { cacheUpTo, item, message, own, uuid } from '../cache/testing.ts'
import { Connection, type Request } from './connection.ts'
import { DesktopError } from './errors.ts'
import { Outbox } from './outbox.ts'
import { directNetwork } from './transport/network.ts'

/* Answers that are none, that come late, or that ask for what cannot be. */

/** A signed-in line to a server that says what the test says to `message.send`. */
async function line(answer: (socket: WebSocket, id: number) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => subprotocol })
  await once(server, 'listening')
  server.on('connection', socket =>
    socket.on('message', data => {
      for (const each of parseFrame(data.toString())) if (each.kind === 'request') answer(socket, each.id)
    }),
  )
  const told = new EventEmitter()
  const connection = new Connection({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    transport: directNetwork(),
    authenticate: async () => {},
    onReady: async () => {},
    onStatus: ({ status }) => told.emit(status),
    onEvent: () => {},
    onSessionEnded: () => {},
    heartbeat: async () => {},
    log: () => {},
  })
  const online = once(told, 'online')
  connection.start()
  await online
  onTestFinished(async () => {
    connection.stop()
    for (const socket of server.clients) socket.terminate()
    await new Promise(resolve => server.close(resolve))
  })
  return connection
}
const send = { conversationId: 'c', clientId: uuid(1), content: item(1).content }

test('a request of the server ends none of the client’s that has the same id', async () => {
  const connection = await line((socket, id) => {
    socket.send(encode.request(id, 'client.info', {}))
    socket.send(encode.result(id, { message: message(1) }))
  })
  await expect(connection.request('message.send', send)).resolves.toMatchObject({ message: { seq: 1 } })
})

test('a refusal that cannot be read is not taken for a success: the message is not shown as sent', async () => {
  const connection = await line((socket, id) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: 'quota_exceeded', message: 'no' } })),
  )
  using cache = cacheUpTo(0)
  cache.db.enqueueSend(item(1))
  const outbox = new Outbox({
    cache: asyncCache(cache.db),
    request: connection.request,
    onRefused: () => {},
    log: () => {},
  })
  outbox.start()
  const state = () => cache.db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 9 }).items[0]?.state
  await vi.waitFor(() => expect(state()).toBe('failed'))
  outbox.stop()
})

function asyncCache(db: object): Cache {
  return new Proxy({} as Cache, {
    get: (_target, name) =>
      name === 'then'
        ? undefined
        : async (...args: unknown[]) =>
            (db as Record<string, (...args: unknown[]) => unknown>)[name as string]?.(...args),
  })
}

test('what the old epoch acknowledges after the reset goes out once more', async () => {
  using cache = cacheUpTo(0)
  cache.db.enqueueSend(item(1))
  const asked = new EventEmitter()
  const answer = Promise.withResolvers<unknown>()
  let times = 0
  const request = ((method: string) => {
    times++
    asked.emit(method)
    return times === 1 ? answer.promise : Promise.reject(new DesktopError('offline', ''))
  }) as unknown as Request
  const outbox = new Outbox({ cache: asyncCache(cache.db), request, onRefused: () => {}, log: () => {} })
  const first = once(asked, 'message.send')
  outbox.start()
  await first
  // As Sync does it for a new epoch on the same line; `onNewEpoch` pumps.
  cache.db.resetConversations('e2')
  outbox.pump()
  answer.resolve({ message: own(1, 1) })
  await vi.waitFor(() => expect(times).toBe(2))
  outbox.stop()
})

test('the answer of an old epoch to a read mark keeps none of the new epoch from being taken over', () => {
  using cache = cacheUpTo(3)
  const of = (epoch: string, revision: number, readSeq: number) => ({
    ...{ epoch, cursor: epoch, more: false, remaining: 0 },
    heads: [
      {
        conversation: {
          id: 'c',
          kind: 'group',
          name: '',
          ownerId: null,
          memberCount: 1,
          avatarUserIds: [],
          createdAt: 0,
          revision: 1,
        },
        membership: {
          conversationId: 'c',
          joined: true,
          pinned: false,
          muted: false,
          readSeq,
          readOrdinal: readSeq,
          visibleFrom: 0,
          revision,
        },
        ...{ revision: 3, lastOrdinal: 3, lastMessage: null, mentionSeqs: [] },
      },
    ],
  })
  cache.db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: 1 })
  cache.db.resetConversations('e2')
  cache.db.resetScope('me', 'e2')
  cache.db.applyHeads(of('e2', 10, 1))
  const [old] = of('e1', 5_000, 2).heads
  cache.db.outboxDone(uuid(1), 'e1', old?.membership)
  cache.db.applyHeads(of('e2', 11, 3))
  expect(cache.db.conversation('c')?.unread).toBe(0)
})

test('a wait that no timer can hold is not no wait', async () => {
  using cache = cacheUpTo(0)
  cache.db.enqueueSend(item(1))
  const waits = Promise.withResolvers<unknown>()
  const request = (() =>
    Promise.reject(new ProtocolError('unavailable', { retryAfterMs: 30 * 86_400_000 }))) as unknown as Request
  const log = (_text: string, fields?: Record<string, unknown>) => waits.resolve(fields?.wait)
  const outbox = new Outbox({ cache: asyncCache(cache.db), request, onRefused: () => {}, log })
  outbox.start()
  expect(await waits.promise).toBeLessThan(2 ** 31)
  outbox.stop()
})
