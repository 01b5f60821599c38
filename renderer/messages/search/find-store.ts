import { create } from 'zustand'
import { useNavigation } from '../../stores/navigation.ts'
import { type Place, placeInList } from '../message-list-place.ts'
import { returnToPlace } from '../message-list-store.ts'

/** The conversation in which is searched, while its find bar is shown. `requestId` grows with each request. */
export const useFind = create<{ id: string | null; requestId: number }>(() => ({ id: null, requestId: 0 }))

/** Where the person was before they searched. */
let before: { focus: Element | null; place: Place | 'end' | null } = { focus: null, place: null }

/** Shows the find bar of the open conversation. Returns whether one is open. */
export function findInConversation(): boolean {
  const { section, conversation, fullSearch } = useNavigation.getState()
  if (section !== 'messages' || conversation === null || fullSearch !== null) return false
  if (useFind.getState().id !== conversation.id) before = { focus: document.activeElement, place: placeInList() }
  useFind.setState(({ requestId }) => ({ id: conversation.id, requestId: requestId + 1 }))
  return true
}

/** Closes the find bar; the list stays where the search led. */
export function closeFind(): void {
  useFind.setState({ id: null })
}

/** Closes the find bar; the list and the focus are again where they were before. */
export function leaveFind(): void {
  const { focus, place } = before
  closeFind()
  if (place !== null) returnToPlace(place)
  if (focus instanceof HTMLElement && focus.isConnected && focus !== document.body) focus.focus({ preventScroll: true })
  else
    document.querySelector<HTMLElement>('.messages-chat [data-message][tabindex="0"]')?.focus({ preventScroll: true })
}

// Another conversation is searched anew.
useNavigation.subscribe(({ conversation }) => {
  const { id } = useFind.getState()
  if (id !== null && id !== conversation?.id) closeFind()
})
