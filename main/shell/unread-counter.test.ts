import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createUnreadCounter } from './unread-counter.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const numbers = { unread: 3, mentions: 0 } as never

test('many changes at once cause one count', async () => {
  const summary = vi.fn(async () => numbers)
  const show = vi.fn()
  const count = createUnreadCounter({ summary, show, log: () => {} })
  for (let change = 0; change < 20; change++) count()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(summary).toHaveBeenCalledOnce()
  expect(show).toHaveBeenCalledExactlyOnceWith(numbers)
})

test('without a workspace it shows null, and a failing cache is logged', async () => {
  const show = vi.fn()
  const log = vi.fn()
  createUnreadCounter({ summary: () => undefined, show, log })()
  createUnreadCounter({ summary: () => Promise.reject(new Error('closed')), show, log })()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(show).toHaveBeenCalledExactlyOnceWith(null)
  expect(log).toHaveBeenCalledOnce()
})
