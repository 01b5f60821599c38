import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { within } from './within.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const late = () => new Error('late')

test('what is done in time keeps its outcome, and leaves no timer', async () => {
  expect(await within(Promise.resolve(1), 100, late)).toBe(1)
  await expect(within(Promise.reject(new Error('no')), 100, late)).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
})

test('what takes longer is an error, made only then', async () => {
  const made = vi.fn(late)
  const outcome = within(new Promise(() => {}), 100, made).catch(String)
  await vi.advanceTimersByTimeAsync(99)
  expect(made).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(await outcome).toBe('Error: late')
})
