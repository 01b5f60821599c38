import { expect, it } from 'vitest'
import { excerpt } from './feedback.tsx'

it('an excerpt begins with a whole character shortly before the first match', () => {
  expect(excerpt('发布  窗口', '窗口')).toBe('发布 窗口')
  expect(excerpt(`${'前'.repeat(20)}窗口`, '窗口')).toBe(`…${'前'.repeat(12)}窗口`)
  const family = '👨‍👩‍👧'
  expect(excerpt(`${family.repeat(6)}窗口`, '窗口')).toBe(`…${family.repeat(2)}窗口`)
  expect(excerpt(`${'前'.repeat(20)}窗口${'后'.repeat(20_000)}`, '窗口')).toBe(
    `…${'前'.repeat(12)}窗口${'后'.repeat(186)}`,
  )
  expect(excerpt(`${'前'.repeat(20)}窗口`, 'nothing')).toBe(`${'前'.repeat(20)}窗口`)
})
