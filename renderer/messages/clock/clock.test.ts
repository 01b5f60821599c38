import { expect, test } from 'vitest'
import { type Clock, hoursText, problemMs, stepTimes } from './clock.ts'

const minute = 60_000
const opened: Clock = { openedSeq: 3, openedAt: 1_000_000, byId: 'a' }
const at = (minutes: number) => opened.openedAt + minutes * minute
const shown = (clock: Clock, now: number) =>
  stepTimes(clock, now).map(
    ({ step, ms, running }) => `${step} ${ms === null ? '-' : ms / minute}${running ? '…' : ''}`,
  )

test('the next part runs, those that are reached stand still', () => {
  expect(shown(opened, at(5))).toEqual(['answer 5…', 'fix -', 'result -'])
  const answered = { ...opened, answer: { seq: 4, at: at(4) } }
  expect(shown(answered, at(90))).toEqual(['answer 4', 'fix 90…', 'result -'])
  const fixed = { ...answered, fix: { seq: 9, at: at(80) } }
  expect(shown(fixed, at(90))).toEqual(['answer 4', 'fix 80', 'result 90…'])
  const closed = { ...fixed, result: { seq: 12, at: at(130) } }
  expect(shown(closed, at(900))).toEqual(['answer 4', 'fix 80', 'result 130'])
  expect(problemMs(closed, at(900))).toBe(130 * minute)
})

test('nothing runs in a problem that was closed without a fix', () => {
  const closed = { ...opened, result: { seq: 12, at: at(30) } }
  expect(shown(closed, at(60))).toEqual(['answer -', 'fix -', 'result 30'])
})

test('a clock that runs ahead of the server shows no time before the opening', () => {
  expect(shown(opened, at(-2))[0]).toBe('answer 0…')
})

test('time is in hours, in both languages', () => {
  expect(hoursText(130 * minute, 'zh')).toBe('2 小时 10 分')
  expect(hoursText(130 * minute + 59_000, 'en')).toBe('2 h 10 min')
  expect(hoursText(59 * minute, 'en')).toBe('59 min')
  expect(hoursText(120 * minute, 'en')).toBe('2 h 0 min')
  expect(hoursText(6_130 * minute, 'zh', true)).toBe('102 小时')
  expect(hoursText(20_000, 'zh', true)).toBe('0 分')
})
