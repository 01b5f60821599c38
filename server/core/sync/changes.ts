import { type Change, type ChangesPage, ProtocolError, type Scope } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
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

/** The heads of the scopes other than conversations, by name. */
export async function readRevisions(db: Reader, readers: ScopeReaders, userId: string): Promise<Revisions> {
  const entries: [string, number][] = []
  for (const [name, reader] of Object.entries(readers)) {
    if ('head' in reader) entries.push([name, await reader.head(db, userId)])
  }
  return Object.fromEntries(entries) as Revisions
}

/** How far the scopes other than conversations have come: `me` of each of some users, and those that all share. */
export async function readScopeHeads(
  db: Reader,
  readers: ScopeReaders,
  userIds: readonly string[],
): Promise<ScopeRevisions> {
  const rows = await db.selectFrom('users').select(['id', 'me_revision']).where('id', 'in', idList(userIds)).execute()
  const { me: _, ...shared } = await readRevisions(db, readers, '')
  return {
    me: new Map(rows.map(({ id, me_revision }) => [id, Number(me_revision)])),
    shared: new Map(Object.entries(shared) as [keyof typeof shared, number][]),
  }
}

/** Heads by scope name. */
type Revisions = Record<Exclude<keyof ScopeReaders, 'conversation'>, number>
