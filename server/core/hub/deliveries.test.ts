import { afterEach, expect, test } from 'vitest'
import type { ServerLimits } from '../../options.ts'
import { connect, testDevice } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
afterEach(() => workspace.end())
const start = async (limits: Partial<ServerLimits> = {}) => {
  workspace = await startWorkspace({ limits: { rate: false, headEveryMs: 20, receiptsEveryMs: 5, ...limits } })
  return { a: await workspace.client('a'), b: await workspace.client('b') }
}

test('in a large group only connections that have it open get bodies; the others get its head', async () => {
  const { a, b } = await start({ bodiesOnlineMembers: 2 })
  const c = await workspace.client('c')
  const id = await makeGroup(a, ['b', 'c'])
  await b.request('conversation.open', { conversationId: id })
  const messages = []
  for (let i = 0; i < 5; i++) messages.push(await say(a, id, `${i}`))
  const last = messages.at(-1)
  await b.waitFor('sync.push', p => p.to === last?.seq)
  const head = await c.waitFor('sync.head', p => p.revision === last?.seq)
  expect(head).toMatchObject({ conversationId: id, lastOrdinal: 5, lastMessage: last })
  const bodies = c.events.filter(e => e.event === 'sync.push' && e.params.scope !== 'me')
  expect(bodies).toEqual([])
  expect(b.events.filter(e => e.event === 'sync.head')).toEqual([])
  // Receipts are not part of the pushes.
  await c.request('membership.update', { conversationId: id, readSeq: last?.seq })
  await b.request('conversation.open', { conversationId: null })
  await say(a, id, '关上了')
  await b.waitFor('sync.head')
  expect(b.events.filter(e => e.event === 'conversation.receipts')).toEqual([])
})

test('the open conversation can be set after hello, and a removed member gets no more pushes of it', async () => {
  const { a, b } = await start({ bodiesOnlineMembers: 1 })
  const id = await makeGroup(a, ['b', 'c'])
  const { server } = workspace
  const silent = await connect(server.url)
  const { accessToken } = await server.domain.issueSession('b', testDevice())
  await silent.request('auth.resume', { accessToken })
  expect(await errorOf(silent.request('conversation.open', { conversationId: id }))).toBe('invalid_request')
  await b.request('conversation.open', { conversationId: id })
  await a.request('conversation.removeMembers', { conversationId: id, userIds: ['b'] })
  await b.request('sync.hello', {})
  b.clear()
  await say(a, id, '不给 b 看')
  a.notify('conversation.typing', { conversationId: id })
  await a.request('sync.hello', {})
  await b.request('sync.hello', {})
  expect(b.events).toEqual([])
})

test('who joined later is not sent older messages when they change, and misses no revision', async () => {
  for (const bodiesOnlineMembers of [500, 2]) {
    const { a, b } = await start({ bodiesOnlineMembers })
    const id = await makeGroup(a, ['b'])
    const old = await say(a, id, '裁员名单')
    const c = await workspace.client('c')
    await a.request('conversation.addMembers', { conversationId: id, userIds: ['c'] })
    const { head } = await c.waitFor('sync.joined')
    for (const client of [b, c]) await client.request('conversation.open', { conversationId: id })
    await a.request('message.react', { conversationId: id, seq: old.seq, emoji: '👍', on: true })
    const pushed = await c.waitFor('sync.push', p => p.from === head.revision + 1)
    expect(pushed).toMatchObject({ to: head.revision + 1, changes: [] })
    // A reply counts on the old message; the reply itself is for all.
    const content = { type: 'text' as const, text: '同意', mentions: [] }
    const sent = { conversationId: id, clientId: crypto.randomUUID(), content, replyTo: old.seq }
    const { message } = await a.request('message.send', sent)
    const reply = await c.waitFor('sync.push', p => p.from === message.seq)
    expect(reply.changes).toMatchObject([{ entity: 'message', value: { seq: message.seq } }])
    expect(reply.to).toBe(message.seq + 1)
    const full = await b.waitFor('sync.push', p => p.from === message.seq)
    expect(full.changes).toHaveLength(2)
    expect(JSON.stringify(c.events)).not.toContain('裁员名单')
    if (bodiesOnlineMembers > 2) await workspace.end()
  }
})

test('receipts reach connections that have the conversation open, in batches', async () => {
  const { a, b } = await start()
  const id = await makeGroup(a, ['b', 'c'])
  const message = await say(a, id, '收到请回')
  await a.request('conversation.open', { conversationId: id })
  await b.request('membership.update', { conversationId: id, readSeq: message.seq })
  const { receipts } = await a.waitFor('conversation.receipts')
  expect(receipts).toEqual([{ userId: 'b', readSeq: message.seq }])
  expect(b.events.filter(e => e.event === 'conversation.receipts')).toEqual([])
  const all = await a.request('conversation.receipts', { conversationId: id })
  expect(new Map(all.receipts.map(r => [r.userId, r.readSeq]))).toEqual(
    new Map([
      ['a', message.seq],
      ['b', message.seq],
      ['c', 0],
    ]),
  )
})

test('typing reaches only the other members, and is ignored from non-members', async () => {
  const { a, b } = await start()
  const d = await workspace.client('d')
  const second = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  d.notify('conversation.typing', { conversationId: id })
  await d.request('sync.hello', {})
  a.notify('conversation.typing', { conversationId: id })
  expect(await b.waitFor('conversation.typing')).toEqual({ conversationId: id, userId: 'a' })
  await second.request('sync.hello', {})
  for (const client of [a, second, d]) {
    expect(client.events.filter(e => e.event === 'conversation.typing')).toEqual([])
  }
  expect(b.events.filter(e => e.event === 'conversation.typing')).toHaveLength(1)
})

test('a slow reader gets heads only, and catches up', async () => {
  const { a, b } = await start({ softBuffer: 100_000 })
  const id = await makeGroup(a, ['b'])
  await b.waitFor('sync.joined')
  b.ws.pause()
  const text = '慢'.repeat(8_000)
  let last = 0
  for (let i = 0; i < 600; i++) last = (await say(a, id, text)).seq
  b.ws.resume()
  const head = await b.waitFor('sync.head', p => p.revision === last)
  expect(head.conversationId).toBe(id)
  const bodies = b.events.filter(e => e.event === 'sync.push' && e.params.scope !== 'me')
  expect(bodies.length).toBeLessThan(600)
  await say(a, id, '又快了')
  await b.waitFor('sync.push', p => p.to === last + 1)
})

test('a client that stops reading is closed', async () => {
  const { a, b } = await start({ softBuffer: 50_000_000, hardBuffer: 200_000 })
  const id = await makeGroup(a, ['b'])
  await b.waitFor('sync.joined')
  b.ws.pause()
  const text = '停'.repeat(8_000)
  for (let i = 0; i < 600; i++) await say(a, id, text)
  b.ws.resume()
  const { code } = await b.closed
  expect([4413, 1006]).toContain(code)
})
