import {
  type Change,
  type ChangesPage,
  ProtocolError,
  type Revisions,
  type Scope,
  type WorkspaceScope,
} from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import type { ScopeRevisions } from '../hub/scope-heads.ts'
import { type Found, type ScopeReader, type ScopeReaders, splitScope } from '../scopes.ts'
import { fitting } from './fitting.ts'

interface ChangesInput {
  userId: string
  epoch: string
  scope: Scope
  since: number
  limit: number
  messagesUpTo?: number | undefined
}

/** A page of a scope's rows after a revision. @throws not_found for an unknown scope */
export async function readChanges(db: Reader, readers: ScopeReaders, input: ChangesInput): Promise<ChangesPage> {
  const { name, id } = splitScope(input.scope)
  const reader = Object.hasOwn(readers, name) ? (readers as Record<string, ScopeReader>)[name] : undefined
  if (!reader) {
    throw new ProtocolError('not_found', { field: 'scope', message: `This server has no scope ${name}.` })
  }
  const { rows, head } = await reader.read(db, { ...input, id })
  const changes = toChanges(rows)
  changes.sort((a, b) => a.value.revision - b.value.revision)
  const page = changes.slice(0, input.limit)
  const count = fitting(page)
  const cut = page.slice(0, count)
  const more = count < changes.length
  const upTo = more ? (cut.at(-1)?.value.revision ?? head) : head
  return { scope: input.scope, epoch: input.epoch, changes: cut, upTo, head, more }
}

function toChanges(rows: Found['rows']): Change[] {
  return Object.entries(rows).flatMap(([entity, values]) => values.map(value => ({ entity, value }) as Change))
}

/** How far the scopes other than conversations have come: those of each of some users, and those that all share. */
export async function readScopeHeads(
  db: Reader,
  { conversation: _, me, ...shared }: ScopeReaders,
  userIds: readonly string[],
): Promise<ScopeRevisions> {
  const heads = new Map<WorkspaceScope, number>()
  for (const name of Object.keys(shared) as (keyof typeof shared)[]) heads.set(name, await shared[name].head(db))
  return { me: await me.heads(db, userIds), shared: heads }
}

/** The heads of the scopes other than conversations that a user has, by name. */
export function revisionsOf({ me, shared }: ScopeRevisions, userId: string): Required<Revisions> {
  const all = Object.fromEntries(shared) as Record<WorkspaceScope, number>
  return { ...all, me: me.get(userId) ?? 0 }
}
