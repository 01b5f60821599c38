import { mergeOnce } from '../../common/merge-once.ts'
import { apps } from './apps/feature.ts'
import { conversations } from './conversations/feature.ts'
import type { EntityTable, ReadContext } from './core/feature.ts'
import type { WriteContext } from './core/write-context.ts'
import { directory } from './directory/feature.ts'
import { files } from './files/feature.ts'
import { labels } from './labels/feature.ts'
import { messages } from './messages/feature.ts'
import { allMigrations } from './migrations/index.ts'
import { outbox } from './outbox/feature.ts'
import { sync } from './sync/feature.ts'

/** The parts of the cache. A new part is registered only here; the rest follows from its definition. */
const parts = [sync, outbox, conversations, labels, messages, files, directory, apps] as const

/** Does not compile when no part handles an entity of the protocol. */
export const entities: EntityTable = mergeOnce(
  'entities',
  parts.map(part => part.entities),
)

export const writes = mergeOnce(
  'writes',
  parts.map(part => part.writes),
)

/** The steps of the schema, in the order in which a new file takes them. */
export const migrations = allMigrations(
  mergeOnce(
    'migrations',
    parts.map(part => part.migrations ?? {}),
  ),
)

/** Names of the writes whose commit is on the disk when the call returns. */
export const durable: ReadonlySet<string> = new Set(parts.flatMap((part): readonly string[] => part.durable))

export function openReads(context: ReadContext) {
  return mergeOnce(
    'reads',
    parts.map(part => part.reads(context)),
  )
}

type Bound<T> = {
  [K in keyof T]: T[K] extends (context: WriteContext, ...args: infer A) => infer R ? (...args: A) => R : never
}

/** Reads of the cache; all work offline. */
export type CacheReads = ReturnType<typeof openReads>
/** Writes of the cache, each one transaction. */
export type CacheWrites = Bound<typeof writes>
