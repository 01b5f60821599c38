import { randomUUID } from 'node:crypto'
import { contents, encode, type Message } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

const text = (value: string) => ({ type: 'text' as const, text: value, mentions: [] })

test('a retry gives the same message; a different content or conversation is a conflict', async () => {
  const other = await makeGroup(a, ['b'])
  const params = { conversationId: group, clientId: randomUUID(), content: text('一次') }
  const { message } = await a.request('message.send', params)
  expect((await a.request('message.send', params)).message).toEqual(message)
  expect(await errorOf(a.request('message.send', { ...params, content: text('两次') }))).toBe('conflict')
  expect(await errorOf(a.request('message.send', { ...params, conversationId: other }))).toBe('conflict')
  await a.request('message.recall', { conversationId: group, seq: message.seq })
  expect((await a.request('message.send', params)).message.content).toEqual({ type: 'recalled', byId: 'a' })
  const { messages } = await b.request('message.history', { conversationId: group, limit: 10 })
  expect(messages.filter(m => m.clientId === params.clientId)).toHaveLength(1)
  // The same client id of another sender is another message.
  expect((await b.request('message.send', params)).message.senderId).toBe('b')
})

test('one bad message among many fails alone, and the others are one dense push', async () => {
  const before = (await a.request('message.history', { conversationId: group, limit: 1 })).head
  const frames = Array.from({ length: 9 }, (_, i) =>
    a.request('message.send', {
      conversationId: i === 4 ? 'elsewhere' : group,
      clientId: randomUUID(),
      content: text(`${i}`),
    }),
  )
  const results = await Promise.allSettled(frames)
  expect(results.map(r => r.status)).toEqual(Array.from({ length: 9 }, (_, i) => (i === 4 ? 'rejected' : 'fulfilled')))
  const last = await b.waitFor('sync.push', p => p.scope === `conversation:${group}` && p.to === before + 8)
  expect(last.epoch).toBeTruthy()
  const seqs = results.flatMap(r => (r.status === 'fulfilled' ? [r.value.message.seq] : []))
  expect(seqs).toEqual(Array.from({ length: 8 }, (_, i) => before + 1 + i))
})

test('messages in one frame are one commit: one push, one revision of the sender’s mark', async () => {
  b.clear()
  const requests = Array.from({ length: 5 }, (_, i) =>
    encode.request(1_000 + i, 'message.send', {
      conversationId: group,
      clientId: randomUUID(),
      content: text(`${i}`),
    }),
  )
  a.clear()
  a.sendRaw(encode.batch(requests))
  const push = await b.waitFor('sync.push', p => p.scope === `conversation:${group}`)
  expect(push.changes).toHaveLength(5)
  expect(push.to - push.from).toBe(4)
  const mine = await a.waitFor('sync.push', p => p.scope === 'me')
  expect(mine.changes).toHaveLength(1)
  expect(mine.changes[0]).toMatchObject({ entity: 'membership', value: { readSeq: push.to } })
})

test('sending moves the sender’s mark on all devices; unread counts use ordinals; mentions are listed', async () => {
  const second = await workspace.client('a')
  const message = await say(a, group, '@b 看一下', 'b')
  await second.waitFor('sync.push', p =>
    p.changes.some(c => c.entity === 'membership' && c.value.readSeq === message.seq),
  )
  const all = await say(a, group, '@all 开会', 'all')
  await say(a, group, '没有提到谁')
  const head = async (client: TestClient) => (await client.request('sync.heads', { cursor: null, limit: 10 })).heads[0]
  const forB = await head(b)
  expect(forB?.lastOrdinal).toBe(3)
  expect(forB && forB.lastOrdinal - forB.membership.readOrdinal).toBe(3)
  expect(forB?.mentionSeqs).toEqual([all.seq, message.seq])
  const forA = await head(a)
  expect(forA && forA.lastOrdinal - forA.membership.readOrdinal).toBe(0)
  expect(forA?.mentionSeqs).toEqual([])
  const { membership } = await b.request('membership.update', { conversationId: group, readSeq: message.seq })
  expect(membership).toMatchObject({ readSeq: message.seq, readOrdinal: 1 })
  expect((await head(b))?.mentionSeqs).toEqual([all.seq])
  const back = await b.request('membership.update', { conversationId: group, readSeq: 1 })
  expect(back.membership).toEqual(membership)
  const beyond = await b.request('membership.update', { conversationId: group, readSeq: 1_000_000 })
  expect(beyond.membership.readOrdinal).toBe(3)
})

test('a message of a kind that is not counted takes no ordinal', async () => {
  const counted = await say(a, group, '一')
  contents.text.counted = false
  const silent = await say(a, group, '二').finally(() => {
    contents.text.counted = true
  })
  const next = await say(a, group, '三')
  expect([counted, silent, next].map(message => message.ordinal)).toEqual([1, 1, 2])
  const { heads } = await b.request('sync.heads', { cursor: null, limit: 10 })
  const head = heads.find(({ conversation }) => conversation.id === group)
  expect(head && head.lastOrdinal - head.membership.readOrdinal).toBe(2)
})

test('read marks in one frame are one commit, and one of a non-member fails alone', async () => {
  const groups = [group, await makeGroup(a, ['b']), await makeGroup(a, ['b'])]
  for (const id of groups) await say(a, id, '看一下')
  const marks = [groups[0], 'elsewhere', groups[1], groups[2]].map((conversationId = '', i) =>
    encode.request(800 + i, 'membership.update', { conversationId, readSeq: 1_000 }),
  )
  const second = await workspace.client('b')
  b.sendRaw(encode.batch(marks))
  const push = await second.waitFor('sync.push', p => p.scope === 'me')
  expect(push.changes).toHaveLength(3)
  const { heads } = await b.request('sync.heads', { cursor: null, limit: 10 })
  for (const head of heads) expect(head.lastOrdinal - head.membership.readOrdinal).toBe(0)
  expect(await errorOf(b.request('membership.update', { conversationId: 'elsewhere', pinned: true }))).toBe(
    'not_member',
  )
})

test('several senders in one commit each have read up to their own last message', async () => {
  const { domain } = workspace.server
  const by = ['a', 'b', 'a', 'c', 'b']
  const stored = await domain.sendMessages(
    by.map(senderId => ({ conversationId: group, senderId, clientId: null, content: text(senderId) })),
  )
  const push = await b.waitFor('sync.push', p => p.scope === `conversation:${group}`)
  expect(push.changes.map(change => change.value)).toEqual(stored)
  const { receipts } = await a.request('conversation.receipts', { conversationId: group })
  const marks = Object.fromEntries(receipts.map(receipt => [receipt.userId, receipt.readSeq]))
  expect(marks).toEqual({ a: stored[2]?.seq, b: stored[4]?.seq, c: stored[3]?.seq })
})

test('recall: own messages, in time, no notices; it changes the revision, not the seq', async () => {
  const message = await say(a, group, '错了')
  const recall = (client: TestClient, seq: number) => client.request('message.recall', { conversationId: group, seq })
  expect(await errorOf(recall(b, message.seq))).toBe('forbidden')
  expect(await errorOf(recall(a, 999))).toBe('not_found')
  const { messages } = await a.request('message.history', { conversationId: group, limit: 10 })
  const notice = messages.find((m: Message) => m.content.type === 'system')
  expect(await errorOf(recall(a, notice?.seq ?? 0))).toBe('forbidden')
  const { message: recalled } = await recall(a, message.seq)
  expect(recalled).toMatchObject({ seq: message.seq, ordinal: message.ordinal, content: { type: 'recalled' } })
  expect(recalled.revision).toBeGreaterThan(message.revision)
  expect((await recall(a, message.seq)).message).toEqual(recalled)
  await workspace.server.domain.sendMessage({
    conversationId: group,
    senderId: 'a',
    clientId: null,
    content: text('很久以前'),
    sentAt: Date.now() - 3_600_000,
  })
  expect(await errorOf(recall(a, recalled.revision + 1))).toBe('too_late')
})

test('a non-member can neither send nor read', async () => {
  const d = await workspace.client('d')
  expect(await errorOf(say(d, group, '你好'))).toBe('not_member')
  expect(await errorOf(d.request('message.history', { conversationId: group, limit: 1 }))).toBe('not_member')
  const scope = `conversation:${group}` as const
  expect(await errorOf(d.request('sync.changes', { scope, since: 0, limit: 1 }))).toBe('not_member')
  expect(await errorOf(d.request('conversation.open', { conversationId: group }))).toBe('not_member')
  expect(await errorOf(d.request('conversation.receipts', { conversationId: group }))).toBe('not_member')
  expect(await errorOf(say(d, 'nowhere', '你好'))).toBe('not_member')
})

test('who changes a large message again and again, which all are sent whole each time, is told to wait', async () => {
  const limited = await startWorkspace()
  try {
    const a = await limited.client('a')
    const conversationId = await makeGroup(a, ['b'])
    const item = { senderName: '甲', senderLatinName: '', sentAt: 1 }
    const items = Array.from({ length: 24 }, () => ({
      ...item,
      content: { type: 'text' as const, text: '长'.repeat(8_000), mentions: [] },
    }))
    const content = { type: 'record' as const, title: '记录', items }
    const { message } = await a.request('message.send', { conversationId, clientId: randomUUID(), content })
    const react = (n: number) =>
      errorOf(a.request('message.react', { conversationId, seq: message.seq, emoji: '👍', on: n % 2 === 0 }))
    const outcomes: string[] = []
    for (let n = 0; n < 30; n++) outcomes.push(await react(n))
    expect(outcomes.slice(0, 5)).toEqual(Array(5).fill('no error'))
    expect(outcomes).toContain('rate_limited')
    const { seq } = await say(a, await makeGroup(a, ['b']), '短')
    expect(seq).toBeGreaterThan(0)
  } finally {
    await limited.end()
  }
})
