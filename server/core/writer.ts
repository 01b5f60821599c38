import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Change, type GroupDetails, type Membership, ProtocolError, type WorkspaceScope } from '@lianqun/protocol'
import { sql } from 'kysely'
import type { Trx } from '../storage/database.ts'
import { idList } from '../storage/id-list.ts'
import { insertJobs } from '../storage/jobs.ts'
import type { Lock } from '../storage/lock.ts'
import { toConversation, toMember, toMembership } from '../storage/rows.ts'
import type { Transaction } from '../storage/store.ts'
import type { ConversationRow, MemberRow, UserRow } from '../storage/tables.ts'
import type { Act } from './acts.ts'
import { type ChangeSet, ConversationLog, type EndReason, emptyChangeSet, ScopeLog } from './change-set.ts'
import { heard, jobRow, type NewJob } from './jobs/jobs.ts'
import { readCounter } from './scopes.ts'

/** Most rows in one insert; within the parameter limits of SQLite and PostgreSQL. */
const mostRows = 256

/**
 * Splits rows into parts, one insert each. The lengths are powers of two, so that lists of any length need only
 * a few distinct statements: each statement text is prepared once and cached.
 */
export function* insertParts<T>(rows: readonly T[]): Generator<T[]> {
  let start = 0
  for (let size = mostRows; size >= 1; size /= 2) {
    for (; rows.length - start >= size; start += size) yield rows.slice(start, start + size)
  }
}

/** A conversation and its row during a transaction. */
export class ConversationWriter extends ConversationLog {
  row: ConversationRow
  readonly acts: { conversation_id: string; revision: number; act: string }[] = []

  constructor(row: ConversationRow) {
    super(row)
    this.row = row
  }

  /** Records the conversation's own row with the next revision. */
  touch(
    values: Partial<Pick<ConversationRow, 'name' | 'owner_id' | 'member_count' | 'avatar_user_ids' | 'details'>>,
  ): void {
    this.row = { ...this.row, ...values, revision: this.next() }
    this.add({ entity: 'conversation', value: toConversation(this.row) })
  }

  /** Notes for its bots, where it has any, what was done with the last row. */
  did(act: Act): void {
    if (this.row.listened === 0) return
    this.acts.push({ conversation_id: this.row.id, revision: this.changes.head, act: JSON.stringify(act) })
  }
}

/**
 * One write transaction: assigns revisions, collects the changes, and writes the counters back in
 * `finish`. Each changed row takes its own next revision, so that a push has exactly one row per revision. Two
 * transactions on one scope could assign a revision twice, so every changed scope must be among the locks.
 */
export class Writer {
  readonly db: Trx
  readonly now: number
  readonly #tx: Transaction
  readonly #held: ReadonlySet<Lock>
  readonly #conversations = new Map<string, ConversationWriter>()
  readonly #users = new Map<string, ScopeLog<'me'>>()
  readonly #shared = new Map<WorkspaceScope, ScopeLog<WorkspaceScope>>()
  readonly #ended: ChangeSet['ended'] = []
  readonly #followUps = new Map<object, () => Promise<void>>()
  readonly #jobs = new Map<string, NewJob>()
  readonly #woken = new Set<string>()

  /** `locks`: the locks that the caller holds until the commit is published. */
  constructor(tx: Transaction, now: number, locks: Lock | readonly Lock[]) {
    this.#tx = tx
    this.db = tx.db
    this.now = now
    this.#held = new Set(typeof locks === 'string' ? [locks] : locks)
  }

  /** Throws a plain Error: a missing lock is a bug of the server, not of the client. */
  #requireLock(lock: Lock): void {
    if (this.#held.has(lock) || this.#held.has('workspace')) return
    throw new Error(`${lock} is changed without its lock`)
  }

  /** A conversation to change. @throws not_found */
  async conversation(id: string): Promise<ConversationWriter> {
    const known = this.#conversations.get(id)
    if (known) return known
    this.#requireLock(`conversation:${id}`)
    const row = await this.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) throw new ProtocolError('not_found')
    const writer = new ConversationWriter(row)
    this.#conversations.set(id, writer)
    return writer
  }

  /** Inserts a conversation's row at once, as revision 1. It needs no lock: no other transaction knows its id. */
  async newConversation(
    row: Omit<
      ConversationRow,
      'head' | 'last_seq' | 'last_ordinal' | 'members_revision' | 'revision' | 'details' | 'listened'
    > & { listened?: number },
    details: GroupDetails = {},
  ) {
    const full = {
      listened: 0,
      ...row,
      details: JSON.stringify(details),
      revision: 1,
      head: 0,
      last_seq: 0,
      last_ordinal: 0,
      members_revision: 0,
    }
    await this.db.insertInto('conversations').values(full).execute()
    await this.db.insertInto('moves').values({ conversation_id: row.id, position: 0 }).execute()
    const writer = new ConversationWriter(full)
    this.#conversations.set(row.id, writer)
    writer.touch({})
    return writer
  }

  /** Loads the `me` heads of users for `meNext`. @throws not_found for a user without an account row */
  async loadUsers(ids: readonly string[]): Promise<void> {
    const missing = ids.filter(id => !this.#users.has(id))
    for (const id of missing) this.#requireLock(`user:${id}`)
    if (missing.length === 0) return
    const rows = await this.db
      .selectFrom('users')
      .select(['id', 'me_revision'])
      .where('id', 'in', idList(missing))
      .execute()
    for (const row of rows) this.#addUser(row)
  }

  #addUser(row: Pick<UserRow, 'id' | 'me_revision'>): void {
    this.#users.set(row.id, new ScopeLog(Number(row.me_revision)))
  }

  /** The next revision of a user's `me` scope. Call `loadUsers` first. */
  meNext(userId: string): number {
    const user = this.#users.get(userId)
    if (!user) throw new ProtocolError('not_found')
    return user.next()
  }

  meAdd(userId: string, change: Change<'me'>): void {
    this.#users.get(userId)?.add(change)
  }

  /** Saves a membership with a new `me` revision. */
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
        last_sent_at: saved.last_sent_at ?? null,
        list_state: saved.list_state ?? null,
      })
      .where('conversation_id', '=', row.conversation_id)
      .where('user_id', '=', row.user_id)
      .execute()
    const membership = toMembership(saved)
    this.meAdd(row.user_id, { entity: 'membership', value: membership })
    return membership
  }

  /**
   * Inserts or replaces members of a conversation: joined, left or changed, such as with another role. Gives each a revision
   * in the conversation and, when `joined` changed, in the user's own scope. Who comes or goes has no list state: one who
   * comes back finds the conversation as a new member does, and not put away as done.
   */
  async saveMembers(conversation: ConversationWriter, rows: readonly MemberRow[], what: 'joined' | 'left' | 'changed') {
    if (what !== 'changed') await this.loadUsers(rows.map(row => row.user_id))
    const saved = rows.map(row => ({
      ...row,
      left_at: row.joined === 0 ? (row.left_at ?? null) : null,
      left_by: row.joined === 0 ? (row.left_by ?? null) : null,
      left_reason: row.joined === 0 ? (row.left_reason ?? null) : null,
      nickname: row.joined === 0 ? null : (row.nickname ?? null),
      last_sent_at: row.last_sent_at ?? null,
      list_state: what === 'changed' ? (row.list_state ?? null) : null,
      revision: conversation.next(),
      me_revision: what === 'changed' ? row.me_revision : this.meNext(row.user_id),
    }))
    if (what !== 'changed') {
      conversation.changes.membersAt = conversation.changes.head
      if (rows.length > 0) conversation.did({ type: what, userIds: rows.map(row => row.user_id) })
    }
    for (const part of insertParts(saved)) {
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
            left_at: eb.ref('excluded.left_at'),
            left_by: eb.ref('excluded.left_by'),
            left_reason: eb.ref('excluded.left_reason'),
            nickname: eb.ref('excluded.nickname'),
            list_state: eb.ref('excluded.list_state'),
          })),
        )
        .execute()
      // Thousands take a while, in which the server hears and answers others; what they ask of the database waits.
      if (part.length === mostRows) await nextTurn()
    }
    for (const row of saved) {
      conversation.add({ entity: 'member', value: toMember(row) })
      if (what === 'changed') continue
      const membership = toMembership(row)
      this.meAdd(row.user_id, { entity: 'membership', value: membership })
      if (what === 'joined') conversation.changes.joined.push({ userId: row.user_id, membership })
      else conversation.changes.left.push(row.user_id)
    }
  }

  /** The next revision of a shared scope. */
  async sharedNext(name: WorkspaceScope): Promise<number> {
    let scope = this.#shared.get(name)
    if (!scope) {
      this.#requireLock(name)
      scope = new ScopeLog(await readCounter(this.db, name))
      this.#shared.set(name, scope)
    }
    return scope.next()
  }

  sharedAdd<S extends WorkspaceScope>(name: S, change: Change<S> & Change<WorkspaceScope>): void {
    const scope = this.#shared.get(name)
    if (!scope) throw new Error(`${name} pushes a row without a revision of its own (sharedNext).`)
    scope.add(change)
  }

  /** Records that a session has ended, so that its sockets are closed. */
  sessionEnded(session: { id: string; user_id: string }, reason: EndReason): void {
    this.#requireLock(`user:${session.user_id}`)
    this.#ended.push({ sessionId: session.id, reason })
  }

  /** Runs once before the commit, however often it is asked for under one key: what follows from many changes. */
  followUp(key: object, fn: () => Promise<void>): void {
    if (!this.#followUps.has(key)) this.#followUps.set(key, fn)
  }

  /** Stores work to be done after the commit. */
  enqueue(jobs: readonly NewJob[]): void {
    for (const job of jobs) this.#jobs.set(`${job.kind} ${job.key}`, job)
  }

  /** Wakes whoever waits for news on a topic, in any process, after the commit. */
  wake(topic: string): void {
    this.#woken.add(topic)
  }

  /** Whether the commit asks for work. */
  get enqueued(): boolean {
    return this.#jobs.size > 0
  }

  /** Writes the counters and returns the changes. Call it last, before the commit. */
  async finish(): Promise<ChangeSet> {
    for (const fn of this.#followUps.values()) await fn()
    for (const { row, changes } of this.#conversations.values())
      if (row.listened !== 0 && changes.rows.length > 0) this.enqueue([heard(row.id)])
    if (this.enqueued)
      await insertJobs(
        this.db,
        [...this.#jobs.values()].map(job => jobRow(job, this.now)),
      )
    const set = emptyChangeSet()
    set.ended = this.#ended
    if (this.#woken.size > 0) set.woken = [...this.#woken]
    await this.#finishConversations(set)
    await this.#finishUsers(set)
    for (const [name, { before, head: value, changes }] of this.#shared) {
      requireRows(name, before, value, changes.rows)
      await this.db
        .insertInto('counters')
        .values({ name, value })
        .onConflict(oc => oc.column('name').doUpdateSet({ value }))
        .execute()
      set.shared.set(name, changes)
    }
    return set
  }

  async #finishConversations(set: ChangeSet): Promise<void> {
    const all = [...this.#conversations.values()]
    for (const { changes } of all) requireRows(`conversation:${changes.id}`, changes.before, changes.head, changes.rows)
    const changed = all.filter(c => c.changes.rows.length > 0)
    if (changed.length === 0) return
    const position = await this.#tx.position()
    for (const { row, changes, heads, acts } of changed) {
      if (acts.length > 0) await this.db.insertInto('conversation_acts').values(acts).execute()
      await this.db
        .updateTable('conversations')
        .set({
          name: row.name,
          owner_id: row.owner_id,
          member_count: row.member_count,
          avatar_user_ids: row.avatar_user_ids,
          details: row.details,
          revision: row.revision,
          listened: row.listened,
          head: heads.head,
          last_seq: heads.last_seq,
          last_ordinal: heads.last_ordinal,
          members_revision: heads.members_revision,
        })
        .where('id', '=', row.id)
        .execute()
      set.conversations.push(changes)
    }
    await this.db
      .updateTable('moves')
      .set({ position })
      .where('conversation_id', 'in', idList(changed.map(({ row }) => row.id)))
      .execute()
  }

  async #finishUsers(set: ChangeSet): Promise<void> {
    const byGrowth = new Map<number, string[]>()
    for (const [id, user] of this.#users) {
      requireRows(`me of ${id}`, user.before, user.head, user.rows)
      if (user.rows.length === 0) continue
      set.me.set(id, user.changes)
      const growth = user.head - user.before
      const same = byGrowth.get(growth)
      if (same) same.push(id)
      else byGrowth.set(growth, [id])
    }
    for (const [growth, ids] of byGrowth) {
      await this.db
        .updateTable('users')
        .set({ me_revision: sql<number>`me_revision + ${growth}` })
        .where('id', 'in', idList(ids))
        .execute()
    }
  }
}

/** Throws when a revision was taken for a row that is not pushed: clients online would never hear of it. */
function requireRows(scope: string, before: number, head: number, rows: readonly string[]): void {
  if (head - before === rows.length) return
  throw new Error(
    `${scope} took ${head - before} revisions for ${rows.length} pushed rows. Each row needs one, and add.`,
  )
}
