import type {
  ConversationKind,
  FileRef,
  ListChange,
  Message,
  messageChanges,
  messageStateChanges,
  Params,
  SendableContent,
  SingleScope,
} from '@lianqun/protocol'
import type { PersonName } from '../../../preload/contract/index.ts'

/** What a commit changed. `conversations` is null when any may have changed. */
export interface CacheChange {
  conversations: string[] | null
  messages: { id: string; from: number }[]
  members: string[]
  /** Single scopes with changes. */
  scopes: SingleScope[]
  /** New messages of other people, received live or missed a moment ago, for notifications. */
  arrived: IncomingMessage[]
  /** Read marks that moved. */
  read: { id: string; seq: number }[]
  /** A person who was known has another name now, or is no longer in the company. */
  renamed: boolean
  /** Messages in the cache that were recalled, or deleted by the user for themselves. */
  recalled: { id: string; seq: number }[]
}

export interface IncomingMessage {
  message: Message
  sender: PersonName
  conversation: {
    id: string
    kind: ConversationKind
    name: string
    avatarPeople: PersonName[]
    titlePeople: PersonName[]
    morePeople: number
    muted: boolean
  }
  mentioned: boolean
  /** The text for a notification; may be empty. */
  text: string
}

/**
 * `applied`: the cursor is now `cursor`. `duplicate`: nothing was new. `gap`: rows between `cursor` and the given ones
 * are missing; nothing was applied. `unknown`: the conversation is not in the cache; fetch its head. `epoch`: the
 * scope's epoch differs; reset it.
 */
export interface ApplyResult {
  status: 'applied' | 'duplicate' | 'gap' | 'unknown' | 'epoch'
  cursor: number
  /** Conversations that the user is in by what was applied, and that are not in the cache: their heads are to come. */
  unknown?: string[]
}

type MessageChangeMethod = (typeof messageChanges)[number]

/** A request that changes a message, and that may wait for a connection. */
export type MessageChangeRequest = {
  [M in MessageChangeMethod]: { method: M; params: Params<M> }
}[MessageChangeMethod]

type MessageStateMethod = (typeof messageStateChanges)[number]

/** What a queued message asks of others once it is sent. */
export type QueuedAsk = Omit<Params<'message.request'>, 'conversationId' | 'seq'>

/** A request about what a person has of their own about a message, which may wait for a connection. */
export type MessageStateRequest = {
  [M in MessageStateMethod]: { method: M; params: Params<M> }
}[MessageStateMethod]

/** A request about a label of the user, which may wait for a connection. */
export type LabelChangeRequest = {
  [M in 'label.set' | 'label.delete']: { method: M; params: Params<M> }
}['label.set' | 'label.delete']

/** A message, or a change of a message or membership, of the user that the server has not acknowledged. */
export type OutboxItem =
  | {
      kind: 'change'
      clientId: string
      conversationId: string
      request: MessageChangeRequest
      createdAt: number
      attempts: number
      epoch: string | null
    }
  | {
      kind: 'label'
      clientId: string
      /** Of no conversation: empty. */
      conversationId: string
      request: LabelChangeRequest
      attempts: number
      epoch: string | null
    }
  | {
      kind: 'state'
      clientId: string
      conversationId: string
      request: MessageStateRequest
      createdAt: number
      attempts: number
      epoch: string | null
    }
  | {
      kind: 'send'
      clientId: string
      conversationId: string
      content: SendableContent
      /** The seq of the message that it replies to. */
      replyTo?: number
      ask?: QueuedAsk | undefined
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
      list?: ListChange
      attempts: number
      epoch: string | null
    }

export interface ScopeState {
  epoch: string | null
  cursor: number
  /** The newest known revision of the server; for single scopes the cursor. */
  head: number
  /** Number of seqs of a conversation that no span covers. */
  missing: number
}

/** A range of a conversation that only the server has: messages with `from` <= seq <= `to`. */
export interface MissingSpan {
  conversationId: string
  from: number
  to: number
}

export type OpenFailure = 'corrupt' | 'newer' | 'key' | 'full' | 'io'

/** A file of a queued message. Its id stands in the content for that of the server's file until it is up. */
export interface QueuedFile {
  id: string
  name: string
  /** Bytes. */
  size: number
  mediaType: string
  /** Where its bytes are: a file of the person, as it was when it was queued, or a blob of ours. */
  source: { path: string; mtime: number } | { blob: string; key: string }
}

export interface PendingUpload extends QueuedFile {
  clientId: string
  conversationId: string
  /** The address of the upload on the server, once it has begun. */
  url: string | null
  paused: boolean
  /** What the server made of it; null: it is not up. */
  file: FileRef | null
  /** The state of its message. */
  state: 'pending' | 'acknowledged' | 'failed'
  error: string | null
}

/** A file of the server that is on this device, or on its way (`done` false). */
export interface StoredFile {
  id: string
  /** Name of its file in the folder of blobs. */
  blob: string
  /** Of AES-256-GCM, base64. */
  key: string
  /** Bytes. */
  size: number
  mediaType: string
  etag: string
  done: boolean
}

export type FileKind = 'image' | 'video' | 'sound' | 'other'

/** Unsent messages and drafts, read from an abandoned cache and written to the next one. */
export interface Unsent {
  messages: {
    clientId: string
    conversationId: string
    /** `SendableContent` as JSON, as stored. */
    content: string
    createdAt: number
    state: 'pending' | 'failed'
    error: string | null
    /** The seq of the message that it replies to, or null. */
    replyTo: number | null
    /** What it asks of others, as stored, or null. */
    ask?: string | null
    /** The name of the group if the user has left it, as the server does not send it again; else null. */
    leftName: string | null
    /** Its files that are not on the server, with the blobs of their bytes beside the cache. */
    files?: QueuedFile[]
  }[]
  /** `leftName` as for messages. */
  drafts: { conversationId: string; text: string; leftName: string | null }[]
  /** False when there may be more that could not be read. */
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
