import { expect, it } from 'vitest'
import { shownBars, waveformOf } from './waveform.ts'

it('is relative to the loudest, and never longer than asked', () => {
  expect(waveformOf([0.1, 0.2, 0.05, 0.1], 2)).toEqual([100, 50])
  expect(waveformOf([0.1], 40)).toEqual([100])
  expect(waveformOf([], 40)).toEqual([])
  const levels = Array.from({ length: 10_001 }, (_, index) => index % 7)
  const long = waveformOf(levels, 100)
  expect(long).toHaveLength(100)
  expect(long.every(value => Number.isInteger(value) && value >= 0 && value <= 100)).toBe(true)
  expect(waveformOf([0, 0, Number.NaN], 3)).toEqual([0, 0, 0])
})

it('is shown in as many bars as there is room, whatever came', () => {
  expect(shownBars([], 3)).toEqual([8, 8, 8])
  expect(shownBars([500, -1], 4)).toEqual([100, 100, 0, 0])
})
