import type { ConversationRow, MemberRow, MentionRow, MessageRow } from './tables.ts'

/** Who wants to store something where. */
export interface SendKey {
  conversationId: string
  senderId: string
  clientId: string | null
}

/** The counters of a conversation that a message moves. */
export type HeadRow = Pick<ConversationRow, 'id' | 'kind' | 'head' | 'last_seq' | 'last_ordinal'>

/** What is stored already about a batch of sends. Members, by `memberKey`, are those who are joined. */
export interface KnownSends {
  /** By `clientKey`: the messages that these client ids stored before. */
  messages: Map<string, MessageRow>
  members: Map<string, MemberRow>
  conversations: Map<string, HeadRow>
  /** The head of each sender's own scope. */
  meRevisions: Map<string, number>
}

/** What a batch of sends changes. */
export interface MessageBatch {
  messages: readonly MessageRow[]
  mentions: readonly MentionRow[]
  conversations: readonly HeadRow[]
  /** Members whose read mark and `me_revision` moved. */
  members: readonly MemberRow[]
  meRevisions: ReadonlyMap<string, number>
}

/** What the send path needs of a storage. Both run while the caller has the conversations and senders alone. */
export interface MessageStore {
  read(keys: readonly SendKey[]): KnownSends | Promise<KnownSends>
  /** Writes a batch in one transaction and counts it as one commit. It throws, and then nothing is written. */
  write(batch: MessageBatch): void | Promise<void>
}

/** A sender's client id as a key. */
export function clientKey(senderId: string, clientId: string): string {
  return `${senderId} ${clientId}`
}

/** A member as a key. */
export function memberKey(conversationId: string, userId: string): string {
  return `${conversationId} ${userId}`
}
