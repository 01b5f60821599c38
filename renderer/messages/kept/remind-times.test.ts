import { afterEach, beforeEach, expect, test } from 'vitest'
import { fieldOf, remindTime, timeOf } from './remind-times.ts'

const zone = process.env.TZ
const inZone = (name: string) => {
  process.env.TZ = name
}
beforeEach(() => inZone('Europe/Berlin'))
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else inZone(zone)
})
const at = (field: string) => timeOf(field) ?? 0

test('some time from now is so much later, also where the clocks change', () => {
  const before = at('2026-03-29T01:50')
  expect(remindTime('in20', before) - before).toBe(20 * 60_000)
  // From 1:50 to 3:10: two o'clock is left out that night.
  expect(fieldOf(remindTime('in20', before))).toBe('2026-03-29T03:10')
  expect(remindTime('in180', before) - before).toBe(3 * 3_600_000)
})

test('tomorrow is at nine by the wall, however long the night is', () => {
  expect(fieldOf(remindTime('tomorrow', at('2026-03-28T22:00')))).toBe('2026-03-29T09:00')
  expect(fieldOf(remindTime('tomorrow', at('2026-10-24T22:00')))).toBe('2026-10-25T09:00')
  expect(remindTime('tomorrow', at('2026-10-24T09:00')) - at('2026-10-24T09:00')).toBe(25 * 3_600_000)
  expect(fieldOf(remindTime('tomorrow', at('2026-12-31T00:10')))).toBe('2027-01-01T09:00')
})

test('Monday is the next one, a week later on a Monday', () => {
  expect(fieldOf(remindTime('monday', at('2026-11-29T12:00')))).toBe('2026-11-30T09:00')
  expect(fieldOf(remindTime('monday', at('2026-11-30T08:00')))).toBe('2026-12-07T09:00')
  expect(fieldOf(remindTime('monday', at('2026-12-01T08:00')))).toBe('2026-12-07T09:00')
  expect(fieldOf(remindTime('monday', at('2026-12-05T08:00')))).toBe('2026-12-07T09:00')
})

test('what is written is read in the zone of the device; what the clocks leave out is later, what is no time is null', () => {
  inZone('Asia/Shanghai')
  expect(timeOf('2026-12-01T09:00')).toBe(Date.UTC(2026, 11, 1, 1))
  inZone('America/New_York')
  expect(timeOf('2026-12-01T09:00')).toBe(Date.UTC(2026, 11, 1, 14))
  expect(fieldOf(at('2026-03-08T02:30'))).toBe('2026-03-08T03:30')
  expect([timeOf(''), timeOf('morgen')]).toEqual([null, null])
})
