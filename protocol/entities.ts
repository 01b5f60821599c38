import { z } from 'zod'
import { appEntities } from './apps.ts'
import { conversationEntities } from './conversations.ts'
import type { EntityDef } from './core/feature.ts'
import { idSchema, revisionSchema } from './core/fields.ts'
import { directoryEntities } from './directory.ts'
import { membershipEntities } from './memberships.ts'
import { messageEntities } from './messages.ts'
import { preferencesEntities } from './preferences.ts'

/** Every kind of row that is synced, with the scope whose revisions count its changes. */
export const entities = {
  ...conversationEntities,
  ...messageEntities,
  ...membershipEntities,
  ...preferencesEntities,
  ...appEntities,
  ...directoryEntities,
}

export type EntityName = keyof typeof entities
/** A row as it stands after its last change. */
export type Entity<E extends EntityName> = z.infer<(typeof entities)[E]['schema']>
export type ScopeName = (typeof entities)[EntityName]['scope']

/**
 * Whose each scope is: `conversation` stands for one of each conversation, read by its members; a `person` has one that
 * nobody else sees; one of the `workspace` is everybody's. A client catches up in this order, the large directory last.
 */
export const scopes = {
  conversation: 'conversation',
  me: 'person',
  apps: 'workspace',
  directory: 'workspace',
} as const satisfies Record<ScopeName, 'conversation' | 'person' | 'workspace'>

type ScopeOf<Owner> = { [S in ScopeName]: (typeof scopes)[S] extends Owner ? S : never }[ScopeName]
/** A scope of which each person has one of their own. */
export type PersonScope = ScopeOf<'person'>
/** A scope that is everybody's. */
export type WorkspaceScope = ScopeOf<'workspace'>
/** A scope of which there is one for each person or workspace. */
export type SingleScope = PersonScope | WorkspaceScope
/** `conversation:<id>`, or one of the single scopes: something with a dense revision counter. */
export type Scope = SingleScope | `conversation:${string}`
/** The names of the entities that are synced in a scope. */
export type EntitiesOf<S extends ScopeName> = {
  [E in EntityName]: (typeof entities)[E]['scope'] extends S ? E : never
}[EntityName]

export const entityNames = Object.keys(entities) as EntityName[]
/** In the order in which a client catches up. */
export const singleScopes: readonly SingleScope[] = (Object.keys(scopes) as ScopeName[]).filter(
  scope => scope !== 'conversation',
)

const conversationPrefix = 'conversation:'

export const scopeSchema = z.union([
  z.enum(singleScopes as readonly [SingleScope, ...SingleScope[]]),
  z.templateLiteral([conversationPrefix, idSchema]),
])

/** The scope of a conversation. */
export function conversationScope(conversationId: string): `conversation:${string}` {
  return `${conversationPrefix}${conversationId}`
}

/** The conversation a scope is of, or null. */
export function scopeConversation(scope: string): string | null {
  return scope.startsWith(conversationPrefix) ? scope.slice(conversationPrefix.length) : null
}

/** Whether this version knows a scope. */
export function isScope(scope: string): scope is Scope {
  return scopeSchema.safeParse(scope).success
}

/** Where the single scopes stand. A server of an earlier version lacks some, one of a later version has more. */
export const revisionsSchema = z.looseObject(
  Object.fromEntries(singleScopes.map(scope => [scope, revisionSchema.optional().catch(undefined)])),
) as unknown as z.ZodType<Revisions, Record<string, number>>
export type Revisions = Partial<Record<SingleScope, number>>

/** A row with its entity, of any scope or of one. */
export type Change<S extends ScopeName = ScopeName> = {
  [E in EntitiesOf<S>]: { entity: E; value: Entity<E> }
}[EntitiesOf<S>]

/**
 * A row that this version cannot read: of an entity that it does not know, or with a value that it does not know where
 * none is foreseen. Its revision counts, its value is passed over, and its scope is read again after an update.
 */
export interface UnknownChange {
  entity: 'unknown'
  /** The entity's own name. */
  name: string
  /** `unreadableRevision` when not even that can be read. */
  value: { revision: number }
}
export type ReceivedChange = Change | UnknownChange

/** Stands for a revision that cannot be read: it lies somewhere on its page. */
export const unreadableRevision = -1

const unknownChangeSchema = z
  .object({
    entity: z.string().catch(''),
    value: z.object({ revision: revisionSchema.catch(unreadableRevision) }).catch({ revision: unreadableRevision }),
  })
  .catch({ entity: '', value: { revision: unreadableRevision } })
  .transform(({ entity, value }): UnknownChange => ({ entity: 'unknown', name: entity.slice(0, 40), value }))

type ChangeSchema = z.ZodObject<{ entity: z.ZodLiteral<EntityName> }>
const changesOf = (schemaOf: (name: EntityName) => z.ZodType | undefined) =>
  z.discriminatedUnion(
    'entity',
    entityNames.flatMap(name => {
      const value = schemaOf(name)
      return value === undefined ? [] : [z.object({ entity: z.literal(name), value })]
    }) as unknown as [ChangeSchema],
  )
const rowSchema = changesOf(name => entities[name].schema)
const tombstoneSchema = changesOf(name => (entities[name] as EntityDef).tombstone)

/**
 * One row as it stands after its last change, as it is read. Its `value.revision` is the revision of that change. It
 * refuses nothing: what cannot be read is an {@link UnknownChange}.
 */
export const changeSchema = z.union([rowSchema, tombstoneSchema, unknownChangeSchema]) as unknown as z.ZodType<
  ReceivedChange,
  Change
>

/** Whether a row can be read. */
export function isKnownChange(change: ReceivedChange): change is Change {
  return change.entity !== 'unknown'
}
