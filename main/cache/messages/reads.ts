import {
  type Attributes,
  attributesPeople,
  type Content,
  contentPeople,
  contentWords,
  isBubble,
  isCounted,
} from '@lianqun/protocol'
import type { CallArgs, MessageItem, MessagePage, Quote } from '../../../preload/contract/index.ts'
import { messageKey } from '../core/message-key.ts'
import {
  type ConversationRow,
  conversationRow,
  leftEpoch,
  type MessageRow,
  messageColumns,
  Names,
  readAttributes,
  readContent,
  seqOf,
} from '../core/rows.ts'
import { type Span, spanAt, topSpan } from '../core/spans.ts'
import { readJson, type Sql } from '../core/sql.ts'
import type { QueuedAsk } from '../core/types.ts'
import {
  type Answered,
  askedFor,
  contentOf,
  type OutboxRow,
  ownAnswer,
  waitingChanges,
  withChange,
} from '../outbox/index.ts'
import { isHidden, labelsOf, ownStates, requestOf, type StateRow } from './own.ts'

type Anchor = CallArgs<'messages.page'>['anchor']

/** The rows of a page. `bottom` and `top`: the page reaches the edge of its span there. */
interface PageRows {
  rows: MessageRow[]
  bottom: boolean
  top: boolean
  span: Span | null
  /** Only without a span: messages before `older` and after `newer` may be missing. */
  around: { older: number; newer: number }
}

/** The newest `limit` rows of a span before `end` (exclusive), ascending, and whether these are all. */
function older(sql: Sql, conversation: number, span: Span, end: number, limit: number): [MessageRow[], boolean] {
  const rows = sql.all<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT ?`,
    messageKey(conversation, span.from),
    messageKey(conversation, Math.min(span.to, end - 1)),
    limit + 1,
  )
  return [rows.slice(0, limit).reverse(), rows.length <= limit]
}

/** The oldest `limit` rows of a span from `start` (inclusive), and whether these are all. */
function newer(sql: Sql, conversation: number, span: Span, start: number, limit: number): [MessageRow[], boolean] {
  const rows = sql.all<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?`,
    messageKey(conversation, Math.max(span.from, start)),
    messageKey(conversation, span.to),
    limit + 1,
  )
  return [rows.slice(0, limit), rows.length <= limit]
}

/** The part of a span that the user may see, from the seq `low`. */
function visible(span: Span | undefined, low: number): Span | undefined {
  if (span === undefined || span.to < low) return undefined
  return span.from < low ? { ...span, from: low } : span
}

/** A page around `seq` with a `share` of it before. Where one side has too few rows, the other side gets more. */
function split(sql: Sql, row: ConversationRow, span: Span, seq: number, limit: number, share: number): PageRows {
  const before = Math.floor(limit * share)
  let [after, top] = newer(sql, row.key, span, seq, limit - before)
  const [head, bottom] = older(sql, row.key, span, seq, limit - after.length)
  if (head.length < before && !top) [after, top] = newer(sql, row.key, span, seq, limit - head.length)
  return { rows: [...head, ...after], bottom, top, span, around: { older: seq, newer: seq } }
}

/** An empty page, where there is no span. */
function emptyPage(older: number, newer: number): PageRows {
  return { rows: [], bottom: true, top: true, span: null, around: { older, newer } }
}

function latest(sql: Sql, row: ConversationRow, low: number, limit: number): PageRows {
  const span = visible(topSpan(sql, row.key), low)
  if (span === undefined) return emptyPage(row.head + 1, low - 1)
  const [rows, bottom] = older(sql, row.key, span, span.to + 1, limit)
  return { rows, bottom, top: true, span, around: { older: 0, newer: 0 } }
}

/** A page with a third before the first unread message; the newest page when there is none or no span covers it. */
function unread(sql: Sql, row: ConversationRow, low: number, limit: number): PageRows {
  if (row.unread === 0) return latest(sql, row, low, limit)
  const first = Math.max(row.effective_read_seq + 1, low)
  const span = visible(spanAt(sql, row.key, first), low)
  if (span === undefined) return latest(sql, row, low, limit)
  const [rows] = newer(sql, row.key, span, first, 1)
  const seq = rows[0] === undefined ? first : seqOf(rows[0].key)
  return split(sql, row, span, seq, limit, 1 / 3)
}

function pageRows(sql: Sql, row: ConversationRow, anchor: Anchor, limit: number): PageRows {
  const low = Math.max(row.visible_from, 1)
  if ('at' in anchor) return anchor.at === 'latest' ? latest(sql, row, low, limit) : unread(sql, row, low, limit)
  if ('before' in anchor) {
    const span = visible(spanAt(sql, row.key, anchor.before - 1), low)
    if (span === undefined) return emptyPage(anchor.before, anchor.before - 1)
    const [rows, bottom] = older(sql, row.key, span, anchor.before, limit)
    return { rows, bottom, top: anchor.before > span.to, span, around: { older: 0, newer: 0 } }
  }
  if ('after' in anchor) {
    const span = visible(spanAt(sql, row.key, anchor.after + 1), low)
    if (span === undefined) return emptyPage(anchor.after + 1, anchor.after)
    const [rows, top] = newer(sql, row.key, span, anchor.after + 1, limit)
    return { rows, bottom: anchor.after < span.from, top, span, around: { older: 0, newer: 0 } }
  }
  const span = visible(spanAt(sql, row.key, anchor.around), low)
  if (span === undefined) return emptyPage(anchor.around + 1, anchor.around - 1)
  return split(sql, row, span, anchor.around, limit, 1 / 2)
}

/** A page of a conversation from its spans; see `messages.page` of the contract. */
export function messagesPage(sql: Sql, self: string | null, args: CallArgs<'messages.page'>): MessagePage {
  const row = conversationRow(sql, args.id)
  if (row === undefined) return readPage(sql, self, args.id, [], true, 0)
  const low = Math.max(row.visible_from, 1)
  const page = pageRows(sql, row, args.anchor, args.limit)
  const bottom = page.span === null ? page.around.older : page.span.from
  const top = page.span === null ? page.around.newer : page.span.to
  // What is missing of a conversation that the person is out of cannot be fetched.
  const fetchable = row.epoch !== leftEpoch
  const gapOlder = fetchable && page.bottom && bottom > low && row.head >= low
  const gapNewer = fetchable && page.top && top < row.head
  const hasNewer = !page.top || gapNewer
  const newest = !hasNewer || ('at' in args.anchor && page.top)
  return {
    ...readPage(sql, self, args.id, page.rows, newest, row.effective_read_seq),
    hasOlder: !page.bottom || gapOlder,
    hasNewer,
    gapOlder,
    gapNewer,
  }
}

/**
 * The items of a page with names; `newest`: with the conversation's outbox at the end, of which `isShown` chooses.
 */
export function readPage(
  sql: Sql,
  self: string | null,
  conversationId: string,
  rows: MessageRow[],
  newest: boolean,
  readSeq: number,
  isShown: (row: OutboxRow) => boolean = () => true,
): MessagePage {
  const names = new Names(sql, conversationRow(sql, conversationId)?.key)
  const changes = waitingChanges(sql, conversationId)
  const seqs = rows.map(row => seqOf(row.key))
  const states =
    seqs.length === 0
      ? new Map<number, StateRow>()
      : ownStates(sql, conversationId, Math.min(...seqs), Math.max(...seqs))
  // What a server gives, one by one or found there, may be among what the person deleted for themselves.
  const read = rows
    .filter(row => !isHidden(states.get(seqOf(row.key)), row.client_id))
    .map(row => {
      const stored = { content: readContent(row.content), attributes: readAttributes(row.attributes) }
      const waiting = changes.get(seqOf(row.key)) ?? []
      const kept = answerOf(states.get(seqOf(row.key)))
      const changed = waiting.reduce((message, { request, at }) => withChange(message, request, self ?? '', at, kept), {
        row,
        ...stored,
      })
      const asked = waiting.findLast(({ request }) => request.method === 'message.answer')?.request
      return {
        ...changed,
        answer: asked?.method === 'message.answer' ? asked.params.answer : ownAnswer(changed.content, self ?? '', kept),
      }
    })
  for (const { row, content, attributes } of read)
    names.want(row.sender_id, ...contentPeople(content), ...attributesPeople(attributes))
  const waiting = newest ? outboxRows(sql, conversationId, rows).filter(({ row }) => isShown(row)) : []
  for (const { content } of waiting) if (content !== null) names.want(...contentPeople(content))
  if (self !== null) names.want(self)
  const quotes = quotesOf(sql, conversationId, [
    ...read.map(({ attributes }) => attributes.replyTo),
    ...waiting.map(({ row }) => row.reply_to ?? undefined),
  ])
  for (const { row, content } of quotes.values()) names.want(row.sender_id, ...contentPeople(content))

  const meaning = (content: Content, attributes: Attributes) => ({
    content,
    attributes,
    quote: attributes.replyTo === undefined ? null : quoteOf(attributes.replyTo, quotes, names),
    bubble: isBubble(content),
    counted: isCounted(content),
    ...(contentWords(content) !== '' && { hasWords: true }),
    people: [...contentPeople(content), ...attributesPeople(attributes)].map(id => names.get(id)),
  })
  const items = read.map(({ row, content, attributes, answer }): MessageItem => {
    return {
      conversationId,
      seq: seqOf(row.key),
      revision: row.revision,
      clientId: row.client_id,
      sender: names.get(row.sender_id),
      own: row.sender_id === self,
      sentAt: row.sent_at,
      ...meaning(content, attributes),
      state: 'sent',
      error: null,
      kept: keptOf(states.get(seqOf(row.key))),
      owes: owesOf(states.get(seqOf(row.key))),
      answer,
    }
  })
  for (const { row, content } of waiting) {
    items.push({
      conversationId: row.conversation_id,
      seq: 0,
      revision: 0,
      clientId: row.client_id,
      sender: self === null ? { id: '', name: '', latinName: '' } : names.get(self),
      own: true,
      sentAt: row.created_at,
      ...meaning(content ?? { type: 'text', text: '?', mentions: [] }, queuedAttributes(row)),
      state: row.state === 'acknowledged' ? 'sent' : row.state === 'failed' || content === null ? 'failed' : 'sending',
      error: content === null ? 'invalid_params' : row.error,
    })
  }
  return { items, hasOlder: false, hasNewer: false, gapOlder: false, gapNewer: false, readSeq }
}

type Quoted = Map<number, { row: MessageRow; content: Content }>

/** The messages that others reply to, by seq: those that a span covers, for the others may be out of date. */
function quotesOf(sql: Sql, conversationId: string, replies: readonly (number | undefined)[]): Quoted {
  const seqs = [...new Set(replies.filter(seq => seq !== undefined))]
  const conversation = seqs.length === 0 ? undefined : conversationRow(sql, conversationId)
  if (conversation === undefined) return new Map()
  const { key, visible_from } = conversation
  const covered = seqs.filter(seq => seq >= visible_from && spanAt(sql, key, seq) !== undefined)
  const rows = sql.all<MessageRow>(
    `SELECT ${messageColumns} FROM message WHERE key IN (SELECT value FROM json_each(?))`,
    JSON.stringify(covered.map(seq => messageKey(key, seq))),
  )
  return new Map(rows.map(row => [seqOf(row.key), { row, content: readContent(row.content) }]))
}

function quoteOf(seq: number, quotes: Quoted, names: Names): Quote {
  const quoted = quotes.get(seq)
  if (quoted === undefined) return { seq, message: null }
  const { row, content } = quoted
  const people = contentPeople(content).map(id => names.get(id))
  return { seq, message: { sender: names.get(row.sender_id), sentAt: row.sent_at, content, people } }
}

/** What the sender asks of the person about a message. */
function owesOf(state: StateRow | undefined): MessageItem['owes'] {
  const request = state === undefined ? null : requestOf(state)
  return request === null ? null : { ask: request.ask, doneAt: request.doneAt ?? null }
}

/** The attributes that a queued message will have. */
function queuedAttributes(row: OutboxRow): Attributes {
  return {
    ...(row.reply_to === null ? {} : { replyTo: row.reply_to }),
    ...(row.ask === null ? {} : { request: askedFor(readJson<QueuedAsk>(row.ask), row.created_at) }),
  }
}

/** What the person answered, where the message may not say. */
function answerOf(state: StateRow | undefined): Answered {
  return state === undefined || state.answer === null ? null : readJson<NonNullable<Answered>>(state.answer)
}

function keptOf(state: StateRow | undefined): MessageItem['kept'] {
  return state === undefined || (state.saved_at === null && state.remind_at === null)
    ? null
    : { labels: labelsOf(state), remindAt: state.remind_at }
}

function outboxRows(sql: Sql, id: string, shown: readonly MessageRow[]) {
  const clientIds = new Set(shown.map(row => row.client_id))
  return sql
    .all<OutboxRow>("SELECT * FROM outbox WHERE conversation_id = ? AND kind = 'send' ORDER BY position", id)
    .filter(row => !clientIds.has(row.client_id))
    .map(row => ({ row, content: contentOf(row) }))
}
