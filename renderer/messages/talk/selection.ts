import { create } from 'zustand'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useNavigation } from '../../stores/navigation.ts'
import { useSession } from '../../stores/session.ts'
import { shownLimits } from '../limits.ts'

/** The messages that are selected in a conversation; null while none are being selected. */
interface Selection {
  id: string
  messages: ReadonlyMap<number, MessageItem>
  /** Where a range begins. */
  anchor: number
}
const useSelection = create<{ selection: Selection | null }>(() => ({ selection: null }))

/** Begins to select messages, with this one. */
export function startSelecting(message: MessageItem): void {
  const { conversationId: id, seq } = message
  useSelection.setState({ selection: { id, messages: new Map([[seq, message]]), anchor: seq } })
}

export function stopSelecting(): void {
  useSelection.setState({ selection: null })
}

export function useSelecting(id: string): Selection | null {
  return useSelection(({ selection }) => (selection?.id === id ? selection : null))
}

/** Whether a message can be selected. */
export function isSelectable(message: MessageItem): boolean {
  return message.seq > 0 && message.bubble
}

/** Selects a message or takes it out; with `range` all of `items` from the one that was pressed before up to it. */
export function select(message: MessageItem, range: boolean, items: readonly MessageItem[]): void {
  useSelection.setState(({ selection }) => {
    if (selection === null) return {}
    const messages = new Map(selection.messages)
    const [from, to] = [Math.min(selection.anchor, message.seq), Math.max(selection.anchor, message.seq)]
    const pressed = range ? items.filter(item => isSelectable(item) && item.seq >= from && item.seq <= to) : [message]
    if (!range && messages.has(message.seq)) messages.delete(message.seq)
    else for (const item of pressed) if (messages.size < shownLimits.forwarded) messages.set(item.seq, item)
    return { selection: { ...selection, messages, anchor: message.seq } }
  })
}

// Another conversation has another selection, and so does another person.
useNavigation.subscribe(({ conversation }) => {
  const { selection } = useSelection.getState()
  if (selection !== null && selection.id !== conversation?.id) stopSelecting()
})
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) stopSelecting()
})
