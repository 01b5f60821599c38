import { describe, expect, it } from 'vitest'
import {
  allStale,
  anchoredOffset,
  emptyWindow,
  indexOfRow,
  pagesWanted,
  rowAt,
  withPage,
  withPageHeld,
  withRow,
} from './conversation-window.ts'
import { conversation } from './testing.ts'

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => conversation(`c${from + index}`))

describe('the scroll offset of the list', () => {
  const height = 65
  const anchor = (id: string, below: number) => ({ id, activeAt: 0, pinned: false, below })

  it('follows the rows in view when a row appears above them', () => {
    const list = withPage(emptyWindow, 0, { total: 5, items: [conversation('new'), ...rows(0, 4)] })
    expect(anchoredOffset(list, [anchor('c1', -20), anchor('c2', 45)], height)).toBe(2 * height + 20)
  })

  it('does not follow a row that moved to the top', () => {
    const list = withPage(emptyWindow, 0, { total: 4, items: [conversation('c2', { activeAt: 9 }), ...rows(0, 2)] })
    expect(anchoredOffset(list, [anchor('c2', -20), anchor('c1', 45)], height)).toBe(2 * height - 45)
    expect(anchoredOffset(list, [anchor('c2', 0), anchor('gone', 65)], height)).toBeNull()
  })
})

describe('a window of the conversation list', () => {
  it('asks for the first page when it is empty', () => {
    expect(pagesWanted(emptyWindow, 0, 20)).toEqual([0])
  })

  it.each([
    ['taken', withPage],
    ['taken while the order is held', withPageHeld],
  ])('keeps the rows that did not change, when a page is %s', (_what, take) => {
    const list = withPage(emptyWindow, 0, { total: 2, items: rows(0, 2) })
    const again = take(list, 0, { total: 2, items: [conversation('c0'), conversation('c1', { unread: 3 })] })
    expect(rowAt(again, 0)).toBe(rowAt(list, 0))
    expect(rowAt(again, 1)).toEqual(conversation('c1', { unread: 3 }))
  })

  it('asks for the pages in view that are missing or stale', () => {
    const list = withPage(emptyWindow, 0, { total: 250, items: rows(0, 100) })
    expect(pagesWanted(list, 90, 110)).toEqual([1])
    expect(pagesWanted(allStale(list), 90, 110)).toEqual([0, 1])
    expect(pagesWanted(list, 240, 320)).toEqual([2])
  })

  it('shows stale rows until the new ones come', () => {
    const list = allStale(withPage(emptyWindow, 0, { total: 3, items: rows(0, 3) }))
    expect(rowAt(list, 1)?.id).toBe('c1')
    const fresh = withPage(list, 0, { total: 3, items: [...rows(1, 3), conversation('c0')] })
    expect([rowAt(fresh, 0)?.id, indexOfRow(fresh, 'c0')]).toEqual(['c1', 2])
    expect(pagesWanted(fresh, 0, 2)).toEqual([])
  })

  it('holds only what is near, and nothing behind the end', () => {
    let list = emptyWindow
    for (let page = 0; page < 9; page++)
      list = withPage(list, page, { total: 5_000, items: rows(page * 100, page * 100 + 100) })
    expect([...list.pages.keys()]).toEqual([3, 4, 5, 6, 7, 8])
    list = withPage(list, 3, { total: 350, items: rows(300, 350) })
    expect([...list.pages.keys()]).toEqual([3])
    expect(rowAt(list, 5)).toBeUndefined()
  })

  it('changes one row before the answer', () => {
    const list = withRow(withPage(emptyWindow, 0, { total: 3, items: rows(0, 3) }), 'c2', { muted: true })
    expect(rowAt(list, 2)?.muted).toBe(true)
    expect(withRow(list, 'nobody', { muted: true })).toBe(list)
  })
})

describe('a list whose order is held', () => {
  const ids = (list: ReturnType<typeof withPage>, page: number) => list.pages.get(page)?.map(row => row.id)

  it('keeps the places of its rows, with their newest state', () => {
    const list = withPage(emptyWindow, 0, { total: 4, items: rows(0, 4) })
    const newest = conversation('c2', { unread: 7, activeAt: 9 })
    const taken = withPageHeld(allStale(list), 0, { total: 5, items: [newest, conversation('new'), ...rows(0, 2)] })
    expect(ids(taken, 0)).toEqual(['c0', 'c1', 'c2', 'c3'])
    expect([taken.total, rowAt(taken, 2)?.unread, pagesWanted(taken, 0, 3)]).toEqual([4, 7, []])
  })

  it('shows no row twice when another page is loaded', () => {
    const list = withPage(emptyWindow, 0, { total: 250, items: rows(0, 100) })
    const taken = withPageHeld(list, 1, { total: 250, items: rows(98, 198) })
    expect(ids(taken, 0)).toHaveLength(100)
    expect(ids(taken, 1)?.[0]).toBe('c100')
  })

  it('is filled when it was empty', () => {
    expect(ids(withPageHeld(emptyWindow, 0, { total: 2, items: rows(0, 2) }), 0)).toEqual(['c0', 'c1'])
  })
})
