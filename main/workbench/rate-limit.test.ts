import { expect, test } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

test('a burst passes, then so many a second', () => {
  let now = 0
  const limit = createRateLimit({ burst: 3, perSecond: 2, now: () => now })
  const take = (times: number) => Array.from({ length: times }, () => limit.take()).filter(Boolean).length
  expect(take(10)).toBe(3)
  now += 400
  expect(take(10)).toBe(0)
  now += 600
  expect(take(10)).toBe(2)
  now += 3_600_000
  expect(take(10)).toBe(3)
  // The system's clock was set back.
  now -= 3_600_000
  expect(take(10)).toBe(0)
  now += 1_000
  expect(take(10)).toBe(2)
})
