import {
  attributesFiles,
  type Content,
  contentFiles,
  contentSearch,
  conversationScope,
  isContent,
  type Message,
  mentionsUser,
  unreadableContent,
} from '@lianqun/protocol'
import { messageTokens } from '../../../common/search-tokens.ts'
import type { EntityHandlers } from '../core/feature.ts'
import { conversationToken, messageKey } from '../core/message-key.ts'
import { writeMeta } from '../core/meta.ts'
import { notePassedOverMessage } from '../core/passed-over.ts'
import { leftEpoch, readAttributes, readContent, seqOf } from '../core/rows.ts'
import type { WriteContext } from '../core/write-context.ts'
import { forgetFile } from '../files/index.ts'
import { askNext } from './ask-next.ts'
import { forgetCopy, hiddenMessages, isHidden, storedState } from './own.ts'

/** Set when the cache has contents that this version cannot read, which a later one tries again. */
export const unreadableKey = 'unreadable'

interface Held {
  key: number
  revision: number
}

/** Index rowids are `sentAt` times sixteen; this limit keeps those of absurd times exact as numbers. */
const latestRowid = 2 ** 52

function wantedRowid(message: Message): number {
  return Math.min(message.sentAt * 16 + (message.seq % 16), latestRowid)
}

/** The first free rowid at or after the wanted one: many messages may share a millisecond. */
function freeRowid(context: WriteContext, wanted: number): number {
  let next = wanted
  for (;;) {
    const taken = context.sql.all<{ index_rowid: number }>(
      'SELECT index_rowid FROM message WHERE index_rowid >= ? ORDER BY index_rowid LIMIT 1000',
      next,
    )
    for (const { index_rowid } of taken) {
      if (index_rowid !== next) return next
      next++
    }
    if (taken.length < 1000) return next
  }
}

/** Revisions of those messages that are in the cache, by key. */
function heldOf(context: WriteContext, conversation: number, messages: readonly Message[]): Map<number, number> {
  const low = messageKey(conversation, messages[0]?.seq ?? 0)
  const high = messageKey(conversation, messages.at(-1)?.seq ?? 0)
  const rows =
    high - low < messages.length * 8
      ? context.sql.all<Held>('SELECT key, revision FROM message WHERE key BETWEEN ? AND ?', low, high)
      : context.sql.all<Held>(
          'SELECT key, revision FROM message WHERE key IN (SELECT value FROM json_each(?))',
          JSON.stringify(messages.map(message => messageKey(conversation, message.seq))),
        )
  return new Map(rows.map(row => [row.key, row.revision]))
}

function insert(context: WriteContext, conversation: number, key: number, message: Message): void {
  const statement = `INSERT OR IGNORE INTO message (key, index_rowid, revision, ordinal, sender_id, client_id, sent_at, content,
      attributes, thread, flagged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  let rowid = wantedRowid(message)
  const { revision, ordinal, senderId, clientId, sentAt } = message
  const content = JSON.stringify(message.content)
  const extra = storedAttributes(conversation, message)
  const add = () =>
    context.sql.run(statement, key, rowid, revision, ordinal, senderId, clientId, sentAt, content, ...extra)
  if (add() === 0) {
    rowid = freeRowid(context, rowid)
    add()
  }
  addTokens(context, rowid, tokensOfMessage(conversation, senderId, message.content))
}

/** The columns `attributes`, `thread` and `flagged`. */
function storedAttributes(conversation: number, { attributes }: Message): [string | null, number | null, number] {
  if (attributes === undefined) return [null, null, 0]
  return [
    JSON.stringify(attributes),
    attributes.thread === undefined ? null : messageKey(conversation, attributes.thread),
    attributes.pinned !== undefined || attributes.mark !== undefined ? 1 : 0,
  ]
}

function update(context: WriteContext, conversation: number, key: number, message: Message): void {
  const old = context.sql.get<{ index_rowid: number; sender_id: string; content: string; attributes: string | null }>(
    'SELECT index_rowid, sender_id, content, attributes FROM message WHERE key = ?',
    key,
  )
  if (old === undefined) return
  const content = JSON.stringify(message.content)
  context.sql.run(
    'UPDATE message SET revision = ?, ordinal = ?, sender_id = ?, client_id = ?, sent_at = ?, content = ?, attributes = ?, thread = ?, flagged = ? WHERE key = ?',
    message.revision,
    message.ordinal,
    message.senderId,
    message.clientId,
    message.sentAt,
    content,
    ...storedAttributes(conversation, message),
    key,
  )
  const recalled = isContent(message.content, 'recalled')
  // Most changes are of the attributes alone: reactions, pins, replies.
  if (!recalled && content === old.content && message.senderId === old.sender_id) return
  const was = readContent(old.content)
  forgetFilesOf(context, { content: was, attributes: readAttributes(old.attributes) }, message)
  const before = tokensOfMessage(conversation, old.sender_id, was)
  const after = tokensOfMessage(conversation, message.senderId, message.content)
  if (before === after) return
  removeTokens(context, old.index_rowid, before)
  addTokens(context, old.index_rowid, after)
}

type Showing = Pick<Message, 'content' | 'attributes'>

/** Forgets what was loaded of the files that a message showed, but for those that it shows `now`. */
export function forgetFilesOf(context: WriteContext, message: Showing, now?: Showing): void {
  const shown = new Set(now === undefined ? [] : filesOf(now))
  for (const id of filesOf(message)) if (!shown.has(id)) forgetFile(context, id)
}

function filesOf({ content, attributes }: Showing): string[] {
  return [...contentFiles(content), ...attributesFiles(attributes)].map(({ id }) => id)
}

/** A message as far as the full-text index is of it. */
export interface IndexedRow {
  index_rowid: number
  sender_id: string
  content: string
}

/** The tokens of a stored message. */
export function tokensOfRow(conversation: number, row: Pick<IndexedRow, 'sender_id' | 'content'>): string {
  return tokensOfMessage(conversation, row.sender_id, readContent(row.content))
}

/** The tokens by which a message is found; empty: it is not. */
export function tokensOfMessage(conversation: number, senderId: string, content: Content): string {
  const found = contentSearch(content)
  return found === null ? '' : messageTokens({ ...found, senderId, conversation: conversationToken(conversation) })
}

/** Adds a message to the index, unless the index is being made anew and has not come to it. */
export function addTokens(context: WriteContext, index_rowid: number, tokens: string): void {
  if (index_rowid < context.indexedFrom || tokens === '') return
  context.sql.run('INSERT INTO message_text (rowid, tokens) VALUES (?, ?)', index_rowid, tokens)
}

/** The index does not store its tokens, so deleting needs the same ones again: see `tokensVersion`. */
function removeTokens(context: WriteContext, index_rowid: number, tokens: string): void {
  if (index_rowid < context.indexedFrom || tokens === '') return
  context.sql.run("INSERT INTO message_text (message_text, rowid, tokens) VALUES ('delete', ?, ?)", index_rowid, tokens)
}

export function noteMention(
  context: WriteContext,
  conversation: number,
  message: Pick<Message, 'seq' | 'senderId' | 'content'>,
  changed: boolean,
): void {
  if (message.senderId !== context.self && mentionsUser(message.content, context.self)) {
    context.sql.run('INSERT OR IGNORE INTO mention (conversation, seq) VALUES (?, ?)', conversation, message.seq)
    return
  }
  // An edit may have taken a mention away.
  if (changed) context.sql.run('DELETE FROM mention WHERE conversation = ? AND seq = ?', conversation, message.seq)
  if (isContent(message.content, 'recalled')) noteRecalled(context, conversation, message.seq)
}

/** Notes a message that has an ordinal but is not unread: recalled, or deleted by the user for themselves. */
export function noteRecalled({ sql }: WriteContext, conversation: number, seq: number): void {
  sql.run('INSERT OR IGNORE INTO recalled (conversation, seq) VALUES (?, ?)', conversation, seq)
}

/** Removes the user's own received messages from the outbox; those that pages do not show yet become acknowledged. */
function settleOutbox(context: WriteContext, messages: readonly Message[], covered: boolean): void {
  if (context.self === null || context.outboxEmpty) return
  for (const { conversationId, senderId, clientId, seq } of messages) {
    if (senderId !== context.self || clientId === null) continue
    askNext(context, clientId, seq)
    const changed = covered
      ? context.sql.run('DELETE FROM outbox WHERE client_id = ?', clientId)
      : context.sql.run("UPDATE outbox SET state = 'acknowledged', error = NULL WHERE client_id = ?", clientId)
    if (changed > 0) context.changes.conversation(conversationId)
  }
}

export interface Upserted {
  /** Messages that were not in the cache before, oldest first. */
  fresh: Message[]
  /** The lowest seq that changed, or null. */
  from: number | null
}

/**
 * Writes messages of one conversation; never replaces a newer row with an older one. `covered`: a span will cover them,
 * so that pages show them; else they are single rows for previews.
 */
export function upsertMessages(
  context: WriteContext,
  conversation: number,
  messages: readonly Message[],
  covered: boolean,
): Upserted {
  if (messages.length === 0) return { fresh: [], from: null }
  const ordered = messages.every((message, i) => i === 0 || message.seq > (messages[i - 1]?.seq ?? 0))
    ? messages
    : [...messages].sort((a, b) => a.seq - b.seq || a.revision - b.revision)
  const held = heldOf(context, conversation, ordered)
  const fresh: Message[] = []
  let from: number | null = null
  const [low, high] = [ordered[0], ordered.at(-1)]
  const hidden = hiddenMessages(context.sql, low?.conversationId ?? '', low?.seq ?? 0, high?.seq ?? 0)
  for (const message of ordered) {
    const state = hidden.get(message.seq)
    if (isHidden(state, message.clientId)) {
      noteRecalled(context, conversation, message.seq)
      continue
    }
    if (state !== undefined) forgetState(context, conversation, message)
    const key = messageKey(conversation, message.seq)
    const revision = held.get(key)
    if (revision !== undefined && revision >= message.revision) continue
    if (revision === undefined) {
      insert(context, conversation, key, message)
      fresh.push(message)
    } else {
      update(context, conversation, key, message)
      if (isContent(message.content, 'recalled')) {
        context.changes.recalled.push({ id: message.conversationId, seq: message.seq })
        forgetCopy(context, message.conversationId, message.seq)
      }
    }
    held.set(key, message.revision)
    if (message.content.type === unreadableContent) {
      // What was too large to keep is asked for again, the rest is held.
      if ('was' in message.content) writeMeta(context.sql, unreadableKey, '1')
      else notePassedOverMessage(context, conversationScope(message.conversationId), message.seq, message.revision)
    }
    noteMention(context, conversation, message, message.revision > message.seq)
    from ??= message.seq
  }
  settleOutbox(context, ordered, covered)
  return { fresh, from }
}

/** Forgets that a message was deleted, whose seq is another one's now. */
function forgetState({ sql }: WriteContext, conversation: number, { conversationId, seq }: Message): void {
  sql.run('DELETE FROM recalled WHERE conversation = ? AND seq = ?', conversation, seq)
  sql.run('DELETE FROM message_state WHERE conversation_id = ? AND seq = ?', conversationId, seq)
}

interface Removed {
  client_id: string | null
  /** As it was stored. */
  content: string
  attributes: string | null
}

/** Removes one message with its index entry and mention; undefined: it was not held. */
export function removeMessage(context: WriteContext, conversation: number, key: number): Removed | undefined {
  const { sql } = context
  const row = sql.get<Removed & IndexedRow>(
    'SELECT index_rowid, sender_id, client_id, content, attributes FROM message WHERE key = ?',
    key,
  )
  if (row === undefined) return undefined
  removeTokens(context, row.index_rowid, tokensOfRow(conversation, row))
  sql.run('DELETE FROM message WHERE key = ?', key)
  sql.run('DELETE FROM mention WHERE conversation = ? AND seq = ?', conversation, seqOf(key))
  return row
}

/** Forgets the files of a conversation that is given up, but for those of messages that the person keeps a copy of. */
function forgetFilesIn(context: WriteContext, conversationId: string, rows: readonly StoredRow[]): void {
  for (const { key, content, attributes } of rows) {
    const shown = { content: readContent(content), attributes: readAttributes(attributes) }
    if (storedState(context.sql, conversationId, seqOf(key))?.message === undefined) forgetFilesOf(context, shown)
  }
}

interface StoredRow extends IndexedRow {
  key: number
  attributes: string | null
}

/** Removes all messages of a conversation, with their index entries, mentions and spans. `of`: with their files too. */
export function removeMessages(context: WriteContext, conversation: number, of: string | null = null): void {
  const [low, high] = [messageKey(conversation, 0), messageKey(conversation + 1, 0) - 1]
  const batch = 500
  for (;;) {
    const rows = context.sql.all<StoredRow>(
      'SELECT key, index_rowid, sender_id, content, attributes FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?',
      low,
      high,
      batch,
    )
    for (const row of rows) removeTokens(context, row.index_rowid, tokensOfRow(conversation, row))
    if (of !== null) forgetFilesIn(context, of, rows)
    const last = rows.at(-1)
    if (last !== undefined) context.sql.run('DELETE FROM message WHERE key BETWEEN ? AND ?', low, last.key)
    if (rows.length < batch) break
  }
  context.sql.run('DELETE FROM mention WHERE conversation = ?', conversation)
  context.sql.run('DELETE FROM recalled WHERE conversation = ?', conversation)
  context.sql.run('DELETE FROM span WHERE conversation = ?', conversation)
}

/** Removes the messages of all conversations but those that the person is out of, whose history no server gives again. */
function removeAllMessages(context: WriteContext): void {
  const { sql } = context
  const kept = sql
    .all<{ key: number }>(`SELECT key FROM conversation WHERE epoch = '${leftEpoch}'`)
    .map(row => ({ conversation: row.key, low: messageKey(row.key, 0), high: messageKey(row.key + 1, 0) - 1 }))
  sql.exec("INSERT INTO message_text (message_text) VALUES ('delete-all'); DELETE FROM mention; DELETE FROM recalled")
  const keys = JSON.stringify(kept.map(one => one.conversation))
  sql.run('DELETE FROM span WHERE conversation NOT IN (SELECT value FROM json_each(?))', keys)
  let from = 0
  for (const { low, high } of kept.sort((a, b) => a.low - b.low)) {
    sql.run('DELETE FROM message WHERE key >= ? AND key < ?', from, low)
    from = high + 1
  }
  sql.run('DELETE FROM message WHERE key >= ?', from)
  for (const { conversation, low, high } of kept)
    for (const row of sql.all<IndexedRow>(
      'SELECT index_rowid, sender_id, content FROM message WHERE key BETWEEN ? AND ?',
      low,
      high,
    ))
      addTokens(context, row.index_rowid, tokensOfRow(conversation, row))
}

/** Key of the newest message in the cache, covered or not, or null. It may be before `visible_from`. */
export function lastMessageKey(context: Pick<WriteContext, 'sql'>, conversation: number): number | null {
  const row = context.sql.get<{ key: number | null }>(
    'SELECT max(key) AS key FROM message WHERE key BETWEEN ? AND ?',
    messageKey(conversation, 0),
    messageKey(conversation + 1, 0) - 1,
  )
  return row?.key ?? null
}

/** The newest seq of a conversation in the cache, that of a preview included; 0: none. */
export function newestHeld(context: Pick<WriteContext, 'sql'>, conversation: number): number {
  const key = lastMessageKey(context, conversation)
  return key === null ? 0 : seqOf(key)
}

export const messageEntities: EntityHandlers<'message'> = {
  message: {
    apply: (context, rows, target) => {
      const { row, covered } = target
      const { fresh, from } = upsertMessages(context, row.key, rows, covered)
      if (from !== null) context.changes.messages(row.id, from)
      raiseOrdinal(context, row.key, rows)
      target.fresh.push(...fresh)
    },
    reset: (context, { key, id, epoch }) => {
      removeMessages(context, key, epoch === leftEpoch ? id : null)
      context.changes.messages(id, 0)
    },
    resetAll: removeAllMessages,
  },
}

/** Raises the conversation's last ordinal to the highest of these messages. */
export function raiseOrdinal(context: WriteContext, key: number, messages: readonly Message[]): void {
  const ordinal = messages.reduce((highest, message) => Math.max(highest, message.ordinal), 0)
  if (ordinal > 0)
    context.sql.run('UPDATE conversation SET last_ordinal = max(last_ordinal, ?) WHERE key = ?', ordinal, key)
}
