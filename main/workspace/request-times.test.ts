import { expect, test } from 'vitest'
import { requestTimes } from './request-times.ts'

const minute = 60_000
const owed = { id: 'c', seq: 7, urgent: true, at: 1_000, urgedAt: null }
const times = (one: { urgent?: boolean; urgedAt?: number }, minutes: number) =>
  requestTimes([{ ...owed, ...one }], 1_000 + minutes * minute).map(({ at }) => (at - 1_000) / minute)

test('an urgent message rings at once, every five minutes, then every half hour, and for a day', () => {
  expect(times({}, 0)).toEqual([0, 5])
  expect(times({}, 4)).toEqual([0, 5])
  expect(times({}, 29)).toEqual([25, 30])
  expect(times({}, 30)).toEqual([30, 60])
  expect(times({}, 89)).toEqual([60, 90])
  expect(times({}, 23 * 60 + 45)).toEqual([23 * 60 + 30, 24 * 60])
  expect(times({}, 9_999)).toEqual([24 * 60])
  expect(times({ urgedAt: 1_000 + 40 * minute }, 42)).toEqual([40, 45])
})

test('what is not urgent rings only when its sender reminds of it', () => {
  expect(times({ urgent: false }, 5)).toEqual([])
  expect(times({ urgent: false, urgedAt: 1_000 + 3 * minute }, 5)).toEqual([3])
})
