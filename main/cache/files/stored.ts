import type { Sql } from '../core/sql.ts'
import type { FileKind, StoredFile } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'

interface StoredRow {
  id: string
  blob: string
  key: string
  size: number
  media_type: string
  etag: string
  done: number
}

const kindSql = `CASE WHEN media_type LIKE 'image/%' THEN 'image' WHEN media_type LIKE 'video/%' THEN 'video'
  WHEN media_type LIKE 'audio/%' THEN 'sound' ELSE 'other' END`

export function storedFile(sql: Sql, id: string): StoredFile | null {
  const row = sql.get<StoredRow>('SELECT * FROM stored_file WHERE id = ?', id)
  if (row === undefined) return null
  const { media_type: mediaType, done, blob, key, size, etag } = row
  return { id, blob, key, size, mediaType, etag, done: done === 1 }
}

/** Begins to keep a file; one of that id from before goes. */
export function fileBegan(context: WriteContext, file: Omit<StoredFile, 'done'>, at: number): void {
  context.sql.run('DELETE FROM stored_file WHERE id = ?', file.id)
  context.sql.run(
    'INSERT INTO stored_file (id, blob, key, size, media_type, etag, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    file.id,
    file.blob,
    file.key,
    file.size,
    file.mediaType,
    file.etag,
    at,
  )
}

/** All bytes of the blob are on the disk. @returns false when the file is not kept any more */
export function fileStored(context: WriteContext, id: string, blob: string): boolean {
  return context.sql.run('UPDATE stored_file SET done = 1 WHERE id = ? AND blob = ?', id, blob) > 0
}

export function fileUsed(context: WriteContext, id: string, at: number): void {
  context.sql.run('UPDATE stored_file SET used_at = ? WHERE id = ?', at, id)
}

/** Forgets a file and its smaller pictures. */
export function forgetFile(context: WriteContext, id: string): void {
  context.sql.run('DELETE FROM stored_file WHERE id IN (?, ?, ?)', id, `${id}/thumbnail`, `${id}/preview`)
}

/** Forgets the files that were not used for longest, until the rest is at most `limit` bytes. */
export function limitFiles(context: WriteContext, limit: number): void {
  const { sql } = context
  const rows = sql.all<{ id: string; size: number }>('SELECT id, size FROM stored_file ORDER BY used_at DESC, id')
  let total = 0
  for (const { id, size } of rows) {
    total += size
    if (total > limit) sql.run('DELETE FROM stored_file WHERE id = ?', id)
  }
}

/** Forgets all loaded files of a kind; null: of all kinds. */
export function forgetFiles(context: WriteContext, kind: FileKind | null): void {
  context.sql.run(`DELETE FROM stored_file WHERE ? IS NULL OR ${kindSql} = ?`, kind, kind)
}

export function fileUsage(sql: Sql): { kind: FileKind; size: number; files: number }[] {
  return sql.all(
    `SELECT ${kindSql} AS kind, sum(size) AS size, count(*) AS files FROM stored_file GROUP BY 1 ORDER BY 2 DESC`,
  )
}

/** Blobs whose files are to be deleted. */
export function fileTrash(sql: Sql): string[] {
  return sql.all<{ blob: string }>('SELECT blob FROM file_trash').map(({ blob }) => blob)
}

export function trashEmptied(context: WriteContext, blobs: readonly string[]): void {
  context.sql.run('DELETE FROM file_trash WHERE blob IN (SELECT value FROM json_each(?))', JSON.stringify(blobs))
}

/** Blobs that are used: any other in the folder is left from a run that ended. */
export function fileBlobs(sql: Sql): string[] {
  return sql
    .all<{ blob: string }>('SELECT blob FROM stored_file UNION SELECT blob FROM upload WHERE blob IS NOT NULL')
    .map(({ blob }) => blob)
}
