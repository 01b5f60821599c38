import { describe, expect, test } from 'vitest'
import { writtenCardSchema } from '../../protocol/cards/schema.ts'
import { questionCard, roundCard } from './cards.ts'
import { dueAt, endAfterMs, lateMs, nextAfter, type Plan, readDays, readPlan, remindAfterMs } from './plan.ts'
import { answer, missing, type Round, roundDueAt, tick, without } from './round.ts'

const at = (text: string) => Date.parse(text)
const start = at('2026-12-01T01:30:00Z')
const usual = { zone: 'Asia/Shanghai', language: 'zh' as const }
const plan: Plan = { ...usual, at: 570, days: [1, 2, 3, 4, 5], away: {}, begun: 0 }
const round: Round = {
  ...usual,
  id: 'r',
  groupId: 'g',
  at: start,
  people: ['a', 'b', 'c'].map(id => ({ id, name: id.toUpperCase() })),
  answers: {},
  asked: {},
}

describe('when it is', () => {
  test.each([
    ['later today', '2026-12-01T01:29:59Z', '2026-12-01T01:30:00.000Z'],
    ['tomorrow', '2026-12-01T01:30:00Z', '2026-12-02T01:30:00.000Z'],
    ['after the weekend', '2026-12-04T01:30:00Z', '2026-12-07T01:30:00.000Z'],
  ])('%s', (_name, after, next) => {
    expect(new Date(nextAfter(plan, at(after))).toISOString()).toBe(next)
  })
  test('the clock of the wall counts where clocks go forward', () => {
    const berlin = { ...plan, zone: 'Europe/Berlin', days: [1, 7] }
    expect(new Date(nextAfter(berlin, at('2026-03-28T12:00:00Z'))).toISOString()).toBe('2026-03-29T07:30:00.000Z')
  })
  test('one that was missed by a little is due still, unless it was begun', () => {
    expect(dueAt(plan, start + lateMs - 1)).toBe(start)
    expect(dueAt(plan, start + lateMs + 1)).toBe(start + 86_400_000)
    expect(dueAt({ ...plan, begun: start }, start + 1)).toBe(start + 86_400_000)
  })
})

test.each([
  ['mon-fri', [1, 2, 3, 4, 5]],
  ['周一到周五', [1, 2, 3, 4, 5]],
  ['Mon,wed', [1, 3]],
  ['sat-mon', [1, 6, 7]],
  ['daily', [1, 2, 3, 4, 5, 6, 7]],
  ['someday', null],
  ['mon-tue-wed', null],
])('%s are the days %j', (text, days) => {
  expect(readDays(text)).toEqual(days)
})

test('what /standup on says', () => {
  expect(readPlan('9:30 mon,tue Europe/Berlin en', usual)).toEqual({
    plan: { at: 570, days: [1, 2], zone: 'Europe/Berlin', language: 'en' },
  })
  expect(readPlan('', usual)).toMatchObject({ problem: 'time' })
  expect(readPlan('9:30 Mars/Base', usual)).toMatchObject({ problem: 'zone' })
  expect(readPlan('9:30 often', usual)).toMatchObject({ problem: 'days' })
})

test('answers come in, are changed, and count once; strangers and late ones do not', () => {
  const said = { state: 'answered', at: start + 1, today: ' 写测试 ', blocked: ' ' } as const
  const one = answer(round, 'a', said)
  expect(one.answers.a).toEqual({ state: 'answered', at: start + 1, today: '写测试' })
  expect(answer(one, 'a', { ...said, at: start + 9 })).toBe(one)
  expect(answer(one, 'a', { state: 'skipped', at: start + 2 }).answers.a?.state).toBe('skipped')
  expect(answer(one, 'stranger', said)).toBe(one)
  const over = tick(one, start + endAfterMs)
  expect(answer(over, 'b', said)).toBe(over)
  expect(missing(one).map(({ id }) => id)).toEqual(['b', 'c'])
})

test('who has not answered is reminded once; then it ends', () => {
  expect(roundDueAt(round)).toBe(start + remindAfterMs)
  const one = answer(round, 'a', { state: 'away', at: start })
  expect(tick(one, start + remindAfterMs - 1)).toBe(one)
  const reminded = tick(one, start + remindAfterMs)
  expect(reminded.reminded).toEqual(['b', 'c'])
  expect(tick(reminded, start + remindAfterMs + 1)).toBe(reminded)
  const over = tick(reminded, start + endAfterMs)
  expect([over.ended, roundDueAt(over)]).toEqual([true, null])
})

test('who left the group is waited for no more, and what they said stays', () => {
  const one = answer(round, 'a', { state: 'answered', at: start, today: 'x' })
  expect(without(one, ['a', 'b']).people.map(({ id }) => id)).toEqual(['a', 'c'])
  expect(without(one, ['a'])).toBe(one)
})

test('every face is a card, in both languages, of a full group with long answers', () => {
  const people = Array.from({ length: 80 }, (_x, n) => ({ id: `u${n}`, name: `名字${n}`.padEnd(30, '字') }))
  for (const language of ['zh', 'en'] as const) {
    let full: Round = { ...round, language, people }
    const text = '**[x](javascript:1)**"\\'.repeat(20)
    for (const { id } of people)
      full = answer(full, id, { state: 'answered', at: start, yesterday: text, today: text, blocked: text })
    expect(JSON.stringify(full).length).toBeLessThan(65_536)
    for (const one of [round, full, tick(full, start + endAfterMs)]) {
      const cards = [roundCard(one), questionCard(one, one.people[0] as never, '轻羽')]
      for (const card of cards) {
        expect(writtenCardSchema.safeParse(card)).toMatchObject({ success: true })
        expect(JSON.stringify(card).length).toBeLessThan(65_536)
      }
    }
  }
})
