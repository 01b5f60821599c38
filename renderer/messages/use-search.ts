import { useState } from 'react'
import type { CallResult, MessageHit } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { toastError, useDebounced, useQuery } from '../ui/index.ts'

const hitsPage = 20

function searchMessages(query: string, offset: number): Promise<CallResult<'messages.search'>> {
  return call('messages.search', { query: query.slice(0, 200), conversationId: null, offset, limit: hitsPage })
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
    [],
    { keep: true },
  )
  const messages = useQuery(`messages:${settled}`, () => searchMessages(settled, 0), [], { keep: true })
  const [further, setFurther] = useState<{ query: string; hits: MessageHit[]; more: boolean; busy: boolean }>()
  const extra = further?.query === settled ? further : undefined
  const hits = [...(messages.data?.hits ?? []), ...(extra?.hits ?? [])]

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
