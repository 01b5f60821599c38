import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallArgs, DesktopEvent } from '../../preload/contract/index.ts'
import type { Place } from './message-list-place.ts'
import { page } from './testing.ts'

const seqs = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)
/** The newest message on this device. */
let newest = 0
/** The anchors that were asked for. */
let asked: CallArgs<'messages.page'>['anchor'][] = []
let changed: (change: DesktopEvent<'cache.changed'>) => void = () => {}
let place: () => Place | 'end'
let placeKnown: Promise<void>

function answer(name: string, args: CallArgs<'messages.page'>) {
  if (name !== 'messages.page') return { id: 'c', unread: 0, lastSeq: newest }
  const { anchor, limit } = args
  asked.push(anchor)
  if ('before' in anchor) {
    const from = Math.max(1, anchor.before - limit)
    return page(seqs(from, anchor.before - 1), { hasOlder: from > 1 })
  }
  if ('after' in anchor) {
    const to = Math.min(newest, anchor.after + limit)
    return page(seqs(anchor.after + 1, to), { hasOlder: true, hasNewer: to < newest })
  }
  return page(seqs(Math.max(1, newest - limit + 1), newest), { hasOlder: newest > limit })
}

const arrives = async (count: number) => {
  newest += count
  changed({ conversations: ['c'], messages: [{ id: 'c', from: newest - count + 1 }], members: [], scopes: [] })
  await vi.advanceTimersByTimeAsync(0)
}

async function openList() {
  const { mountList } = await import('./message-list-place.ts')
  mountList({ place: () => place(), placeKnown: () => placeKnown })
  const store = await import('./message-list-store.ts')
  store.startMessageList()
  store.openMessageList({ id: 'c', seq: null, requestId: 1 })
  await vi.advanceTimersByTimeAsync(1_000)
  asked = []
  const held = () => store.useMessageList.getState().window.items.map(({ seq }) => seq)
  return { ...store, held }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.resetModules()
  newest = 60
  place = () => 'end'
  placeKnown = Promise.resolve()
  const desktop = {
    call: async (name: string, args: CallArgs<'messages.page'>) => ({ ok: true, value: answer(name, args) }),
    on: (name: string, listener: typeof changed) => {
      if (name === 'cache.changed') changed = listener
      return () => {}
    },
  }
  vi.stubGlobal('window', { desktop, addEventListener() {} })
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run, 16))
  vi.stubGlobal('document', { hasFocus: () => true, visibilityState: 'visible', addEventListener() {} })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the first message shows at once, and those that follow it within moments show together', async () => {
  const { held } = await openList()
  await arrives(1)
  expect(held().at(-1)).toBe(61)
  asked = []
  for (let n = 0; n < 5; n++) await arrives(1)
  expect([held().at(-1), asked.length]).toEqual([61, 0])
  await vi.advanceTimersByTimeAsync(1_000)
  expect([held().at(-1), asked.length]).toEqual([66, 1])
})

test.each([
  ['the oldest rows go while its end is followed', () => 'end' as const, [1_000, false]],
  ['the oldest rows go while one reads near the end', () => ({ seq: newest - 30 }), [1_000, false]],
  ['the newest rows go while one reads further up', () => ({ seq: 11 }), [null, true]],
])('a group that goes on and on is not held whole: %s', async (_what, looks, [last, more]) => {
  const { held, useMessageList } = await openList()
  place = looks
  for (let n = 0; n < 47; n++) {
    await arrives(20)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(held().length).toBeLessThanOrEqual(450 + 20)
    const at = place()
    if (at !== 'end') expect(held()).toContain(at.seq)
  }
  if (last !== null) expect(held().at(-1)).toBe(last)
  expect(useMessageList.getState()).toMatchObject({ error: null, window: { hasOlder: true, hasNewer: more } })
})

test('a change that was not taken up before the conversation was left does not keep the next one out', async () => {
  const { held, closeMessageList, openMessageList } = await openList()
  await arrives(1)
  await arrives(1)
  closeMessageList()
  await vi.advanceTimersByTimeAsync(1_000)
  openMessageList({ id: 'c', seq: null, requestId: 2 })
  await vi.advanceTimersByTimeAsync(1_000)
  await arrives(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(held().at(-1)).toBe(63)
})

test('an older page is put in front once the list knows where it is scrolled to', async () => {
  const { held, loadMore } = await openList()
  const known = Promise.withResolvers<void>()
  placeKnown = known.promise
  loadMore('older')
  await vi.advanceTimersByTimeAsync(0)
  expect([asked, held()[0]]).toEqual([[{ before: 11 }], 11])
  known.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect(held()[0]).toBe(1)
})

test('rows that are looked at by now are not dropped', async () => {
  newest = 1_000
  const { held, loadMore } = await openList()
  place = () => ({ seq: 951 })
  for (let n = 0; n < 9; n++) {
    loadMore('older')
    await vi.advanceTimersByTimeAsync(0)
    place = () => 'end'
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect([held()[0], held().at(-1)]).toEqual([501, 1_000])
})
