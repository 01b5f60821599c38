import { contentText, conversationKind } from '@lianqun/protocol'
import { fold } from '../../../common/fold.ts'
import type { CallArgs, CallResult, MessageHit } from '../../../preload/contract/index.ts'
import {
  avatarUserIdsOf,
  type ConversationRow,
  conversationOf,
  conversationPeople,
  conversationRow,
  type MessageRow,
  messageColumns,
  Names,
  readContent,
  seqOf,
} from '../core/rows.ts'
import { spanAt } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import { matchExpression, singleIdeograph } from '../core/tokens.ts'

type Args = CallArgs<'messages.search'>
type IndexedRow = MessageRow & { index_rowid: number }

/** How many of the newest messages are scanned for a single character before the index is used. */
const scanLimit = 4_000

/** Messages that match every part of the query, newest first. Finds only messages that a span covers. */
export function searchMessages(sql: Sql, self: string | null, args: Args): CallResult<'messages.search'> {
  const conversation = args.conversationId === null ? null : conversationRow(sql, args.conversationId)
  if (conversation === undefined) return { hits: [], more: false }
  const key = conversation?.key ?? null
  const wanted = args.offset + args.limit + 1
  const single = key === null ? singleIdeograph(args.query) : null
  const rows = (single === null ? null : scanNewest(sql, single, wanted)) ?? searchIndex(sql, args.query, key, wanted)
  const page = rows.slice(args.offset, args.offset + args.limit)
  return { hits: hitsOf(sql, self, page), more: rows.length > args.offset + args.limit }
}

/**
 * Scans the newest messages for a single character. The index would first collect all hits, which are very many for a
 * common character. Null: too few were found, so the character is rare and the index is fast.
 */
function scanNewest(sql: Sql, character: string, wanted: number): IndexedRow[] | null {
  const visible = new Visible(sql)
  const found: IndexedRow[] = []
  let before = Number.MAX_SAFE_INTEGER
  for (let read = 0; read < scanLimit; read += 500) {
    const rows = sql.all<IndexedRow>(
      `SELECT index_rowid, ${messageColumns} FROM message WHERE index_rowid < ? ORDER BY index_rowid DESC LIMIT 500`,
      before,
    )
    for (const row of rows) {
      before = row.index_rowid
      if (!fold(contentText(readContent(row.content))).includes(character) || !visible.has(row.key)) continue
      found.push(row)
      if (found.length >= wanted) return found
    }
    if (rows.length < 500) return found
  }
  return null
}

function searchIndex(sql: Sql, query: string, conversation: number | null, wanted: number): IndexedRow[] {
  const expression = matchExpression(query, conversation)
  if (expression === null) return []
  const visible = new Visible(sql)
  const found: IndexedRow[] = []
  let before = Number.MAX_SAFE_INTEGER
  for (;;) {
    const rows = sql.all<IndexedRow>(
      `SELECT m.index_rowid, ${messageColumns} FROM (
         SELECT rowid FROM message_text WHERE message_text MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?
       ) t CROSS JOIN message m ON m.index_rowid = t.rowid`,
      expression,
      before,
      wanted,
    )
    // A row of another version that this one cannot read has no text to show.
    found.push(...rows.filter(row => visible.has(row.key) && contentText(readContent(row.content)) !== ''))
    before = rows.at(-1)?.index_rowid ?? 0
    if (rows.length < wanted || found.length >= wanted) return found.slice(0, wanted)
  }
}

/** Whether a span covers a message and the user may see it. Caches the conversations. */
class Visible {
  readonly #sql: Sql
  readonly #from = new Map<number, number>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  has(key: number): boolean {
    const conversation = conversationOf(key)
    let from = this.#from.get(conversation)
    if (from === undefined) {
      const row = this.#sql.get<{ f: number }>('SELECT visible_from AS f FROM conversation WHERE key = ?', conversation)
      from = row?.f ?? Number.MAX_SAFE_INTEGER
      this.#from.set(conversation, from)
    }
    return seqOf(key) >= from && spanAt(this.#sql, conversation, seqOf(key)) !== undefined
  }
}

function hitsOf(sql: Sql, self: string | null, rows: readonly IndexedRow[]): MessageHit[] {
  const names = new Names(sql)
  const conversations = new Map(
    sql
      .all<ConversationRow>(
        'SELECT * FROM conversation WHERE key IN (SELECT value FROM json_each(?))',
        JSON.stringify(rows.map(row => conversationOf(row.key))),
      )
      .map(row => [row.key, { row, avatarUserIds: avatarUserIdsOf(row, self) }]),
  )
  for (const { avatarUserIds } of conversations.values()) names.want(...avatarUserIds)
  names.want(...rows.map(row => row.sender_id))
  return rows.flatMap(row => {
    const found = conversations.get(conversationOf(row.key))
    if (found === undefined) return []
    const { id, kind, name } = found.row
    return {
      conversation: {
        id,
        kind: conversationKind(kind),
        name,
        ...conversationPeople(found.row, found.avatarUserIds, self, names),
      },
      seq: seqOf(row.key),
      sender: names.get(row.sender_id),
      sentAt: row.sent_at,
      text: contentText(readContent(row.content)),
    }
  })
}
