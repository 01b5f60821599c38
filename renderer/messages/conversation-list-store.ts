import { create } from 'zustand'
import { throttle } from '../../common/throttle.ts'
import type { CallArgs, ConversationFilter, PersonName } from '../../preload/contract/index.ts'
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
  /** The label that is chosen within the filter. */
  label: string | undefined
  list: ConversationWindow
  error: unknown
  /** Who is typing, by conversation id. */
  typing: ReadonlyMap<string, readonly PersonName[]>
}

/** The conversation list: the loaded window of it, and the error if loading failed. */
export const useConversationList = create<ConversationListState>(() => ({
  filter: 'all',
  label: undefined,
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
/** The rows shown are still those of another filter: they go when the first page of the new one is there. */
let replacing = false

function chosen(): { filter: ConversationFilter; label?: string } {
  const { filter, label } = useConversationList.getState()
  return label === undefined ? { filter } : { filter, label }
}

/** Fetches missing and stale pages in view, one at a time; reads the range and filter again before each. */
async function work(): Promise<void> {
  if (working) return
  working = true
  try {
    for (;;) {
      const { filter, label, list } = useConversationList.getState()
      const [page] = replacing ? [0] : pagesWanted(list, range.first, range.last)
      if (page === undefined) break
      const asked = generation
      const answer = await call('conversations.page', { ...chosen(), offset: page * pageSize, limit: pageSize })
      const now = useConversationList.getState()
      if (now.filter !== filter || now.label !== label) continue
      const fresh = replacing
      replacing = false
      useConversationList.setState(state => {
        moved ||= held
        const before = fresh ? emptyWindow : state.list
        const taken = held && !fresh ? withPageHeld(before, page, answer) : withPage(before, page, answer)
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
  if (replacing) return
  range = { first, last }
  if (useConversationList.getState().error === null) void work()
}

/** Shows another filter, or label within it; the rows of the old one stay until those of the new one are there. */
export function setListFilter(filter: ConversationFilter, label?: string): void {
  const now = useConversationList.getState()
  if (now.filter === filter && now.label === label) return
  generation++
  replacing = true
  range = { first: 0, last: 20 }
  useConversationList.setState({ filter, label, error: null })
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

/** The user moved a row themselves: it goes where it belongs although the pointer holds the order. */
export function letMove(): void {
  held = false
  moved = false
  refreshList()
}

/** Fetches what is in view again. */
export function refreshList(): void {
  generation++
  useConversationList.setState(state => ({ list: allStale(state.list), error: null }))
  void work()
}

type ListChange = Omit<CallArgs<'conversations.update'>, 'id'>

/**
 * Changes how a conversation stands in the list; the row shows it at once, and goes where it belongs. Throws what the
 * call throws.
 */
export async function updateConversation(id: string, change: ListChange): Promise<void> {
  const { pinned, muted } = change
  const shown = { ...(pinned === undefined ? {} : { pinned }), ...(muted === undefined ? {} : { muted }) }
  useConversationList.setState(state => ({ list: withRow(state.list, id, shown) }))
  try {
    await call('conversations.update', { id, ...change })
    letMove()
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
const refreshEvery = 200

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
  replacing = false
  useConversationList.setState({ filter: 'all', label: undefined, list: emptyWindow, error: null, typing: new Map() })
})
