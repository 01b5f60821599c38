import { expect, test } from 'vitest'
import { type Place, tileAfter } from './tile-keys.ts'

/** Rows of tiles of 100 by 50 pixels, with gaps. */
const places = (...rows: number[]): Place[] =>
  rows.flatMap((tiles, row) =>
    Array.from({ length: tiles }, (_, column) => ({
      left: column * 110,
      right: column * 110 + 100,
      top: row * 80,
      bottom: row * 80 + 50,
    })),
  )

test('Left and Right go through all tiles, Up and Down to the nearest of the next row', () => {
  const tiles = places(3, 1, 2)
  expect([0, 2, 5].map(at => tileAfter(tiles, at, 'ArrowRight'))).toEqual([1, 3, 5])
  expect([0, 3].map(at => tileAfter(tiles, at, 'ArrowLeft'))).toEqual([0, 2])
  expect([0, 2, 3, 4].map(at => tileAfter(tiles, at, 'ArrowDown'))).toEqual([3, 3, 4, null])
  expect([5, 3, 1].map(at => tileAfter(tiles, at, 'ArrowUp'))).toEqual([3, 0, null])
  expect([tileAfter(tiles, 3, 'Home'), tileAfter(tiles, 3, 'End')]).toEqual([0, 5])
})

test('other keys, and a tile that is gone, lead nowhere', () => {
  expect(tileAfter(places(2), 0, 'a')).toBeNull()
  expect(tileAfter([], 0, 'End')).toBeNull()
})
