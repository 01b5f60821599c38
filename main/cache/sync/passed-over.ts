import { type Scope, scopeConversation } from '@lianqun/protocol'
import { readMeta, writeMeta } from '../core/meta.ts'
import { conversationRow } from '../core/rows.ts'
import { readScope, writeScope } from '../core/scopes.ts'
import type { WriteContext } from '../core/write-context.ts'
import { indexNewKinds } from '../messages/index.ts'

/** Notes that a row of a scope could not be read: a later version of the app reads the scope again from there. */
export function notePassedOver(context: WriteContext, scope: Scope, revision: number): void {
  context.sql.run(
    `INSERT INTO passed_over (scope, revision) VALUES (?, ?)
     ON CONFLICT (scope) DO UPDATE SET revision = min(revision, excluded.revision)`,
    scope,
    revision,
  )
}

export function forgetPassedOver(context: WriteContext, scope: Scope): void {
  context.sql.run('DELETE FROM passed_over WHERE scope = ?', scope)
}

const versionKey = 'reads'

/**
 * `version` says what this app can read. When it differs from the last one, the scopes in which rows were passed over
 * are read again from there; what is held stays. Answers with these scopes.
 */
export function updatedTo(context: WriteContext, version: string): Scope[] {
  const { sql } = context
  indexNewKinds(context)
  if (readMeta(sql, versionKey) === version) return []
  writeMeta(sql, versionKey, version)
  const noted = sql.all<{ scope: Scope; revision: number }>('SELECT scope, revision FROM passed_over')
  for (const { scope, revision } of noted) goBack(context, scope, revision - 1)
  sql.exec('DELETE FROM passed_over')
  return noted.map(({ scope }) => scope)
}

function goBack(context: WriteContext, scope: Scope, cursor: number): void {
  const id = scopeConversation(scope)
  if (id === null) {
    const known = readScope(context.sql, scope)
    writeScope(context.sql, scope, { ...known, cursor: Math.min(known.cursor, cursor) })
    return
  }
  const row = conversationRow(context.sql, id)
  if (row === undefined) return
  // What the spans hold is as of the old cursor: it need not be read again.
  context.sql.run('UPDATE span SET as_of = max(as_of, ?) WHERE conversation = ?', row.cursor, row.key)
  context.sql.run('UPDATE conversation SET cursor = min(cursor, ?) WHERE key = ?', cursor, row.key)
}
