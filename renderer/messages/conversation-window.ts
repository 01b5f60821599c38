import type { ConversationItem } from '../../preload/contract/index.ts'
import { reuseUnchanged } from './reuse.ts'

/** Rows per page. */
export const pageSize = 100

/** The part of the conversation list that is in memory: pages of {@link pageSize} by their number. */
export interface ConversationWindow {
  /** The total number of rows; null before the first page. */
  total: number | null
  pages: ReadonlyMap<number, readonly ConversationItem[]>
  /** Pages that are shown but out of date. */
  stale: ReadonlySet<number>
}

export const emptyWindow: ConversationWindow = { total: null, pages: new Map(), stale: new Set() }

/** The row at an index, undefined if its page is not loaded. */
export function rowAt(list: ConversationWindow, index: number): ConversationItem | undefined {
  return list.pages.get(Math.floor(index / pageSize))?.[index % pageSize]
}

/** The index of a conversation in the loaded pages, or -1. */
export function indexOfRow(list: ConversationWindow, id: string): number {
  for (const [page, rows] of list.pages) {
    const at = rows.findIndex(row => row.id === id)
    if (at >= 0) return page * pageSize + at
  }
  return -1
}

/** The row of a conversation, if its page is loaded. */
export function rowOf(list: ConversationWindow, id: string): ConversationItem | undefined {
  const index = indexOfRow(list, id)
  return index < 0 ? undefined : rowAt(list, index)
}

/** A row in view, and how far below the top of the view it begins, in CSS pixels. */
export interface Anchor {
  id: string
  activeAt: number
  pinned: boolean
  below: number
}

/**
 * The scroll offset that keeps the rows in view in place, based on the first of them that did
 * not move itself. Null when none of them is loaded any more.
 */
export function anchoredOffset(list: ConversationWindow, anchors: readonly Anchor[], rowHeight: number): number | null {
  for (const { id, activeAt, pinned, below } of anchors) {
    const index = indexOfRow(list, id)
    const row = index < 0 ? undefined : rowAt(list, index)
    if (row?.activeAt === activeAt && row.pinned === pinned) return index * rowHeight - below
  }
  return null
}

/** Pages that rows `first` to `last` (inclusive) lie on. */
function pagesIn(first: number, last: number): number[] {
  const pages: number[] = []
  for (
    let page = Math.floor(Math.max(0, first) / pageSize);
    page <= Math.floor(Math.max(first, last, 0) / pageSize);
    page++
  )
    pages.push(page)
  return pages
}

/** Pages to fetch so that rows `first` to `last` are loaded and current. */
export function pagesWanted(list: ConversationWindow, first: number, last: number): number[] {
  return pagesIn(first, last).filter(
    page =>
      (list.total === null || page * pageSize < Math.max(1, list.total)) &&
      (!list.pages.has(page) || list.stale.has(page)),
  )
}

/** Marks all pages stale; they are shown until they are fetched again. */
export function allStale(list: ConversationWindow): ConversationWindow {
  return { ...list, stale: new Set(list.pages.keys()) }
}

/** The fetched rows, those that are held unchanged as the same objects. */
function heldOr(list: ConversationWindow, items: readonly ConversationItem[]): ConversationItem[] {
  const isSame = (old: ConversationItem, item: ConversationItem) => JSON.stringify(old) === JSON.stringify(item)
  return reuseUnchanged([...list.pages.values()].flat(), items, item => item.id, isSame)
}

/** Adds a page. Drops pages behind the end and those more than `keep` pages away from it. */
export function withPage(
  list: ConversationWindow,
  page: number,
  answer: { total: number; items: readonly ConversationItem[] },
  keep = 5,
): ConversationWindow {
  const pages = new Map(list.pages)
  pages.set(page, heldOr(list, answer.items))
  const stale = new Set(list.stale)
  stale.delete(page)
  for (const held of pages.keys()) {
    if (held !== page && (held * pageSize >= answer.total || Math.abs(held - page) > keep)) {
      pages.delete(held)
      stale.delete(held)
    }
  }
  return { total: answer.total, pages, stale }
}

/**
 * Takes a page while the order is held: rows that are shown keep their places and get their newest state; a page that
 * was not loaded yet gets the rows that are not shown elsewhere.
 */
export function withPageHeld(
  list: ConversationWindow,
  page: number,
  answer: { total: number; items: readonly ConversationItem[] },
): ConversationWindow {
  if (list.total === null) return withPage(list, page, answer)
  const newest = new Map(heldOr(list, answer.items).map(item => [item.id, item]))
  const pages = new Map<number, readonly ConversationItem[]>()
  for (const [number, rows] of list.pages) {
    pages.set(
      number,
      rows.map(row => newest.get(row.id) ?? row),
    )
    for (const row of rows) newest.delete(row.id)
  }
  if (!pages.has(page)) pages.set(page, [...newest.values()])
  const stale = new Set(list.stale)
  stale.delete(page)
  return { ...list, pages, stale }
}

/** Changes one row in place, before main has confirmed it. */
export function withRow(list: ConversationWindow, id: string, change: Partial<ConversationItem>): ConversationWindow {
  const index = indexOfRow(list, id)
  if (index < 0) return list
  const page = Math.floor(index / pageSize)
  const rows = list.pages.get(page) ?? []
  const pages = new Map(list.pages)
  pages.set(
    page,
    rows.map(row => (row.id === id ? { ...row, ...change } : row)),
  )
  return { ...list, pages }
}

/** The positions of the loaded rows `first` to `last` in the view, for {@link anchoredOffset}. */
export function anchorsOf(
  list: ConversationWindow,
  first: number,
  last: number,
  rowHeight: number,
  offset: number,
): Anchor[] {
  const anchors: Anchor[] = []
  for (let index = first; index <= last; index++) {
    const item = rowAt(list, index)
    if (item)
      anchors.push({ id: item.id, activeAt: item.activeAt, pinned: item.pinned, below: index * rowHeight - offset })
  }
  return anchors
}
