import type { Lock } from './lock.ts'
import type {
  ConversationRow,
  FileRefRow,
  FileRow,
  JobRow,
  MemberRow,
  MentionRow,
  MessageRow,
  RecordItemRow,
} from './tables.ts'

/** The key of a message to store. */
export interface SendKey {
  conversationId: string
  senderId: string
  clientId: string | null
  /** The seq that it replies to. */
  replyTo?: number | undefined
  /** Ids of the files that it shows. */
  fileIds?: readonly string[] | undefined
}

/** The counters of a conversation that a message moves. */
export type HeadRow = Pick<ConversationRow, 'id' | 'kind' | 'head' | 'last_seq' | 'last_ordinal' | 'members_revision'>

/** The stored data that a batch of sends needs. `members`, by `memberKey`, holds only joined members. */
export interface KnownSends {
  /** By `clientKey`: the messages that these client ids stored before. */
  messages: Map<string, MessageRow>
  members: Map<string, MemberRow>
  conversations: Map<string, ConversationRow>
  /** By `messageKey`: the messages that are replied to, and those that began their threads. */
  replied: Map<string, MessageRow>
  /** By `fileKey`: the files that a sender may show. */
  files: Map<string, FileRow>
  /** The head of each sender's own scope. */
  meRevisions: Map<string, number>
}

/** The rows that a batch of sends changes. */
export interface MessageBatch {
  messages: readonly MessageRow[]
  /** Messages whose revision and attributes moved. */
  changed: readonly MessageRow[]
  mentions: readonly MentionRow[]
  files: readonly FileRefRow[]
  /** What records have copies of. */
  copies: readonly RecordItemRow[]
  conversations: readonly HeadRow[]
  /** Conversations whose details moved, with their new revision. */
  details: readonly Pick<ConversationRow, 'id' | 'details' | 'revision'>[]
  /** Members whose read mark and `me_revision` moved. */
  members: readonly MemberRow[]
  meRevisions: ReadonlyMap<string, number>
  /** Work that follows from the messages. */
  jobs: readonly JobRow[]
}

/** What a batch of sends comes to. `rows`: what to write; null: nothing. */
export interface MadeBatch<T> {
  rows: MessageBatch | null
  result: T
}

/** What the send path needs of a storage. */
export interface MessageStore {
  /**
   * One transaction with `locks` held: reads what is stored under the keys, and writes the batch that `make` makes of it.
   * `make` may run several times, as `fn` of `Store.write`; `committed` is called once, after the commit. When it throws,
   * nothing is written.
   */
  commit<T>(
    locks: readonly Lock[],
    keys: readonly SendKey[],
    make: (known: KnownSends) => MadeBatch<T>,
    committed: (result: T) => void,
  ): Promise<void>
}

/** A sender's client id as a key. */
export function clientKey(senderId: string, clientId: string): string {
  return `${senderId} ${clientId}`
}

/** A message as a key. */
export function messageKey(conversationId: string, seq: number): string {
  return `${conversationId} ${seq}`
}

/** A file that a person may load, as a key. */
export function fileKey(userId: string, fileId: string): string {
  return `${userId} ${fileId}`
}

/** A member as a key. */
export function memberKey(conversationId: string, userId: string): string {
  return `${conversationId} ${userId}`
}
