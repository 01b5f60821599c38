import { expect, test } from 'vitest'
import { type Hit, mergeHits } from './use-full-search.ts'

const hit = (seq: number, sentAt: number, onServer: boolean) =>
  ({ conversation: { id: 'c' }, seq, sentAt, onServer }) as Hit

test('what is on this device and what the server found are one list, newest first, each once', () => {
  const merged = mergeHits([hit(3, 30, false), hit(1, 10, false)], [hit(3, 30, true), hit(2, 20, true)])
  expect(merged.map(({ seq, onServer }) => [seq, onServer])).toEqual([
    [3, false],
    [2, true],
    [1, false],
  ])
  expect(mergeHits(merged, [hit(2, 20, false)]).map(({ onServer }) => onServer)).toEqual([false, false, false])
})
