import { create } from 'zustand'
import { throttle } from '../../common/throttle.ts'
import type { ConversationFilter, PersonName } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { openConversation, useNavigation } from '../stores/navigation.ts'
import { useSession } from '../stores/session.ts'
import {
  allStale,
  type ConversationWindow,
  emptyWindow,
  pageSize,
  pagesWanted,
  withPage,
  withPageHeld,
  withRow,
} from './conversation-window.ts'

interface ConversationListState {
  filter: ConversationFilter
  list: ConversationWindow
  error: unknown
  /** Who is typing, by conversation id. */
  typing: ReadonlyMap<string, readonly PersonName[]>
}

/** The conversation list: the loaded window of it, and the error if loading failed. */
export const useConversationList = create<ConversationListState>(() => ({
  filter: 'all',
  list: emptyWindow,
  error: null,
  typing: new Map(),
}))

/** Whether the rows keep their order, because somebody may be about to press one. */
let held = false
/** Whether what came while the order was held may have changed it. */
let moved = false

let range = { first: 0, last: 20 }
let generation = 0
let working = false

/** Fetches missing and stale pages in view, one at a time; reads the range and filter again before each. */
async function work(): Promise<void> {
  if (working) return
  working = true
  try {
    for (;;) {
      const { filter, list } = useConversationList.getState()
      const [page] = pagesWanted(list, range.first, range.last)
      if (page === undefined) break
      const asked = generation
      const answer = await call('conversations.page', { filter, offset: page * pageSize, limit: pageSize })
      if (useConversationList.getState().filter !== filter) continue
      useConversationList.setState(state => {
        moved ||= held
        const taken = held ? withPageHeld(state.list, page, answer) : withPage(state.list, page, answer)
        // Something changed during the request: show the answer, but fetch the page again.
        return {
          error: null,
          list: asked === generation ? taken : { ...taken, stale: new Set([...taken.stale, page]) },
        }
      })
    }
  } catch (error) {
    useConversationList.setState({ error })
  } finally {
    working = false
  }
}

/** Sets which rows are in view. */
export function setListRange(first: number, last: number): void {
  range = { first, last }
  if (useConversationList.getState().error === null) void work()
}

export function setListFilter(filter: ConversationFilter): void {
  if (useConversationList.getState().filter === filter) return
  generation++
  range = { first: 0, last: 20 }
  useConversationList.setState({ filter, list: emptyWindow, error: null })
  void work()
}

/** Keeps the rows in their order until {@link releaseOrder}; what they say goes on changing. */
export function holdOrder(): void {
  held = true
}

/** Lets the rows move to where they belong. */
export function releaseOrder(): void {
  held = false
  if (moved) refreshList()
  moved = false
}

/** Fetches what is in view again. */
export function refreshList(): void {
  generation++
  useConversationList.setState(state => ({ list: allStale(state.list), error: null }))
  void work()
}

/** Pins or mutes; the row shows it at once. Throws what the call throws. */
export async function updateConversation(id: string, change: { pinned?: boolean; muted?: boolean }): Promise<void> {
  useConversationList.setState(state => ({ list: withRow(state.list, id, change) }))
  try {
    await call('conversations.update', { id, ...change })
  } catch (error) {
    refreshList()
    throw error
  }
}

/** Opens the conversation that was open last, unless somebody went elsewhere already. */
async function openLast(): Promise<void> {
  const isUntouched = () => {
    const { section, conversation } = useNavigation.getState()
    return section === 'messages' && conversation === null
  }
  if (!isUntouched()) return
  const id = await call('conversations.lastOpened', {})
  if (id !== null && isUntouched()) openConversation(id)
}

/** Shortest interval between two fetches in milliseconds: a background sync changes rows many times a second. */
const refreshEvery = 120

/** Follows the conversations. Returns the function that stops. */
export function startConversationList(): () => void {
  const refresh = throttle(refreshList, refreshEvery, { leading: true })
  const offs = [
    on('cache.changed', ({ conversations }) => {
      if (conversations === null || conversations.length > 0) refresh()
    }),
    on('typing.changed', ({ id, people }) => {
      useConversationList.setState(state => {
        const typing = new Map(state.typing)
        if (people.length > 0) typing.set(id, people)
        else typing.delete(id)
        return { typing }
      })
    }),
  ]
  refreshList()
  openLast().catch(error => console.error('conversations.lastOpened', error))
  return () => {
    refresh.stop()
    for (const off of offs) off()
  }
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id === before.session?.user?.id) return
  generation++
  useConversationList.setState({ filter: 'all', list: emptyWindow, error: null, typing: new Map() })
})
