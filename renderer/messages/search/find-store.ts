import { create } from 'zustand'
import { useNavigation } from '../../stores/navigation.ts'

/** The conversation in which is searched, while its find bar is shown. `requestId` grows with each request. */
export const useFind = create<{ id: string | null; requestId: number }>(() => ({ id: null, requestId: 0 }))

/** Shows the find bar of the open conversation. Returns whether one is open. */
export function findInConversation(): boolean {
  const { section, conversation, fullSearch } = useNavigation.getState()
  if (section !== 'messages' || conversation === null || fullSearch !== null) return false
  useFind.setState(({ requestId }) => ({ id: conversation.id, requestId: requestId + 1 }))
  return true
}

export function closeFind(): void {
  useFind.setState({ id: null })
}

// Another conversation is searched anew.
useNavigation.subscribe(({ conversation }) => {
  const { id } = useFind.getState()
  if (id !== null && id !== conversation?.id) closeFind()
})
