import type { ConversationKind, Message, SendableContent, SingleScope } from '@lianqun/protocol'
import type { PersonName } from '../../../preload/contract/index.ts'

/** What a commit changed. `conversations` null: any may have. */
export interface CacheChange {
  conversations: string[] | null
  messages: { id: string; from: number }[]
  members: string[]
  /** Scopes of the person or the workspace of which something changed. */
  scopes: SingleScope[]
  /** Messages of other people that came live or were missed a moment ago: what notifications are made of. */
  arrived: IncomingMessage[]
  /** Read marks that moved. */
  read: { id: string; seq: number }[]
  /** Messages that were held and say nothing any more. */
  recalled: { id: string; seq: number }[]
}

export interface IncomingMessage {
  message: Message
  sender: PersonName
  conversation: { id: string; kind: ConversationKind; name: string; avatarPeople: PersonName[]; muted: boolean }
  mentioned: boolean
  /** The text as a notification shows it. */
  text: string
}

/**
 * `applied`: the cursor stands at `cursor` now. `duplicate`: nothing was new. `gap`: rows between `cursor` and the
 * given ones are missing; nothing was applied. `unknown`: the conversation is not in the cache, ask for its head.
 * `epoch`: the scope's epoch differs, reset it.
 */
export interface ApplyResult {
  status: 'applied' | 'duplicate' | 'gap' | 'unknown' | 'epoch'
  cursor: number
}

/** One person's writing that the server has not acknowledged. */
export type OutboxItem =
  | {
      kind: 'send'
      clientId: string
      conversationId: string
      content: SendableContent
      createdAt: number
      attempts: number
      /** Of the conversation as it is held, null where it is not: an answer of another epoch counts for nothing. */
      epoch: string | null
    }
  | {
      kind: 'membership'
      clientId: string
      conversationId: string
      pinned?: boolean
      muted?: boolean
      readSeq?: number
      attempts: number
      epoch: string | null
    }

export interface ScopeState {
  epoch: string | null
  cursor: number
  /** The newest revision known to be there; of other scopes than conversations the cursor. */
  head: number
  /** Places of a conversation that no span holds. */
  missing: number
}

/** A stretch of a conversation that only the server has: messages with `from` <= seq <= `to`. */
export interface MissingSpan {
  conversationId: string
  from: number
  to: number
}

export type OpenFailure = 'corrupt' | 'newer' | 'key' | 'full' | 'io'

/** What a person wrote that no server has: read out of a cache that is given up, put into the next one. */
export interface Unsent {
  messages: {
    clientId: string
    conversationId: string
    /** `SendableContent` as JSON, as it was written. */
    content: string
    createdAt: number
    state: 'pending' | 'failed'
    error: string | null
    /** The name of the group where the person is out of it: no server tells it again. */
    left: string | null
  }[]
  drafts: { conversationId: string; text: string }[]
  /** False when some of it may be there that could not be read. */
  complete: boolean
}

/** Why the cache could not be opened or used. */
export class CacheError extends Error {
  readonly failure: OpenFailure
  constructor(failure: OpenFailure, message: string) {
    super(message)
    this.name = 'CacheError'
    this.failure = failure
  }
}
