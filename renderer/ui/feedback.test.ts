import { expect, it } from 'vitest'
import { highlightParts } from './feedback.tsx'

it('marks each word of a query, ignoring case, and treats special characters literally', () => {
  expect(highlightParts('Air 2 发布群 (air)', 'AIR 发布')).toEqual([
    { text: 'Air', hit: true },
    { text: ' 2 ', hit: false },
    { text: '发布', hit: true },
    { text: '群 (', hit: false },
    { text: 'air', hit: true },
    { text: ')', hit: false },
  ])
  expect(highlightParts('a+b', '+')).toEqual([
    { text: 'a', hit: false },
    { text: '+', hit: true },
    { text: 'b', hit: false },
  ])
  expect(highlightParts('abc', '  ')).toEqual([{ text: 'abc', hit: false }])
})
