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

test('a look takes nothing', () => {
  const bucket = new TokenBucket(2, 1, 0)
  for (let i = 0; i < 3; i++) expect(bucket.wait(1, 0)).toBe(0)
  expect(bucket.take(1, 0)).toBe(0)
  expect(bucket.wait(1, 0)).toBe(500)
  expect(bucket.wait(1, 500)).toBe(0)
})

test('those who are refused are told times as far apart as tokens come, up to the longest', () => {
  const bucket = new TokenBucket(2, 1, 0)
  bucket.take(1, 0)
  expect(Array.from({ length: 6 }, () => bucket.comeAgain(2_000, 0))).toEqual([500, 1_000, 1_500, 2_000, 2_000, 2_000])
  // Time passes for them too.
  expect(bucket.comeAgain(2_000, 1_500)).toBe(1_000)
  expect(bucket.comeAgain(2_000, 60_000)).toBe(0)
  const exact = new TokenBucket(0.001, 0, 0)
  for (let now = 6_000; now < 6_001; now += 0.01) expect(exact.comeAgain(60_000, now)).toBe(60_000)
})
