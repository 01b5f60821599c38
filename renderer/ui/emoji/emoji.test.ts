import { beforeAll, describe, expect, it } from 'vitest'
import { type Emoji, findEmoji, inTone, loadEmoji, readEmoji } from './data.ts'
import { firstPlace, movedPlace, rowsOf } from './grid.ts'

describe('emojis', () => {
  let all: readonly Emoji[]
  beforeAll(async () => {
    all = await loadEmoji()
    await readEmoji(all)
  })
  const first = (query: string, most = 3) => findEmoji(all, query, most).map(({ emoji }) => emoji)

  it('are all there, without parts of others', () => {
    expect(all.length).toBeGreaterThan(1_800)
    expect(all.map(({ emoji }) => emoji)).not.toContain('🏻')
  })

  it.each([
    ['smile', '😄'],
    [':thumbsup:', '👍️'],
    ['点赞', '👍️'],
    ['狗', '🐶'],
    ['gou', '🐶'],
    ['dianzan', '👍️'],
    ['dz', '👍️'],
    ['party', '🥳'],
    ['PIZZA', '🍕'],
    ['火箭', '🚀'],
    ['huojian', '🚀'],
  ])('are found by %s', (query, emoji) => {
    expect(first(query, 12).map(found => found.replace('\ufe0f', ''))).toContain(emoji.replace('\ufe0f', ''))
  })

  it('whose whole word is read so come before those that begin so', () => {
    expect(first('gou', 6)).toContain('🐶')
    expect(first('huojian')[0]).toBe('🚀')
  })

  it('that nobody means are none', () => {
    expect(first('xqxqx')).toEqual([])
    expect(first(' ')).toEqual([])
  })

  it('have a tone where they can', () => {
    const wave = all.find(({ emoji }) => emoji === '👋')
    const dog = all.find(({ emoji }) => emoji === '🐶')
    expect(wave && inTone(wave, 5)).toBe('👋🏿')
    expect(wave && inTone(wave, 0)).toBe('👋')
    expect(dog && inTone(dog, 5)).toBe('🐶')
  })
})

describe('the grid', () => {
  const rows = rowsOf(
    [
      { title: 'a', cells: [1, 2, 3, 4, 5] },
      { title: 'none', cells: [] },
      { title: 'b', cells: [6, 7] },
    ],
    3,
  )
  const go = (row: number, column: number, key: string) => {
    const { row: toRow, column: toColumn } = movedPlace(rows, { row, column }, key)
    return [toRow, toColumn]
  }

  it('has rows below titles', () => {
    expect(rows).toEqual([{ title: 'a' }, { cells: [1, 2, 3] }, { cells: [4, 5] }, { title: 'b' }, { cells: [6, 7] }])
    expect(firstPlace(rows)).toEqual({ row: 1, column: 0 })
    expect(firstPlace([])).toBeNull()
  })

  it('is walked by arrows, past titles and ends of rows', () => {
    expect(go(1, 2, 'ArrowRight')).toEqual([2, 0])
    expect(go(2, 0, 'ArrowLeft')).toEqual([1, 2])
    expect(go(1, 2, 'ArrowDown')).toEqual([2, 1])
    expect(go(2, 1, 'ArrowDown')).toEqual([4, 1])
    expect(go(4, 0, 'ArrowUp')).toEqual([2, 0])
    expect(go(1, 0, 'ArrowUp')).toEqual([1, 0])
    expect(go(1, 0, 'ArrowLeft')).toEqual([1, 0])
    expect(go(4, 1, 'ArrowRight')).toEqual([4, 1])
    expect(go(1, 2, 'PageDown')).toEqual([4, 1])
  })
})
