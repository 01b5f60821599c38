import { randomUUID } from 'node:crypto'
import type { Message } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot, BotApiClient, BotApiError } from '../../../sdk/bot/index.ts'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let group: string
let botId: string
let bot: Bot
let options: { url: string; token: string }
beforeAll(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  group = await makeGroup(a, ['b'], '轻羽')
  const made = await a.request('bot.create', {
    clientId: randomUUID(),
    name: '回声',
    icon: 'bot',
    scopes: ['messages.write', 'files'],
  })
  botId = made.bot.id
  await a.request('bot.join', { botId, conversationId: group })
  options = { url: workspace.server.httpUrl, token: made.token }
  bot = new Bot(options)
    .command({ name: 'echo', description: '回声' }, ({ text, reply }) => reply(text))
    .onMessage(({ text, reply }) => reply(`回：${text}`, { thread: true }))
    .onMessage(({ text, reply }) => (text.includes('直接') ? reply(`直接回：${text}`) : undefined))
    .onReaction(({ emoji, added, userId, reply }) => reply(`${userId} ${added ? '给了' : '收回了'} ${emoji}`))
    .shortcut({ id: 'quote', title: '引用' }, context => context.whisper('收到'))
    .home(context => context.show({ title: '回声', card: { type: 'AdaptiveCard', body: [] } }))
  await bot.start()
})
afterAll(async () => {
  await bot.stop()
  await workspace.end()
})

const said = (text: string) =>
  a.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes(JSON.stringify(text)))

test('a bot of a few lines answers a command, who names it, and a shortcut, and shows its page', async () => {
  const echoed = said('你好')
  const use = { conversationId: group, botId, clientId: randomUUID() }
  await a.request('bot.command', { ...use, command: 'echo', text: '你好' })
  await echoed
  const answered = said('回：@回声 在吗')
  const { message } = await a.request('message.send', {
    conversationId: group,
    clientId: randomUUID(),
    content: { type: 'text', text: '@回声 在吗', mentions: [{ userId: botId, offset: 0, length: 3 }] },
  })
  await answered
  const whispered = a.waitFor('bot.whisper')
  await a.request('bot.shortcut', { ...use, clientId: randomUUID(), seq: message.seq, shortcut: 'quote' })
  expect((await whispered).content).toMatchObject({ text: '收到' })
  const shown = a.waitFor('bot.view', ({ home }) => home)
  await a.request('bot.openHome', { botId })
  expect((await shown).view.title).toBe('回声')
})

test('it answers in the thread in which it is named or given a command', async () => {
  const content = { type: 'text' as const, text: '谈一件事', mentions: [] }
  const { message: root } = await a.request('message.send', {
    conversationId: group,
    clientId: randomUUID(),
    content,
  })
  const answerTo = async (text: string, asking: () => Promise<unknown>) => {
    const answered = said(text)
    await asking()
    const values = (await answered).changes.map(({ value }) => value as Message)
    return values.find(({ senderId }) => senderId === botId)?.attributes?.thread
  }
  const use = {
    conversationId: group,
    botId,
    clientId: randomUUID(),
    command: 'echo',
    text: '在线程',
    thread: root.seq,
  }
  expect(await answerTo('在线程', () => a.request('bot.command', use))).toBe(root.seq)
  const named = { type: 'text' as const, text: '@回声 直接', mentions: [{ userId: botId, offset: 0, length: 3 }] }
  const asking = { conversationId: group, clientId: randomUUID(), content: named, replyTo: root.seq }
  expect(await answerTo('直接回：@回声 直接', () => a.request('message.send', asking))).toBe(root.seq)
})

test('it hears who reacted to what it said', async () => {
  const echoed = said('看')
  await a.request('bot.command', { conversationId: group, botId, clientId: randomUUID(), command: 'echo', text: '看' })
  const { changes } = await echoed
  const { seq } = changes.map(({ value }) => value as { seq?: number }).find(value => value.seq) ?? {}
  for (const on of [true, false]) {
    const answered = said(`a ${on ? '给了' : '收回了'} 👍`)
    await a.request('message.react', { conversationId: group, seq: seq ?? 0, emoji: '👍', on })
    await answered
  }
})

test('the client of the API says what was wrong, and uploads', async () => {
  const client = new BotApiClient(options)
  expect(await client.upload(new TextEncoder().encode('hello'), 'a.txt')).toMatchObject({ name: 'a.txt', size: 5 })
  const wrong = client.call('GET /conversations/:conversationId', { params: { conversationId: 'nowhere' } })
  await expect(wrong).rejects.toMatchObject({ error: 'not_member', status: 403 })
  await expect(new BotApiClient({ ...options, token: 'lqb-x' }).call('GET /me', {})).rejects.toThrow(BotApiError)
})
