import type { Sql } from './sql.ts'

/** How far the server's clock is ahead of this device's, milliseconds. */
export const clockOffsetKey = 'clockOffset'

/** The value stored under a key, or null. */
export function readMeta(sql: Sql, key: string): string | null {
  return sql.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null
}

export function writeMeta(sql: Sql, key: string, value: string): void {
  sql.run(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  )
}
