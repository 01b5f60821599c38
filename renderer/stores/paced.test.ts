import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced } from './paced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first call runs at once, a flood at the pace, and the last one is not lost', () => {
  let runs = 0
  const { call } = paced(() => runs++, 100)
  call()
  expect(runs).toBe(1)
  for (let i = 0; i < 50; i++) {
    call()
    vi.advanceTimersByTime(10)
  }
  expect(runs).toBe(6)
  call()
  vi.advanceTimersByTime(100)
  expect(runs).toBe(7)
  vi.advanceTimersByTime(1_000)
  expect(runs).toBe(7)
})

test('nothing runs after it was stopped', () => {
  let runs = 0
  const { call, stop } = paced(() => runs++, 100)
  call()
  call()
  stop()
  vi.advanceTimersByTime(1_000)
  expect(runs).toBe(1)
})
