import {
  type Attributes,
  type Content,
  contentFiles,
  contentSearch,
  contentText,
  conversationKind,
  type Message,
} from '@lianqun/protocol'
import { fold } from '../../../common/fold.ts'
import { matchExpression, type SearchMarks, singleIdeograph } from '../../../common/search-tokens.ts'
import type { CallArgs, CallResult, MessageHit, SearchFilters } from '../../../preload/contract/index.ts'
import { conversationToken, messageKey, seqSpan } from '../core/message-key.ts'
import {
  avatarUserIdsOf,
  type ConversationRow,
  conversationOf,
  conversationPeople,
  conversationRow,
  joinedConversation,
  type MessageRow,
  messageColumns,
  Names,
  readAttributes,
  readContent,
  seqOf,
} from '../core/rows.ts'
import { spanAt } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import { hiddenMessages, isHidden } from './own.ts'

type Args = CallArgs<'messages.search'>
type IndexedRow = MessageRow & { index_rowid: number }

/** How many of the newest messages are scanned for a single character before the index is used. */
const scanLimit = 4_000
const scanPage = 500
/** Messages of one millisecond lie beside each other in the index; so far at most. */
const rowidSlack = 4_096

/** Where to look, besides the words. */
interface Scope {
  marks: SearchMarks
  /** Of `index_rowid`, both inclusive. */
  from: number
  to: number
  bounded: boolean
  /** Compares what the index holds only roughly. */
  has(row: IndexedRow): boolean
}

/** Messages that match every part of the query and every filter, newest first. Finds only messages that a span covers. */
export function searchMessages(sql: Sql, self: string | null, args: Args): CallResult<'messages.search'> {
  const wanted = args.offset + args.limit + 1
  const rows = findRows(sql, scopeOf(sql, self, args.filters ?? {}), args.query, wanted)
  const page = rows.slice(args.offset, args.offset + args.limit)
  return { hits: hitsOf(sql, self, page), more: rows.length > args.offset + args.limit }
}

/** The seqs of a conversation's messages that match, newest first, `most` of them. */
export function findInConversation(
  sql: Sql,
  args: CallArgs<'messages.find'>,
  most: number,
): CallResult<'messages.find'> {
  const scope = scopeOf(sql, null, { conversationIds: [args.id] })
  const rows = findRows(sql, scope, args.query, most + 1)
  const since = heldSince(sql, 'c.id = ?', args.id)
  return { seqs: rows.slice(0, most).map(row => seqOf(row.key)), more: rows.length > most, since }
}

/** The messages of a conversation with one of some kinds or with a link, before a seq or from the newest, newest first. */
export function indexedBefore(
  sql: Sql,
  { id, kinds, before, wanted }: { id: string; kinds: string[]; before: number | undefined; wanted: number },
): MessageRow[] {
  const scope = scopeOf(sql, null, { conversationIds: [id], kinds })
  if (before !== undefined) {
    const key = messageKey(conversationRow(sql, id)?.key ?? 0, before)
    scope.to = sql.get<{ to: number }>('SELECT index_rowid AS "to" FROM message WHERE key = ?', key)?.to ?? 0
  }
  return findRows(sql, scope, '', wanted)
}

function scopeOf(sql: Sql, self: string | null, filters: SearchFilters): Scope {
  const { conversationIds, senderIds, kinds, since, until, mentionsMe } = filters
  const keys = conversationIds?.flatMap(id => conversationRow(sql, id)?.key ?? [])
  const mentionIds = mentionsMe ? ['all', ...(self === null ? [] : [self])] : undefined
  const senders = senderIds && new Set(senderIds)
  return {
    marks: {
      ...(keys && { conversations: keys.map(conversationToken) }),
      ...(senderIds && { senderIds }),
      ...(kinds && { kinds }),
      ...(mentionIds && { mentionIds }),
    },
    from: since === undefined ? 0 : since * 16,
    to: until === undefined ? Number.MAX_SAFE_INTEGER : until * 16 + rowidSlack,
    bounded: since !== undefined || until !== undefined,
    has: row =>
      (senders?.has(row.sender_id) ?? true) &&
      row.sent_at >= (since ?? 0) &&
      row.sent_at <= (until ?? Number.MAX_SAFE_INTEGER),
  }
}

function findRows(sql: Sql, scope: Scope, query: string, wanted: number): IndexedRow[] {
  const single = singleIdeograph(query)
  const scanned = single === null ? null : scanNewest(sql, scope, single, wanted)
  if (scanned !== null) return scanned
  const expression = matchExpression(query, scope.marks)
  // By dates alone: the messages themselves are the list.
  const byDate = query.trim() === '' && Object.keys(scope.marks).length === 0 && scope.bounded
  if (expression === null && !byDate) return []
  return walk(sql, scope, expression, wanted, wanted, () => true).found
}

/**
 * Scans the newest messages for a single character. The index would first collect all hits, which are very many for a
 * common character. Null: too few were found, so the character is rare and the index is fast.
 */
function scanNewest(sql: Sql, scope: Scope, character: string, wanted: number): IndexedRow[] | null {
  const expression = matchExpression('', scope.marks)
  if (expression === null && Object.keys(scope.marks).length > 0) return []
  const holds = (text: string) => fold(text).includes(character)
  const { found, complete } = walk(sql, scope, expression, wanted, scanPage, holds, scanLimit)
  return complete || found.length >= wanted ? found : null
}

/** Walks the messages of an expression, or all, from the newest on until `wanted` were found or `most` were read. */
function walk(
  sql: Sql,
  scope: Scope,
  expression: string | null,
  wanted: number,
  pageRows: number,
  holds: (text: string) => boolean,
  most = Number.MAX_SAFE_INTEGER,
): { found: IndexedRow[]; complete: boolean } {
  const visible = new Visible(sql)
  const found: IndexedRow[] = []
  const source =
    expression === null
      ? `SELECT index_rowid, ${messageColumns} FROM message
         WHERE index_rowid >= ? AND index_rowid < ? ORDER BY index_rowid DESC LIMIT ?`
      : `SELECT m.index_rowid, ${messageColumns} FROM (
           SELECT rowid FROM message_text WHERE message_text MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?
         ) t CROSS JOIN message m ON m.index_rowid = t.rowid`
  let before = scope.to
  for (let read = 0; read < most; read += pageRows) {
    const bounds = [scope.from, before, pageRows]
    const rows = sql.all<IndexedRow>(source, ...(expression === null ? bounds : [expression, ...bounds]))
    for (const row of rows) {
      if (!scope.has(row)) continue
      // A row of another version that this one cannot read has nothing to show. What is cheap is asked first.
      const content = contentSearch(readContent(row.content))
      if (content !== null && holds(content.text) && visible.has(row.key)) found.push(row)
      if (found.length >= wanted) return { found, complete: false }
    }
    before = rows.at(-1)?.index_rowid ?? 0
    if (rows.length < pageRows) return { found, complete: true }
  }
  return { found, complete: false }
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

/** What a hit is made of. */
interface Found {
  key: number
  senderId: string
  sentAt: number
  content: Content
  attributes: Attributes
}

function hitsOf(sql: Sql, self: string | null, rows: readonly IndexedRow[]): MessageHit[] {
  return toHits(
    sql,
    self,
    rows.map(row => ({
      key: row.key,
      senderId: row.sender_id,
      sentAt: row.sent_at,
      content: readContent(row.content),
      attributes: readAttributes(row.attributes),
    })),
  )
}

/** Messages that the server found, as hits; those of a conversation that is not on this device are left out. */
export function messageHits(sql: Sql, self: string | null, messages: readonly Message[]): MessageHit[] {
  return toHits(
    sql,
    self,
    messages.flatMap(({ conversationId, seq, clientId, senderId, sentAt, content, attributes }) => {
      const conversation = joinedConversation(sql, conversationId)
      if (conversation === undefined || contentSearch(content) === null) return []
      if (isHidden(hiddenMessages(sql, conversationId, seq, seq).get(seq), clientId)) return []
      return [{ key: messageKey(conversation.key, seq), senderId, sentAt, content, attributes: attributes ?? {} }]
    }),
  )
}

function toHits(sql: Sql, self: string | null, found: readonly Found[]): MessageHit[] {
  const names = new Names(sql)
  const conversations = new Map(
    sql
      .all<ConversationRow>(
        'SELECT * FROM conversation WHERE key IN (SELECT value FROM json_each(?))',
        JSON.stringify(found.map(({ key }) => conversationOf(key))),
      )
      .map(row => [row.key, { row, avatarUserIds: avatarUserIdsOf(row, self) }]),
  )
  for (const { avatarUserIds } of conversations.values()) names.want(...avatarUserIds)
  names.want(...found.map(({ senderId }) => senderId))
  return found.flatMap(({ key, senderId, sentAt, content, attributes }) => {
    const conversation = conversations.get(conversationOf(key))
    if (conversation === undefined) return []
    const { id, kind, name } = conversation.row
    const [file] = contentFiles(content)
    return {
      conversation: {
        id,
        kind: conversationKind(kind),
        name,
        ...conversationPeople(conversation.row, conversation.avatarUserIds, self, names),
      },
      seq: seqOf(key),
      sender: names.get(senderId),
      sentAt,
      text: contentText(content),
      kind: content.type,
      file: file === undefined ? null : { name: file.name, size: file.size },
      mark: attributes.mark?.kind ?? null,
    }
  })
}

/**
 * From when on the cache holds every message of the user's conversations, in milliseconds; null: all of them. Of each
 * conversation with a gap the messages behind its newest gap count.
 */
export function searchReach(sql: Sql): CallResult<'messages.searchReach'> {
  return { since: heldSince(sql, '1') }
}

/** The same of the conversations of a condition. A time of the far future: of one of them nothing is held. */
function heldSince(sql: Sql, where: string, ...values: string[]): number | null {
  const rows = sql.all<{ at: number | null }>(
    `SELECT (SELECT m.sent_at FROM message m WHERE m.key >= c.key * ${seqSpan} +
         (SELECT max(s.from_seq) FROM span s WHERE s.conversation = c.key AND s.to_seq >= c.head)
       AND m.key < (c.key + 1) * ${seqSpan} ORDER BY m.key LIMIT 1) AS at FROM conversation c WHERE c.missing > 0 AND ${where}`,
    ...values,
  )
  return rows.length === 0 ? null : rows.reduce((latest, { at }) => Math.max(latest, at ?? Number.MAX_SAFE_INTEGER), 0)
}
