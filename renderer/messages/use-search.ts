import { useState } from 'react'
import type { CallResult, MessageHit } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { toastError, useDebounced, useDesktopEvent, useQuery } from '../ui/index.ts'

const hitsPage = 20

function searchMessages(query: string, offset: number): Promise<CallResult<'messages.search'>> {
  return call('messages.search', { query: query.slice(0, 200), offset, limit: hitsPage })
}

/** The hits after the first page, `count` of them, as they are now. */
async function searchAgain(query: string, count: number): Promise<MessageHit[]> {
  const hits: MessageHit[] = []
  while (hits.length < count) {
    const page = await searchMessages(query, hitsPage + hits.length)
    hits.push(...page.hits)
    if (!page.more) break
  }
  return hits
}

/**
 * People, groups and messages that match a query, debounced. Previous results stay until the
 * answer: `settled` is the debounced query, `waiting` whether an answer is pending.
 */
export function useSearch(query: string) {
  const settled = useDebounced(query, 150)
  const directory = useQuery(
    `directory:${settled}`,
    () => call('directory.search', { query: settled.slice(0, 100), limit: 20 }),
    ['directory'],
    { keep: true },
  )
  const messages = useQuery(`messages:${settled}`, () => searchMessages(settled, 0), ['directory'], { keep: true })
  const [further, setFurther] = useState<{ query: string; hits: MessageHit[]; more: boolean; busy: boolean }>()
  const extra = further?.query === settled ? further : undefined
  const hits = [...(messages.data?.hits ?? []), ...(extra?.hits ?? [])]

  // What was recalled must not stay readable here.
  useDesktopEvent('cache.changed', change => {
    const isChanged = (hit: MessageHit) =>
      change.messages.some(({ id, from }) => id === hit.conversation.id && from <= hit.seq)
    if (!hits.some(isChanged)) return
    messages.reload()
    if (!extra?.hits.some(isChanged)) return
    searchAgain(settled, extra.hits.length).then(
      again => setFurther(now => (now?.query === settled ? { ...now, hits: again } : now)),
      () => setFurther(now => (now?.query === settled ? undefined : now)),
    )
  })

  const loadMore = async () => {
    const before = extra ?? { query: settled, hits: [], more: true, busy: false }
    setFurther({ ...before, busy: true })
    try {
      const next = await searchMessages(settled, hits.length)
      setFurther({ query: settled, hits: [...before.hits, ...next.hits], more: next.more, busy: false })
    } catch (error) {
      toastError(error)
      setFurther({ ...before, busy: false })
    }
  }
  return {
    settled,
    people: directory.data?.people ?? [],
    conversations: directory.data?.conversations ?? [],
    hits,
    /** Whether there are more messages; `loadMore` fetches them. */
    more: extra?.more ?? messages.data?.more ?? false,
    loadingMore: extra?.busy ?? false,
    loadMore,
    waiting: settled !== query || directory.loading || messages.loading,
    error: directory.error ?? messages.error,
    retry: () => {
      directory.reload()
      messages.reload()
    },
  }
}
