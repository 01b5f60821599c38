import { type FileRef, fileRefSchema, type SendableContent, sendableContentSchema } from '@lianqun/protocol'
import { readJson, type Sql } from '../core/sql.ts'
import type { PendingUpload, QueuedFile } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import { enqueueSend, outboxChanged } from '../outbox/index.ts'

export interface UploadRow {
  id: string
  client_id: string
  position: number
  name: string
  size: number
  media_type: string
  path: string | null
  mtime: number | null
  blob: string | null
  key: string | null
  url: string | null
  paused: number
  file: string | null
}

type Send = Parameters<typeof enqueueSend>[1]

/** Queues a message with its files, in one step. */
export function enqueueFiles(context: WriteContext, item: Send, files: readonly QueuedFile[]): void {
  for (const [position, { id, name, size, mediaType, source }] of files.entries()) {
    context.sql.run(
      `INSERT INTO upload (id, client_id, position, name, size, media_type, path, mtime, blob, key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      item.clientId,
      position,
      name,
      size,
      mediaType,
      'path' in source ? source.path : null,
      'path' in source ? source.mtime : null,
      'blob' in source ? source.blob : null,
      'blob' in source ? source.key : null,
    )
  }
  enqueueSend(context, item)
}

/** The files of all messages in the outbox, in the order of writing. */
export function uploads(sql: Sql): PendingUpload[] {
  return sql
    .all<UploadRow & { conversation_id: string; state: PendingUpload['state']; error: string | null }>(
      `SELECT upload.*, outbox.conversation_id, outbox.state, outbox.error FROM upload JOIN outbox USING (client_id)
       ORDER BY outbox.position, upload.position`,
    )
    .flatMap(row => {
      const source = sourceOf(row)
      if (source === null) return []
      return [
        {
          id: row.id,
          name: row.name,
          size: row.size,
          mediaType: row.media_type,
          source,
          clientId: row.client_id,
          conversationId: row.conversation_id,
          url: row.url,
          paused: row.paused === 1,
          file: row.file === null ? null : (fileRefSchema.safeParse(readJson(row.file)).data ?? null),
          state: row.state,
          error: row.error,
        },
      ]
    })
}

function sourceOf({ path, mtime, blob, key }: UploadRow): QueuedFile['source'] | null {
  if (path !== null && mtime !== null) return { path, mtime }
  return blob === null || key === null ? null : { blob, key }
}

export function uploadBegan(context: WriteContext, id: string, url: string): void {
  context.sql.run('UPDATE upload SET url = ? WHERE id = ?', url, id)
}

export function uploadsPaused(context: WriteContext, clientId: string, paused: boolean): void {
  context.sql.run('UPDATE upload SET paused = ? WHERE client_id = ?', paused ? 1 : 0, clientId)
  outboxChanged(context, clientId)
}

/** A file is up: the message says from now on what the server says of it. */
export function uploadDone(context: WriteContext, id: string, file: FileRef): void {
  const { sql } = context
  const row = sql.get<{ client_id: string; content: string }>(
    'SELECT client_id, content FROM upload JOIN outbox USING (client_id) WHERE id = ?',
    id,
  )
  if (row === undefined) return
  sql.run('UPDATE upload SET file = ? WHERE id = ?', JSON.stringify(file), id)
  const content = withFile(readJson(row.content), id, file)
  const left = sql.get('SELECT 1 FROM upload WHERE client_id = ? AND file IS NULL', row.client_id)
  sql.run(
    'UPDATE outbox SET content = ? WHERE client_id = ?',
    JSON.stringify(left === undefined ? sendable(content, file) : content),
    row.client_id,
  )
  outboxChanged(context, row.client_id)
}

/** A content with the server's file in place of a queued one. */
function withFile(value: unknown, id: string, file: FileRef): unknown {
  if (Array.isArray(value)) return value.map(item => withFile(item, id, file))
  if (typeof value !== 'object' || value === null) return value
  if ('id' in value && value.id === id) return file
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withFile(item, id, file)]))
}

/** What the server found to be no picture, video or sound is sent as a file. */
function sendable(content: unknown, file: FileRef): unknown {
  if (sendableContentSchema.safeParse(content).success) return content
  const plain: SendableContent = { type: 'file', file: file as Extract<SendableContent, { type: 'file' }>['file'] }
  const several = typeof content === 'object' && content !== null && 'images' in content
  return several && Array.isArray(content.images) && content.images.length > 1 ? content : plain
}
