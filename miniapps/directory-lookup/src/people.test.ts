import { expect, test } from 'vitest'
import { departmentsOf, move, searchRequest } from './people.ts'

test('a search is a path with its query encoded', () => {
  expect(searchRequest('  ')).toBeNull()
  expect(searchRequest(' 周野&q=x ')).toEqual({ query: { q: '周野&q=x', limit: 50 } })
})

test('departments are named in the reader’s language', () => {
  const departments = [
    { id: 'a', name: '品牌部', latinName: 'Brand' },
    { id: 'b', name: '研发部', latinName: '' },
  ]
  expect(departmentsOf({ departments }, 'zh')).toBe('品牌部、研发部')
  expect(departmentsOf({ departments }, 'en')).toBe('Brand, 研发部')
})

test('arrows stay within the list', () => {
  expect([move('ArrowDown', -1, 3), move('ArrowDown', 2, 3), move('ArrowUp', 0, 3), move('Enter', 0, 3)]).toEqual([
    0,
    2,
    0,
    null,
  ])
  expect(move('ArrowDown', -1, 0)).toBeNull()
})
