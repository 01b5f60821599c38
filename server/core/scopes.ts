import type { Change, Scope, ScopeName, SingleScope } from '@lianqun/protocol'
import type { Reader } from '../storage/database.ts'

/** The scopes that are the same for everybody; their head is a row of `counters`. */
export type SharedScope = Exclude<SingleScope, 'me'>

/** What somebody asks of a scope: the rows after `since`. `id` is what follows the colon, empty without one. */
export interface ScopeInput {
  userId: string
  id: string
  since: number
  limit: number
  messagesUpTo?: number | undefined
}

/** Rows of a scope in any order, up to `limit + 1` of each entity, and the scope's head. */
export interface Found {
  changes: Change[]
  head: number
}

/** How the rows of a scope are read. */
export interface ScopeReader {
  /** @throws ProtocolError for those who may not see it */
  read(db: Reader, input: ScopeInput): Promise<Found>
  /** Where the scope stands for a person, for scopes of which each person has exactly one. */
  head?(db: Reader, userId: string): Promise<number>
}

/** A reader for every scope; its name and the part after the colon. */
export type ScopeReaders = { [S in ScopeName]: ScopeReader } & {
  [S in Exclude<ScopeName, 'conversation'>]: Required<ScopeReader>
}

/** Cuts `conversation:c1` into its kind and its id. */
export function splitScope(scope: Scope): { name: string; id: string } {
  const colon = scope.indexOf(':')
  return colon < 0 ? { name: scope, id: '' } : { name: scope.slice(0, colon), id: scope.slice(colon + 1) }
}

/** The head of a shared scope. */
export async function readCounter(db: Reader, name: SharedScope): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
  return Number(row?.value ?? 0)
}
