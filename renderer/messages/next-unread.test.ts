import { expect, test } from 'vitest'
import { neighbour } from './next-unread.ts'

test.each([
  [['a', 'b', 'c'], null, 1, 'a'],
  [['a', 'b', 'c'], null, -1, 'c'],
  [['a', 'b', 'c'], 'elsewhere', 1, 'a'],
  [['a', 'b', 'c'], 'b', 1, 'c'],
  [['a', 'b', 'c'], 'b', -1, 'a'],
  [['a', 'b', 'c'], 'c', 1, 'a'],
  [['a', 'b', 'c'], 'a', -1, 'c'],
  [['a'], 'a', 1, null],
  [[], 'a', 1, null],
] as const)('in %j beside %s by %d is %s', (ids, current, step, found) =>
  expect(neighbour(ids, current, step)).toBe(found),
)
