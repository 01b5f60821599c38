import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttle } from './throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('calls in quick succession cause one run after the wait; a later call causes another', () => {
  let runs = 0
  const call = throttle(() => runs++, 200)
  for (let i = 0; i < 5; i++) call()
  expect(runs).toBe(0)
  vi.advanceTimersByTime(200)
  expect(runs).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(runs).toBe(1)
  call()
  vi.advanceTimersByTime(200)
  expect(runs).toBe(2)
})

test('leading: the first call runs at once, many calls run once per interval, and the last one is not lost', () => {
  let runs = 0
  const call = throttle(() => runs++, 100, { leading: true })
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

test('a call from within a run is not lost', () => {
  let runs = 0
  const call = throttle(() => ++runs === 1 && call(), 100, { leading: true })
  call()
  vi.advanceTimersByTime(100)
  expect(runs).toBe(2)
})

test('nothing runs after stop()', () => {
  let runs = 0
  const call = throttle(() => runs++, 100, { leading: true })
  call()
  call()
  call.stop()
  vi.advanceTimersByTime(1_000)
  expect(runs).toBe(1)
})
