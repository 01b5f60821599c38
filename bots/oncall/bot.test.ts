import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Message } from '../../sdk/bot/index.ts'
import type { TestClient } from '../../server/testing/client.ts'
import { Acting } from '../shared/acting/testing.ts'
import { TestClock } from '../shared/test-clock.ts'
import { type Stage, startStage } from '../shared/testing.ts'
import { oncall } from './bot.ts'

const minute = 60_000
const clock = new TestClock(Date.parse('2026-12-01T02:00:00Z'))
const failures: unknown[] = []
let stage: Stage
let acting: Acting
beforeAll(async () => {
  const settings = { clock, zone: 'Asia/Shanghai' }
  const timed = { ...oncall, make: (given: object) => oncall.make({ ...given, ...settings } as never) }
  stage = await startStage(timed, { failed: error => failures.push(error) })
  acting = new Acting(stage)
})
afterAll(async () => {
  await stage.end()
  expect(failures).toEqual([])
})

test('a rota, a page that escalates, an incident group with its timeline, and the review', async () => {
  const { a, b, group } = stage
  await acting.command(b, 'page', '下单失败')
  await b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes('还没有值班表'))
  await acting.command(a, 'oncall', 'set <@a> @B every day from 2026-12-01 at 9:00 after 5')
  await acting.find(a, group, '值班表')

  await acting.command(b, 'page', '下单失败')
  const first = await acting.find(a, await acting.direct(a), '请接手')
  clock.pass(5 * minute)
  const { conversationId } = await acting.find(b, await acting.direct(b), '请接手')
  await acting.find(a, first.conversationId, '没有回应')

  // Two press at once, at a bot that was ended in between: one of them has it.
  await stage.again()
  const mine = await acting.find(a, first.conversationId, '没有回应')
  const theirs = await acting.find(b, conversationId, '请接手')
  await Promise.allSettled([acting.press(a, mine, '我来接手'), acting.press(b, theirs, '我来接手')])
  const taken = await acting.find(a, group, '接手了')
  expect(acting.shown(taken)).toContain('事故群')
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
  await acting.press(b, await acting.find(b, room, '"value":"2"'), '改级别', { severity: '1' })
  await acting.press(a, await acting.find(a, room, '"value":"SEV1"'), '已止损')
  await acting.find(a, room, '5 分钟后","state":"done"},{"title":"解决"')
  clock.pass(5 * minute)
  await acting.press(b, await acting.find(b, room, '已经 10 分钟'), '已解决')

  const review = await acting.find(a, room, '复盘 INC')
  for (const part of ['回滚了', '补监控', 'SEV3 → SEV1', '10 分钟']) expect(acting.shown(review)).toContain(part)
  const file = await acting.find(a, room, '.md')
  expect(file.content).toMatchObject({ type: 'file' })
  const result = await acting.find(a, group, '已解决，用时')
  expect(result.attributes).toMatchObject({ replyTo: taken.seq })
  // Nothing of the incident waits any more: what is next is the hand-over.
  await expect.poll(() => clock.next).toBe(Date.parse('2026-12-02T01:00:00Z'))
})

/** The conversation of a person in which a clock runs. */
async function roomOf(client: TestClient): Promise<string> {
  const told = JSON.stringify(client.events).matchAll(/"conversationId":"([^"]+)"/g)
  for (const id of new Set([...told].map(match => match[1] as string))) {
    const { messages } = await client.request('message.history', { conversationId: id, limit: 50 })
    if ((messages as Message[]).some(message => acting.shown(message).includes('指挥'))) return id
  }
  throw new Error('there is no incident group')
}
