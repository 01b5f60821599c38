import { useCallback, useEffect, useRef, useState } from 'react'
import type { PersonItem } from '../../preload/contract.ts'
import { call } from '../desktop.ts'
import { useDesktopEvent } from '../ui/index.ts'
import { pagesFor } from './tree.ts'

const pageSize = 100

interface Pages {
  /** Of which department they are; undefined before the first answer. */
  of: string | null | undefined
  total: number
  pages: ReadonlyMap<number, readonly PersonItem[]>
  error: unknown
}
const nothing: Pages = { of: undefined, total: 0, pages: new Map(), error: undefined }

export interface People {
  /** Known once the first page has come. */
  total: number | undefined
  error: unknown
  /** The person of a row, undefined while its page is on its way. */
  at: (index: number) => PersonItem | undefined
  /** Says which rows are in view, so that their pages are fetched. */
  view: (first: number, last: number) => void
  reload: () => void
}

/** The people of a department (null: all), leaders first, by pages as they come into view. */
export function usePeople(departmentId: string | null): People {
  const [state, setState] = useState(nothing)
  const [turn, setTurn] = useState(0)
  const asking = useRef(new Set<number>())
  const seen = useRef({ first: 0, last: 0 })
  const generation = useRef(0)

  const ask = useCallback(
    (page: number, asked: number) => {
      asking.current.add(page)
      call('directory.people', { departmentId, offset: page * pageSize, limit: pageSize }).then(
        ({ total, items }) => {
          if (asked !== generation.current) return
          asking.current.delete(page)
          setState(before => ({
            of: departmentId,
            total,
            pages: new Map(before.of === departmentId ? before.pages : []).set(page, items),
            error: undefined,
          }))
        },
        (error: unknown) => {
          if (asked !== generation.current) return
          asking.current.delete(page)
          setState(before => ({ ...(before.of === departmentId ? before : nothing), of: departmentId, error }))
        },
      )
    },
    [departmentId],
  )

  const kept = useRef(departmentId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again for what is in view
  useEffect(() => {
    if (kept.current !== departmentId) seen.current = { first: 0, last: 0 }
    kept.current = departmentId
    generation.current++
    asking.current.clear()
    const { first, last } = seen.current
    for (const page of pagesFor(first, Math.max(last, first), pageSize, Number.MAX_SAFE_INTEGER))
      ask(page, generation.current)
  }, [ask, departmentId, turn])

  // After a change what is shown stays until the pages in view have come anew; the others are dropped.
  const reload = useCallback(() => {
    setState(before => {
      const { first, last } = seen.current
      const shown = new Set(pagesFor(first, last, pageSize, before.total))
      return { ...before, pages: new Map([...before.pages].filter(([page]) => shown.has(page))) }
    })
    setTurn(now => now + 1)
  }, [])
  useDesktopEvent('directory.changed', reload)

  const fresh = state.of === departmentId
  const { total, pages } = state
  return {
    total: fresh && (pages.size > 0 || state.error === undefined) ? total : undefined,
    error: fresh ? state.error : undefined,
    at: index => (fresh ? pages.get(Math.floor(index / pageSize))?.[index % pageSize] : undefined),
    view: (first, last) => {
      seen.current = { first: Math.max(0, first), last: Math.max(0, last) }
      if (!fresh) return
      for (const page of pagesFor(first, last, pageSize, total)) {
        if (!pages.has(page) && !asking.current.has(page)) ask(page, generation.current)
      }
    },
    reload,
  }
}
