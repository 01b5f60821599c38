import {
  type Change,
  type ChangesPage,
  type ConversationHead,
  conversationScope,
  type EntityName,
  type HeadPush,
  type HeadsPage,
  type HistoryPage,
  isKnownChange,
  type Message,
  type Push,
  type ReceivedChange,
  type Scope,
  type SingleScope,
  scopeConversation,
  type UnreadableHead,
  unreadableRevision,
} from '@lianqun/protocol'
import {
  conversationOfHead,
  dropQueuedSeqs,
  forgetLeftConversations,
  notePreview,
  raiseHead,
  resetConversation,
  sendAgain,
  upsertHead,
} from '../conversations/index.ts'
import {
  type ConversationEntity,
  type ConversationTarget,
  conversationScopeEntities,
  entitiesOfScope,
} from '../core/feature.ts'
import { messageKey } from '../core/message-key.ts'
import { forgetPassedOver, notePassedOver, notePassedOverHead, notePassedOverMessage } from '../core/passed-over.ts'
import { type ConversationRow, conversationRow, joinedConversation } from '../core/rows.ts'
import { headsScope, readScope, writeScope } from '../core/scopes.ts'
import { addSpan, trimSpans } from '../core/spans.ts'
import type { ApplyResult } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import {
  lastMessageKey,
  newestHeld,
  noteIncoming,
  noteMissed,
  raiseOrdinal,
  upsertMessages,
} from '../messages/index.ts'

/**
 * Applies pushed rows. Rows at or below the cursor are ignored; after a gap nothing is applied. Own messages among the
 * rows leave the outbox. `live`: new messages are notified.
 */
export function applyPush(context: WriteContext, push: Push, live: boolean): ApplyResult {
  const id = scopeConversation(push.scope)
  if (id === null) return applyToScope(context, push, push.from - 1, push.to)
  const row = joinedConversation(context.sql, id)
  if (row === undefined) return { status: 'unknown', cursor: 0 }
  if (row.epoch !== push.epoch) return { status: 'epoch', cursor: row.cursor }
  if (push.to <= row.cursor) return { status: 'duplicate', cursor: row.cursor }
  if (push.from > row.cursor + 1) {
    if (push.to > row.head) {
      raiseHead(context, row.key, push.to, 0)
      context.touch(row)
    }
    return { status: 'gap', cursor: row.cursor }
  }
  const fresh = applyRows(context, row, push.changes, { above: row.cursor, covered: true })
  addSpan(context.sql, row.key, row.cursor + 1, push.to, push.to)
  advance(context, row, push.to, push.to)
  context.changes.messages(id, row.cursor + 1)
  // One that was only changed may not have been held, and is no news.
  if (live)
    noteIncoming(
      context,
      row.key,
      fresh.filter(({ seq }) => seq > row.cursor),
    )
  return { status: 'applied', cursor: push.to }
}

/**
 * Applies a page of `sync.changes` that was requested with `since` and `messagesUpTo`. With `messagesUpTo` newer
 * messages are missing from it, so no span grows.
 */
export function applyChanges(
  context: WriteContext,
  page: ChangesPage,
  since: number,
  messagesUpTo: number | null,
): ApplyResult {
  const id = scopeConversation(page.scope)
  if (id === null) return applyToScope(context, page, since, page.upTo)
  const row = joinedConversation(context.sql, id)
  if (row === undefined) return { status: 'unknown', cursor: 0 }
  if (row.epoch !== page.epoch) return { status: 'epoch', cursor: row.cursor }
  if (since > row.cursor) return { status: 'gap', cursor: row.cursor }
  const cursor = Math.max(row.cursor, page.upTo)
  // In a conversation that is read for the first time, all messages after its preview are new.
  const known = row.cursor > 0 ? row.cursor : newestHeld(context, row.key)
  const fresh = applyRows(context, row, page.changes, { above: -1, covered: messagesUpTo === null })
  noteMissed(context, row.key, known, fresh)
  if (cursor > row.cursor) {
    if (messagesUpTo === null) {
      addSpan(context.sql, row.key, Math.min(since, row.cursor) + 1, cursor, cursor)
      context.changes.messages(id, since + 1)
    } else {
      skipMessages(context, row, messagesUpTo, cursor)
    }
  }
  advance(context, row, cursor, page.head)
  return { status: cursor > row.cursor ? 'applied' : 'duplicate', cursor }
}

/**
 * Records that the cursor passed changes of messages after the seq `keep` without their rows. Rows of such messages in
 * the cache may be out of date, as may a page of history that was read before and arrives later.
 */
function skipMessages(context: WriteContext, row: ConversationRow, keep: number, upTo: number): void {
  trimSpans(context.sql, row.key, keep, upTo)
  context.sql.run(
    'UPDATE conversation SET skipped_from = iif(skipped_to = 0, ?, min(skipped_from, ?)), skipped_to = ? WHERE key = ?',
    keep,
    keep,
    upTo,
    row.key,
  )
  context.changes.messages(row.id, 0)
}

/** @throws RangeError for a revision at which no message could be held */
function advance(context: WriteContext, row: ConversationRow, cursor: number, head: number): void {
  messageKey(row.key, Math.max(cursor, head))
  context.sql.run(
    'UPDATE conversation SET cursor = max(cursor, ?1), head = max(head, ?1, ?2) WHERE key = ?3',
    cursor,
    head,
    row.key,
  )
  context.touch(row)
}

/** Applies rows of a conversation's scope; returns the messages that were not in the cache before. */
function applyRows(
  context: WriteContext,
  row: ConversationRow,
  changes: readonly ReceivedChange[],
  how: { above: number; covered: boolean },
): Message[] {
  const target: ConversationTarget = { row, covered: how.covered, fresh: [] }
  const rows = sortRows(context, conversationScope(row.id), changes, how.above)
  for (const entity of conversationScopeEntities) {
    const some = rows.get(entity)
    if (some !== undefined) (context.entities[entity].apply as ApplyRows)(context, some, target)
  }
  return target.fresh
}

/** The row type depends on the entity, which the compiler cannot infer for a variable entity. */
type ApplyRows = (context: WriteContext, rows: readonly unknown[], target?: ConversationTarget) => void

/** Groups the rows above a revision by entity. Rows that this version cannot read are recorded instead. */
function sortRows(
  context: WriteContext,
  scope: Scope,
  changes: readonly ReceivedChange[],
  above: number,
): Map<EntityName, unknown[]> {
  const rows = new Map<EntityName, unknown[]>()
  const conversation = scopeConversation(scope)
  for (const change of changes) {
    // What a conversation's scope brings is of that conversation.
    if (conversation !== null && isKnownChange(change) && conversationOfRow(change) !== conversation) continue
    if (!isKnownChange(change)) {
      const { revision } = change.value
      if (revision === unreadableRevision || revision > above)
        notePassedOver(context, scope, change, Math.max(0, above))
      continue
    }
    if (change.value.revision <= above) continue
    const some = rows.get(change.entity)
    if (some === undefined) rows.set(change.entity, [change.value])
    else some.push(change.value)
  }
  return rows
}

/** The conversation that a row is of. */
function conversationOfRow({ value }: Change): string | undefined {
  if ('conversationId' in value) return value.conversationId
  return 'id' in value ? value.id : undefined
}

/** Rows of a single scope: those after `since`, up to `upTo`. */
function applyToScope(
  context: WriteContext,
  page: { scope: Scope; epoch: string; changes: readonly ReceivedChange[] },
  since: number,
  upTo: number,
): ApplyResult {
  const scope = readScope(context.sql, page.scope)
  if (scope.epoch !== null && scope.epoch !== page.epoch) return { status: 'epoch', cursor: scope.cursor }
  if (since > scope.cursor) return { status: 'gap', cursor: scope.cursor }
  if (upTo <= scope.cursor && scope.epoch !== null) return { status: 'duplicate', cursor: scope.cursor }
  const rows = sortRows(context, page.scope, page.changes, scope.cursor)
  for (const entity of entitiesOfScope(page.scope as SingleScope)) {
    const some = rows.get(entity)
    if (some !== undefined) (context.entities[entity].apply as ApplyRows)(context, some)
  }
  const cursor = Math.max(scope.cursor, upTo)
  writeScope(context.sql, page.scope, { ...scope, epoch: page.epoch, cursor })
  return { status: 'applied', cursor, ...(context.unknown.length > 0 ? { unknown: context.unknown } : {}) }
}

/** The cursor of the heads once all of them were read: before that nothing that they bring is news. */
const allRead = 1

/** Heads of conversations that moved, and the cursor to ask with next time. Never lowers what the cache knows. */
export function applyHeads(context: WriteContext, page: HeadsPage): void {
  const scope = readScope(context.sql, headsScope)
  for (const head of page.heads) upsertHead(context, page.epoch, head, scope.cursor === allRead)
  for (const head of page.unreadable ?? []) applyUnreadableHead(context, page.epoch, head)
  if (page.unnamed !== undefined) notePassedOverHead(context)
  const cursor = page.more ? scope.cursor : allRead
  writeScope(context.sql, headsScope, { epoch: page.epoch, cursor, token: page.cursor })
}

/** Adds a conversation of which only the position is known. It is behind, so that its rows are read one by one. */
function applyUnreadableHead(context: WriteContext, epoch: string, head: UnreadableHead): void {
  notePassedOverHead(context)
  const row = conversationOfHead(context, epoch, { id: head.conversationId, kind: 'group' }, head.membership)
  if (row === undefined) return
  raiseHead(context, row.key, head.revision, head.lastOrdinal)
  context.touch(row)
}

/** Resets the heads cursor: the next page of heads is the first one again. */
export function rereadHeads(context: WriteContext): void {
  writeScope(context.sql, headsScope, { ...readScope(context.sql, headsScope), token: null })
}

export function applyJoined(context: WriteContext, epoch: string, head: ConversationHead): void {
  upsertHead(context, epoch, head, true)
}

/** Applies a head that came without bodies: the conversation is behind until it is caught up. */
export function applyHead(context: WriteContext, head: HeadPush): void {
  const row = joinedConversation(context.sql, head.conversationId)
  if (row === undefined || row.epoch !== head.epoch || head.revision <= row.head) return
  raiseHead(context, row.key, head.revision, head.lastOrdinal)
  const fresh = notePreview(context, row, [head.lastMessage])
  context.touch(row)
  if (fresh !== null) noteIncoming(context, row.key, [fresh])
}

/** Applies a page of `message.history`: messages and the span they cover. Messages after all known ones are new. */
export function applyHistory(context: WriteContext, page: HistoryPage): void {
  const row = joinedConversation(context.sql, page.conversationId)
  if (row === undefined || row.epoch !== page.epoch) return
  const known = newestHeld(context, row.key)
  const { from, fresh } = upsertMessages(context, row.key, page.messages, true)
  noteMissed(context, row.key, known, fresh)
  const to = page.head < row.skipped_to ? Math.min(page.to, row.skipped_from) : page.to
  addSpan(context.sql, row.key, page.from, to, page.head)
  if (page.unreadable !== undefined) notePassedOverMessage(context, conversationScope(row.id), page.from, page.head + 1)
  raiseHead(context, row.key, Math.max(page.head, page.to), 0)
  raiseOrdinal(context, row.key, page.messages)
  const last = page.messages.at(-1)?.seq ?? 0
  // Older history does not change the list row.
  if (page.head > row.head || messageKey(row.key, last) === lastMessageKey(context, row.key)) context.touch(row)
  else context.touched.add(row.key)
  context.changes.messages(row.id, Math.min(from ?? page.from, page.from))
}

/** Removes the rows of a scope, for a new epoch; the outbox and drafts stay. */
export function resetScope(context: WriteContext, scope: Scope, epoch: string): void {
  forgetPassedOver(context, scope)
  const id = scopeConversation(scope)
  if (id !== null) {
    const row = conversationRow(context.sql, id)
    if (row !== undefined) resetConversation(context, row, epoch)
    return
  }
  for (const entity of entitiesOfScope(scope as SingleScope)) context.entities[entity].reset(context)
  writeScope(context.sql, scope, { epoch, cursor: 0, token: null })
}

/**
 * Removes the heads cursor and the rows of all conversations; drafts stay, and of the outbox what names no message by
 * its seq.
 */
export function resetConversations(context: WriteContext, epoch: string): void {
  const { sql, changes } = context
  const rows = sql.all<ConversationRow>('SELECT * FROM conversation')
  for (const name of conversationScopeEntities) {
    const entity: ConversationEntity<typeof name> = context.entities[name]
    if (entity.resetAll !== undefined) entity.resetAll(context)
    else for (const row of rows) entity.reset(context, row)
  }
  dropQueuedSeqs(context, null)
  sendAgain(context)
  sql.exec(`DELETE FROM passed_over WHERE scope LIKE '%conversation:%'; ${forgetLeftConversations}`)
  for (const { id } of rows) {
    changes.messages(id, 0)
    changes.members(id)
  }
  sql.exec('DELETE FROM conversation WHERE id NOT IN (SELECT conversation_id FROM left_conversation)')
  changes.anyConversation()
  writeScope(sql, headsScope, { epoch, cursor: 0, token: null })
}
