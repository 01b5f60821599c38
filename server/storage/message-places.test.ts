import { expect, test } from 'vitest'
import { freePlaces, type TakenPlaces } from './message-places.ts'

/** What is in the index, and how often it was asked for. */
function indexOf(places: readonly number[]) {
  const sorted = [...places].sort((a, b) => a - b)
  let asked = 0
  const known: TakenPlaces = {
    among: async wanted => sorted.filter(place => wanted.includes(place)),
    from: async place => {
      asked += 1
      return sorted.filter(one => one >= place).slice(0, 1_000)
    },
  }
  return { known, asked: () => asked }
}
const at = (sent_at: number, seq: number) => ({ sent_at, seq })

test('a message has the place of its time, and the next one where that is taken', async () => {
  const { known } = indexOf([1_024 + 5, 1_024 + 6])
  expect(await freePlaces([at(1, 4), at(1, 5), at(1, 5)], known)).toEqual([1_028, 1_031, 1_032])
})

test('thousands that were sent at once lie behind each other, and the index is read in pages', async () => {
  const held = Array.from({ length: 2_500 }, (_, n) => 7 * 1_024 + n)
  const { known, asked } = indexOf(held)
  const rows = Array.from({ length: 5_000 }, (_, n) => at(7, n))
  const places = await freePlaces(rows, known)
  expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, n) => 7 * 1_024 + 2_500 + n))
  expect(asked()).toBeLessThan(10)
})

test('times far from each other are read each where they are', async () => {
  const held = [0, 1, 2].flatMap(ms => Array.from({ length: 1_024 }, (_, n) => ms * 1_024 + n))
  const { known } = indexOf([...held, 900 * 1_024])
  expect(await freePlaces([at(900, 0), at(1, 0), at(900, 1), at(0, 3)], known)).toEqual([
    900 * 1_024 + 1,
    3 * 1_024,
    900 * 1_024 + 2,
    3 * 1_024 + 1,
  ])
})
