import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CacheNews, joined } from './cache-news.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const nothing = { conversations: [], messages: [], members: [], scopes: [] }

test('two changes in one name each conversation once, from its lowest message on; any row covers some', () => {
  const a = { ...nothing, conversations: ['c', 'd'], messages: [{ id: 'c', from: 7 }], members: ['c'] }
  const b = { ...nothing, conversations: ['c'], messages: ['c', 'd'].map(id => ({ id, from: 9 })), members: ['d'] }
  const both = {
    ...nothing,
    conversations: ['c', 'd'],
    messages: [
      { id: 'c', from: 7 },
      { id: 'd', from: 9 },
    ],
    members: ['c', 'd'],
  }
  expect(joined(a, b)).toEqual(both)
  expect(joined(b, a).messages).toEqual(both.messages)
  expect(joined(a, { ...nothing, conversations: null }).conversations).toBe(null)
  expect(joined({ ...nothing, conversations: null }, a).conversations).toBe(null)
})

test('the first change is told at once, those of the next moments in one event, and none after the stop', () => {
  const told: unknown[] = []
  const news = new CacheNews(change => told.push(change.messages))
  news.changed({ messages: [{ id: 'c', from: 1 }] })
  expect(told).toEqual([[{ id: 'c', from: 1 }]])
  for (const from of [2, 3, 4]) news.changed({ messages: [{ id: 'c', from }] })
  expect(told.length).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(told.slice(1)).toEqual([[{ id: 'c', from: 2 }]])
  news.changed({ messages: [{ id: 'c', from: 5 }] })
  news.changed({ messages: [{ id: 'c', from: 6 }] })
  news.stop()
  vi.advanceTimersByTime(1_000)
  expect(told.length).toBe(3)
})
