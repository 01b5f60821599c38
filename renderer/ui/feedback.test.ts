import { expect, it } from 'vitest'
import { excerpt, highlightParts } from './feedback.tsx'

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

it('marks whole characters only', () => {
  expect(highlightParts('cafe\u0301 👨‍👩‍👧', 'e 👩')).toEqual([
    { text: 'caf', hit: false },
    { text: 'e\u0301', hit: true },
    { text: ' ', hit: false },
    { text: '👨‍👩‍👧', hit: true },
  ])
})

it('an excerpt begins with a whole character shortly before the first match', () => {
  expect(excerpt('发布  窗口', '窗口')).toBe('发布 窗口')
  expect(excerpt(`${'前'.repeat(20)}窗口`, '窗口')).toBe(`…${'前'.repeat(12)}窗口`)
  const family = '👨‍👩‍👧'
  expect(excerpt(`${family.repeat(6)}窗口`, '窗口')).toBe(`…${family.repeat(2)}窗口`)
  expect(excerpt(`${'前'.repeat(20)}窗口`, 'nothing')).toBe(`${'前'.repeat(20)}窗口`)
})

it.each([
  ['下午去 Ｃａｆé 开会', 'cafe', 'Ｃａｆé'],
  ['臺灣分公司', '台湾', '臺灣'],
  ['还有 120㎡', 'm2', '㎡'],
  ['İstanbul office', 'ISTANBUL', 'İstanbul'],
  ['好的👍🏽', '👍', '👍🏽'],
])('in %s a search for %s marks %s', (text, query, hit) => {
  expect(highlightParts(text, query).filter(part => part.hit)).toEqual([{ text: hit, hit: true }])
})
