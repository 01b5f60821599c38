import { describe, expect, it } from 'vitest'
import {
  firstSeq,
  holdsStartOf,
  keyOf,
  lastSeq,
  reachesEnd,
  windowOf,
  withChanged,
  withLatest,
  withNewer,
  withOlder,
  withoutNewest,
  withoutOldest,
} from './message-window.ts'
import { message, page } from './testing.ts'

const seqs = (window: { items: readonly { seq: number }[] } | null) => window?.items.map(item => item.seq)

describe('a window of messages', () => {
  it('grows at both ends without duplicates', () => {
    const start = windowOf(page([10, 11, 14], { hasOlder: true, hasNewer: true }))
    const older = withOlder(start, page([7, 8, 10], { hasOlder: true }))
    expect(seqs(older)).toEqual([7, 8, 10, 11, 14])
    expect(older).toMatchObject({ hasOlder: true, hasNewer: true })
    expect(seqs(withNewer(older, page([14, 15, 20])))).toEqual([7, 8, 10, 11, 14, 15, 20])
    expect([firstSeq(older), lastSeq(older)]).toEqual([7, 14])
  })

  it('merges the newest page where they overlap', () => {
    const start = windowOf(page([10, 11, 14], { hasOlder: true }))
    const merged = withLatest(start, page([14, 16], { hasOlder: true }))
    expect(seqs(merged)).toEqual([10, 11, 14, 16])
    expect(merged?.hasOlder).toBe(true)
  })

  it('returns null where they do not overlap', () => {
    expect(withLatest(windowOf(page([10, 11])), page([40, 41], { hasOlder: true }))).toBeNull()
  })

  it('replaces a message of the outbox by the one that was sent', () => {
    const waiting = { ...page([5]), items: [message(5), message(0, { clientId: 'x', own: true })] }
    const sent = { ...page([5]), items: [message(5), message(6, { clientId: 'x', own: true })] }
    expect(withLatest(windowOf(waiting), sent)?.items.map(keyOf)).toEqual(['s5', 'x'])
    expect(seqs(withLatest(windowOf(page([])), waiting))).toEqual([5, 0])
  })

  it('drops messages that were discarded from the outbox', () => {
    const waiting = { ...page([5]), items: [message(5), message(0, { clientId: 'x', own: true })] }
    expect(seqs(withLatest(windowOf(waiting), page([5])))).toEqual([5])
  })

  it('merges changed rows only within its range', () => {
    const window = windowOf(page([1, 2, 3, 4], { hasNewer: true }))
    const recalled = message(2, { revision: 5, content: { type: 'recalled', byId: 'a' } })
    const changed = withChanged(window, { ...page([]), items: [recalled, message(3), message(4), message(5)] }, 2)
    expect(seqs(changed)).toEqual([1, 2, 3, 4])
    expect(changed.items[1]?.content.type).toBe('recalled')
  })

  it('keeps the rows after a page of changes, and everything if the page is empty', () => {
    const window = windowOf(page([1, 2, 3, 4, 9]))
    expect(seqs(withChanged(window, page([2, 3], { hasNewer: true }), 2))).toEqual([1, 2, 3, 4, 9])
    expect(seqs(withChanged(window, page([]), 2))).toEqual([1, 2, 3, 4, 9])
  })

  it('drops the far end and records that there is more', () => {
    const window = windowOf({
      ...page([1, 2, 3]),
      items: [message(1), message(2), message(3), message(0, { clientId: 'x' })],
    })
    expect(withoutNewest(window, 2)).toMatchObject({ hasNewer: true })
    expect(seqs(withoutNewest(window, 2))).toEqual([1, 2])
    expect(seqs(withoutOldest(window, 2))).toEqual([3, 0])
    expect(withoutOldest(window, 2)).toMatchObject({ hasOlder: true })
    expect(withoutNewest(window, 4)).toBeNull()
  })

  it('keeps the objects of unchanged messages and replaces changed ones', () => {
    const window = windowOf(page([1, 2, 3]))
    const renamed = message(2, { sender: { id: 'a', name: 'A new name', latinName: 'a' } })
    const failed = message(0, { clientId: 'x', state: 'failed', error: 'too_large' })
    const latest = withLatest(window, { ...page([]), items: [message(1), renamed, message(3), failed] })
    expect(latest?.items[0]).toBe(window.items[0])
    expect(latest?.items[1]).toBe(renamed)
    expect(latest?.items[2]).toBe(window.items[2])
    const sent = withLatest(latest ?? window, { ...page([]), items: [message(3), message(4, { clientId: 'x' })] })
    expect(sent?.items.at(-1)).toMatchObject({ seq: 4, state: 'sent' })
    expect(withChanged(window, page([2, 3]), 2).items[1]).toBe(window.items[1])
  })

  it('knows whether it reaches the outbox and the first unread message', () => {
    expect(reachesEnd(windowOf(page([1], { hasNewer: true, gapNewer: true })))).toBe(true)
    expect(reachesEnd(windowOf(page([1], { hasNewer: true })))).toBe(false)
    expect(holdsStartOf(windowOf(page([5, 6], { hasOlder: true })), 4)).toBe(false)
    expect(holdsStartOf(windowOf(page([4, 6], { hasOlder: true })), 4)).toBe(true)
    expect(holdsStartOf(windowOf(page([5, 6])), 4)).toBe(true)
  })
})
