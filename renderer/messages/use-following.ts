import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** A page of a list that is read on from its last item. */
interface Page<T> {
  items: readonly T[]
  more: boolean
}

/** What has come of such a list. */
export interface Following<T, P extends Page<T> = Page<T>> {
  /** Undefined until the first page has come. */
  first: P | undefined
  items: readonly T[]
  more: boolean
  /** Why the last page did not come; undefined: it did. */
  error: unknown
  /** Fetches the next page, unless it is on its way or there is none. */
  next: () => void
}

/** Reads a list page by page while mounted; `fetch` gets the last item that is here. Another list needs another `key`. */
export function useFollowing<T, P extends Page<T>>(fetch: (last: T | undefined) => Promise<P>): Following<T, P> {
  const [read, setRead] = useState<Omit<Following<T, P>, 'next'>>({
    first: undefined,
    items: [],
    more: true,
    error: undefined,
  })
  const asking = useRef(false)
  const next = (): void => {
    if (asking.current || !read.more) return
    asking.current = true
    setRead(before => ({ ...before, error: undefined }))
    fetch(read.items.at(-1))
      .then(
        page =>
          setRead(({ first = page, items }) => ({
            first,
            items: [...items, ...page.items],
            more: page.more,
            error: undefined,
          })),
        (error: unknown) => setRead(before => ({ ...before, error })),
      )
      .finally(() => {
        asking.current = false
      })
  }
  const begin = useEffectEvent(next)
  useEffect(() => begin(), [])
  return { ...read, next }
}

/** A list that is here as a whole. */
export function allOf<T>(items: readonly T[]): Following<T> {
  return { first: { items, more: false }, items, more: false, error: undefined, next: () => {} }
}
