import { expect, test } from 'vitest'
import { pagesFor, withFailure, withPage } from './people.ts'

test('only the pages in view are asked for', () => {
  expect(pagesFor(0, 20, 100, 1_284)).toEqual([0])
  expect(pagesFor(95, 130, 100, 1_284)).toEqual([0, 1])
  expect(pagesFor(1_270, 1_400, 100, 1_284)).toEqual([12])
  expect(pagesFor(0, 20, 100, 0)).toEqual([])
})

test('a failed page keeps its error until it loads, and its rows stay', () => {
  const first = withPage({ of: null, total: 0, pages: new Map(), failed: new Map() }, 0, 250, [])
  const failed = withFailure(first, 1, 'why')
  expect([...failed.failed]).toEqual([[1, 'why']])
  expect([failed.total, failed.pages.has(0)]).toEqual([250, true])
  expect(withPage(failed, 1, 250, []).failed.size).toBe(0)
})
