import { createContext, useContext } from 'react'
import type { MemberItem, MessageItem, PersonName } from '../../preload/contract/index.ts'
import type { ComposedText } from './composer-text.ts'
import type { ReadMarks } from './receipts.ts'

/** What the rows of an open conversation need to know and may do. */
export interface ConversationContext {
  meId: string
  group: boolean
  /** Null until the members are known. */
  members: readonly MemberItem[] | null
  owners: ReadonlySet<string>
  /** Own texts that were recalled in this window, by seq: they can be edited again. */
  recalled: ReadonlyMap<number, ComposedText>
  mention: (person: PersonName) => void
  recall: (message: MessageItem) => void
  edit: (written: ComposedText) => void
}

export const ConversationContext = createContext<ConversationContext | null>(null)

export function useConversationContext(): ConversationContext {
  const chat = useContext(ConversationContext)
  if (!chat) throw new Error('useConversationContext outside of a chat')
  return chat
}

/** Who has read how far; null until the server said so. Apart from the rest: it changes with everyone's reading. */
export const MarksContext = createContext<ReadMarks | null>(null)

export function useMarks(): ReadMarks | null {
  return useContext(MarksContext)
}
