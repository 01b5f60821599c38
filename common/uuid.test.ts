import { expect, test } from 'vitest'
import { uuidv7 } from './uuid.ts'

test('a UUIDv7 has its version and variant, and sorts by time', () => {
  const early = uuidv7(1_700_000_000_000)
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(early.startsWith('018bcfe5-6800-7')).toBe(true)
  expect(early < uuidv7(1_700_000_000_001)).toBe(true)
})
