import { useCallback, useEffect, useRef, useState } from 'react'
import type { DesktopEvent, PersonItem } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'

const pageSize = 100

interface Pages<T> {
  /** What these are pages of; undefined before the first answer. */
  of: string | null | undefined
  total: number
  pages: ReadonlyMap<number, readonly T[]>
  /** Errors by page number. */
  failed: ReadonlyMap<number, unknown>
}
const nothing: Pages<never> = { of: undefined, total: 0, pages: new Map(), failed: new Map() }

/** Rows by pages, as they come into view. */
export interface Paged<T> {
  /** Undefined until the first page is loaded. */
  total: number | undefined
  /** The error when there is nothing to show. */
  error: unknown
  /** The item of a row, undefined while its page is loading or after it failed. */
  at: (index: number) => T | undefined
  /** The error when some rows failed to load. */
  missing: unknown
  /** Sets which rows are in view, so that their pages are fetched. Failed pages wait for `reload`. */
  view: (first: number, last: number) => void
  reload: () => void
}

/** The people of a department (null: all; undefined: nobody), leaders first, by pages as they come into view. */
export function usePeople(departmentId: string | null | undefined): Paged<PersonItem> {
  const fetch = useCallback(
    (offset: number, limit: number) => call('directory.people', { departmentId: departmentId ?? null, offset, limit }),
    [departmentId],
  )
  return usePages(departmentId, fetch, ofDirectory)
}

const ofDirectory = ({ scopes }: DesktopEvent<'cache.changed'>): boolean => scopes.includes('directory')

/**
 * A list of `of` (undefined: of nothing) by pages, read again after each change that concerns it. `fetch` and `concerns`
 * stay the same while `of` does.
 */
export function usePages<T>(
  of: string | null | undefined,
  fetch: (offset: number, limit: number) => Promise<{ total: number; items: readonly T[] }>,
  concerns: (change: DesktopEvent<'cache.changed'>) => boolean,
): Paged<T> {
  const [state, setState] = useState<Pages<T>>(nothing)
  const [reloads, setReloads] = useState(0)
  const asking = useRef(new Set<number>())
  const seen = useRef({ first: 0, last: 0 })
  const generation = useRef(0)

  const ask = useCallback(
    (page: number, asked: number) => {
      if (of === undefined) return
      asking.current.add(page)
      fetch(page * pageSize, pageSize).then(
        ({ total, items }) => {
          if (asked !== generation.current) return
          asking.current.delete(page)
          setState(before => withPage(pagesOf(before, of), page, total, items))
        },
        (error: unknown) => {
          if (asked !== generation.current) return
          asking.current.delete(page)
          setState(before => withFailure(pagesOf(before, of), page, error))
        },
      )
    },
    [of, fetch],
  )

  const shown = useRef(of)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a reload fetches the pages in view again
  useEffect(() => {
    if (shown.current !== of) seen.current = { first: 0, last: 0 }
    shown.current = of
    generation.current++
    asking.current.clear()
    const { first, last } = seen.current
    for (const page of pagesFor(first, Math.max(last, first), pageSize, Number.MAX_SAFE_INTEGER))
      ask(page, generation.current)
  }, [ask, of, reloads])

  // After a change the shown rows stay until the pages in view are fetched again; other pages are dropped.
  const reload = useCallback(() => {
    setState(before => {
      const { first, last } = seen.current
      const inView = new Set(pagesFor(first, last, pageSize, before.total))
      return { ...before, pages: new Map([...before.pages].filter(([page]) => inView.has(page))), failed: new Map() }
    })
    setReloads(count => count + 1)
  }, [])
  useEffect(() => on('cache.changed', change => concerns(change) && reload()), [concerns, reload])

  const fresh = of !== undefined && state.of === of
  const { total, pages, failed } = state
  const [failure] = failed.values()
  return {
    total: fresh && (pages.size > 0 || failed.size === 0) ? total : undefined,
    error: fresh && pages.size === 0 ? failure : undefined,
    missing: fresh && pages.size > 0 ? failure : undefined,
    at: index => (fresh ? pages.get(Math.floor(index / pageSize))?.[index % pageSize] : undefined),
    view: (first, last) => {
      seen.current = { first: Math.max(0, first), last: Math.max(0, last) }
      if (!fresh) return
      for (const page of pagesFor(first, last, pageSize, total)) {
        if (!pages.has(page) && !failed.has(page) && !asking.current.has(page)) ask(page, generation.current)
      }
    },
    reload,
  }
}

function pagesOf<T>(before: Pages<T>, of: string | null): Pages<T> {
  return before.of === of ? before : { ...nothing, of }
}

/** Adds a page. */
export function withPage<T>(before: Pages<T>, page: number, total: number, items: readonly T[]): Pages<T> {
  const failed = new Map(before.failed)
  failed.delete(page)
  return { ...before, total, pages: new Map(before.pages).set(page, items), failed }
}

/** Records a page that failed; its shown rows stay. */
export function withFailure<T>(before: Pages<T>, page: number, error: unknown): Pages<T> {
  return { ...before, failed: new Map(before.failed).set(page, error) }
}

/** Pages (of `size`) that the rows from `first` to `last` need, of `total` rows. */
export function pagesFor(first: number, last: number, size: number, total: number): number[] {
  if (total === 0 || last < 0) return []
  const from = Math.floor(Math.max(0, first) / size)
  const to = Math.floor(Math.min(last, total - 1) / size)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
