import { expect, test } from 'vitest'
import { dateOf, startOfDate } from './dates.ts'

test('a day begins at its local midnight, and is written as a date field has it', () => {
  const time = new Date(2026, 5, 9, 23, 59).getTime()
  expect(dateOf(time)).toBe('2026-06-09')
  expect(startOfDate('2026-06-09')).toBe(new Date(2026, 5, 9).getTime())
  for (const date of ['', '26-06-09', 'today', '0001-01-01']) expect(startOfDate(date)).toBeNull()
})
