import { randomUUID } from 'node:crypto'
import { limits } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, errorsOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
/** The seq of a notice of the group. */
let notice: number
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b', 'c'], '组')
  const { messages } = await a.request('message.history', { conversationId: group, limit: 9 })
  notice = messages[0]?.seq ?? 0
})
afterEach(() => workspace.end())

const text = (value: string) => ({ type: 'text' as const, text: value, mentions: [] })
const on = (seq: number) => ({ conversationId: group, seq })
const reply = async (client: TestClient, replyTo: number, words = '回复') =>
  (
    await client.request('message.send', {
      conversationId: group,
      clientId: randomUUID(),
      content: text(words),
      replyTo,
    })
  ).message
const get = async (client: TestClient, ...seqs: number[]) =>
  (await client.request('message.get', { conversationId: group, seqs })).messages

test('a reply names what it replies to; its thread counts on the message that began it', async () => {
  const root = await say(a, group, '问一下')
  const first = await reply(b, root.seq)
  expect(first.attributes).toEqual({ replyTo: root.seq, thread: root.seq })
  const second = await reply(a, first.seq)
  expect(second.attributes).toEqual({ replyTo: first.seq, thread: root.seq })
  const [counted] = await get(b, root.seq)
  expect(counted?.attributes?.replies).toEqual({ count: 2, lastSeq: second.seq, userIds: ['b', 'a'] })
  const push = await b.waitFor('sync.push', p => p.to === counted?.revision)
  expect(push.changes.at(-1)).toMatchObject({
    entity: 'message',
    value: { seq: root.seq, attributes: { replies: { count: 2 } } },
  })
  const thread = await b.request('message.thread', { ...on(root.seq), after: 0, limit: 1 })
  expect(thread).toMatchObject({ messages: [{ seq: first.seq }], more: true })

  await a.request('message.recall', on(second.seq))
  expect((await get(b, root.seq))[0]?.attributes?.replies).toEqual({ count: 1, lastSeq: first.seq, userIds: ['b'] })
  await b.request('message.recall', on(first.seq))
  expect((await get(b, root.seq))[0]?.attributes).toBeUndefined()
})

test('the same reply again is the same message; to another message it is a conflict', async () => {
  const root = await say(a, group, '问一下')
  const other = await say(a, group, '又问一下')
  const params = { conversationId: group, clientId: randomUUID(), content: text('好'), replyTo: root.seq }
  const { message } = await b.request('message.send', params)
  expect((await b.request('message.send', params)).message).toEqual(message)
  expect(await errorOf(b.request('message.send', { ...params, replyTo: other.seq }))).toBe('conflict')
  expect((await get(a, root.seq))[0]?.attributes?.replies?.count).toBe(1)
})

test('who may not see a message can neither reply to it nor do anything else with it', async () => {
  const before = await say(a, group, '入群前')
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  const d = await workspace.client('d')
  expect(await errorOf(reply(d, before.seq))).toBe('not_found')
  expect(await errorOf(reply(d, 9_999))).toBe('not_found')
  expect(await errorOf(d.request('message.react', { ...on(before.seq), emoji: '👍', on: true }))).toBe('not_found')
  expect(await errorOf(d.request('message.pin', { ...on(before.seq), on: true }))).toBe('not_found')
  expect(await errorOf(d.request('message.mark', { ...on(before.seq), kind: 'decision' }))).toBe('not_found')
  expect(await errorOf(d.request('message.edits', on(before.seq)))).toBe('not_found')
  expect(await errorOf(d.request('message.reactions', on(before.seq)))).toBe('not_found')
  expect(await errorOf(d.request('message.thread', { ...on(before.seq), after: 0, limit: 9 }))).toBe('not_found')
  expect(await get(d, before.seq)).toEqual([])
  const { messages } = await d.request('message.history', { conversationId: group, limit: 9 })
  expect(messages.map(({ content }) => content.type)).toEqual(['system'])
  await d.request('conversation.leave', { conversationId: group })
  const requests = [
    d.request('message.react', { ...on(before.seq), emoji: '👍', on: true }),
    d.request('message.get', { conversationId: group, seqs: [before.seq] }),
    d.request('message.edit', { ...on(before.seq), content: text('x') }),
  ]
  expect(await errorsOf(requests)).toEqual(requests.map(() => 'not_member'))
})

test('an edit replaces the text and its mentions, and what it said before stays readable', async () => {
  const message = await say(a, group, '@b 明天', 'b')
  await a.request('message.edit', { ...on(message.seq), content: text('后天') })
  const { message: twice } = await a.request('message.edit', { ...on(message.seq), content: text('大后天') })
  expect(twice).toMatchObject({ seq: message.seq, ordinal: message.ordinal, content: text('大后天') })
  expect(twice.attributes?.edited?.count).toBe(2)
  const same = await a.request('message.edit', { ...on(message.seq), content: text('大后天') })
  expect(same.message.revision).toBe(twice.revision)
  const { edits } = await b.request('message.edits', on(message.seq))
  expect(edits.map(({ content }) => content)).toEqual([message.content, text('后天')])
  const { heads } = await b.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads.find(head => 'conversation' in head && head.conversation.id === group)).toMatchObject({
    mentionSeqs: [],
  })

  expect(await errorOf(b.request('message.edit', { ...on(message.seq), content: text('改') }))).toBe('forbidden')
  expect(await errorOf(a.request('message.edit', { ...on(notice), content: text('改') }))).toBe('forbidden')
  await a.request('message.recall', on(message.seq))
  expect(await errorOf(a.request('message.edit', { ...on(message.seq), content: text('改') }))).toBe('not_found')
  expect((await b.request('message.edits', on(message.seq))).edits).toEqual([])
})

test('reactions count each person once; what a recall takes away does not come back', async () => {
  const message = await say(a, group, '上线了')
  const react = (client: TestClient, emoji: string, yes = true) =>
    client.request('message.react', { ...on(message.seq), emoji, on: yes })
  await react(a, '👍')
  await react(b, '👍')
  const { message: again } = await react(b, '👍')
  await react(b, '🎉')
  expect(again.attributes?.reactions).toEqual([{ emoji: '👍', count: 2, userIds: ['a', 'b'] }])
  await react(a, '👍', false)
  expect((await get(a, message.seq))[0]?.attributes?.reactions).toEqual([
    { emoji: '👍', count: 1, userIds: ['b'] },
    { emoji: '🎉', count: 1, userIds: ['b'] },
  ])
  const { reactions } = await a.request('message.reactions', on(message.seq))
  expect(reactions.map(({ emoji, userId }) => `${emoji} ${userId}`)).toEqual(['👍 b', '🎉 b'])
  for (let i = 0; i < limits.reactions - 2; i++) await react(a, String.fromCodePoint(0x1f400 + i))
  expect(await errorOf(react(a, '🚀'))).toBe('limit_reached')
  expect(await errorOf(a.request('message.react', { ...on(notice), emoji: '👍', on: true }))).toBe('forbidden')
  await a.request('message.recall', on(message.seq))
  expect((await get(a, message.seq))[0]?.attributes).toBeUndefined()
  expect(await errorOf(react(b, '👍'))).toBe('not_found')
})

test('who reacted is read by pages, all in the order in which they did, or those with one emoji', async () => {
  const message = await say(a, group, '上线了')
  const given = [
    [b, '🎉'],
    [a, '👍'],
    [b, '👍'],
    [a, '🎉'],
  ] as const
  for (const [client, emoji] of given) await client.request('message.react', { ...on(message.seq), emoji, on: true })
  const read = async (limit: number, emoji?: string) => {
    const pages: string[] = []
    for (let after: { at: number; userId: string; emoji: string } | undefined; ; ) {
      const page = { ...on(message.seq), limit, ...(emoji && { emoji }), ...(after && { after }) }
      const { reactions, more } = await a.request('message.reactions', page)
      pages.push(reactions.map(one => `${one.userId}${one.emoji}`).join(' '))
      after = reactions.at(-1)
      if (!more || after === undefined) return pages
    }
  }
  const all = (await a.request('message.reactions', on(message.seq))).reactions
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((x, y) => x - y))
  expect((await read(1)).toSorted()).toEqual(['a🎉', 'a👍', 'b🎉', 'b👍'].toSorted())
  expect((await read(3)).join(' ').split(' ')).toEqual(all.map(one => `${one.userId}${one.emoji}`))
  expect((await read(1, '👍')).toSorted()).toEqual(['a👍', 'b👍'])
})

test('pins and marks; the sender of a question accepts a reply as its answer', async () => {
  const question = await say(a, group, '几点？')
  const { message: pinned } = await b.request('message.pin', { ...on(question.seq), on: true })
  expect(pinned.attributes?.pinned?.byId).toBe('b')
  expect((await b.request('message.pin', { ...on(question.seq), on: true })).message.revision).toBe(pinned.revision)
  const { message: unpinned } = await a.request('message.pin', { ...on(question.seq), on: false })
  expect(unpinned.attributes).toBeUndefined()

  await b.request('message.mark', { ...on(question.seq), kind: 'question' })
  const answer = await reply(b, question.seq, '三点')
  const other = await say(b, group, '随便')
  const mark = (client: TestClient, seq: number) =>
    client.request('message.mark', { ...on(question.seq), kind: 'question', answer: seq })
  expect(await errorOf(mark(b, answer.seq))).toBe('forbidden')
  expect(await errorOf(mark(a, other.seq))).toBe('invalid_params')
  const { message: answered } = await mark(a, answer.seq)
  expect(answered.attributes?.mark).toMatchObject({ kind: 'question', byId: 'b', answer: answer.seq })
  const { message: decided } = await a.request('message.mark', { ...on(answer.seq), kind: 'decision' })
  expect(decided.attributes?.mark).toMatchObject({ kind: 'decision', byId: 'a' })
  const { message: unmarked } = await b.request('message.mark', { ...on(answer.seq), kind: null })
  expect(unmarked.attributes).toEqual({ replyTo: question.seq, thread: question.seq })
})

test('a question whose accepted answer is recalled is open again', async () => {
  const { seq } = await say(a, group, '几点？')
  const answer = await reply(b, seq, '三点')
  await a.request('message.mark', { ...on(seq), kind: 'question', answer: answer.seq })
  await b.request('message.recall', on(answer.seq))
  const [question] = await get(b, seq)
  expect(question?.attributes?.mark).toEqual({ kind: 'question', byId: 'a', at: expect.any(Number) })
})

test('a message that is edited without end has a list of edits that fits a frame, the newest of them', async () => {
  const { seq } = await say(a, group, '一')
  const long = '长'.repeat(limits.textChars)
  for (let i = 0; i < 60; i++)
    await a.request('message.edit', { ...on(seq), content: text(`${i}${long}`.slice(0, -3)) })
  const { edits } = await b.request('message.edits', on(seq))
  expect(Buffer.byteLength(JSON.stringify(edits))).toBeLessThan(limits.frameBytes)
  expect(edits.at(-1)?.content).toMatchObject({ text: expect.stringMatching(/^58长/) })
  expect(edits.length).toBeGreaterThan(10)
})

test('a reaction is an emoji, and no words', async () => {
  const { seq } = await say(a, group, '只有管理员能说话')
  for (const emoji of ['👍', '❤️', '❤', '👩🏽‍💻', '🇨🇳', '1️⃣', '✌🏿', '👍️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🧑‍🩰', '🏳️‍🌈'])
    await b.request('message.react', { ...on(seq), emoji, on: true })
  for (const emoji of ['今晚八点罢工', 'thumbs_up', '👍👍', '7', '🇦', '\u202e', '👍\u200d'])
    expect(await errorOf(b.request('message.react', { ...on(seq), emoji, on: true })), emoji).toBe('invalid_params')
})
