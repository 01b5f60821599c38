import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepLooking } from './refresh.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('it looks every few seconds while the page is seen, and when it comes back', () => {
  let visible = true
  let back = () => {}
  const stopped = vi.fn()
  const look = vi.fn()
  const stop = keepLooking(look, 5_000, {
    visible: () => visible,
    onReturn: listener => {
      back = listener
      return stopped
    },
  })
  vi.advanceTimersByTime(10_000)
  expect(look).toHaveBeenCalledTimes(2)
  visible = false
  vi.advanceTimersByTime(20_000)
  expect(look).toHaveBeenCalledTimes(2)
  visible = true
  back()
  expect(look).toHaveBeenCalledTimes(3)
  stop()
  vi.advanceTimersByTime(20_000)
  expect(look).toHaveBeenCalledTimes(3)
  expect(stopped).toHaveBeenCalledOnce()
})
