import { afterAll, beforeAll, expect, test } from 'vitest'
import { Acting } from '../shared/acting/testing.ts'
import { TestClock } from '../shared/test-clock.ts'
import { type Stage, startStage } from '../shared/testing.ts'
import { poll } from './bot.ts'

const clock = new TestClock(Date.parse('2026-12-01T01:00:00Z'))
const failures: unknown[] = []
let stage: Stage
let acting: Acting
beforeAll(async () => {
  const make = (given: object) => poll.make({ ...given, clock, zone: 'Asia/Shanghai' } as never)
  stage = await startStage({ ...poll, make }, { failed: error => failures.push(error) })
  acting = new Acting(stage)
})
afterAll(async () => {
  await stage.end()
  expect(failures).toEqual([])
})

test('a poll counts, outlives the bot, and ends at its time', async () => {
  const { a, b, group } = stage
  await acting.command(a, 'poll', '几点 | 三点 | 四点 | 截止 1h')
  await acting.press(b, await acting.find(b, group, '0 人投票'), '四点')
  await acting.press(a, await acting.find(a, group, '1 人投票'), '四点')
  await acting.find(a, group, '2 人投票')
  await stage.again()
  clock.pass(3_600_000)
  const over = await acting.find(a, group, '2 人投票 · 已结束')
  expect(acting.shown(over)).toContain('B、A')
})

test('each sees what they chose, and only the buttons that are theirs', async () => {
  const { a, b, group } = stage
  await acting.command(a, 'poll', '颜色 | 灰 | 蓝')
  await acting.press(b, await acting.find(b, group, '颜色'), '蓝')
  const voted = await acting.find(b, group, '1 人投票')
  const faces = new Map<string, string>()
  for (const [who, client] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const { conversationId, seq, content } = voted
    const told = client.waitFor('card.face', on => on.seq === seq)
    const version = Number((content as { version?: number }).version)
    await client.request('card.refresh', { conversationId, seq, version })
    faces.set(who, JSON.stringify((await told).face.card))
  }
  expect(acting.shown(voted)).not.toContain('✓')
  expect(faces.get('a')).toMatch(/^(?!.*✓).*结束/)
  expect(faces.get('b')).toMatch(/^(?!.*结束).*✓ 蓝/)
})

test('a poll that was asked in a thread is in it', async () => {
  const { a, group } = stage
  const thread = await acting.say(a, '团建去哪儿')
  await acting.command(a, 'poll', '去哪儿 | 山里 | 海边', thread)
  expect((await acting.find(a, group, '山里')).attributes?.thread).toBe(thread)
})

test('a list is joined with a note, has a waiting list, and is whispered as text', async () => {
  const { a, b, group } = stage
  await acting.command(a, 'signup', '聚餐 | 1')
  await acting.press(a, await acting.find(a, group, '0/1'), '参加', { note: '带酒' })
  await acting.press(b, await acting.find(b, group, 'A · 带酒'), '参加', { note: '' })
  const full = await acting.find(a, group, '候补')
  const whispered = a.waitFor('bot.whisper')
  await acting.press(a, full, '导出文字')
  expect((await whispered).content).toMatchObject({ text: '聚餐\n1. A 带酒\n候补\n1. B' })
  const closing = b.waitFor('bot.whisper')
  await acting.press(b, await acting.find(b, group, '候补'), '结束')
  expect((await closing).content).toMatchObject({ text: '只有发起人能结束' })
})
