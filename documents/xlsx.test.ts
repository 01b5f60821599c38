import { expect, test } from 'vitest'
import { columnOf, lettersOf, numberText } from './xlsx.ts'

test('columns have letters', () => {
  expect(['A1', 'Z9', 'AA1', 'XFD1'].map(reference => columnOf(reference, 0))).toEqual([0, 25, 26, 16_383])
  expect(columnOf('', 4)).toBe(4)
  expect([0, 25, 26, 51, 702, 16_383].map(lettersOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA', 'XFD'])
})

test('numbers are shown as their style says', () => {
  expect(numberText(46_181, 'date')).toBe('2026-06-08')
  expect(numberText(46_181.5625, 'date')).toBe('2026-06-08 13:30')
  expect(numberText(0.25, 'date')).toBe('06:00')
  expect(numberText(0.125, 'percent')).toBe('12.5%')
  expect(numberText(0.1 + 0.2, 'plain')).toBe('0.3')
  expect(numberText(1e300, 'date')).toBe('1e+300')
  expect(numberText(Number.NaN, 'plain')).toBeNull()
})
