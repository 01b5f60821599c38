import type { EntitiesOf, Entity, PersonScope, Scope, ScopeName, WorkspaceScope } from '@lianqun/protocol'
import type { Reader } from '../storage/database.ts'

/** What somebody asks of a scope: the rows after `since`. `id` is what follows the colon, empty without one. */
export interface ScopeInput {
  userId: string
  id: string
  since: number
  limit: number
  messagesUpTo?: number | undefined
}

/** Rows of a scope in any order, up to `limit + 1` of each of its entities, and the scope's head. */
export interface Found<S extends ScopeName = ScopeName> {
  rows: { [E in EntitiesOf<S>]: Entity<E>[] }
  head: number
}

/** How the rows of a scope are read. */
export interface ScopeReader<S extends ScopeName = ScopeName> {
  /** @throws ProtocolError for those who may not see it */
  read(db: Reader, input: ScopeInput): Promise<Found<S>>
}

/** How a scope is read of which each person, or the workspace, has exactly one. */
export interface SingleScopeReader<S extends ScopeName> extends ScopeReader<S> {
  /** Where it stands for a person. */
  head(db: Reader, userId: string): Promise<number>
}

/** The scope of a person whose head is stored, as `users.me_revision`: what is a person's own belongs into it. */
type StoredPersonScope = 'me'
interface NoHeadIsStoredFor<S> {
  readonly useTheScopeMeFor: S
}

/** A reader for every scope; its name and the part after the colon. */
export type ScopeReaders = { conversation: ScopeReader<'conversation'> } & {
  [S in WorkspaceScope]: SingleScopeReader<S>
} & { [S in PersonScope]: S extends StoredPersonScope ? SingleScopeReader<S> : NoHeadIsStoredFor<S> }

/** Cuts `conversation:c1` into its kind and its id. */
export function splitScope(scope: Scope): { name: string; id: string } {
  const colon = scope.indexOf(':')
  return colon < 0 ? { name: scope, id: '' } : { name: scope.slice(0, colon), id: scope.slice(colon + 1) }
}

/** The head of a scope that is everybody's. */
export async function readCounter(db: Reader, name: WorkspaceScope): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
  return Number(row?.value ?? 0)
}
