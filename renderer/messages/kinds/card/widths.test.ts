import { expect, test } from 'vitest'
import { sparkLine } from './spark.ts'
import { boxHeight, columnTracks, pictureShape, pictureWidth, roomOf, tableWidths } from './widths.ts'

test('columns never need more room than there is', () => {
  expect(columnTracks(['auto', 'stretch', undefined, 2, '3', '40px', 0])).toBe(
    'minmax(0, max-content) minmax(0, 1fr) minmax(0, 1fr) minmax(0, 2fr) minmax(0, 3fr) minmax(0, 40px) minmax(0, 1fr)',
  )
})

test('the columns of a table share the width by their weights', () => {
  expect(tableWidths([2, undefined, '1', '60px'])).toEqual(['50%', '25%', '25%', '60px'])
  expect(tableWidths([])).toEqual([])
})

test.each([
  [{ size: 'small' }, {}, 40],
  [{ size: 'medium', width: '55px' }, {}, 55],
  [{ size: 'stretch' }, { width: 900, height: 10 }, null],
  [{}, {}, null],
  [{ size: 'auto' }, { width: 120, height: 90 }, 120],
  [{}, { width: 1_000, height: 4_000 }, 90],
  [{}, { width: 1_000, height: 40_000 }, 90],
  [{ width: '0px' }, {}, null],
])('%j of %j is %s wide', (image, natural, width) => {
  expect(pictureWidth(image, natural)).toBe(width)
})

test('a Han character has the room of two letters', () => {
  expect([roomOf('abc'), roomOf('支付ok'), roomOf('')]).toEqual([3, 6, 0])
})

test('a line of values goes from the left to the right, and lies within its box', () => {
  expect(sparkLine([0, 1, 2], 1)).toEqual({
    line: 'M0 52L186 28L372 4',
    area: 'M0 52L186 28L372 4V56H0z',
    limit: 28,
  })
  expect(sparkLine([3, 3])).toEqual({ line: 'M0 28L372 28', area: 'M0 28L372 28V56H0z', limit: null })
  expect(sparkLine([5]).line).toBe('M0 28L372 28')
  expect(sparkLine([Number.NaN], 1)).toEqual({ line: '', area: '', limit: null })
})

test.each([
  [{}, 3, 1_080],
  [{ width: 800, height: 400 }, 2, 720],
  [{ width: 100, height: 400 }, 1 / 4, 90],
  [{ width: 1, height: 800 }, 1 / 4, 90],
])('a picture of %j is as wide by its height as %s, and at most %s wide', (natural, ratio, widest) => {
  expect(pictureShape(natural)).toEqual({ ratio, widest })
})

test.each([
  [undefined, null],
  ['40px', 40],
  ['400px', 400],
  ['9999px', 400],
])('a box that asks for %s is at least %s high', (asked, height) => {
  expect(boxHeight(asked)).toBe(height)
})
