import { afterEach, describe, expect, it } from 'vitest'
import { clockTime, daysBetween, dayTitle, fullTime, listTime, sameDayInTurn, today } from './times.ts'

const at = (month: number, day: number, hour = 10, minute = 42, year = 2026) =>
  new Date(year, month - 1, day, hour, minute).getTime()
const now = at(6, 9, 10, 44)

describe('times in a list', () => {
  const times = [at(6, 9), at(6, 8), at(6, 5), at(5, 20), at(6, 5, 10, 42, 2024)]
  it('show the time, yesterday, the weekday, the date or the year', () => {
    expect(times.map(time => listTime(time, 'zh', now))).toEqual(['10:42', '昨天', '周五', '5月20日', '2024/6/5'])
    expect(times.map(time => listTime(time, 'en', now))).toEqual(['10:42', 'Yesterday', 'Fri', '20 May', '05/06/2024'])
  })

  it('count days by midnight, not by 24 hours', () => {
    expect(daysBetween(at(6, 8, 23, 59), at(6, 9, 0, 1))).toBe(1)
    expect(daysBetween(at(6, 9, 0, 0), at(6, 9, 23, 59))).toBe(0)
  })

  it('in the near future are still today', () => {
    expect(listTime(now + 90_000, 'zh', now)).toBe('10:45')
  })
})

it('the day line names the day', () => {
  expect(dayTitle(now, 'zh', now)).toBe('今天 6月9日 星期二')
  expect(dayTitle(at(6, 1), 'zh', now)).toBe('6月1日 星期一')
  expect(dayTitle(now, 'en', now)).toContain('Today, Tuesday')
  expect(dayTitle(at(1, 1, 10, 0, 2024), 'zh', now)).toContain('2024年')
})

it('a time outside the range of Date does not throw', () => {
  for (const language of ['zh', 'en'] as const)
    for (const words of [listTime, dayTitle, fullTime]) expect(words(8_700_000_000_000_000, language, now)).not.toBe('')
  expect(daysBetween(now, 8_700_000_000_000_000)).toBeGreaterThan(0)
})

it('one time after the other is of the same day as the one before, or is not', () => {
  const sameDay = sameDayInTurn()
  const far = 8_700_000_000_000_000
  const times = [
    at(6, 8, 23, 59),
    at(6, 9, 0, 0),
    at(6, 9, 23, 59),
    at(6, 8, 1),
    at(6, 8, 0, 0),
    far,
    far + 1,
    at(6, 9),
  ]
  expect(times.map(sameDay)).toEqual([false, false, true, false, true, false, true, false])
})

it('a full time has the day unless it is today', () => {
  expect([fullTime(at(6, 9), 'zh', now), fullTime(at(6, 8), 'zh', now), fullTime(at(6, 5), 'zh', now)]).toEqual([
    '10:42',
    '昨天 10:42',
    '6月5日 10:42',
  ])
})

describe('another time zone', () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('may begin a day at one: the next one begins at midnight again', () => {
    process.env.TZ = 'Africa/Cairo'
    const sameDay = sameDayInTurn()
    const times = [at(4, 23, 23, 59), at(4, 24, 1, 30), at(4, 24, 23, 59), at(4, 25, 0, 30)]
    expect(new Date(2026, 3, 24).getHours()).toBe(1)
    expect(times.map(sameDay)).toEqual([false, false, true, false])
  })

  it('counts from the moment the device has it', () => {
    const time = Date.UTC(2026, 5, 9, 20, 30)
    const shown = ['Asia/Shanghai', 'America/New_York', 'Asia/Kolkata', 'UTC', 'Asia/Shanghai'].map(name => {
      process.env.TZ = name
      return `${clockTime(time)} ${dayTitle(time, 'en', time)} ${today(time)}`
    })
    expect(shown).toEqual([
      '04:30 Today, Wednesday 10 June 2026-5-10 +08:00',
      '16:30 Today, Tuesday 9 June 2026-5-9 -04:00',
      '02:00 Today, Wednesday 10 June 2026-5-10 +05:30',
      '20:30 Today, Tuesday 9 June 2026-5-9 +00:00',
      '04:30 Today, Wednesday 10 June 2026-5-10 +08:00',
    ])
  })
})
