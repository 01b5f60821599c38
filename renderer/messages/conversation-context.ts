import { createContext, useContext } from 'react'
import type { BotHere, GroupItem, MemberItem, MessageItem, PersonName } from '../../preload/contract/index.ts'
import type { Written } from './composer/document.ts'
import type { ReadMarks } from './receipts.ts'

/** Data and actions for the rows of an open conversation. */
export interface ConversationContext {
  meId: string
  group: boolean
  /** The user is out of the conversation. */
  readOnly: boolean
  /** What the user may do. */
  may: GroupItem['may']
  /** In a problem group, the notice that opened the problem: what comes after it can stop the clock. */
  openedSeq: number | null
  /** Null until the members are known. */
  members: readonly MemberItem[] | null
  /** The user is the owner or an admin. */
  manages: boolean
  /** The group is too large for the read marks of its members: who has read a message is asked for. */
  large: boolean
  /** The bots in it that are switched on, as far as they are known. */
  bots: readonly BotHere[]
  owners: ReadonlySet<string>
  /** Members of other organisations. */
  externals: ReadonlySet<string>
  /** Own texts that were recalled in this window, by seq: they can be edited again. */
  recalled: ReadonlyMap<number, Written>
  /** The thread that is shown, by the message that began it: what quotes that one need not say so. */
  thread?: number
  mention: (person: PersonName) => void
  recall: (message: MessageItem) => void
  forward: (message: MessageItem) => void
  edit: (written: Written) => void
}

export const ConversationContext = createContext<ConversationContext | null>(null)

export function useConversationContext(): ConversationContext {
  const context = useContext(ConversationContext)
  if (!context) throw new Error('useConversationContext outside of a conversation')
  return context
}

/** What may be done where a message is only read. */
const nothing: ConversationContext['may'] = {
  speak: false,
  addMembers: false,
  mentionAll: false,
  pin: false,
  mark: false,
  editMessages: false,
  editInfo: false,
  announce: false,
}

/** The context of a message that is shown away from any open conversation: it can be read, and passed on with `forward`. */
export function readingContext(meId: string, forward: ConversationContext['forward'] = () => {}): ConversationContext {
  return {
    meId,
    group: true,
    readOnly: true,
    may: nothing,
    openedSeq: null,
    members: null,
    manages: false,
    large: false,
    bots: [],
    owners: new Set(),
    externals: new Set(),
    recalled: new Map(),
    mention: () => {},
    recall: () => {},
    forward,
    edit: () => {},
  }
}

/** The read marks of members; null until the server answers. A context of its own, because it changes often. */
export const MarksContext = createContext<ReadMarks | null>(null)

export function useMarks(): ReadMarks | null {
  return useContext(MarksContext)
}
