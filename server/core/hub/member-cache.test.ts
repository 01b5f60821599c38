import { expect, test, vi } from 'vitest'
import { MemberCache } from './member-cache.ts'

const of = (...userIds: string[]) => new Map(userIds.map(id => [id, 0]))

test('members are read once and then updated', () => {
  const read = vi.fn(() => of('a', 'b'))
  const cache = new MemberCache(read)
  expect([...cache.of('g').keys()]).toEqual(['a', 'b'])
  expect([...cache.update('g', ['a'], new Map([['c', 7]]))]).toEqual([
    ['b', 0],
    ['c', 7],
  ])
  expect([...cache.of('g').keys()]).toEqual(['b', 'c'])
  expect(read).toHaveBeenCalledOnce()
})

test('an unknown id is not cached, and the least recently used entry is evicted', () => {
  const cache = new MemberCache(id => (id.startsWith('made-up') ? of() : of('a', 'b')), 4)
  for (let i = 0; i < 100; i++) cache.of(`made-up-${i}`)
  expect(cache.size).toBe(0)
  for (const id of ['one', 'two', 'one', 'three']) cache.of(id)
  expect(cache.size).toBe(2)
})

test('what is read while it may be taken back is not kept', () => {
  let settled = false
  const cache = new MemberCache(
    () => (settled ? of('a') : of('a', 'b')),
    undefined,
    () => settled,
  )
  expect([...cache.of('g').keys()]).toEqual(['a', 'b'])
  settled = true
  expect([...cache.of('g').keys()]).toEqual(['a'])
  expect(cache.size).toBe(1)
})
