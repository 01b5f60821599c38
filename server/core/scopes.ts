import type { EntitiesOf, Entity, PersonScope, Scope, ScopeName, WorkspaceScope } from '@lianqun/protocol'
import type { Reader } from '../storage/database.ts'

/** A query for the rows of a scope after `since`. `id` is the part after the colon, or empty. */
export interface ScopeInput {
  userId: string
  id: string
  since: number
  limit: number
  messagesUpTo?: number | undefined
}

/** Rows of a scope in any order, up to `limit + 1` per entity, and the scope's head. */
export interface Found<S extends ScopeName = ScopeName> {
  rows: { [E in EntitiesOf<S>]: Entity<E>[] }
  head: number
}

/** How the rows of a scope are read. */
export interface ScopeReader<S extends ScopeName = ScopeName> {
  /** @throws ProtocolError when the user may not see the scope */
  read(db: Reader, input: ScopeInput): Promise<Found<S>>
}

/** Reads a scope that exists once per workspace. */
export interface SingleScopeReader<S extends WorkspaceScope> extends ScopeReader<S> {
  /** The head of the scope. */
  head(db: Reader): Promise<number>
}

/** Reads a scope that exists once per user. */
export interface PersonScopeReader<S extends PersonScope> extends ScopeReader<S> {
  /** The heads of the scopes of users, by their ids; one who is not there has none. */
  heads(db: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, number>>
}

/** The one per-user scope with a stored head (`users.me_revision`). Put all data of a single user into it. */
type StoredPersonScope = 'me'
interface NoHeadIsStoredFor<S> {
  readonly useTheScopeMeFor: S
}

/** A reader for every scope, by the name before the colon. */
export type ScopeReaders = { conversation: ScopeReader<'conversation'> } & {
  [S in WorkspaceScope]: SingleScopeReader<S>
} & { [S in PersonScope]: S extends StoredPersonScope ? PersonScopeReader<S> : NoHeadIsStoredFor<S> }

/** Splits `conversation:c1` into its name and its id. */
export function splitScope(scope: Scope): { name: string; id: string } {
  const colon = scope.indexOf(':')
  return colon < 0 ? { name: scope, id: '' } : { name: scope.slice(0, colon), id: scope.slice(colon + 1) }
}

/** The head of a scope that the whole workspace shares. */
export async function readCounter(db: Reader, name: WorkspaceScope): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
  return Number(row?.value ?? 0)
}
