import { create } from 'zustand'
import { call } from '../../desktop.ts'
import { openConversation, useNavigation } from '../../stores/navigation.ts'

const useShown = create<{ id: string | null }>(() => ({ id: null }))

/** Whether a conversation shows the page of its bot in place of the messages. */
export function useHomeShown(id: string): boolean {
  return useShown(state => state.id === id)
}

export function showHome(id: string, on: boolean): void {
  useShown.setState({ id: on ? id : null })
}

/** Opens the conversation with a bot at its page. @throws DesktopError */
export async function openHome(botId: string): Promise<void> {
  const { id } = await call('conversations.direct', { userId: botId })
  openConversation(id)
  showHome(id, true)
}

// A message that is looked for is not on the page; another conversation begins with its messages.
useNavigation.subscribe((now, before) => {
  const { id } = useShown.getState()
  if (id === null || now.conversation === before.conversation) return
  if (now.conversation?.id !== id || now.conversation.seq !== null) showHome(id, false)
})
