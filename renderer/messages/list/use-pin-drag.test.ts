import { expect, test } from 'vitest'
import { edgeScroll } from './use-pin-drag.ts'

test('a row that is dragged near an edge scrolls the list towards it, faster the nearer it is', () => {
  const box = { top: 100, bottom: 500 }
  expect([300, 140, 460].map(y => edgeScroll(y, box))).toEqual([0, 0, 0])
  expect(edgeScroll(118, box)).toBeLessThan(0)
  expect(edgeScroll(104, box)).toBeLessThan(edgeScroll(118, box))
  expect(edgeScroll(496, box)).toBeGreaterThan(edgeScroll(482, box))
  // Beyond the list it is no faster than at its edge.
  expect(edgeScroll(9_000, box)).toBe(edgeScroll(500, box))
})
