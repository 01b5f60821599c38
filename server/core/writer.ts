import {
  type Change,
  type Conversation,
  type EventParams,
  type Membership,
  type Message,
  ProtocolError,
} from '@lianqun/protocol'
import { sql } from 'kysely'
import { toConversation, toMember, toMembership } from '../storage/rows.ts'
import type { Trx } from '../storage/sqlite/store.ts'
import type { ConversationRow, MemberRow, UserRow } from '../storage/tables.ts'

/** The rows of one scope that a transaction changed, as JSON, for the revisions `from` to `from + rows.length - 1`. */
export interface ScopeRows {
  from: number
  rows: string[]
}

/** What a transaction did to one conversation. `before` is the scope's head before it, `head` after. */
export interface ConversationChanges extends ScopeRows {
  id: string
  kind: Conversation['kind']
  before: number
  head: number
  lastOrdinal: number
  /** Those who became members, with what they are told. */
  joined: { userId: string; membership: Membership }[]
  left: string[]
  conversation: Conversation | null
  lastMessage: Message | null
}

/** Everything a commit changed, for those who are online. */
export interface ChangeSet {
  conversations: ConversationChanges[]
  me: Map<string, ScopeRows>
  directory: ScopeRows | null
  apps: ScopeRows | null
  ended: { sessionId: string; reason: EventParams<'session.ended'>['reason'] }[]
}

export function emptyChangeSet(): ChangeSet {
  return { conversations: [], me: new Map(), directory: null, apps: null, ended: [] }
}

/** How many rows one statement names: within the parameter limits of SQLite and PostgreSQL. */
const chunkSize = 500

/** Cuts a list into parts that fit one statement. */
export function* chunks<T>(list: readonly T[], size = chunkSize): Generator<T[]> {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size)
}

/** A conversation while a transaction changes it. */
export class ConversationWriter {
  row: ConversationRow
  readonly changes: ConversationChanges
  readonly isNew: boolean

  constructor(row: ConversationRow, isNew: boolean) {
    this.row = row
    this.isNew = isNew
    const head = Number(row.head)
    this.changes = {
      id: row.id,
      kind: row.kind,
      from: head + 1,
      rows: [],
      before: head,
      head,
      lastOrdinal: Number(row.last_ordinal),
      joined: [],
      left: [],
      conversation: null,
      lastMessage: null,
    }
  }

  /** The next revision of the scope: give it to exactly one row, and that row to `add`. */
  next(): number {
    this.changes.head += 1
    return this.changes.head
  }

  add(change: Change): void {
    this.changes.rows.push(JSON.stringify(change))
    if (change.entity === 'conversation') this.changes.conversation = change.value
    if (change.entity === 'message' && change.value.seq === change.value.revision) {
      this.changes.lastMessage = change.value
      this.row.last_seq = change.value.seq
    }
  }

  /** Records the conversation's own row with the next revision. */
  touch(values: Partial<Pick<ConversationRow, 'name' | 'owner_id' | 'member_count' | 'faces'>>): void {
    this.row = { ...this.row, ...values, revision: this.next() }
    this.add({ entity: 'conversation', value: toConversation(this.row) })
  }
}

interface Counted {
  before: number
  head: number
  rows: string[]
}

/**
 * One transaction that writes: hands out the revisions, collects what changed, and writes the counters back in
 * `finish`. Each changed row takes its own next revision, so that a push has exactly one row a revision. Nobody else
 * writes meanwhile: `Store.exclusive` sees to that, for the one process that has the database.
 */
export class Writer {
  readonly db: Trx
  readonly now: number
  readonly #conversations = new Map<string, ConversationWriter>()
  readonly #users = new Map<string, Counted>()
  readonly #counters = new Map<'directory' | 'apps', Counted>()
  readonly #ended: ChangeSet['ended'] = []

  constructor(db: Trx, now: number) {
    this.db = db
    this.now = now
  }

  /** A conversation to change. @throws not_found */
  async conversation(id: string): Promise<ConversationWriter> {
    const known = this.#conversations.get(id)
    if (known) return known
    const row = await this.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) throw new ProtocolError('not_found')
    const writer = new ConversationWriter(row, false)
    this.#conversations.set(id, writer)
    return writer
  }

  /** A conversation that does not exist yet; its row takes revision 1 and is inserted at once. */
  async newConversation(row: Omit<ConversationRow, 'head' | 'last_seq' | 'last_ordinal' | 'moved' | 'revision'>) {
    const full = { ...row, revision: 1, head: 0, last_seq: 0, last_ordinal: 0, moved: 0 }
    await this.db.insertInto('conversations').values(full).execute()
    const writer = new ConversationWriter(full, true)
    this.#conversations.set(row.id, writer)
    writer.touch({})
    return writer
  }

  /** Loads the `me` heads of people, so that `meNext` can count. Those without an account row are not_found. */
  async loadUsers(ids: readonly string[]): Promise<void> {
    const missing = ids.filter(id => !this.#users.has(id))
    for (const part of chunks(missing)) {
      const rows = await this.db.selectFrom('users').select(['id', 'me_revision']).where('id', 'in', part).execute()
      for (const row of rows) this.#addUser(row)
    }
  }

  #addUser(row: Pick<UserRow, 'id' | 'me_revision'>): void {
    const head = Number(row.me_revision)
    this.#users.set(row.id, { before: head, head, rows: [] })
  }

  /** The next revision of a person's `me` scope. `loadUsers` comes first. */
  meNext(userId: string): number {
    const user = this.#users.get(userId)
    if (!user) throw new ProtocolError('not_found')
    user.head += 1
    return user.head
  }

  meAdd(userId: string, change: Change): void {
    this.#users.get(userId)?.rows.push(JSON.stringify(change))
  }

  /** Writes back a person's membership with a new `me` revision. */
  async saveMembership(row: MemberRow): Promise<Membership> {
    await this.loadUsers([row.user_id])
    const saved = { ...row, me_revision: this.meNext(row.user_id) }
    await this.db
      .updateTable('members')
      .set({
        pinned: saved.pinned,
        muted: saved.muted,
        read_seq: saved.read_seq,
        read_ordinal: saved.read_ordinal,
        me_revision: saved.me_revision,
      })
      .where('conversation_id', '=', row.conversation_id)
      .where('user_id', '=', row.user_id)
      .execute()
    const membership = toMembership(saved)
    this.meAdd(row.user_id, { entity: 'membership', value: membership })
    return membership
  }

  /**
   * Inserts or replaces rows of people in a conversation: joined, left or with another role. Gives each its revision
   * in the conversation, and, when `joined` changed, in the person's own scope.
   */
  async saveMembers(conversation: ConversationWriter, rows: readonly MemberRow[], what: 'joined' | 'left' | 'role') {
    if (what !== 'role') await this.loadUsers(rows.map(row => row.user_id))
    const saved = rows.map(row => ({
      ...row,
      revision: conversation.next(),
      me_revision: what === 'role' ? row.me_revision : this.meNext(row.user_id),
    }))
    for (const part of chunks(saved, 200)) {
      await this.db
        .insertInto('members')
        .values(part)
        .onConflict(oc =>
          oc.columns(['conversation_id', 'user_id']).doUpdateSet(eb => ({
            role: eb.ref('excluded.role'),
            joined_at: eb.ref('excluded.joined_at'),
            join_order: eb.ref('excluded.join_order'),
            joined: eb.ref('excluded.joined'),
            revision: eb.ref('excluded.revision'),
            pinned: eb.ref('excluded.pinned'),
            muted: eb.ref('excluded.muted'),
            read_seq: eb.ref('excluded.read_seq'),
            read_ordinal: eb.ref('excluded.read_ordinal'),
            visible_from: eb.ref('excluded.visible_from'),
            me_revision: eb.ref('excluded.me_revision'),
          })),
        )
        .execute()
    }
    for (const row of saved) {
      conversation.add({ entity: 'member', value: toMember(row) })
      if (what === 'role') continue
      const membership = toMembership(row)
      this.meAdd(row.user_id, { entity: 'membership', value: membership })
      if (what === 'joined') conversation.changes.joined.push({ userId: row.user_id, membership })
      else conversation.changes.left.push(row.user_id)
    }
  }

  /** The next revision of the directory or the app catalogue. */
  async counterNext(name: 'directory' | 'apps'): Promise<number> {
    let counter = this.#counters.get(name)
    if (!counter) {
      const row = await this.db
        .selectFrom('counters')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      counter = { before: Number(row.value), head: Number(row.value), rows: [] }
      this.#counters.set(name, counter)
    }
    counter.head += 1
    return counter.head
  }

  counterAdd(name: 'directory' | 'apps', change: Change): void {
    this.#counters.get(name)?.rows.push(JSON.stringify(change))
  }

  /** Notes that a session is over, for its sockets. */
  sessionEnded(sessionId: string, reason: ChangeSet['ended'][number]['reason']): void {
    this.#ended.push({ sessionId, reason })
  }

  /** Writes the counters and says what changed. Call it last, before the commit. */
  async finish(): Promise<ChangeSet> {
    const set = emptyChangeSet()
    set.ended = this.#ended
    const moved = [...this.#conversations.values()].filter(c => c.changes.rows.length > 0)
    if (moved.length > 0) {
      await this.db.updateTable('counters').set({ value: sql<number>`value + 1` }).where('name', '=', 'moved').execute()
    }
    for (const { row, changes } of moved) {
      await this.db
        .updateTable('conversations')
        .set({
          name: row.name,
          owner_id: row.owner_id,
          member_count: row.member_count,
          faces: row.faces,
          revision: row.revision,
          head: changes.head,
          last_seq: row.last_seq,
          last_ordinal: changes.lastOrdinal,
          moved: sql<number>`(select value from counters where name = 'moved')`,
        })
        .where('id', '=', row.id)
        .execute()
      set.conversations.push(changes)
    }
    await this.#finishUsers(set)
    for (const [name, counter] of this.#counters) {
      await this.db.updateTable('counters').set({ value: counter.head }).where('name', '=', name).execute()
      set[name] = { from: counter.before + 1, rows: counter.rows }
    }
    return set
  }

  async #finishUsers(set: ChangeSet): Promise<void> {
    const byGrowth = new Map<number, string[]>()
    for (const [id, user] of this.#users) {
      if (user.rows.length === 0) continue
      set.me.set(id, { from: user.before + 1, rows: user.rows })
      const growth = user.head - user.before
      const same = byGrowth.get(growth)
      if (same) same.push(id)
      else byGrowth.set(growth, [id])
    }
    for (const [growth, ids] of byGrowth) {
      for (const part of chunks(ids)) {
        await this.db
          .updateTable('users')
          .set({ me_revision: sql<number>`me_revision + ${growth}` })
          .where('id', 'in', part)
          .execute()
      }
    }
  }
}
