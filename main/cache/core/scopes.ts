import type { Sql } from './sql.ts'

/** The row for heads in the table of scopes: `sync.heads` has its own, opaque cursor. */
export const headsScope = 'heads'

/** The state of a scope. `token`: the opaque cursor of the heads. */
export interface ScopeRow {
  epoch: string | null
  cursor: number
  token: string | null
}

export function readScope(sql: Sql, name: string): ScopeRow {
  const row = sql.get<ScopeRow>('SELECT epoch, cursor, token FROM scope WHERE name = ?', name)
  return row === undefined ? { epoch: null, cursor: 0, token: null } : row
}

export function writeScope(sql: Sql, name: string, scope: ScopeRow): void {
  sql.run(
    `INSERT INTO scope (name, epoch, cursor, token) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
       epoch = excluded.epoch, cursor = excluded.cursor, token = excluded.token`,
    name,
    scope.epoch,
    scope.cursor,
    scope.token,
  )
}
