import { expect, test } from 'vitest'
import { seeded } from './random.ts'
import { evenRanks, rankBetween } from './rank.ts'

test('a rank lies between its neighbours, wherever rows are moved', () => {
  const next = seeded(7)
  const ranks: string[] = []
  for (let n = 0; n < 2_000; n++) {
    const at = Math.floor(next() * (ranks.length + 1))
    const before = ranks[at - 1] ?? ''
    const after = ranks[at] ?? null
    const rank = rankBetween(before, after)
    expect(rank > before && (after === null || rank < after) && !rank.endsWith('0')).toBe(true)
    ranks.splice(at, 0, rank)
  }
  expect(ranks).toEqual([...ranks].sort())
})

test('a rank between wrong neighbours is refused', () => {
  expect(() => rankBetween('b', 'a')).toThrow(RangeError)
  expect(() => rankBetween('a', 'a')).toThrow(RangeError)
})

test.each([1, 2, 35, 36, 400, 5_000])('%i even ranks are in order, with room at all places', count => {
  const ranks = evenRanks(count)
  expect(new Set(ranks).size).toBe(count)
  expect(ranks).toEqual([...ranks].sort())
  expect(ranks.filter(rank => rank.endsWith('0'))).toEqual([])
  for (const [index, rank] of ranks.entries()) expect(rankBetween(ranks[index - 1] ?? '', rank) < rank).toBe(true)
})
