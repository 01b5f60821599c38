import { type Content, contentSchema, contents, unreadableContent } from '@lianqun/protocol'
import { readMeta, writeMeta } from '../core/meta.ts'
import { conversationOf, readContent, seqOf } from '../core/rows.ts'
import { readJson } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'
import { addTokens, noteMention, tokensOfMessage, unreadableKey } from './writes.ts'

const kindsKey = 'messageKinds'
/** Kinds of the first release, which did not record what it knew. */
const firstKinds = ['text', 'system', 'recalled']
const batch = 500

interface Row {
  key: number
  index_rowid: number
  sender_id: string
  content: string
}

/**
 * Messages of an unknown kind are stored unchanged, without search index and mentions. This adds both for the kinds
 * that this version knows and no version before did. Invalid content becomes `unreadable`.
 */
export function indexNewKinds(context: WriteContext): void {
  const { sql } = context
  const kept = readMeta(sql, kindsKey)
  const before = kept === null ? firstKinds : readJson<string[]>(kept)
  const added = Object.keys(contents).filter(kind => !before.includes(kind))
  if (kept !== null && added.length === 0) return
  for (const row of rowsOfKinds(context, added)) {
    const content = readContent(row.content)
    if (content.type === unreadableContent) replaceContent(context, row.key, content)
    else index(context, row, content)
  }
  // Kinds that only a later version knew stay in the list, so that they are not indexed twice.
  writeMeta(sql, kindsKey, JSON.stringify([...before, ...added]))
}

/** Tries to read contents that an earlier version could not read. */
export function readUnreadable(context: WriteContext): void {
  if (readMeta(context.sql, unreadableKey) === null) return
  for (const row of rowsOfKinds(context, [unreadableContent])) {
    const content = contentSchema.parse(readJson<{ was?: unknown }>(row.content).was)
    if (content.type === unreadableContent) continue
    replaceContent(context, row.key, content)
    index(context, row, content)
  }
}

function index(context: WriteContext, row: Row, content: Content): void {
  const conversation = conversationOf(row.key)
  addTokens(context, row.index_rowid, tokensOfMessage(conversation, row.sender_id, content))
  noteMention(context, conversation, { seq: seqOf(row.key), senderId: row.sender_id, content }, false)
  context.touched.add(conversation)
}

function replaceContent(context: WriteContext, key: number, content: Content): void {
  context.sql.run('UPDATE message SET content = ? WHERE key = ?', JSON.stringify(content), key)
}

function* rowsOfKinds(context: WriteContext, kinds: readonly string[]): Generator<Row> {
  if (kinds.length === 0) return
  let above = -1
  for (;;) {
    const rows = context.sql.all<Row>(
      `SELECT key, index_rowid, sender_id, content FROM message
       WHERE key > ? AND json_extract(content, '$.type') IN (SELECT value FROM json_each(?)) ORDER BY key LIMIT ${batch}`,
      above,
      JSON.stringify(kinds),
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return
    above = last.key
  }
}
