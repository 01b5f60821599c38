import { create } from 'zustand'
import { useNavigation } from '../../stores/navigation.ts'

const useOpen = create<{ id: string | null; chosen: string | null; returned: boolean }>(() => ({
  id: null,
  chosen: null,
  returned: false,
}))

/** Shows the hooks and bots of a group, over the section of messages; `chosen`: that one of them. */
export function showHooks(id: string, chosen: string | null = null): void {
  useOpen.setState({ id, chosen, returned: false })
}

/** Which of them was asked for, or null. */
export function chosenAtOpening(): string | null {
  return useOpen.getState().chosen
}

/** Goes back to the conversation, where the row that led here takes the focus. */
export function closeHooks(): void {
  useOpen.setState({ id: null, returned: true })
}

/** The group whose hooks are shown, or null. */
export function useOpenHooks(): string | null {
  return useOpen(state => state.id)
}

/** Whether the hooks were left for the conversation; says so once. */
export function takeReturned(): boolean {
  const { returned } = useOpen.getState()
  if (returned) useOpen.setState({ returned: false })
  return returned
}

// Whatever leads to a conversation or to the search leads away from here.
useNavigation.subscribe((now, before) => {
  if (useOpen.getState().id === null) return
  if (now.conversation !== before.conversation || now.fullSearch !== before.fullSearch)
    useOpen.setState({ id: null, returned: false })
})
