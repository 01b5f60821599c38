import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Card, Message } from '../../sdk/bot/index.ts'
import type { TestClient } from '../../server/testing/client.ts'
import { TestClock } from '../shared/test-clock.ts'
import { type Stage, startStage } from '../shared/testing.ts'
import { oncall } from './bot.ts'

const minute = 60_000
const clock = new TestClock(Date.parse('2026-12-01T02:00:00Z'))
const failures: unknown[] = []
let stage: Stage
beforeAll(async () => {
  const settings = { clock, zone: 'Asia/Shanghai' }
  const timed = { ...oncall, make: (given: object) => oncall.make({ ...given, ...settings } as never) }
  stage = await startStage(timed, { failed: error => failures.push(error) })
})
afterAll(async () => {
  await stage.end()
  expect(failures).toEqual([])
})

const cardIn = ({ content }: Message) => (content as { card?: Card }).card
const shown = (message: Message) => JSON.stringify(cardIn(message) ?? message.content)

/** The newest message of a conversation that says something, when it is there. */
async function find(client: TestClient, conversationId: string, text: string): Promise<Message> {
  let found: Message | undefined
  await expect
    .poll(async () => {
      const { messages } = await client.request('message.history', { conversationId, limit: 50 })
      found = (messages as Message[]).findLast(message => shown(message).includes(text))
      return found !== undefined
    })
    .toBe(true)
  return found as Message
}

const command = (client: TestClient, name: string, text: string) =>
  client.request('bot.command', {
    conversationId: stage.group,
    botId: stage.botId,
    clientId: randomUUID(),
    command: name,
    text,
  })

/** Presses an action of a card by its title. */
function press(client: TestClient, message: Message, title: string, inputs: Record<string, string> = {}) {
  const actions = (cardIn(message)?.actions ?? []).flatMap(action =>
    action.type === 'Action.ShowCard' ? [action, ...(action.card.actions ?? [])] : [action],
  )
  const actionId = actions.findLast(action => action.title === title)?.id ?? ''
  const { conversationId, seq, content } = message
  const version = (content as { version?: number }).version ?? 1
  return client.request('card.submit', { conversationId, seq, version, actionId, inputs, clientId: randomUUID() })
}

async function direct(client: TestClient): Promise<string> {
  const { head } = await client.request('conversation.direct', { userId: stage.botId })
  return head.conversation.id
}

test('a rota, a page that escalates, an incident group with its timeline, and the review', async () => {
  const { a, b, group } = stage
  await command(b, 'page', '下单失败')
  await b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('还没有值班表'))
  await command(a, 'oncall', 'set <@a> @B every day from 2026-12-01 at 9:00 after 5')
  await find(a, group, '值班表')

  await command(b, 'page', '下单失败')
  const first = await find(a, await direct(a), '请接手')
  clock.pass(5 * minute)
  const { conversationId } = await find(b, await direct(b), '请接手')
  await find(a, first.conversationId, '没有回应')

  // Two press at once, at a bot that was ended in between: one of them has it.
  await stage.again()
  const mine = await find(a, first.conversationId, '没有回应')
  const theirs = await find(b, conversationId, '请接手')
  await Promise.allSettled([press(a, mine, '我来接手'), press(b, theirs, '我来接手')])
  const taken = await find(a, group, '接手了')
  expect(shown(taken)).toContain('事故群')
  const room = await roomOf(a)
  const { messages } = await a.request('message.history', { conversationId: room, limit: 50 })
  const [opening] = (messages as Message[]).filter(({ content }) => content.type !== 'system')
  expect(opening).toMatchObject({ senderId: stage.botId, content: { type: 'card' } })

  const noted = { conversationId: room, clientId: randomUUID() }
  await b.request('message.send', { ...noted, content: { type: 'text', text: '!回滚了', mentions: [] } })
  const { message } = await a.request('message.send', {
    ...noted,
    clientId: randomUUID(),
    content: { type: 'text', text: '跟进 补监控', mentions: [] },
  })
  const whispered = a.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('记下了'))
  const use = { conversationId: room, botId: stage.botId, clientId: randomUUID() }
  await a.request('bot.shortcut', { ...use, seq: message.seq, shortcut: 'timeline' })
  await whispered
  await press(b, await find(b, room, '"value":"2"'), '改级别', { severity: '1' })
  await press(a, await find(a, room, '"value":"SEV1"'), '已止损')
  await find(a, room, '5 分钟后","state":"done"},{"title":"解决"')
  clock.pass(5 * minute)
  await press(b, await find(b, room, '已经 10 分钟'), '已解决')

  const review = await find(a, room, '复盘 INC')
  for (const part of ['回滚了', '补监控', 'SEV3 → SEV1', '10 分钟']) expect(shown(review)).toContain(part)
  const file = await find(a, room, '.md')
  expect(file.content).toMatchObject({ type: 'file' })
  const result = await find(a, group, '已解决，用时')
  expect(result.attributes).toMatchObject({ replyTo: taken.seq })
  // Nothing of the incident waits any more: what is next is the hand-over.
  await expect.poll(() => clock.next).toBe(Date.parse('2026-12-02T01:00:00Z'))
})

/** The conversation of a person in which a clock runs. */
async function roomOf(client: TestClient): Promise<string> {
  const told = JSON.stringify(client.events).matchAll(/"conversationId":"([^"]+)"/g)
  for (const id of new Set([...told].map(match => match[1] as string))) {
    const { messages } = await client.request('message.history', { conversationId: id, limit: 50 })
    if ((messages as Message[]).some(message => shown(message).includes('指挥'))) return id
  }
  throw new Error('there is no incident group')
}
