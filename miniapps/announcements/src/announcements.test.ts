import { expect, test } from 'vitest'
import { checkDraft, draftPlace, edited, excerpt, isOpen, maxTitle, storedDraft, timeText } from './announcements.ts'

test('a draft needs a title and a text of the right length', () => {
  expect(checkDraft({ title: '  ', body: '' })).toEqual({ title: 'missing', body: 'missing' })
  expect(checkDraft({ title: '字'.repeat(maxTitle + 1), body: 'x' })).toEqual({ title: 'long', body: null })
  expect(checkDraft({ title: `${'字'.repeat(maxTitle)}  `, body: 'x' })).toEqual({ title: null, body: null })
})

test('a draft keeps its client id until it is edited', () => {
  const draft = { title: '放假', body: '七天', clientId: 'one' }
  const next = edited(draft, { title: '放假通知' })
  expect(next).toMatchObject({ title: '放假通知', body: '七天' })
  expect(next.clientId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(edited(next, {}).clientId).not.toBe(next.clientId)
})

test('a draft begins with what is edited, and what was kept of it goes before', () => {
  const announcement = { id: 'a1', title: '放假', body: '七天', editedAt: 5 }
  expect(draftPlace(null)).toBe('draft')
  expect(draftPlace(announcement)).toBe('edit:a1:5')
  expect(storedDraft(null, null)).toMatchObject({ title: '', body: '' })
  expect(storedDraft(null, announcement)).toMatchObject({ title: '放假', body: '七天' })
  const kept = JSON.stringify({ title: '放假', body: '八天', clientId: 'one' })
  expect(storedDraft(kept, announcement)).toEqual({ title: '放假', body: '八天', clientId: 'one' })
  expect(storedDraft('{', announcement)).toMatchObject({ title: '放假', body: '七天' })
})

test('times show only the parts that are needed', () => {
  const now = new Date(2026, 5, 9, 10, 44).getTime()
  expect(timeText(new Date(2026, 5, 9, 9, 5).getTime(), 'zh', now)).toBe('09:05')
  expect(timeText(new Date(2026, 5, 8, 9, 5).getTime(), 'en', now)).toBe('Yesterday 09:05')
  expect(timeText(new Date(2026, 5, 1).getTime(), 'zh', now)).toBe('6月1日')
  expect(timeText(new Date(2025, 5, 1).getTime(), 'en', now)).toBe('1 Jun 2025')
})

test('a row shows the beginning of the text on one line', () => {
  expect(excerpt('  周四\n\n上午  十点 ')).toBe('周四 上午 十点')
})

test('an announcement waits for everybody but its author, until it is confirmed', () => {
  expect(isOpen({ authorId: 'lin', confirmedAt: null }, 'zhou')).toBe(true)
  expect(isOpen({ authorId: 'lin', confirmedAt: null }, null)).toBe(true)
  expect(isOpen({ authorId: 'lin', confirmedAt: null }, 'lin')).toBe(false)
  expect(isOpen({ authorId: 'lin', confirmedAt: 1 }, 'zhou')).toBe(false)
})
