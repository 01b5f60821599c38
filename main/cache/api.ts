import type {
  App,
  ChangesPage,
  ConversationHead,
  Employee,
  HeadPush,
  HeadsDigest,
  HeadsPage,
  HistoryPage,
  Membership,
  Message,
  Push,
  Scope,
  SingleScope,
  TextContent,
} from '@lianqun/protocol'
import type { CallArgs, CallResult, PersonName } from '../../preload/contract/index.ts'

/** What a commit changed: the change changes. `conversations` null: any may have. */
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
  conversation: { id: string; kind: 'direct' | 'group'; name: string; avatarPeople: PersonName[]; muted: boolean }
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
      content: TextContent
      createdAt: number
      attempts: number
    }
  | {
      kind: 'membership'
      clientId: string
      conversationId: string
      pinned?: boolean
      muted?: boolean
      readSeq?: number
      attempts: number
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
    /** `TextContent` as JSON, as it was written. */
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

/** Writes that sync and the outbox make. Each is one transaction. */
export interface CacheWrites {
  /** Live rows. Rows at or below the cursor are dropped, a gap changes nothing. Acknowledged outbox sends whose message is among the rows end here. */
  applyPush(push: Push, live: boolean): ApplyResult
  /** A page of `sync.changes` asked for with `since`. `messagesUpTo` as asked: then newer messages are missing and no span grows. */
  applyChanges(page: ChangesPage, since: number, messagesUpTo: number | null): ApplyResult
  /** Heads of conversations that moved, and the cursor to ask with next time. Never lowers what the cache knows. */
  applyHeads(page: HeadsPage): void
  applyJoined(epoch: string, head: ConversationHead): void
  /** A head without bodies: the conversation is behind until it is caught up. */
  applyHead(head: HeadPush): void
  /** A page of `message.history`: rows and the span they cover. */
  applyHistory(page: HistoryPage): void
  /** People that were asked for by id, before the directory as a whole is held. */
  applyEmployees(employees: Employee[]): void
  /** Forgets what the cache holds of a scope (a new epoch); the outbox and drafts stay. */
  resetScope(scope: Scope, epoch: string): void
  /** Forgets the heads cursor and every conversation scope; the outbox and drafts stay. */
  resetConversations(epoch: string): void
  /**
   * `version` says what this app can read. When it differs from the last one, the scopes in which rows were passed over
   * are read again from there; what is held stays. Answers with these scopes.
   */
  updatedTo(version: string): Scope[]

  enqueueSend(item: { clientId: string; conversationId: string; content: TextContent; createdAt: number }): void
  /** Remembers a pin, mute or read mark, shows it at once and puts it into the outbox (one item a conversation). */
  enqueueMembership(item: {
    clientId: string
    conversationId: string
    pinned?: boolean
    muted?: boolean
    readSeq?: number
  }): void
  /** The server acknowledged a send: it shows as sent, and leaves the outbox when sync applies its row. */
  outboxAcknowledged(clientId: string, message: Message): void
  /** A membership item was acknowledged (with the row it gave, so that nothing flickers) or refused for good. */
  outboxDone(clientId: string, membership?: Membership): void
  outboxFailed(clientId: string, error: string): void
  outboxAttempted(clientId: string): void
  outboxRetry(clientId: string): void
  outboxDiscard(clientId: string): void
  setDraft(conversationId: string, text: string): void
  /** Takes over what was unsent in the cache named `from`; once, however often it is called. */
  restoreUnsent(from: string, unsent: Unsent): void
  setSelf(userId: string): void
  setMeta(key: string, value: string): void
}

/** Reads. Everything that can be read offline is read here. */
export interface CacheReads {
  scope(scope: Scope): ScopeState
  headsCursor(): string | null
  headsDigest(): HeadsDigest
  /** Conversations (but for those `without`) whose known head is ahead of the cursor, most recently active first. */
  behind(limit: number, without?: readonly string[]): { conversationId: string; cursor: number; head: number }[]
  /** Stretches to backfill, most recently active conversation first, newest stretch first. */
  missing(limit: number, without?: readonly string[]): MissingSpan[]
  missingTotal(): { messages: number; conversations: number }
  /** Due items in the order they were written; failed ones are left out. */
  outbox(): OutboxItem[]
  /** Messages that the server has not acknowledged, failed ones included, and drafts. */
  unsent(): number
  /** Whether the unsent of the cache named `from` was taken over. */
  restored(from: string): boolean
  meta(key: string): string | null
  self(): PersonName | null
  app(appId: string): App | null
  peopleNames(ids: string[]): PersonName[]

  conversationsPage(args: CallArgs<'conversations.page'>): CallResult<'conversations.page'>
  conversation(id: string): CallResult<'conversations.get'>
  conversationsSummary(): CallResult<'conversations.summary'>
  conversationMembers(id: string): CallResult<'conversations.members'>
  /** What the spans hold; `gapOlder`/`gapNewer` say where a fetch is needed. */
  messagesPage(args: CallArgs<'messages.page'>): CallResult<'messages.page'>
  searchMessages(args: CallArgs<'messages.search'>): CallResult<'messages.search'>
  departments(): CallResult<'directory.departments'>
  people(args: CallArgs<'directory.people'>): CallResult<'directory.people'>
  person(userId: string): CallResult<'directory.person'>
  searchDirectory(args: CallArgs<'directory.search'>): CallResult<'directory.search'>
  apps(): CallResult<'workbench.apps'>
}

/** The database as the worker implements it: synchronous, one thread. */
export interface CacheDatabase extends CacheWrites, CacheReads {
  close(): void
}

type Async<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never }

/** The cache as main sees it: the same calls, answered by the worker thread in the order they were made. */
export interface Cache extends Async<CacheWrites>, Async<CacheReads> {
  /** Called after each commit that changed something, in commit order, before the call that made it resolves. */
  onChange(listener: (change: CacheChange) => void): () => void
  /** Called once, when the worker died or the file failed a call (`full`, `corrupt`, `io`): the cache is to be closed. */
  onFailure(listener: (failure: CacheError) => void): () => void
  close(): Promise<void>
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
