import { expect, test } from 'vitest'
import { type Hit, meantBy, mergeHits } from './use-full-search.ts'

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

test('a name in a filter means the group or person of just that name, or else all that are like it', () => {
  const found = {
    conversations: [{ name: '李明的项目' }, { name: '项目群' }],
    people: [
      { name: '李明', latinName: 'Ming Li' },
      { name: '李明亮', latinName: 'Mingliang Li' },
    ],
  }
  expect(meantBy('李明', found)).toEqual({ groups: [], people: [found.people[0]] })
  expect(meantBy('ming li', found)).toEqual({ groups: [], people: [found.people[0]] })
  expect(meantBy('项目群', found)).toEqual({ groups: [found.conversations[1]], people: [] })
  expect(meantBy('李', found)).toEqual({ groups: found.conversations, people: found.people })
})
