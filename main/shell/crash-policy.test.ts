import { expect, test } from 'vitest'
import { crashPolicy } from './crash-policy.ts'

test('a crash is healed alone, one right after it is asked about, one much later is a first again', () => {
  let now = 0
  const next = crashPolicy(() => now)
  expect(next()).toBe('reload')
  now += 1_000
  expect(next()).toBe('ask')
  now += 3_600_000
  expect(next()).toBe('reload')
})
