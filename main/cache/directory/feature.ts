import type { CallArgs } from '../../../preload/contract/index.ts'
import { defineFeature, type ReadContext } from '../core/feature.ts'
import { peopleNames } from '../core/rows.ts'
import { external } from './2026-11-29-external.ts'
import { externalIndex } from './2026-11-29-external-index.ts'
import { bots } from './2026-12-03-bots.ts'
import { Directory } from './reads.ts'
import { applyEmployees, directoryEntities } from './writes.ts'

const opened = new WeakMap<ReadContext, Directory>()

/** The directory of an open cache. It caches the tree of departments until the directory changes. */
export function directoryOf(context: ReadContext): Directory {
  const known = opened.get(context)
  if (known !== undefined) return known
  const made = new Directory(context.sql)
  opened.set(context, made)
  context.onCommit(({ scopes }) => {
    if (scopes.includes('directory')) made.forget()
  })
  return made
}

/** Departments and employees. */
export const directory = defineFeature({
  entities: directoryEntities,
  reads: (context: ReadContext) => {
    const held = directoryOf(context)
    return {
      departments: () => held.departments(),
      people: (args: CallArgs<'directory.people'>) => held.people(args),
      everyoneIn: (args: CallArgs<'directory.everyoneIn'>) => held.everyoneIn(args),
      person: (userId: string) => held.person(userId, context.self),
      searchDirectory: (args: CallArgs<'directory.search'>) => held.search(args, context.self),
      /** `conversationId`: with the names that they have there. */
      peopleNames: (ids: readonly string[], conversationId?: string) => peopleNames(context.sql, ids, conversationId),
    }
  },
  writes: { applyEmployees },
  migrations: { '2026-11-29-external': external, '2026-11-29-external-index': externalIndex, '2026-12-03-bots': bots },
  durable: [],
})
