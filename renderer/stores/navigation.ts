import { create } from 'zustand'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import type { SectionId } from '../../preload/contract/sections.ts'
import { on } from '../desktop.ts'

/** What the user can come back to. */
interface Place {
  section: SectionId
  conversationId: string | null
  personId: string | null
}

interface Navigation {
  section: SectionId
  /** The open conversation and target message. `requestId` grows with each request, so that a repeated one counts. */
  conversation: { id: string; seq: number | null; requestId: number } | null
  /** The person whose card the directory should show. */
  person: { userId: string; requestId: number } | null
  /** The places visited, and which of them is shown. */
  /** The department that the directory should show. */
  department: { id: string; requestId: number } | null
  history: { places: readonly Place[]; at: number }
  /** Counts the requests to move the keyboard's focus into the section. */
  focusRequest: number
  /** The request for the palette while it is open, or 0. */
  searchRequest: number
  /** The mini-app that the workbench should open. */
  app: { id: string; requestId: number } | null
  /** The bot that the workbench should show among the user's own; `new`: it should make one. */
  bots: { id: string; requestId: number } | null
  /** The list of the saved messages' section that is asked for. */
  savedList: { list: 'requests'; requestId: number } | null
  /** What the full search looks for while it is shown in the messages. */
  fullSearch: { query: string; requestId: number } | null
}

/** Places that are remembered. */
const maxPlaces = 50
const first: Place = { section: 'messages', conversationId: null, personId: null }
const start: Navigation = {
  section: 'messages',
  conversation: null,
  person: null,
  department: null,
  history: { places: [first], at: 0 },
  focusRequest: 0,
  searchRequest: 0,
  fullSearch: null,
  savedList: null,
  app: null,
  bots: null,
}

/** The user's place in the window. Features read their part and navigate with the functions below. */
export const useNavigation = create<Navigation>(() => start)

let requestId = 0

/** Moves to a place, and remembers it unless it is the present one; what lay ahead is forgotten. */
function visit(place: Place, change: Partial<Navigation>): void {
  useNavigation.setState(({ history: { places, at } }) => {
    const now = places[at]
    const same =
      now?.section === place.section &&
      now.conversationId === place.conversationId &&
      (place.section !== 'directory' || now.personId === place.personId)
    if (same) return change
    const kept = [...places.slice(0, at + 1), place].slice(-maxPlaces)
    return { ...change, history: { places: kept, at: kept.length - 1 } }
  })
}

/** Shows a section; with `focus` the keyboard's focus moves into it. */
export function goTo(section: SectionId, { focus = false }: { focus?: boolean } = {}): void {
  const { conversation, person, focusRequest } = useNavigation.getState()
  visit(
    { section, conversationId: conversation?.id ?? null, personId: person?.userId ?? null },
    { section, ...(focus ? { focusRequest: focusRequest + 1 } : {}) },
  )
}

/** Opens a conversation, at a message if one is given. */
export function openConversation(id: string, seq: number | null = null): void {
  requestId++
  const personId = useNavigation.getState().person?.userId ?? null
  visit(
    { section: 'messages', conversationId: id, personId },
    { section: 'messages', conversation: { id, seq, requestId }, fullSearch: null },
  )
}

/** Closes the open conversation. */
export function closeConversation(): void {
  useNavigation.setState({ conversation: null })
}

/** Shows a person's card in the directory. */
export function openPerson(userId: string): void {
  requestId++
  const conversationId = useNavigation.getState().conversation?.id ?? null
  visit(
    { section: 'directory', conversationId, personId: userId },
    { section: 'directory', person: { userId, requestId } },
  )
}

/** Shows a department in the directory. */
export function openDepartment(id: string): void {
  requestId++
  const { conversation, person } = useNavigation.getState()
  visit(
    { section: 'directory', conversationId: conversation?.id ?? null, personId: person?.userId ?? null },
    { section: 'directory', department: { id, requestId } },
  )
}

/** Opens the palette, which finds everything, over whatever is shown. */
export function openSearch(): void {
  requestId++
  useNavigation.setState({ searchRequest: requestId })
}

/** Shows the full search of messages, beside the list of conversations. */
export function openFullSearch(query: string): void {
  requestId++
  goTo('messages')
  useNavigation.setState({ fullSearch: { query, requestId } })
}

/** Opens a mini-app in the workbench. */
export function openApp(id: string): void {
  requestId++
  goTo('workbench')
  useNavigation.setState({ app: { id, requestId } })
}

/** Shows a bot that the user manages, or with `new` makes one, in the workbench. */
export function openBots(id: string): void {
  requestId++
  goTo('workbench')
  useNavigation.setState({ bots: { id, requestId } })
}

/** Shows the messages that ask the user for an answer. */
export function openRequests(): void {
  requestId++
  goTo('saved', { focus: true })
  useNavigation.setState({ savedList: { list: 'requests', requestId } })
}

export function closeFullSearch(): void {
  useNavigation.setState({ fullSearch: null })
}

/** The palette is closed. */
export function closeSearch(): void {
  useNavigation.setState({ searchRequest: 0 })
}

/** Goes back (-1) or forward (1) among the places visited; does nothing at the end. */
export function travel(step: -1 | 1): void {
  const { history, conversation, person } = useNavigation.getState()
  const at = history.at + step
  const place = history.places[at]
  if (place === undefined) return
  requestId++
  useNavigation.setState({
    section: place.section,
    history: { ...history, at },
    ...(place.conversationId === (conversation?.id ?? null)
      ? {}
      : {
          conversation: place.conversationId === null ? null : { id: place.conversationId, seq: null, requestId },
        }),
    ...(place.personId === null || place.personId === person?.userId
      ? {}
      : { person: { userId: place.personId, requestId } }),
  })
}

/** Whether there is a place to go back (-1) or forward (1) to. */
export function useCanTravel(step: -1 | 1): boolean {
  return useNavigation(({ history }) => history.places[history.at + step] !== undefined)
}

/** Resets the place, because another user may sign in. */
export function resetNavigation(): void {
  useNavigation.setState({ ...start, focusRequest: useNavigation.getState().focusRequest })
}

/** Follows `navigate` of main: notifications, the menu, the tray, mini-apps. */
export function startNavigation(): void {
  on('navigate', (target: DesktopEvent<'navigate'>) => {
    if (target.to === 'conversation') openConversation(target.id, target.seq)
    else if (target.to === 'person') openPerson(target.userId)
    else if (target.to === 'search') openSearch()
    else if (target.to === 'back') travel(-1)
    else if (target.to === 'forward') travel(1)
    else if (target.to === 'requests') openRequests()
    // Shown by the messages, which know groups.
    else if (target.to !== 'join') goTo(target.to, { focus: true })
  })
}
