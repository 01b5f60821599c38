import { expect, test } from 'vitest'
import { readRange } from './range.ts'

test('a range of a file of ten bytes', () => {
  const cases: [string | undefined, ReturnType<typeof readRange>][] = [
    [undefined, null],
    ['bytes=0-', { start: 0, end: 9 }],
    ['bytes=2-3', { start: 2, end: 3 }],
    ['bytes=2-99', { start: 2, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=3-2', null],
    ['bytes=0-1,3-4', null],
    ['bytes=-', null],
    ['lines=0-1', null],
  ]
  for (const [range, part] of cases) expect([range, readRange(range, undefined, '"a"', 10)]).toEqual([range, part])
  expect(readRange('bytes=0-1', '"a"', '"a"', 10)).toEqual({ start: 0, end: 1 })
  expect(readRange('bytes=0-1', '"b"', '"a"', 10)).toBeNull()
  expect(readRange('bytes=0-', undefined, '"a"', 0)).toBe('unsatisfiable')
})
