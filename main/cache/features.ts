import { apps } from './apps/feature.ts'
import { conversations } from './conversations/feature.ts'
import type { EntityTable, ReadContext } from './core/feature.ts'
import type { WriteContext } from './core/write-context.ts'
import { directory } from './directory/feature.ts'
import { messages } from './messages/feature.ts'
import { outbox } from './outbox/feature.ts'
import { sync } from './sync/feature.ts'

/* The parts of the cache. The one place that names them all: the rest follows from each part's definition. */

/** An entity of the protocol that no part keeps does not compile here. */
export const entities: EntityTable = {
  ...conversations.entities,
  ...messages.entities,
  ...directory.entities,
  ...apps.entities,
}

export const writes = {
  ...sync.writes,
  ...outbox.writes,
  ...conversations.writes,
  ...messages.writes,
  ...directory.writes,
  ...apps.writes,
}

export const durable: ReadonlySet<string> = new Set([outbox, sync, directory].flatMap(({ durable: names }) => names))

export function openReads(context: ReadContext) {
  return {
    ...sync.reads(context),
    ...outbox.reads(context),
    ...conversations.reads(context),
    ...messages.reads(context),
    ...directory.reads(context),
    ...apps.reads(context),
  }
}

type Bound<T> = {
  [K in keyof T]: T[K] extends (context: WriteContext, ...args: infer A) => infer R ? (...args: A) => R : never
}

/** Everything that can be read offline. */
export type CacheReads = ReturnType<typeof openReads>
/** Writes that sync and the outbox make. */
export type CacheWrites = Bound<typeof writes>
