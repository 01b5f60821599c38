import { expect, test } from 'vitest'
import { seeded } from '../../common/random.ts'
import { shardCount, shardOf } from './shards.ts'

test('the shard of an id never changes', () => {
  expect(['', 'a', '0190a0b0-0000-7000-8000-000000000001', '群'].map(shardOf)).toEqual([197, 237, 209, 52])
})

test.each([
  ['counted', (i: number) => `c-${i}`],
  [
    'of one moment',
    (i: number) =>
      `0190a0b0-1234-7${i.toString(16).padStart(3, '0').slice(-3)}-8000-${i.toString(16).padStart(12, '0')}`,
  ],
  ['random', () => Math.floor(random() * 2 ** 52).toString(16)],
])('ids are spread over all shards: %s', (_name, id) => {
  const counts = new Array<number>(shardCount).fill(0)
  for (let i = 0; i < 100 * shardCount; i++) {
    const shard = shardOf(id(i))
    counts[shard] = (counts[shard] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(50)
  expect(Math.max(...counts)).toBeLessThan(160)
})

const random = seeded(1)
