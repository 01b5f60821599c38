import { expect, test } from 'vitest'
import { crashPolicy } from './crash-policy.ts'

test('a crash causes a reload, one soon after it a question, one much later a reload again', () => {
  let now = 0
  const next = crashPolicy(() => now)
  expect(next()).toBe('reload')
  now += 1_000
  expect(next()).toBe('ask')
  now += 3_600_000
  expect(next()).toBe('reload')
})
