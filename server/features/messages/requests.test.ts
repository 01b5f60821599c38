import { limits, type Message, type MessageState, type Params } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  b = await workspace.client('b')
  c = await workspace.client('c')
  group = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

const on = ({ seq }: Message) => ({ conversationId: group, seq })
type Request = Omit<Params<'message.request'>, 'conversationId' | 'seq'>
const ask = async (message: Message, request: Request, by = a) =>
  (await by.request('message.request', { ...on(message), ...request })).message.attributes?.request
const respond = async (client: TestClient, message: Message, done = true) =>
  (await client.request('message.respond', { ...on(message), done })).state
/** What a person owes, as a device reads it that knows nothing yet. */
async function owes(client: TestClient): Promise<MessageState[]> {
  const page = await client.request('sync.changes', { scope: 'me', since: 0, limit: 500 })
  return page.changes.flatMap(change => (change.entity === 'messageState' ? [change.value as MessageState] : []))
}
const row = async (message: Message) =>
  (await a.request('message.get', { conversationId: group, seqs: [message.seq] })).messages[0]?.attributes?.request

test('members who saw it sent owe an answer, which counts once; the sender sees who owes it still', async () => {
  const message = await say(a, group, '15:00 前确认排班')
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  expect(await ask(message, { ask: 'acknowledged' })).toMatchObject({ ask: 'acknowledged', of: 2, done: 0 })
  const d = await workspace.client('d')
  expect(await owes(d)).toEqual([])
  expect(await errorOf(respond(d, message))).toBe('not_found')
  expect(await owes(b)).toMatchObject([{ seq: message.seq, request: { ask: 'acknowledged' } }])
  expect((await owes(b))[0]?.message).toBeUndefined()

  const { request } = await respond(b, message)
  expect(request?.doneAt).toBeTypeOf('number')
  expect((await respond(b, message)).request?.doneAt).toBe(request?.doneAt)
  expect(await row(message)).toMatchObject({ of: 2, done: 1, userIds: ['b'] })
  const { people } = await a.request('message.owed', on(message))
  expect(people).toEqual([
    { userId: 'c', at: null },
    { userId: 'b', at: request?.doneAt },
  ])
  expect(await errorOf(b.request('message.owed', on(message)))).toBe('forbidden')
  await respond(b, message, false)
  expect(await row(message)).toMatchObject({ done: 0, userIds: [] })
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['c'] })
  expect((await a.request('message.owed', on(message))).people).toEqual([{ userId: 'b', at: null }])
  expect(await errorOf(respond(c, message))).toBe('not_member')
})

test('only those who are named owe an answer; asking again changes what is asked, not whom', async () => {
  const message = await say(a, group, '@c 面板看一下', 'c')
  expect(await errorOf(ask(message, { ask: 'done', userIds: ['d'] }))).toBe('not_found')
  expect(await errorOf(ask(message, { ask: 'done', userIds: ['a'] }))).toBe('invalid_params')
  const first = await ask(message, { ask: 'done', userIds: ['c'] })
  expect(first).toMatchObject({ of: 1 })
  expect(await ask(message, { ask: 'done', userIds: ['c'] })).toEqual(first)
  expect(await errorOf(ask(message, { ask: 'done', userIds: ['b'] }))).toBe('conflict')
  expect(await ask(message, { ask: 'done', urgent: true })).toEqual({ ...first, urgent: true })
  expect(await owes(b)).toEqual([])
  expect(await owes(c)).toMatchObject([{ request: { ask: 'done', urgent: true }, message: { seq: message.seq } }])
  await respond(c, message)
  expect((await owes(c))[0]?.message).toBeUndefined()
  expect(await ask(message, { ask: null })).toBeUndefined()
  expect((await owes(c))[0]?.request).toBeUndefined()
  expect(await errorOf(respond(c, message))).toBe('not_found')
  expect(await errorOf(ask(message, { ask: 'done' }, b))).toBe('forbidden')
})

test('a reminder goes to those who owe an answer, and not twice within ten minutes', async () => {
  const message = await say(a, group, '收到请回复')
  expect(await errorOf(a.request('message.urge', on(message)))).toBe('not_found')
  await ask(message, { ask: 'acknowledged' })
  await respond(b, message)
  await a.request('message.urge', on(message))
  expect((await owes(c))[0]?.request?.urgedAt).toBeTypeOf('number')
  expect((await owes(b))[0]?.request?.urgedAt).toBeUndefined()
  expect((await row(message))?.urgedAt).toBeTypeOf('number')
  expect(await errorOf(a.request('message.urge', on(message)))).toBe('rate_limited')
  expect(await errorOf(b.request('message.urge', on(message)))).toBe('forbidden')
  // Who is out of the group is reminded of nothing in it.
  const other = await say(a, group, '再确认一次')
  await ask(other, { ask: 'done', urgent: true })
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['c'] })
  await a.request('message.urge', on(other))
  const asked = async (client: TestClient) => (await owes(client)).find(({ seq }) => seq === other.seq)?.request
  expect((await asked(b))?.urgedAt).toBeTypeOf('number')
  expect((await asked(c))?.urgedAt).toBeUndefined()
})

/** Runs something with the clock of the server ahead, milliseconds. */
async function ahead<T>(ms: number, fn: () => Promise<T>): Promise<T> {
  const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + ms)
  try {
    return await fn()
  } finally {
    now.mockRestore()
  }
}

test('a clock that was put back holds no reminder up', async () => {
  const message = await say(a, group, '收到请回复')
  await ask(message, { ask: 'acknowledged' })
  await ahead(86_400_000, () => a.request('message.urge', on(message)))
  expect(await errorOf(a.request('message.urge', on(message)))).toBe('no error')
  expect(await errorOf(a.request('message.urge', on(message)))).toBe('rate_limited')
})

test('who joined later owes no answer, also where they see what was said before', async () => {
  await a.request('group.configure', { conversationId: group, settings: { history: 'all' } })
  const message = await say(a, group, '收到请回复')
  await ahead(1_000, () => a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] }))
  expect(await ask(message, { ask: 'acknowledged' })).toMatchObject({ of: 2 })
})

test('of a recalled message nobody owes an answer', async () => {
  const message = await say(a, group, '发错了')
  await ask(message, { ask: 'acknowledged', urgent: true })
  await a.request('message.recall', on(message))
  expect(await owes(c)).toEqual([{ ...on(message), revision: expect.any(Number) }])
  expect(await row(message)).toBeUndefined()
})

test('urgent messages are few: within an hour, and in whom they ask', async () => {
  for (let n = 0; n < 5; n++) await ask(await say(a, group, `急 ${n}`), { ask: 'acknowledged', urgent: true })
  const sixth = await say(a, group, '急 6')
  expect(await errorOf(ask(sixth, { ask: 'acknowledged', urgent: true }))).toBe('limit_reached')
  expect(await ask(sixth, { ask: 'acknowledged' })).toMatchObject({ of: 2 })
  const many = Array.from({ length: limits.urgentPeople }, (_, n) => `e${n}`)
  await workspace.server.domain.transaction(async domain => {
    for (const id of many) await domain.createEmployee({ id, name: id })
  })
  const large = await makeGroup(b, ['a', ...many], '大群')
  const { seq } = await say(b, large, '全员')
  const urgent = { conversationId: large, seq, ask: 'acknowledged' as const, urgent: true }
  expect(await errorOf(b.request('message.request', urgent))).toBe('limit_reached')
  const { message } = await b.request('message.request', { ...urgent, urgent: false })
  expect(message.attributes?.request).toMatchObject({ of: limits.urgentPeople + 1 })
})

test('in a large group the message moves for one answer in fifty, and for the last', async () => {
  const many = Array.from({ length: 119 }, (_, n) => `e${n}`)
  await workspace.server.domain.transaction(async domain => {
    for (const id of many) await domain.createEmployee({ id, name: id })
  })
  const large = await makeGroup(a, many, '大群')
  const message = await say(a, large, '请确认')
  const at = { conversationId: large, seq: message.seq }
  const { message: asked } = await a.request('message.request', { ...at, ask: 'acknowledged' })
  for (const id of many) {
    const client = await workspace.client(id)
    await client.request('message.respond', { ...at, done: true })
    await client.close()
  }
  const { messages } = await a.request('message.get', { conversationId: large, seqs: [message.seq] })
  expect(messages[0]?.attributes?.request).toMatchObject({ of: 119, done: 119 })
  expect((messages[0]?.revision ?? 0) - asked.revision).toBeLessThanOrEqual(40)
})
