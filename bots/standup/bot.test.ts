import { afterAll, beforeAll, expect, test } from 'vitest'
import { Acting } from '../shared/acting/testing.ts'
import { TestClock } from '../shared/test-clock.ts'
import { type Stage, startStage } from '../shared/testing.ts'
import { standup } from './bot.ts'

const minute = 60_000
const clock = new TestClock(Date.parse('2026-12-01T01:00:00Z'))
const failures: unknown[] = []
let stage: Stage
let acting: Acting
beforeAll(async () => {
  const make = (given: object) => standup.make({ ...given, clock, zone: 'Asia/Shanghai' } as never)
  stage = await startStage({ ...standup, make }, { failed: error => failures.push(error) })
  acting = new Acting(stage)
})
afterAll(async () => {
  await stage.end()
  expect(failures).toEqual([])
})

test('at its time everybody is asked alone, and the card in the group fills in', async () => {
  const { a, b, group } = stage
  await acting.command(a, 'standup', 'on 9:30 mon-fri')
  await acting.find(a, group, '站会定在')
  // Ended before it is due, and begun after: it is asked all the same, once.
  await stage.bot.stop()
  clock.pass(40 * minute)
  await stage.again()
  clock.pass(0)
  const mine = await acting.find(a, await acting.direct(a), '轻羽 的站会')
  await acting.find(b, await acting.direct(b), '轻羽 的站会')
  await acting.find(a, group, '还没说：A、B')

  await acting.press(a, mine, '发到群里', { yesterday: '装订线', today: '测试', blocked: '' })
  const filled = await acting.find(b, group, '还没说：B')
  expect(acting.shown(filled)).toContain('装订线')
  clock.pass(30 * minute)
  const reminder = await acting.find(b, await acting.direct(b), '站会还等着你')
  const { messages } = await a.request('message.history', { conversationId: await acting.direct(a), limit: 50 })
  expect(JSON.stringify(messages)).not.toContain('站会还等着你')

  const question = await acting.find(b, reminder.conversationId, '"发到群里"')
  await acting.press(b, question, '今天请假')
  await acting.find(a, group, '都说过了')
  clock.pass(240 * minute)
  await acting.find(a, mine.conversationId, '这次站会结束了')
  const cards = await a.request('message.history', { conversationId: group, limit: 50 })
  expect(cards.messages.filter(({ content }) => content.type === 'card')).toHaveLength(1)
})
