import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findWhen, numberOf } from './when.ts'

/** Tuesday, 1 December 2026, 10:00. */
const now = new Date(2026, 11, 1, 10).getTime()

const read = (text: string): string | null => {
  const when = findWhen(text, now)
  if (when === null) return null
  const date = new Date(when.at)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return when.allDay ? day : `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

describe('dates as people write them, on a Tuesday at ten', () => {
  test.each([
    ['今天', '2026-12-01'],
    ['明天下午3点', '2026-12-02 15:00'],
    ['明天 15:30', '2026-12-02 15:30'],
    ['明晚8点', '2026-12-02 20:00'],
    ['今晚', '2026-12-01 20:00'],
    ['后天', '2026-12-03'],
    ['大后天上午十点半', '2026-12-04 10:30'],
    ['周五', '2026-12-04'],
    ['周二', '2026-12-01'],
    ['周二 9:00', '2026-12-08 09:00'],
    ['这周日', '2026-12-06'],
    ['本周五前', '2026-12-04'],
    ['下周一', '2026-12-07'],
    ['下周一 9点一刻', '2026-12-07 09:15'],
    ['下下周三', '2026-12-16'],
    ['下周', '2026-12-07'],
    ['星期天', '2026-12-06'],
    ['12-05', '2026-12-05'],
    ['12/5 18:00', '2026-12-05 18:00'],
    ['11-30', '2027-11-30'],
    ['2027-01-03', '2027-01-03'],
    ['12月5日', '2026-12-05'],
    ['15号', '2026-12-15'],
    ['月底', '2026-12-31'],
    ['3天后', '2026-12-04'],
    ['两周后', '2026-12-15'],
    ['半小时后', '2026-12-01 10:30'],
    ['20分钟后', '2026-12-01 10:20'],
    ['3点', '2026-12-01 15:00'],
    ['9:30', '2026-12-02 09:30'],
    ['中午12点', '2026-12-01 12:00'],
    ['today', '2026-12-01'],
    ['tomorrow 3pm', '2026-12-02 15:00'],
    ['3pm tomorrow', '2026-12-02 15:00'],
    ['3pm', '2026-12-01 15:00'],
    ['at 9:15 am', '2026-12-02 09:15'],
    ['by Friday', '2026-12-04'],
    ['Fri at 5 pm', '2026-12-04 17:00'],
    ['next Monday', '2026-12-07'],
    ['this Thursday noon', '2026-12-03 12:00'],
    ['in 3 days', '2026-12-04'],
    ['in 2 hours', '2026-12-01 12:00'],
    ['in a week', '2026-12-08'],
    ['Dec 24', '2026-12-24'],
    ['5th January', '2027-01-05'],
    ['eod', '2026-12-01 18:00'],
    ['the day after tomorrow', '2026-12-03'],
    ['end of the month', '2026-12-31'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each(['', '写周报', '13-45', 'version 1.2.3', '2026-02-30', '25:70', 'Monica', '13pm', '第 3 版'])(
    '%s names no time',
    text => {
      expect(read(text)).toBeNull()
    },
  )

  test('the last one counts, and takes the little words around it along', () => {
    const text = '准备周五评审的材料 by 明天 15:00'
    const when = findWhen(text, now)
    expect(when && text.slice(0, when.from).trim()).toBe('准备周五评审的材料')
    expect(read(text)).toBe('2026-12-02 15:00')
  })
})

test('numbers', () => {
  expect(['3', '两', '十', '十二', '二十', '三十五', '半'].map(numberOf)).toEqual([3, 2, 10, 12, 20, 35, 0.5])
})

test('any text gives a time within it, or none', () => {
  const pieces = fc.constantFrom(
    '明',
    '天',
    '下',
    '周',
    '一',
    '3',
    '12',
    '-',
    '/',
    '点',
    'pm',
    ' ',
    'in ',
    'hours',
    'fri',
    '月',
    '后',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map(list => list.join('')),
      ),
      text => {
        const when = findWhen(text, now)
        if (when === null) return
        expect(Number.isFinite(when.at)).toBe(true)
        expect(when.from).toBeGreaterThanOrEqual(0)
        expect(when.to).toBeLessThanOrEqual(text.length)
        expect(when.from).toBeLessThan(when.to)
      },
    ),
  )
})
