import { expect, test } from 'vitest'
import { pick, seeded } from './random.ts'

test('a seed determines the numbers and the picks', () => {
  const drawn = (seed: number) => {
    const random = seeded(seed)
    return Array.from({ length: 20 }, () => pick(random, ['a', 'b', 'c']))
  }
  expect(drawn(7)).toEqual(drawn(7))
  expect(drawn(7)).not.toEqual(drawn(8))
  expect([...new Set(drawn(7))].sort()).toEqual(['a', 'b', 'c'])
  expect(() => pick(seeded(7), [])).toThrow('nothing to pick')
})
