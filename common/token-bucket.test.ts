import { expect, test } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

test('a burst passes, then the rate per second applies', () => {
  let now = 0
  const bucket = new TokenBucket(2, 3, now)
  const take = (times: number) =>
    Array.from({ length: times }, () => bucket.take(1, now)).filter(wait => wait === 0).length
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
