import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { makeBot, type TestBot, type TestSocket } from './testing.ts'

/* What a bot is told of what happens around it, and what it is not. */

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let deaf: TestBot
let group: string
let socket: TestSocket
let deafSocket: TestSocket
beforeAll(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '任务' })
  deaf = await makeBot(a, workspace.server.httpUrl, { name: '聋子', scopes: ['messages.write'] })
  group = await makeGroup(a, ['b'], '轻羽')
  for (const botId of [bot.id, deaf.id]) await a.request('bot.join', { botId, conversationId: group })
  socket = await bot.connect()
  deafSocket = await deaf.connect()
})
afterAll(async () => {
  await workspace.end()
})

const say = async (text: string, mentions: unknown[] = []) => {
  const content = { type: 'text' as const, text, mentions: mentions as never }
  const { message } = await b.request('message.send', { conversationId: group, clientId: randomUUID(), content })
  return message.seq
}
/** Resolves when the bot has heard all that happened: what was done before a message may be told right after it. */
const heardUpTo = async (text: string) => {
  for (const each of [text, `${text}。`]) {
    const said = await say(each)
    await socket.waitFor('message', ({ data }) => data.message.seq === said)
  }
}
const react = (seq: number, emoji: string, on = true, from = b) =>
  from.request('message.react', { conversationId: group, seq, emoji, on })
const moves = () => socket.events.filter(event => event.type === 'members.changed').map(event => event.data)

test('who comes and goes is told; another role or name in the group is no such change', async () => {
  await heardUpTo('开始')
  const before = moves().length
  await a.request('group.setRole', { conversationId: group, userId: 'b', role: 'admin' })
  await a.request('group.setRole', { conversationId: group, userId: 'b', role: 'member' })
  await heardUpTo('换过角色')
  expect(moves().slice(before)).toEqual([])
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['c', 'd'] })
  await a.request('group.setRole', { conversationId: group, userId: 'c', role: 'admin' })
  await heardUpTo('来了两位')
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['d'] })
  await heardUpTo('走了一位')
  expect(moves().slice(before)).toEqual([
    { conversationId: group, joined: ['c', 'd'], left: [] },
    { conversationId: group, joined: [], left: ['d'] },
  ])
  expect(deafSocket.events.filter(event => event.type === 'members.changed')).toEqual([])
})

test('who reacted with what is told to a bot that hears the message, in order and once', async () => {
  const seq = await say('今天谁值班？')
  await react(seq, '👍')
  await react(seq, '👍')
  await react(seq, '🎉', true, a)
  await react(seq, '👍', false)
  await heardUpTo('回应过了')
  const told = socket.events.filter(event => event.type === 'reaction')
  expect(told.map(({ data: { message, ...rest } }) => [message.seq, rest])).toEqual([
    [seq, { userId: 'b', emoji: '👍', added: true }],
    [seq, { userId: 'a', emoji: '🎉', added: true }],
    [seq, { userId: 'b', emoji: '👍', added: false }],
  ])
  const [first] = told
  const said = socket.events.find(event => event.type === 'message' && event.data.message.seq === seq)
  expect(first?.id).toBeGreaterThan(said?.id ?? Number.POSITIVE_INFINITY)
})

test('without messages.read it is told of reactions to what it said and what names it; not of its own', async () => {
  const other = await say('这句不归它')
  const named = await say('@聋子 在吗', [{ userId: deaf.id, offset: 0, length: 3 }])
  const { body } = await deaf.call('POST', `/conversations/${group}/messages`, {
    content: { type: 'text', text: '在' },
  })
  const own = body.message.seq
  await react(other, '👀')
  await react(own, '❤️')
  await deaf.call('POST', `/conversations/${group}/messages/${own}/reactions`, { emoji: '✅', on: true })
  await react(named, '🚀')
  await deafSocket.waitFor('reaction', ({ data }) => data.emoji === '🚀')
  const told = deafSocket.events.filter(event => event.type === 'reaction')
  expect(told.map(({ data }) => [data.message.seq, data.emoji])).toEqual([
    [own, '❤️'],
    [named, '🚀'],
  ])
})

test('where no bot is, nothing is kept of what is done', async () => {
  const quiet = await makeGroup(a, ['b'], '没有机器人')
  const content = { type: 'text' as const, text: '好', mentions: [] }
  const { message } = await b.request('message.send', { conversationId: quiet, clientId: randomUUID(), content })
  await b.request('message.react', { conversationId: quiet, seq: message.seq, emoji: '👍', on: true })
  await a.request('conversation.addMembers', { conversationId: quiet, userIds: ['c'] })
  await heardUpTo('都取走了')
  const rows = await workspace.server.domain.write([], ({ db }) =>
    db.selectFrom('conversation_acts').selectAll().execute(),
  )
  expect(rows).toEqual([])
})

test('of reactions without number, which were told to nobody for long, the newest are told, and what comes after them', async () => {
  const said = await say('很多回应')
  await heardUpTo('回应之前')
  const seen = () => socket.events.filter(event => event.type === 'reaction').length
  const before = seen()
  await workspace.server.domain.write('workspace', async w => {
    // As many places as no statement takes.
    const acts = Array.from({ length: 70_000 }, (_none, n) => ({
      conversation_id: group,
      revision: n - 70_000,
      act: JSON.stringify({
        type: 'reaction',
        seq: n < 69_990 ? 1_000_000 + n : said,
        userId: 'b',
        emoji: '👍',
        added: true,
      }),
    }))
    for (let n = 0; n < acts.length; n += 1_000)
      await w.db
        .insertInto('conversation_acts')
        .values(acts.slice(n, n + 1_000))
        .execute()
  })
  await heardUpTo('回应之后')
  expect(seen() - before).toBe(10)
}, 60_000)
