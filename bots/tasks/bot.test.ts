import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BotView, Card, Message } from '../../protocol/index.ts'
import type { TestClient } from '../../server/testing/client.ts'
import { type Stage, startStage } from '../shared/testing.ts'
import { tasks } from './bot.ts'

/** The clock of the bot: it starts at the real time, and is set forward. */
let ahead = 0
const now = () => Date.now() + ahead
const failures: unknown[] = []

let stage: Stage
let a: TestClient
let b: TestClient
beforeAll(async () => {
  stage = await startStage(tasks, { now, failed: error => failures.push(error) })
  a = stage.a
  b = stage.b
})
afterAll(async () => {
  await stage.end()
  expect(failures).toEqual([])
})

const cardOf = (message: Message | undefined): Card =>
  (message?.content as { card?: Card } | undefined)?.card ?? { type: 'AdaptiveCard' }
const shown = (message: Message | undefined): string => JSON.stringify(message?.content ?? null)

/** The newest message of a conversation that says something. */
async function find(client: TestClient, conversationId: string, text: string): Promise<Message> {
  let found: Message | undefined
  await expect
    .poll(async () => {
      const { messages } = await client.request('message.history', { conversationId, limit: 20 })
      found = messages.findLast(message => shown(message).includes(text))
      return found !== undefined
    })
    .toBe(true)
  return found as Message
}

async function until(client: TestClient, { conversationId, seq }: Message, text: string): Promise<Message> {
  let message: Message | undefined
  await expect
    .poll(async () => {
      message = (await client.request('message.get', { conversationId, seqs: [seq] })).messages[0]
      return shown(message)
    })
    .toContain(text)
  return message as Message
}

async function press(client: TestClient, message: Message, title: string) {
  const { conversationId, seq } = message
  const { messages } = await client.request('message.get', { conversationId, seqs: [seq] })
  const actionId = cardOf(messages[0]).actions?.find(action => action.title === title)?.id ?? ''
  const { version = 1 } = (messages[0]?.content ?? {}) as { version?: number }
  return client.request('card.submit', { conversationId, seq, version, actionId, inputs: {}, clientId: randomUUID() })
}

const command = (client: TestClient, text: string, name = 'task') =>
  client.request('bot.command', {
    conversationId: stage.group,
    botId: stage.botId,
    clientId: randomUUID(),
    command: name,
    text,
  })

async function openedForm(client: TestClient, act: () => Promise<unknown>): Promise<BotView> {
  client.clear()
  const opened = client.waitFor('bot.view', ({ home }) => !home)
  await act()
  return (await opened).view
}

const submit = (client: TestClient, view: BotView, inputs: Record<string, string>) =>
  client.request('bot.submitView', {
    viewId: view.id,
    version: view.version,
    actionId: null,
    inputs,
    clientId: randomUUID(),
  })

test('a command makes a task, of which two take hold at once: one has it, the other is told', async () => {
  await command(a, '装订线')
  const card = await find(a, stage.group, '装订线')
  expect(card.senderId).toBe(stage.botId)
  a.clear()
  b.clear()
  const told = Promise.race([a.waitFor('bot.whisper'), b.waitFor('bot.whisper')])
  const both = await Promise.allSettled([press(a, card, '我来'), press(b, card, '我来')])
  const taken = await until(a, card, '进行中')
  // One may have pressed a button of a card that had changed already.
  if (both.every(({ status }) => status === 'fulfilled'))
    expect((await told).content).toMatchObject({ text: expect.stringMatching(/^[AB] 已经接手了$/) })
  await press(b, taken, '完成')
  const done = await until(a, card, '已完成')
  expect(shown(done)).toContain('B 已完成')
  await press(a, done, '重新打开')
  await until(b, card, '进行中')
})

test('a message becomes a task by a form, which says what is wrong and quotes the message', async () => {
  const content = { type: 'text' as const, text: '明天把报价单发给客户', mentions: [] }
  const { message } = await b.request('message.send', { conversationId: stage.group, clientId: randomUUID(), content })
  const view = await openedForm(a, () =>
    a.request('bot.shortcut', {
      conversationId: stage.group,
      botId: stage.botId,
      clientId: randomUUID(),
      seq: message.seq,
      shortcut: 'task',
    }),
  )
  const inputs = { title: '报价单', who: 'b', day: '', time: '10:00', remind: 'none' }
  expect(await submit(a, view, inputs)).toMatchObject({ outcome: 'errors', errors: { day: expect.any(String) } })
  expect(await submit(a, view, { ...inputs, time: '' })).toMatchObject({ outcome: 'done' })
  const card = await find(b, stage.group, '报价单')
  expect(shown(card)).toContain('明天把报价单发给客户')
  expect(shown(card)).toContain('"userId":"b"')

  const form = await openedForm(b, () => press(b, card, '修改'))
  await submit(b, form, { title: '报价单 v2', who: 'b', day: '', time: '', remind: 'none' })
  await until(a, card, '报价单 v2')
})

test('the board of the group and the page of a person follow', async () => {
  await command(a, '', 'tasks')
  const board = await find(a, stage.group, '任务看板')
  expect(shown(board)).toContain('报价单 v2')
  const home = b.waitFor('bot.view', ({ home, view }) => home && JSON.stringify(view).includes('报价单 v2'))
  await b.request('bot.openHome', { botId: stage.botId })
  const { view } = await home
  const actionId = /"id":"([^"]+)"[^{}]*"title":"完成"|"title":"完成"[^{}]*"id":"([^"]+)"/.exec(JSON.stringify(view))
  const ticked = await b.request('bot.submitView', {
    viewId: view.id,
    version: view.version,
    actionId: actionId?.[1] ?? actionId?.[2] ?? '',
    inputs: {},
    clientId: randomUUID(),
  })
  expect(ticked).toMatchObject({ outcome: 'view', view: { title: '我的任务' } })
  await until(a, board, '"strikethrough":true')
})

test('what was asked in a thread is answered in it: a task, a form of a message, the board', async () => {
  const say = async (text: string, replyTo?: number) => {
    const content = { type: 'text' as const, text, mentions: [] }
    const place = { conversationId: stage.group, clientId: randomUUID(), ...(replyTo !== undefined && { replyTo }) }
    return (await b.request('message.send', { ...place, content })).message.seq
  }
  const where = { conversationId: stage.group, botId: stage.botId }
  const thread = await say('春季目录')
  const give = (name: string, text: string) =>
    a.request('bot.command', { ...where, clientId: randomUUID(), command: name, text, thread })
  await give('task', '选封面')
  expect((await find(a, stage.group, '选封面')).attributes?.thread).toBe(thread)
  const seq = await say('封底也要改', thread)
  const view = await openedForm(a, () =>
    a.request('bot.shortcut', { ...where, clientId: randomUUID(), seq, shortcut: 'task' }),
  )
  await submit(a, view, { title: '改封底', who: '', day: '', time: '', remind: 'none' })
  expect((await find(a, stage.group, '改封底')).attributes?.thread).toBe(thread)
  await give('tasks', '')
  const board = async () => (await find(a, stage.group, '任务看板')).attributes?.thread
  await expect.poll(board).toBe(thread)
})

test('its assignee is told before it is due and when it is late, also by a bot that was away', async () => {
  await command(a, '交样品 @B 2小时后')
  const card = await find(a, stage.group, '交样品')
  await stage.bot.stop()
  ahead += 61 * 60_000
  await stage.again()
  const { head } = await b.request('conversation.direct', { userId: stage.botId })
  const reminder = await find(b, head.conversation.id, '快到期了')
  await stage.bot.stop()
  ahead += 60 * 60_000
  await stage.again()
  await find(b, head.conversation.id, '已逾期，还没完成')
  await until(a, card, '已逾期')
  // What is ticked where it was reminded of is done everywhere.
  await press(b, reminder, '完成')
  await until(a, card, '已完成')
  await until(b, reminder, '已完成')
})

test('what was pressed while the bot was away is done when it comes back, once', async () => {
  await command(a, 'call the printer')
  const card = await find(a, stage.group, 'call the printer')
  await stage.bot.stop()
  await command(b, 'order paper')
  await press(b, card, 'Done')
  await stage.again()
  await until(a, card, 'Done by B')
  await find(a, stage.group, 'order paper')
  await stage.again()
  const { messages } = await a.request('message.history', { conversationId: stage.group, limit: 50 })
  expect(messages.filter(message => cardOf(message).fallbackText === 'To do: order paper')).toHaveLength(1)
})

test('a task of somebody who leaves the group is nobody’s', async () => {
  await a.request('conversation.addMembers', { conversationId: stage.group, userIds: ['c'] })
  await command(a, '打样 @C')
  const card = await find(a, stage.group, '打样')
  await until(a, card, '"userId":"c"')
  await a.request('conversation.removeMembers', { conversationId: stage.group, userIds: ['c'] })
  await until(a, card, '还没有人')
})
