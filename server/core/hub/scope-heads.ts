import type { ChangesPage, Revisions, Scope, WorkspaceScope } from '@lianqun/protocol'
import type { ChangeSet, ScopeRows } from '../change-set.ts'
import type { OnlineUser, OnlineUsers } from './online-users.ts'

/** How far the scopes other than conversations have come in the database. */
export interface ScopeRevisions {
  /** The scope `me` of each of the users that were asked for. */
  me: ReadonlyMap<string, number>
  shared: ReadonlyMap<WorkspaceScope, number>
}

export interface ScopeSource {
  scopeHeads(userIds: readonly string[]): Promise<ScopeRevisions>
  /** A page of the rows of a scope after a revision, as a user may read them. */
  scopeChanges(userId: string, scope: Scope, since: number): Promise<ChangesPage>
}

/** What follows for those who are online. */
export interface ScopeEvents {
  push(scope: Scope, rows: ScopeRows, to: Iterable<OnlineUser>): void
  /** Memberships of a user changed unheard: they may have joined or left. */
  membershipsChanged(user: OnlineUser): void
}

/** Users whose scope `me` is compared at a time: all of a small process, a tenth of a large one. */
const leastCompared = 1_000
const share = 10
/** Scopes `me` that are read at a time; the others at the next one. */
const mostRead = 200

/**
 * How far the scopes other than conversations have been published here. A hint of a change of one may be lost, and clients
 * would hear of it by their next heartbeat only: what is behind the database in two comparisons is read and pushed.
 * Nothing is written for it, as it would be in every commit: a look reads the heads of those who are online here.
 */
export class ScopeHeads {
  readonly #source: ScopeSource
  readonly #users: OnlineUsers
  readonly #events: ScopeEvents
  readonly #shared = new Map<WorkspaceScope, number>()
  /** What was behind at the last comparison, and the revision that it had in the database. */
  #behind = new Map<string, number>()
  #behindShared = new Map<WorkspaceScope, number>()
  #walk: Iterator<string> | null = null

  constructor(source: ScopeSource, users: OnlineUsers, events: ScopeEvents) {
    this.#source = source
    this.#users = users
    this.#events = events
  }

  /** A user was told these revisions. */
  entered({ me: _, ...shared }: Revisions): void {
    for (const [scope, at] of Object.entries(shared) as [WorkspaceScope, number | undefined][]) {
      if (at !== undefined && !this.#shared.has(scope)) this.#shared.set(scope, at)
    }
  }

  /** Takes note of what is published. */
  note({ me, shared }: Pick<ChangeSet, 'me' | 'shared'>): void {
    for (const [userId, { from, rows }] of me) {
      const user = this.#users.online(userId)
      if (user === undefined) continue
      // What was in between was not heard of, or not yet: its client reads it, and it may be a membership.
      if (user.ready && from > user.meAt + 1) this.#events.membershipsChanged(user)
      user.meAt = Math.max(user.meAt, from + rows.length - 1)
    }
    for (const [scope, { from, rows }] of shared) {
      const at = this.#shared.get(scope)
      if (at !== undefined) this.#shared.set(scope, Math.max(at, from + rows.length - 1))
    }
  }

  /** Compares with the database: `all`, or some at a time. Pushes what was behind before and is still. */
  async compare(all: boolean): Promise<void> {
    if (this.#users.onlineUsers.size === 0) {
      this.#shared.clear()
      return
    }
    const userIds = new Set([...this.#behind.keys(), ...(all ? this.#users.onlineUsers.keys() : this.#some())])
    const { me, shared } = await this.#source.scopeHeads([...userIds])
    await this.#comparePeople(me)
    await this.#compareShared(shared)
  }

  /** The next ones of those who are online. */
  *#some(): Generator<string> {
    const { onlineUsers } = this.#users
    let left = Math.max(leastCompared, Math.ceil(onlineUsers.size / share))
    if (left >= onlineUsers.size) {
      yield* onlineUsers.keys()
      return
    }
    while (left > 0) {
      this.#walk ??= onlineUsers.keys()
      const { done, value } = this.#walk.next()
      if (done) this.#walk = null
      else yield value
      left -= 1
    }
  }

  async #comparePeople(heads: ReadonlyMap<string, number>): Promise<void> {
    const behind = new Map<string, number>()
    let read = 0
    for (const [userId, head] of heads) {
      const user = this.#users.online(userId)
      if (!user?.ready || head <= user.meAt) continue
      if (user.meAt < (this.#behind.get(userId) ?? 0) && read < mostRead) {
        read += 1
        user.meAt = Math.max(user.meAt, await this.#heal('me', user.meAt, [user]))
      }
      if (head > user.meAt) behind.set(userId, head)
    }
    this.#behind = behind
  }

  async #compareShared(heads: ReadonlyMap<WorkspaceScope, number>): Promise<void> {
    const behind = new Map<WorkspaceScope, number>()
    for (const [scope, head] of heads) {
      const at = this.#shared.get(scope) ?? head
      let now = at
      if (at < (this.#behindShared.get(scope) ?? 0))
        now = await this.#heal(scope, at, [...this.#users.onlineUsers.values()])
      this.#shared.set(scope, Math.max(now, this.#shared.get(scope) ?? head))
      if (head > now) behind.set(scope, head)
    }
    this.#behindShared = behind
  }

  /** Pushes a page of what a scope has after a revision. Returns up to where. */
  async #heal(scope: 'me' | WorkspaceScope, since: number, users: readonly OnlineUser[]): Promise<number> {
    const [reader] = users
    if (reader === undefined) return since
    const { changes, upTo } = await this.#source.scopeChanges(reader.userId, scope, since)
    // A row that changed again is there once, at its last revision; the others are passed over.
    const rows = new Array<string>(Math.max(0, upTo - since)).fill('')
    for (const change of changes) {
      const at = change.value.revision - since - 1
      if (at >= 0 && at < rows.length) rows[at] = JSON.stringify(change)
    }
    this.#events.push(scope, { from: since + 1, rows }, users)
    if (changes.some(({ entity }) => entity === 'membership')) this.#events.membershipsChanged(reader)
    return upTo
  }
}
