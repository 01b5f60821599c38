import {
  type Change,
  type Content,
  type Conversation,
  contentMentions,
  type EventParams,
  isCounted,
  type Membership,
  type Message,
  type ScopeName,
  type WorkspaceScope,
} from '@lianqun/protocol'
import type { HeadRow } from '../storage/message-store.ts'

/** The rows of one scope that a transaction changed, as JSON, for the revisions `from` to `from + rows.length - 1`. */
export interface ScopeRows {
  from: number
  rows: string[]
}

/** The changes of one transaction to one conversation. `before` and `head`: the scope's head before and after it. */
export interface ConversationChanges extends ScopeRows {
  id: string
  kind: HeadRow['kind']
  /** Of each row that is a message, its seq: who joined later is not sent it. */
  seqs: (number | null)[]
  before: number
  head: number
  /** The revision of the last joining or leaving, before and after it. */
  membersBefore: number
  membersAt: number
  lastOrdinal: number
  /** New members, with the membership that is sent to each. */
  joined: { userId: string; membership: Membership }[]
  left: string[]
  conversation: Conversation | null
  lastMessage: Message | null
  /** Whom its new messages mention, `all` among them; absent: nobody. */
  mentioned?: string[]
  /** The rows were too long for a hint: its head is all that is known here. */
  cut?: true
}

export type EndReason = EventParams<'session.ended'>['reason']

/** Everything a commit changed, for delivery to online users. */
export interface ChangeSet {
  conversations: ConversationChanges[]
  /** The scope `me` of each user. */
  me: Map<string, ScopeRows>
  /** The scopes that the whole workspace shares. */
  shared: Map<WorkspaceScope, ScopeRows>
  ended: { sessionId: string; reason: EndReason }[]
  /** Topics on which somebody may wait for news in the database, such as `bot:ID`; absent: none. */
  woken?: string[]
}

export function emptyChangeSet(): ChangeSet {
  return { conversations: [], me: new Map(), shared: new Map(), ended: [] }
}

/** The state of a scope during a transaction: assigns revisions and collects rows. */
export class ScopeLog<S extends ScopeName = ScopeName> {
  readonly before: number
  head: number
  readonly rows: string[] = []

  constructor(head: number) {
    this.before = head
    this.head = head
  }

  /** The next revision: use it for exactly one row, then pass that row to `add`. */
  next(): number {
    this.head += 1
    return this.head
  }

  add(change: Change<S>): void {
    this.rows.push(JSON.stringify(change))
  }

  get changes(): ScopeRows {
    return { from: this.before + 1, rows: this.rows }
  }
}

/** The state of a conversation during a transaction. */
export class ConversationLog {
  readonly changes: ConversationChanges
  lastSeq: number

  constructor(row: HeadRow) {
    const head = Number(row.head)
    this.lastSeq = Number(row.last_seq)
    this.changes = {
      id: row.id,
      kind: row.kind,
      from: head + 1,
      rows: [],
      seqs: [],
      before: head,
      head,
      membersBefore: Number(row.members_revision),
      membersAt: Number(row.members_revision),
      lastOrdinal: Number(row.last_ordinal),
      joined: [],
      left: [],
      conversation: null,
      lastMessage: null,
    }
  }

  /** The next revision of the scope: use it for exactly one row, then pass that row to `add`. */
  next(): number {
    this.changes.head += 1
    return this.changes.head
  }

  /** The ordinal of the next message: grows by one only for kinds that count as unread. */
  nextOrdinal(content: Content): number {
    if (isCounted(content)) this.changes.lastOrdinal += 1
    return this.changes.lastOrdinal
  }

  /** Collects a row. Pass `valueJson` to avoid encoding the value again. */
  add(change: Change<'conversation'>, valueJson = JSON.stringify(change.value)): void {
    this.changes.rows.push(`{"entity":"${change.entity}","value":${valueJson}}`)
    this.changes.seqs.push(change.entity === 'message' ? change.value.seq : null)
    if (change.entity === 'conversation') this.changes.conversation = change.value
    if (change.entity === 'message' && change.value.seq === change.value.revision) {
      this.changes.lastMessage = change.value
      this.#mention(change.value.content)
      this.lastSeq = change.value.seq
    }
  }

  #mention(content: Content): void {
    const mentions = contentMentions(content)
    if (mentions.length === 0) return
    this.changes.mentioned = [...(this.changes.mentioned ?? []), ...mentions.map(({ userId }) => userId)]
  }

  /** The counters in the form of the stored row. */
  get heads(): HeadRow {
    const { id, kind, head, lastOrdinal, membersAt } = this.changes
    return { id, kind, head, last_seq: this.lastSeq, last_ordinal: lastOrdinal, members_revision: membersAt }
  }
}
