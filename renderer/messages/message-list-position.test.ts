import { expect, test } from 'vitest'
import { isDividerInView, isUnreadAbove, seenSeq, targetIndex } from './message-list-position.ts'
import { rowsOf } from './rows.ts'
import { message } from './testing.ts'

const rows = rowsOf(
  [1, 2, 3, 5, 6].map(seq => message(seq)),
  { after: 3, until: 6 },
)

test('a target is the end, the divider, or a message; the next one if it is not loaded', () => {
  expect(targetIndex({ to: 'end', requestId: 1 }, rows)).toBe(-1)
  expect(targetIndex({ to: 'unread', requestId: 1 }, rows)).toBe(3)
  expect(targetIndex({ to: { seq: 2 }, requestId: 1 }, rows)).toBe(1)
  expect(targetIndex({ to: { seq: 4 }, requestId: 1 }, rows)).toBe(3)
  expect(targetIndex({ to: { seq: 9 }, requestId: 1 }, rows)).toBe(-1)
})

test('the divider is in view with its row or the one below the last; without one, always', () => {
  expect(isDividerInView(3, { first: 0, last: 1 })).toBe(false)
  expect(isDividerInView(3, { first: 0, last: 2 })).toBe(true)
  expect(isDividerInView(3, { first: 4, last: 9 })).toBe(false)
  expect(isDividerInView(-1, { first: 4, last: 9 })).toBe(true)
})

test('the seen seq goes up to the last row in view, and does not skip unread messages', () => {
  expect(seenSeq(rows, { first: 0, last: 2 }, 3, false)).toBe(3)
  expect(seenSeq(rows, { first: 0, last: 4 }, 3, false)).toBeNull()
  expect(seenSeq(rows, { first: 3, last: 4 }, 3, true)).toBe(6)
  expect(seenSeq(rows, { first: -1, last: -1 }, 3, true)).toBeNull()
})

test('unread messages are above when the divider is above or not loaded', () => {
  const unread = { after: 3, reached: false }
  expect(isUnreadAbove(unread, 3, 4, 1)).toBe(true)
  expect(isUnreadAbove(unread, 3, 2, 1)).toBe(false)
  expect(isUnreadAbove(unread, -1, 0, 9)).toBe(true)
  expect(isUnreadAbove({ ...unread, reached: true }, 3, 4, 1)).toBe(false)
  expect(isUnreadAbove(null, -1, 0, 9)).toBe(false)
})
