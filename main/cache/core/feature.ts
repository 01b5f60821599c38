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

/** The conversation whose rows are taken over. */
export interface ConversationTarget {
  row: ConversationRow
  /** A span will hold the messages, so they show; else they are single rows that serve previews only. */
  covered: boolean
  /** Messages that were not held before, oldest first: filled by the messages, read by notifications. */
  fresh: Message[]
}

/** An entity of a scope of which there is one. */
export interface SingleEntity<E extends EntityName> {
  /** Takes rows over, in revision order; a newer row is never replaced by an older one. */
  apply(context: WriteContext, rows: readonly Entity<E>[]): void
  /** Forgets all rows: the epoch of their scope is over. */
  reset(context: WriteContext): void
}

/** An entity of the conversations' scopes. */
export interface ConversationEntity<E extends EntityName> {
  apply(context: WriteContext, rows: readonly Entity<E>[], target: ConversationTarget): void
  /** Forgets the rows of one conversation: the person left it, or its epoch is over. */
  reset(context: WriteContext, conversation: ConversationRow): void
  /** The same for all conversations, where that is quicker than one after the other. */
  resetAll?(context: WriteContext): void
}

export type EntityHandlers<E extends EntityName> = {
  [K in E]: K extends EntitiesOf<'conversation'> ? ConversationEntity<K> : SingleEntity<K>
}

/** How the rows of every synced entity are taken over and forgotten. One without does not compile. */
export type EntityTable = EntityHandlers<EntityName>

const names = Object.keys(entities) as EntityName[]
/** In the order in which the rows of a page are taken over: a conversation, its members, its messages. */
export const conversationScopeEntities = names.filter(
  (name): name is EntitiesOf<'conversation'> => entities[name].scope === 'conversation',
)

/** The entities that are synced in a scope of which there is one. */
export function entitiesOfScope(scope: SingleScope): EntitiesOf<SingleScope>[] {
  return names.filter((name): name is EntitiesOf<SingleScope> => entities[name].scope === scope)
}

/** What the reads of one open cache share. */
export interface ReadContext {
  readonly sql: Sql
  /** The person the cache is of. */
  readonly self: string | null
  /** Called after each commit that changed something, before others hear of it. */
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

/** Says what a part of the cache is; `durable` can name only its own writes. */
export function defineFeature<E extends Partial<EntityTable>, R extends Reads, W extends Writes>(
  feature: CacheFeature<E, R, W>,
): CacheFeature<E, R, W> {
  return feature
}
