import { z } from 'zod'
import { appEntities } from './apps.ts'
import { conversationEntities } from './conversations.ts'
import type { EntityDef } from './core/feature.ts'
import { idSchema, revisionSchema } from './core/fields.ts'
import { directoryEntities } from './directory.ts'
import { labelEntities } from './labels.ts'
import { membershipEntities } from './memberships.ts'
import { keptEntities } from './message-states.ts'
import { messageEntities } from './messages.ts'
import { preferencesEntities } from './preferences.ts'

/** Every kind of synced row, with the scope whose revisions count its changes. */
export const entities = {
  ...conversationEntities,
  ...messageEntities,
  ...membershipEntities,
  ...labelEntities,
  ...preferencesEntities,
  ...keptEntities,
  ...appEntities,
  ...directoryEntities,
}

export type EntityName = keyof typeof entities
/** The current row of an entity. */
export type Entity<E extends EntityName> = z.infer<(typeof entities)[E]['schema']>
export type ScopeName = (typeof entities)[EntityName]['scope']

/**
 * The owner of each scope: `conversation` stands for one scope per conversation, read by its members; a `person` scope
 * exists once per user and is private; a `workspace` scope is shared by all. A client catches up in this order, with
 * the large directory last.
 */
export const scopes = {
  conversation: 'conversation',
  me: 'person',
  apps: 'workspace',
  directory: 'workspace',
} as const satisfies Record<ScopeName, 'conversation' | 'person' | 'workspace'>

type ScopeOf<Owner> = { [S in ScopeName]: (typeof scopes)[S] extends Owner ? S : never }[ScopeName]
/** A scope that each user has for themselves. */
export type PersonScope = ScopeOf<'person'>
/** A scope that all users of the workspace share. */
export type WorkspaceScope = ScopeOf<'workspace'>
/** A scope that exists once per user or workspace, in contrast to those of conversations. */
export type SingleScope = PersonScope | WorkspaceScope
/** `conversation:<id>` or a single scope. Each scope has a dense revision counter. */
export type Scope = SingleScope | `conversation:${string}`
/** Names of the entities of a scope. */
export type EntitiesOf<S extends ScopeName> = {
  [E in EntityName]: (typeof entities)[E]['scope'] extends S ? E : never
}[EntityName]

export const entityNames = Object.keys(entities) as EntityName[]
/** In the order in which a client catches up with them. */
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

/** The conversation id of a scope, or null for a single scope. */
export function scopeConversation(scope: string): string | null {
  return scope.startsWith(conversationPrefix) ? scope.slice(conversationPrefix.length) : null
}

/** Whether this version knows a scope. */
export function isScope(scope: string): scope is Scope {
  return scopeSchema.safeParse(scope).success
}

/** Revisions of the single scopes. An earlier server lacks some, a later one has more. */
export const revisionsSchema = z.looseObject(
  Object.fromEntries(singleScopes.map(scope => [scope, revisionSchema.optional().catch(undefined)])),
) as unknown as z.ZodType<Revisions, Record<string, number>>
export type Revisions = Partial<Record<SingleScope, number>>

/** A row with its entity name, of any scope or of one. */
export type Change<S extends ScopeName = ScopeName> = {
  [E in EntitiesOf<S>]: { entity: E; value: Entity<E> }
}[EntitiesOf<S>]

/**
 * A row that this version cannot read: of an unknown entity, or invalid. Its revision counts, its value is ignored, and
 * its scope is read again after an update.
 */
export interface UnknownChange {
  entity: 'unknown'
  /** The entity's own name. */
  name: string
  /** The revision is `unreadableRevision` when it cannot be read either. */
  value: { revision: number }
}
export type ReceivedChange = Change | UnknownChange

/** Stands for a revision that cannot be read; the real one lies somewhere on its page. */
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
 * Reads a received row, as it is after its last change, whose revision is `value.revision`. It never fails: a row that
 * cannot be read becomes an {@link UnknownChange}.
 */
export const changeSchema = z.union([rowSchema, tombstoneSchema, unknownChangeSchema]) as unknown as z.ZodType<
  ReceivedChange,
  Change
>

/** Whether this version can read a row. */
export function isKnownChange(change: ReceivedChange): change is Change {
  return change.entity !== 'unknown'
}
