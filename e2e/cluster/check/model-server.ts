import { conversationScope } from '@lianqun/protocol'
import type { Call, CallResult, Head, HistoryEvent, MembershipRow, Row } from '../history.ts'
import { rowKey } from './facts.ts'

/** The server refuses something, which then has no effect. */
export class Refusal extends Error {}

interface Conversation {
  id: string
  head: number
  lastOrdinal: number
  rows: Map<string, Row>
  memberCount: number
  moved: number
  visibleFrom: Map<string, number>
}

export const people = ['ann', 'bob', 'cho', 'dee']
const pageRows = 7

/** A lawful server in memory: what it does is done at once, and it tells whom it concerns. */
export class ModelServer {
  readonly #conversations = new Map<string, Conversation>()
  readonly #me = new Map(people.map(user => [user, { head: 0, rows: new Map<string, MembershipRow>() }]))
  readonly #sent = new Map<string, CallResult>()
  readonly #tell: (user: string, event: HistoryEvent) => void
  #moves = 0

  constructor(tell: (user: string, event: HistoryEvent) => void) {
    this.#tell = tell
  }

  /** Does what is asked, at once. */
  commit(user: string, call: Call): CallResult | Refusal {
    try {
      return this.#answer(user, call)
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
  }

  #answer(user: string, call: Call): CallResult {
    if (call.f === 'send' || call.f === 'create') {
      const key = `${user} ${call.clientId}`
      const result =
        this.#sent.get(key) ?? (call.f === 'send' ? this.#send(user, call) : this.#create(user, call.userIds))
      this.#sent.set(key, result)
      return result
    }
    if (call.f === 'hello') return { f: 'hello', epoch: 'e', meRevision: this.#mine(user).head }
    if (call.f === 'heads') return this.#heads(user, call.cursor)
    if (call.f === 'changes') return this.#changes(user, call.scope, call.since)
    const conversation = this.#member(user, call.conversationId)
    if (call.f === 'read') return this.#read(user, conversation, call.readSeq)
    if (call.f === 'edit' || call.f === 'recall') {
      const row = conversation.rows.get(`message ${call.seq}`)
      if (row?.entity !== 'message' || row.senderId !== user || row.recalled) throw new Refusal('not_found')
      const commit = new Commit(conversation)
      const changed = call.f === 'edit' ? { text: call.text } : { text: '', recalled: true as const }
      const revision = commit.add(revision => ({ ...row, ...changed, revision }))
      this.#publish(commit)
      return { f: call.f, revision }
    }
    this.#move(user, conversation, call)
    return { f: call.f }
  }

  #send(user: string, { conversationId, clientId, text }: Extract<Call, { f: 'send' }>): CallResult {
    const commit = new Commit(this.#member(user, conversationId))
    const seq = commit.message({ senderId: user, clientId, text })
    this.#publish(commit)
    return { f: 'send', seq, revision: seq, ordinal: commit.conversation.lastOrdinal }
  }

  #create(user: string, userIds: string[]): CallResult {
    const id = `k${this.#conversations.size}`
    const conversation: Conversation = {
      id,
      head: 0,
      lastOrdinal: 0,
      rows: new Map(),
      memberCount: 0,
      moved: 0,
      visibleFrom: new Map(),
    }
    this.#conversations.set(id, conversation)
    const commit = new Commit(conversation)
    const others = userIds.filter(other => other !== user)
    for (const member of [user, ...others]) this.#join(commit, member, 0, 0)
    commit.touch()
    commit.message({ senderId: user, clientId: null, text: '', notice: { event: 'created', userIds: others } })
    this.#publish(commit)
    return { f: 'create', conversationId: id, revision: conversation.head }
  }

  #move(user: string, conversation: Conversation, call: Extract<Call, { f: 'add' | 'remove' | 'leave' }>): void {
    const commit = new Commit(conversation)
    const { visibleFrom } = conversation
    if (call.f === 'add') {
      const userIds = call.userIds.filter(other => !visibleFrom.has(other))
      if (userIds.length === 0) return
      const seq = commit.message({ senderId: user, clientId: null, text: '', notice: { event: 'added', userIds } })
      for (const other of userIds) this.#join(commit, other, seq, seq)
      commit.touch()
    } else {
      const userIds = call.f === 'leave' ? [user] : call.userIds.filter(other => visibleFrom.has(other))
      // Who made it stays, so that somebody reads all of it at the end.
      if (userIds.length === 0) return
      if (userIds.some(other => visibleFrom.keys().next().value === other)) throw new Refusal('forbidden')
      for (const userId of userIds) {
        visibleFrom.delete(userId)
        commit.add(revision => ({ entity: 'member', userId, left: true, revision }))
        this.#membership(userId, conversation.id, { joined: false })
        commit.left.push(userId)
      }
      commit.touch()
      const notice = call.f === 'leave' ? { event: 'left', userIds: [] } : { event: 'removed', userIds }
      commit.message({ senderId: user, clientId: null, text: '', notice })
    }
    this.#publish(commit)
  }

  #join(commit: Commit, userId: string, visibleFrom: number, readSeq: number): void {
    commit.conversation.visibleFrom.set(userId, visibleFrom)
    commit.add(revision => ({ entity: 'member', userId, left: false, revision }))
    this.#membership(userId, commit.conversation.id, { joined: true, visibleFrom, readSeq })
    commit.joined.push(userId)
  }

  #mine(user: string) {
    const mine = this.#me.get(user)
    if (!mine) throw new Error(`there is no ${user}`)
    return mine
  }

  #membership(user: string, conversationId: string, values: Partial<MembershipRow>): MembershipRow {
    const mine = this.#mine(user)
    const known = mine.rows.get(conversationId)
    const revision = ++mine.head
    const fresh = { entity: 'membership' as const, conversationId, joined: true, readSeq: 0, visibleFrom: 0 }
    const row: MembershipRow = { ...fresh, ...known, ...values, revision }
    mine.rows.set(conversationId, row)
    this.#tell(user, { kind: 'push', scope: 'me', from: revision, to: revision, rows: [row] })
    return row
  }

  #member(user: string, conversationId: string): Conversation {
    const conversation = this.#conversations.get(conversationId)
    if (!conversation?.visibleFrom.has(user)) throw new Refusal('not_member')
    return conversation
  }

  #read(user: string, { id, head }: Conversation, readSeq: number): CallResult {
    const known = this.#mine(user).rows.get(id)
    const seq = Math.min(readSeq, head)
    const row = known && known.readSeq >= seq ? known : this.#membership(user, id, { readSeq: seq })
    return { f: 'read', readSeq: row.readSeq, revision: row.revision }
  }

  #headOf(user: string, { id, head, lastOrdinal }: Conversation): Head {
    const { readSeq = 0, visibleFrom = 0, revision: meRevision = 0 } = this.#mine(user).rows.get(id) ?? {}
    return { conversationId: id, revision: head, lastOrdinal, readSeq, visibleFrom, meRevision }
  }

  #heads(user: string, cursor: string | null): CallResult {
    const since = Number(cursor ?? 0)
    const moved = [...this.#conversations.values()]
      .filter(({ moved, visibleFrom }) => moved > since && visibleFrom.has(user))
      .sort((a, b) => a.moved - b.moved)
    const page = moved.slice(0, 2)
    const heads = page.map(conversation => this.#headOf(user, conversation))
    return { f: 'heads', heads, cursor: String(page.at(-1)?.moved ?? since), more: moved.length > page.length }
  }

  #changes(user: string, scope: string, since: number): CallResult {
    const conversationId = /^conversation:(.*)$/.exec(scope)?.[1]
    const source = conversationId === undefined ? this.#mine(user) : this.#member(user, conversationId)
    const from = conversationId === undefined ? 0 : (this.#member(user, conversationId).visibleFrom.get(user) ?? 0)
    const rows = [...source.rows.values()]
      .filter(row => row.revision > since && (row.entity !== 'message' || row.seq >= from))
      .filter(row => row.entity !== 'member' || !row.left || row.revision >= from)
      .sort((a, b) => a.revision - b.revision)
    const page = rows.slice(0, pageRows)
    const more = rows.length > page.length
    return {
      f: 'changes',
      rows: page,
      upTo: more ? (page.at(-1)?.revision ?? 0) : source.head,
      head: source.head,
      more,
    }
  }

  #publish({ conversation, rows, from, joined, left }: Commit): void {
    conversation.moved = ++this.#moves
    const { id, head, visibleFrom } = conversation
    for (const [user, since] of visibleFrom) {
      if (left.includes(user)) continue
      if (joined.includes(user)) this.#tell(user, { kind: 'joined', head: this.#headOf(user, conversation) })
      else {
        const seen = rows.filter(row => row.entity !== 'message' || row.seq >= since)
        this.#tell(user, { kind: 'push', scope: conversationScope(id), from, to: head, rows: seen })
      }
    }
  }
}

/** The changes of one transaction to a conversation. */
class Commit {
  readonly conversation: Conversation
  readonly from: number
  readonly rows: Row[] = []
  readonly joined: string[] = []
  readonly left: string[] = []

  constructor(conversation: Conversation) {
    this.conversation = conversation
    this.from = conversation.head + 1
  }

  /** Adds a row at the next revision, and returns that. */
  add(row: (revision: number) => Row): number {
    const revision = ++this.conversation.head
    const added = row(revision)
    this.rows.push(added)
    this.conversation.rows.set(rowKey(added), added)
    return revision
  }

  message(values: {
    senderId: string
    clientId: string | null
    text: string
    notice?: { event: string; userIds: string[] }
  }) {
    if (!values.notice) this.conversation.lastOrdinal += 1
    const ordinal = this.conversation.lastOrdinal
    return this.add(seq => ({ entity: 'message', seq, revision: seq, ordinal, ...values }))
  }

  touch(): void {
    const memberCount = this.conversation.visibleFrom.size
    this.add(revision => ({ entity: 'conversation', memberCount, revision }))
  }
}
