import { randomUUID } from 'node:crypto'
import type { ContentOf, Message } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  c = await workspace.client('c')
  group = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

const question = {
  type: 'poll' as const,
  question: '几点？',
  options: [
    { id: 'o1', text: '三点' },
    { id: 'o2', text: '四点' },
  ],
  multiple: false,
  anonymous: false,
  open: false,
}
const send = async (content: ContentOf<'poll'> | ContentOf<'signup'>): Promise<Message> =>
  (await a.request('message.send', { conversationId: group, clientId: randomUUID(), content })).message
const on = ({ seq }: Message) => ({ conversationId: group, seq })
const vote = async (client: TestClient, message: Message, ...optionIds: string[]) =>
  (await client.request('message.answer', { ...on(message), answer: optionIds.length === 0 ? null : { optionIds } }))
    .message
const act = (client: TestClient, message: Message, does: Record<string, unknown>) =>
  client.request('message.act', { ...on(message), act: does })
const counts = ({ content }: Message) => (content as ContentOf<'poll'>).options.map(({ count }) => count)

test('each person has one vote, which they change and take back; the row says who chose what', async () => {
  const poll = await send(question)
  await vote(a, poll, 'o1')
  await vote(b, poll, 'o1')
  const changed = await vote(b, poll, 'o2')
  expect(changed.content).toMatchObject({
    voters: 2,
    options: [
      { count: 1, userIds: ['a'] },
      { count: 1, userIds: ['b'] },
    ],
  })
  expect((await vote(b, poll, 'o2')).revision).toBe(changed.revision)
  expect(counts(await vote(b, poll))).toEqual([1, 0])
  for (const bad of [['o1', 'o2'], ['o3'], ['o1', 'o1']])
    expect(await errorOf(vote(b, poll, ...bad))).toBe('invalid_params')
  expect(await errorOf(b.request('message.answer', { ...on(poll), answer: { optionIds: 7 } }))).toBe('invalid_params')
  const text = await say(a, group, '不是投票')
  expect(await errorOf(vote(b, text, 'o1'))).toBe('invalid_params')
  expect(await errorOf(act(b, text, { type: 'close' }))).toBe('invalid_params')
})

test('an anonymous poll says to nobody who chose what', async () => {
  const poll = await send({ ...question, anonymous: true, multiple: true })
  await vote(b, poll, 'o1', 'o2')
  const voted = await vote(c, poll, 'o2')
  expect(counts(voted)).toEqual([1, 2])
  const { messages } = await a.request('message.history', { conversationId: group, limit: 9 })
  expect(JSON.stringify(messages.find(({ seq }) => seq === poll.seq))).not.toContain('userIds')
  expect((await a.request('message.answers', on(poll))).answers).toEqual([])
  expect((await c.request('message.answers', on(poll))).answers).toMatchObject([
    { userId: 'c', answer: { optionIds: ['o2'] } },
  ])
})

test('who answered, or chose an option, is read by pages in the order in which they did', async () => {
  const poll = await send({ ...question, multiple: true })
  await vote(c, poll, 'o1')
  await vote(a, poll, 'o2')
  await vote(b, poll, 'o1', 'o2')
  const page = (given: { option?: string; after?: { at: number; userId: string }; limit?: number }) =>
    a.request('message.answers', { ...on(poll), ...given })
  const read = async (option: string | undefined, limit: number) => {
    const pages: string[][] = []
    for (let after: { at: number; userId: string } | undefined; ; ) {
      const { answers, more } = await page({ limit, ...(option && { option }), ...(after && { after }) })
      pages.push(answers.map(({ userId }) => userId))
      const last = answers.at(-1)
      if (!more || last === undefined) return pages
      after = { at: last.at, userId: last.userId }
    }
  }
  expect(await read(undefined, 2)).toEqual([['c', 'a'], ['b']])
  expect(await read('o1', 1)).toEqual([['c'], ['b']])
  expect(await read('o2', 2)).toEqual([['a', 'b']])
  expect(await read('o9', 2)).toEqual([[]])
  expect(await page({})).toMatchObject({ more: false, answers: [{ userId: 'c' }, { userId: 'a' }, { userId: 'b' }] })
  const secret = await send({ ...question, anonymous: true })
  await vote(b, secret, 'o1')
  const asked = { ...on(secret), option: 'o1' }
  expect((await a.request('message.answers', asked)).answers).toEqual([])
  expect((await b.request('message.answers', asked)).answers).toMatchObject([{ userId: 'b' }])
})

test('a poll is closed and opened again by its sender; members add options where they may', async () => {
  const poll = await send(question)
  const option = { type: 'addOption', id: 'o3', text: '五点' }
  expect(await errorOf(act(b, poll, { type: 'close' }))).toBe('forbidden')
  expect(await errorOf(act(b, poll, option))).toBe('forbidden')
  await act(a, poll, option)
  const again = await act(a, poll, option)
  expect(again.message.content).toMatchObject({ options: [{ id: 'o1' }, { id: 'o2' }, { id: 'o3', byId: 'a' }] })
  expect(await errorOf(act(a, poll, { ...option, id: 'o4' }))).toBe('conflict')
  await act(a, poll, { type: 'close' })
  expect(await errorOf(vote(b, poll, 'o1'))).toBe('too_late')
  await act(a, poll, { type: 'reopen' })
  expect(counts(await vote(b, poll, 'o3'))).toEqual([0, 0, 1])
  const over = await send({ ...question, closesAt: 1 })
  expect(await errorOf(vote(b, over, 'o1'))).toBe('too_late')
})

test('a sign-up list has the lines in the order in which people first signed up', async () => {
  const list = await send({ type: 'signup', title: '羽毛球', example: '' })
  const enter = (client: TestClient, ...notes: string[]) =>
    client.request('message.answer', { ...on(list), answer: { lines: notes.map(note => ({ note, number: 1 })) } })
  await enter(b, '我来')
  await enter(a, '算我一个', '还有我朋友')
  const { message } = await enter(b, '我带球')
  const { lines } = message.content as ContentOf<'signup'>
  expect(lines?.map(({ userId, note }) => `${userId} ${note}`)).toEqual(['b 我带球', 'a 算我一个', 'a 还有我朋友'])
  expect(await errorOf(b.request('message.answer', { ...on(list), answer: { lines: [] } }))).toBe('invalid_params')
})

test('who is not there, and who sees it no more, neither answers nor reads', async () => {
  const poll = await send(question)
  const d = await workspace.client('d')
  expect(await errorOf(vote(d, poll, 'o1'))).toBe('not_member')
  expect(await errorOf(act(d, poll, { type: 'close' }))).toBe('not_member')
  expect(await errorOf(d.request('message.answers', on(poll)))).toBe('not_member')
  await vote(b, poll, 'o1')
  await a.request('message.recall', on(poll))
  expect(await errorOf(vote(b, poll, 'o1'))).toBe('not_found')
  expect((await b.request('message.answers', on(poll))).answers).toEqual([])
})

test('what a person answered to a poll is with what is their own of it, for them alone, until it is recalled', async () => {
  const poll = await send({ ...question, anonymous: true })
  const given = await b.request('message.answer', { ...on(poll), answer: { optionIds: ['o1'] } })
  expect(given.state).toMatchObject({ seq: poll.seq, answer: { optionIds: ['o1'] } })
  const states = async (client: TestClient) => {
    const { changes } = await client.request('sync.changes', { scope: 'me', since: 0, limit: 100 })
    return changes.flatMap(change => (change.entity === 'messageState' ? [change.value] : []))
  }
  expect(await states(b)).toMatchObject([{ seq: poll.seq, answer: { optionIds: ['o1'] } }])
  expect(await states(c)).toEqual([])
  expect((await c.request('message.answer', { ...on(poll), answer: null })).state).toBeUndefined()
  await a.request('message.recall', on(poll))
  expect((await states(b))[0]).not.toHaveProperty('answer')
  const list = await send({ type: 'signup', title: '球', example: '' })
  const line = { lines: [{ note: '七点', number: 1 }] }
  expect((await b.request('message.answer', { ...on(list), answer: line })).state).toBeUndefined()
})
