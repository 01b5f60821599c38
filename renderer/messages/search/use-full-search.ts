import { useEffect, useState } from 'react'
import { type ParsedQuery, parseQuery } from '../../../common/search-query.ts'
import type { MessageHit, SearchFilters } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useOnline } from '../../stores/session.ts'
import { toastError, useDebounced } from '../../ui/index.ts'
import { shownLimits } from '../limits.ts'
import { useHitsChanged } from './use-hits-changed.ts'

const pageHits = 50
/** People or groups that one name in a filter may mean. */
const namesakes = 10

/** A message that was found; `onServer`: it is not on this device. */
export type Hit = MessageHit & { onServer: boolean }

interface State {
  query: string
  /** What the names of the query are: all its pages are of the same. */
  filters: SearchFilters
  hits: readonly Hit[]
  /** What of this device is shown so far, and whether there is more. */
  offset: number
  more: boolean
  cursor: string | null
  server: 'idle' | 'asking' | 'asked' | 'failed'
  busy: boolean
  error: unknown
  /** Names of filters that nothing has. */
  unknown: readonly string[]
}
const nothing: State = {
  query: '',
  filters: {},
  hits: [],
  offset: 0,
  more: false,
  cursor: null,
  server: 'idle',
  busy: false,
  error: undefined,
  unknown: [],
}

interface Names<G, P> {
  conversations: readonly G[]
  people: readonly P[]
}

/** The groups and people that a name means: those that have just that name, or else all that are like it. */
export function meantBy<G extends { name: string }, P extends { name: string; latinName: string }>(
  name: string,
  { conversations, people }: Names<G, P>,
): { groups: readonly G[]; people: readonly P[] } {
  const groups = conversations.filter(one => one.name === name)
  const same = (text: string) => text.toLowerCase() === name.toLowerCase()
  const named = people.filter(one => same(one.name) || same(one.latinName))
  if (groups.length + named.length > 0) return { groups, people: named }
  return { groups: conversations, people }
}

/** What a parsed query asks for: names become ids. `unknown`: names that nothing has. */
async function resolve(parsed: ParsedQuery): Promise<{ filters: SearchFilters; unknown: string[] }> {
  const unknown: string[] = []
  const look = async (name: string) => ({
    name,
    found: await call('directory.search', { query: name.slice(0, 100), limit: namesakes }),
  })
  const [senders, places] = await Promise.all([Promise.all(parsed.from.map(look)), Promise.all(parsed.in.map(look))])
  const senderIds = senders.flatMap(({ name, found }) => {
    if (found.people.length === 0) unknown.push(name)
    return found.people.map(({ id }) => id)
  })
  const within = await Promise.all(
    places.map(async ({ name, found }) => {
      const { groups, people } = meantBy(name, found)
      const userIds = people.map(({ id }) => id)
      const directs = userIds.length === 0 ? [] : await call('conversations.directsWith', { userIds })
      if (groups.length + directs.length === 0) unknown.push(name)
      return [...groups.map(({ id }) => id), ...directs]
    }),
  )
  const conversationIds = within.flat()
  const { since, until, kinds, mentionsMe } = parsed
  return {
    unknown,
    filters: {
      ...(parsed.from.length > 0 && { senderIds: senderIds.slice(0, shownLimits.searchFilterItems) }),
      ...(parsed.in.length > 0 && { conversationIds: conversationIds.slice(0, shownLimits.searchFilterItems) }),
      ...(kinds.length > 0 && { kinds }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(mentionsMe && { mentionsMe }),
    },
  }
}

const placeOf = (hit: MessageHit) => `${hit.conversation.id}/${hit.seq}`

/** Hits of this device and of the server as one list, newest first, each once. */
export function mergeHits(held: readonly Hit[], more: readonly Hit[]): Hit[] {
  const all = new Map(more.map(hit => [placeOf(hit), hit]))
  for (const hit of held) if (!hit.onServer || !all.has(placeOf(hit))) all.set(placeOf(hit), hit)
  return [...all.values()].sort((a, b) => b.sentAt - a.sentAt || b.seq - a.seq)
}

/** Searches this device, and when online the server for the rest. */
export function useFullSearch(text: string) {
  const settled = useDebounced(text, 150)
  const online = useOnline()
  const [state, setState] = useState<State>(nothing)
  const [again, setAgain] = useState(0)
  const parsed = parseQuery(settled, Date.now())
  const empty = parsed.words === '' && parsed.tokens.length === 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: `parsed` follows from the query
  useEffect(() => {
    let current = true
    const settle = (change: (now: State) => State) => current && setState(change)
    if (empty) {
      setState(nothing)
      return
    }
    setState(now => ({ ...now, busy: true, error: undefined }))
    const run = async () => {
      const { filters, unknown } = await resolve(parsed)
      const query = parsed.words.slice(0, shownLimits.searchChars)
      const page = await call('messages.search', { query, filters, offset: 0, limit: pageHits })
      const hits = page.hits.map(hit => ({ ...hit, onServer: false }))
      settle(() => ({
        ...nothing,
        query: settled,
        filters,
        hits,
        offset: hits.length,
        more: page.more,
        server: online && unknown.length === 0 ? 'asking' : 'idle',
        unknown,
      }))
      if (online && unknown.length === 0) await askServer(query, filters, null, settle)
    }
    run().catch(error => settle(now => ({ ...now, query: settled, busy: false, error })))
    return () => {
      current = false
    }
  }, [settled, online, again])

  useHitsChanged(state.hits, () => setAgain(count => count + 1))

  const loadMore = async () => {
    setState(now => ({ ...now, busy: true }))
    const sameQuery = (change: (now: State) => State) => setState(now => (now.query === settled ? change(now) : now))
    try {
      const query = parsed.words.slice(0, shownLimits.searchChars)
      const { filters, offset, cursor } = state
      const page = state.more
        ? await call('messages.search', { query, filters, offset, limit: pageHits })
        : { hits: [], more: false }
      const hits = page.hits.map(hit => ({ ...hit, onServer: false }))
      sameQuery(now => ({
        ...now,
        hits: mergeHits(now.hits, hits),
        offset: now.offset + hits.length,
        more: page.more,
        busy: false,
      }))
      if (cursor !== null && online) await askServer(query, filters, cursor, sameQuery)
    } catch (error) {
      toastError(error)
      sameQuery(now => ({ ...now, busy: false }))
    }
  }
  return { ...state, parsed, empty, online, waiting: settled !== text || state.busy, loadMore }
}

/** Adds what the server finds. One that is of an earlier version, or busy, leaves what there is. */
async function askServer(
  query: string,
  filters: SearchFilters,
  cursor: string | null,
  settle: (change: (now: State) => State) => unknown,
): Promise<void> {
  try {
    const found = await call('messages.searchServer', { query, filters, cursor })
    const hits = found.hits.map(hit => ({ ...hit, onServer: true }))
    settle(now => ({ ...now, hits: mergeHits(now.hits, hits), cursor: found.cursor, server: 'asked' }))
  } catch (error) {
    console.error('messages.searchServer', error)
    settle(now => ({ ...now, server: 'failed' }))
  }
}
