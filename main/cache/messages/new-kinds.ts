import { type Content, contents, contentText } from '@lianqun/protocol'
import { readMeta, writeMeta } from '../core/meta.ts'
import { conversationOf } from '../core/rows.ts'
import { readJson } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'
import { addText } from './writes.ts'

const kindsKey = 'messageKinds'
/** Those of the first release, which did not say what it knew. */
const firstKinds = ['text', 'system', 'recalled']
const batch = 500

/**
 * Messages of a kind that the app before did not know are held as they came, out of the search index. Those that this
 * app knows are indexed now: what is in the index must be what `contentText` says, for it is taken out by its text.
 */
export function indexNewKinds(context: WriteContext): void {
  const { sql } = context
  const kept = readMeta(sql, kindsKey)
  const before = kept === null ? firstKinds : readJson<string[]>(kept)
  const kinds = Object.keys(contents)
  const added = kinds.filter(kind => !before.includes(kind))
  if (kept !== null && added.length === 0 && kinds.length === before.length) return
  if (added.length > 0) indexKinds(context, added)
  writeMeta(sql, kindsKey, JSON.stringify(kinds))
}

function indexKinds(context: WriteContext, kinds: readonly string[]): void {
  let above = -1
  for (;;) {
    const rows = context.sql.all<{ key: number; index_rowid: number; content: string }>(
      `SELECT key, index_rowid, content FROM message
       WHERE key > ? AND json_extract(content, '$.type') IN (SELECT value FROM json_each(?)) ORDER BY key LIMIT ${batch}`,
      above,
      JSON.stringify(kinds),
    )
    for (const { key, index_rowid, content } of rows) {
      addText(context, index_rowid, contentText(readJson<Content>(content)), conversationOf(key))
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return
    above = last.key
  }
}
