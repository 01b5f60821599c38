import { openSql, type Sql } from '../core/sql.ts'
import { CacheError, type QueuedFile, type Unsent } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import { contentOf, type OutboxRow } from './outbox.ts'

/**
 * Reads the unsent messages and drafts of a cache that is damaged or of a later version, row by row as far as possible.
 * Never throws because of the contents of the file.
 * @throws CacheError `full`; it may work later
 */
export function readUnsent(path: string, key: Uint8Array): Unsent {
  const unsent: Unsent = { messages: [], drafts: [], complete: false }
  let sql: Sql | null = null
  try {
    sql = openSql(path, key)
    sql.exec('PRAGMA cell_size_check = ON')
    unsent.complete = readInto(sql, unsent)
  } catch (error) {
    if (!(error instanceof CacheError)) throw error
    if (error.failure === 'full') throw error
  } finally {
    close(sql)
  }
  return unsent
}

/** Returns false when a row was left out. @throws CacheError when a table could not be read to its end */
function readInto(sql: Sql, unsent: Unsent): boolean {
  let all = true
  const left = leftNames(sql)
  const drafts = each<{ conversation_id: string; text: string }>(
    sql,
    'SELECT conversation_id, text FROM draft WHERE conversation_id > ? ORDER BY conversation_id LIMIT 1',
    '',
    row => row.conversation_id,
    row =>
      unsent.drafts.push({
        conversationId: row.conversation_id,
        text: row.text,
        leftName: left.get(row.conversation_id) ?? null,
      }),
  )
  const messages = each<OutboxRow>(
    sql,
    // By rowid: the file may be of any version, and the column had another name in version 1.
    "SELECT rowid AS position, * FROM outbox WHERE rowid > ? AND kind NOT IN ('membership', 'change', 'state', 'label') ORDER BY rowid LIMIT 1",
    0,
    row => row.position,
    row => {
      if (row.state === 'acknowledged') return
      // An item of a kind that only a later version knows: it is left out, so the file is kept.
      if (row.kind !== 'send' || row.content === null) {
        all = false
        return
      }
      unsent.messages.push({
        clientId: row.client_id,
        conversationId: row.conversation_id,
        content: row.content,
        createdAt: row.created_at,
        // An unknown state of a later version counts as not sent.
        state: row.state === 'failed' ? 'failed' : 'pending',
        error: row.error,
        // A file of an earlier version has no such columns.
        replyTo: row.reply_to ?? null,
        ask: row.ask ?? null,
        leftName: row.error === 'not_member' ? nameOf(sql, row.conversation_id) : null,
        files: filesOf(sql, row.client_id),
      })
    },
  )
  const failure = drafts ?? messages
  if (failure !== null) throw failure
  return all
}

interface UploadRow {
  id: string
  name: string
  size: number
  media_type: string
  path: string | null
  mtime: number | null
  blob: string | null
  key: string | null
}

/** The files of a message that are not up; none from a file of a version before them. */
function filesOf(sql: Sql, clientId: string): QueuedFile[] {
  let rows: UploadRow[]
  try {
    rows = sql.all<UploadRow>('SELECT * FROM upload WHERE client_id = ? AND file IS NULL ORDER BY position', clientId)
  } catch (error) {
    if (error instanceof CacheError) throw error
    return []
  }
  return rows.flatMap(({ id, name, size, media_type: mediaType, path, mtime, blob, key }): QueuedFile[] => {
    if (path !== null && mtime !== null) return [{ id, name, size, mediaType, source: { path, mtime } }]
    return blob === null || key === null ? [] : [{ id, name, size, mediaType, source: { blob, key } }]
  })
}

function nameOf(sql: Sql, id: string): string {
  return sql.get<{ name: string }>('SELECT name FROM conversation WHERE id = ?', id)?.name ?? ''
}

/** Names of the conversations that the person is out of; none from a file where that cannot be read. */
function leftNames(sql: Sql): Map<string, string> {
  try {
    const rows = sql.all<{ id: string; name: string }>(
      'SELECT c.id, c.name FROM left_conversation l JOIN conversation c ON c.id = l.conversation_id',
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  } catch (error) {
    if (error instanceof CacheError && error.failure === 'full') throw error
    return new Map()
  }
}

/** Reads a table row by row; returns the error that stopped it, or null at its end. */
function each<T>(
  sql: Sql,
  text: string,
  start: string | number,
  positionOf: (row: T) => string | number,
  take: (row: T) => void,
): CacheError | null {
  try {
    for (let position = start; ; ) {
      const row = sql.get<T>(text, position)
      if (row === undefined) return null
      take(row)
      position = positionOf(row)
    }
  } catch (error) {
    if (error instanceof CacheError) return error
    return new CacheError('corrupt', `Unsent messages could not be read: ${String(error)}`)
  }
}

/** Closes the file. Reading is over, so an error of a damaged file is ignored. */
function close(sql: Sql | null): void {
  try {
    sql?.close()
  } catch (error) {
    if (!(error instanceof CacheError) && !(error instanceof Error && 'code' in error)) throw error
  }
}

const restoredKey = (from: string) => `restored:${from}`

/** Adds the unsent messages and drafts of the cache named `from`. A second call for the same name does nothing. */
export function restoreUnsent(context: WriteContext, from: string, unsent: Unsent): void {
  const { sql, changes } = context
  if (sql.run("INSERT OR IGNORE INTO meta (key, value) VALUES (?, '1')", restoredKey(from)) === 0) return
  for (const message of unsent.messages) {
    const sendable = contentOf(message) !== null
    sql.run(
      `INSERT INTO outbox (client_id, kind, conversation_id, content, created_at, state, error, reply_to, ask)
       VALUES (?, 'send', ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client_id) DO NOTHING`,
      message.clientId,
      message.conversationId,
      message.content,
      message.createdAt,
      sendable ? message.state : 'failed',
      sendable ? message.error : 'invalid_params',
      message.replyTo,
      message.ask ?? null,
    )
    for (const [position, file] of (message.files ?? []).entries()) restoreFile(sql, message.clientId, position, file)
    if (message.leftName !== null) addLeftConversation(sql, message.conversationId, message.leftName)
    changes.messages(message.conversationId, 0)
  }
  for (const { conversationId, text, leftName } of unsent.drafts) {
    if (leftName !== null) addLeftConversation(sql, conversationId, leftName)
    sql.run('INSERT OR IGNORE INTO draft (conversation_id, text) VALUES (?, ?)', conversationId, text)
  }
  changes.anyConversation()
}

function restoreFile(sql: Sql, clientId: string, position: number, file: QueuedFile): void {
  const { path, mtime, blob, key } = { path: null, mtime: null, blob: null, key: null, ...file.source }
  sql.run(
    `INSERT OR IGNORE INTO upload (id, client_id, position, name, size, media_type, path, mtime, blob, key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    file.id,
    clientId,
    position,
    file.name,
    file.size,
    file.mediaType,
    path,
    mtime,
    blob,
    key,
  )
}

/** Adds a row for a group that the user has left, so that its unsent messages stay visible. */
function addLeftConversation(sql: Sql, id: string, name: string): void {
  const added = sql.run(
    `INSERT INTO conversation (id, kind, name, terms, member_count, avatar_user_ids, created_at, revision, epoch,
       membership_revision) VALUES (?, 'group', ?, '', 0, '[]', 0, -1, '', -1) ON CONFLICT (id) DO NOTHING`,
    id,
    name,
  )
  if (added > 0) sql.run('INSERT OR IGNORE INTO left_conversation (conversation_id, revision) VALUES (?, 0)', id)
}

/** Whether the unsent messages and drafts of the cache named `from` have been added. */
export function restored(sql: Sql, from: string): boolean {
  return sql.get('SELECT 1 FROM meta WHERE key = ?', restoredKey(from)) !== undefined
}
