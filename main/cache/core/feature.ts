import {
  type EntitiesOf,
  type Entity,
  type EntityName,
  entities,
  type Message,
  type SingleScope,
} from '@lianqun/protocol'
import type { ConversationRow } from './rows.ts'
import type { Sql } from './sql.ts'
import type { CacheChange } from './types.ts'
import type { WriteContext } from './write-context.ts'

/** The conversation whose rows are applied. */
export interface ConversationTarget {
  row: ConversationRow
  /** Whether a span will cover the messages, so that pages show them; else they are single rows for previews. */
  covered: boolean
  /** Messages that were not in the cache before, oldest first; filled by the message entity, used for notifications. */
  fresh: Message[]
}

/** How rows of an entity of a single scope are written. */
export interface SingleEntity<E extends EntityName> {
  /** Writes rows in revision order; never replaces a newer row with an older one. */
  apply(context: WriteContext, rows: readonly Entity<E>[]): void
  /** Removes all rows, for a new epoch of their scope. */
  reset(context: WriteContext): void
}

/** How rows of an entity of conversation scopes are written. */
export interface ConversationEntity<E extends EntityName> {
  apply(context: WriteContext, rows: readonly Entity<E>[], target: ConversationTarget): void
  /** Removes the rows of one conversation, when the user left it or it has a new epoch. */
  reset(context: WriteContext, conversation: ConversationRow): void
  /** The same for all conversations, where that is faster than one by one. */
  resetAll?(context: WriteContext): void
}

export type EntityHandlers<E extends EntityName> = {
  [K in E]: K extends EntitiesOf<'conversation'> ? ConversationEntity<K> : SingleEntity<K>
}

/** Handlers of every synced entity. An entity without one does not compile. */
export type EntityTable = EntityHandlers<EntityName>

const names = Object.keys(entities) as EntityName[]
/** In the order in which the rows of a page are applied: a conversation, its members, its messages. */
export const conversationScopeEntities = names.filter(
  (name): name is EntitiesOf<'conversation'> => entities[name].scope === 'conversation',
)

/** The entities of a single scope. */
export function entitiesOfScope(scope: SingleScope): EntitiesOf<SingleScope>[] {
  return names.filter((name): name is EntitiesOf<SingleScope> => entities[name].scope === scope)
}

/** Shared by the reads of one open cache. */
export interface ReadContext {
  readonly sql: Sql
  /** The id of the user that the cache belongs to, or null before it is known. */
  readonly self: string | null
  /** Called after each commit that changed something, before the listeners outside of the cache. */
  onCommit(listener: (change: CacheChange) => void): void
}

type Reads = Record<string, (...args: never[]) => unknown>
type Writes = Record<string, (context: WriteContext, ...args: never[]) => unknown>

/** A part of the cache: the entities it keeps and the calls it answers. `features.ts` has the list. */
export interface CacheFeature<E extends Partial<EntityTable>, R extends Reads, W extends Writes> {
  entities: E
  reads(context: ReadContext): R
  /** Each is one transaction. */
  writes: W
  /** Its steps of the schema, as SQL, by names `<day>-<what>`: `2026-12-03-notes`. A released one is never changed. */
  migrations?: Readonly<Record<string, string>>
  /** Writes whose commit is on the disk when the call returns: what a person wrote. The rest the server has too. */
  durable: readonly (keyof NoInfer<W>)[]
}

/** Defines a part of the cache; `durable` can name only its own writes. */
export function defineFeature<E extends Partial<EntityTable>, R extends Reads, W extends Writes>(
  feature: CacheFeature<E, R, W>,
): CacheFeature<E, R, W> {
  return feature
}
