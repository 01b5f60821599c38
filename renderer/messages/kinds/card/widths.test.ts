import { expect, test } from 'vitest'
import { sparkLine } from './spark.ts'
import { askedSize, boxHeight, columnTracks, pictureShape, pictureWidth, roomOf, tableWidths } from './widths.ts'

test('columns never need more room than there is', () => {
  const columns = [{ width: 'stretch' }, {}, { width: 2 }, { width: '3' }, { width: '40px' }, { width: 0 }]
  expect(columnTracks(columns)).toBe(
    'minmax(0, 1fr) 10px minmax(0, 1fr) 10px minmax(0, 2fr) 10px minmax(0, 3fr) 10px minmax(0, 40px) 10px minmax(0, 1fr)',
  )
})

test('columns that are as wide as what is in them leave room to the others', () => {
  const items = [{}]
  expect(columnTracks([{ width: 'auto', items }, { width: 'stretch', items }, { width: 2 }])).toBe(
    'minmax(0, max-content) 10px minmax(min(96px, 25%), 1fr) 10px minmax(0, 2fr)',
  )
})

test('columns stand as far from each other as they ask to', () => {
  expect(columnTracks([{ spacing: 'large' }, { spacing: 'none' }, { spacing: 'default' }, { spacing: 'small' }])).toBe(
    'minmax(0, 1fr) 0px minmax(0, 1fr) 10px minmax(0, 1fr) 4px minmax(0, 1fr)',
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
  [{ height: '30px', size: 'large' }, { width: 200, height: 100 }, 60],
  [{ height: '30px', width: '70px' }, { width: 200, height: 100 }, 70],
  [{ height: '900px' }, { width: 200, height: 100 }, 720],
  [{ height: '30px' }, {}, 30],
  [{ height: 'stretch' }, { width: 20, height: 10 }, 20],
])('%j of %j is %s wide', (image, natural, width) => {
  expect(pictureWidth(image, natural)).toBe(width)
})

test('a picture has the shape that is asked for where both sides are', () => {
  expect(askedSize({ width: '40px', height: '20px' })).toEqual({ width: 40, height: 20 })
  expect(askedSize({ height: '20px' })).toBeUndefined()
  expect(askedSize({ width: '40px', height: 'stretch' })).toBeUndefined()
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
