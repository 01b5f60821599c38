import {
  type ChangesPage,
  type ConversationHead,
  type Employee,
  type HeadPush,
  type HeadsPage,
  type HistoryPage,
  type Member,
  type Message,
  type Push,
  type ReceivedChange,
  type Scope,
  scopeConversation,
} from '@lianqun/protocol'
import type { ApplyResult } from '../api.ts'
import {
  applyMembership,
  notePreview,
  raiseHead,
  resetConversation,
  upsertConversation,
  upsertHead,
  upsertMembers,
} from '../conversations/writes.ts'
import { messageKey } from '../core/message-key.ts'
import { type ConversationRow, conversationRow } from '../core/rows.ts'
import { addSpan, trimSpans } from '../core/spans.ts'
import type { Sql } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'
import {
  clearApps,
  clearDirectory,
  upsertApp,
  upsertDepartment,
  upsertEmployee,
  upsertOrganisation,
  upsertPreferences,
} from '../directory/writes.ts'
import { noteArrived, noteMissed } from '../messages/incoming.ts'
import { lastMessageKey, upsertMessages } from '../messages/writes.ts'

interface ScopeRow {
  epoch: string | null
  cursor: number
  token: string | null
}

/** The scope of heads: `sync.heads` has an opaque cursor of its own. */
export const headsScope = 'heads'

export function readScope(sql: Sql, name: string): ScopeRow {
  const row = sql.get<ScopeRow>('SELECT epoch, cursor, token FROM scope WHERE name = ?', name)
  return row === undefined ? { epoch: null, cursor: 0, token: null } : row
}

function writeScope(sql: Sql, name: string, scope: ScopeRow): void {
  sql.run(
    `INSERT INTO scope (name, epoch, cursor, token) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
       epoch = excluded.epoch, cursor = excluded.cursor, token = excluded.token`,
    name,
    scope.epoch,
    scope.cursor,
    scope.token,
  )
}

export function applyPush(context: WriteContext, push: Push, live: boolean): ApplyResult {
  const id = scopeConversation(push.scope)
  if (id === null) return applyToScope(context, push, push.from - 1, push.to)
  const row = conversationRow(context.sql, id)
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
  context.feed.messages(id, row.cursor + 1)
  if (live) noteArrived(context, row.key, fresh)
  return { status: 'applied', cursor: push.to }
}

export function applyChanges(
  context: WriteContext,
  page: ChangesPage,
  since: number,
  messagesUpTo: number | null,
): ApplyResult {
  const id = scopeConversation(page.scope)
  if (id === null) return applyToScope(context, page, since, page.upTo)
  const row = conversationRow(context.sql, id)
  if (row === undefined) return { status: 'unknown', cursor: 0 }
  if (row.epoch !== page.epoch) return { status: 'epoch', cursor: row.cursor }
  if (since > row.cursor) return { status: 'gap', cursor: row.cursor }
  const cursor = Math.max(row.cursor, page.upTo)
  const fresh = applyRows(context, row, page.changes, { above: -1, covered: messagesUpTo === null })
  // A conversation that is read for the first time has no news.
  if (row.cursor > 0) noteMissed(context, row.key, row.cursor, fresh)
  if (cursor > row.cursor) {
    if (messagesUpTo === null) {
      addSpan(context.sql, row.key, Math.min(since, row.cursor) + 1, cursor, cursor)
      context.feed.messages(id, since + 1)
    } else {
      jump(context, row, messagesUpTo, cursor)
    }
  }
  advance(context, row, cursor, page.head)
  return { status: cursor > row.cursor ? 'applied' : 'duplicate', cursor }
}

/**
 * The cursor passes changes of messages after `keep` without their rows. What is held of those may be out of date, and
 * so may a page of history be that was read before and comes later.
 */
function jump(context: WriteContext, row: ConversationRow, keep: number, upTo: number): void {
  trimSpans(context.sql, row.key, keep, upTo)
  context.sql.run(
    'UPDATE conversation SET jump_from = iif(jump_to = 0, ?, min(jump_from, ?)), jump_to = ? WHERE key = ?',
    keep,
    keep,
    upTo,
    row.key,
  )
  context.feed.messages(row.id, 0)
}

function advance(context: WriteContext, row: ConversationRow, cursor: number, head: number): void {
  context.sql.run(
    'UPDATE conversation SET cursor = max(cursor, ?1), head = max(head, ?1, ?2) WHERE key = ?3',
    cursor,
    head,
    row.key,
  )
  context.touch(row)
}

/** Takes rows of a conversation's scope over; answers with the messages that were not held before. */
function applyRows(
  context: WriteContext,
  row: ConversationRow,
  changes: readonly ReceivedChange[],
  how: { above: number; covered: boolean },
): Message[] {
  const messages: Message[] = []
  const members: Member[] = []
  for (const change of changes) {
    if (change.value.revision <= how.above) continue
    if (change.entity === 'message') messages.push(change.value)
    else if (change.entity === 'member') members.push(change.value)
    else if (change.entity === 'conversation') upsertConversation(context, change.value)
  }
  upsertMembers(context, row, members)
  const { fresh, from } = upsertMessages(context, row.key, messages, how.covered)
  if (from !== null) context.feed.messages(row.id, from)
  raiseOrdinal(context, row.key, messages)
  return fresh
}

function raiseOrdinal(context: WriteContext, key: number, messages: readonly Message[]): void {
  const ordinal = messages.reduce((highest, message) => Math.max(highest, message.ordinal), 0)
  if (ordinal > 0) raiseHead(context, key, 0, ordinal)
}

/** Rows of `me`, the directory or the apps: those after `since`, up to `upTo`. */
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
  for (const change of page.changes) {
    if (change.value.revision > scope.cursor) applyChange(context, change)
  }
  const cursor = Math.max(scope.cursor, upTo)
  writeScope(context.sql, page.scope, { ...scope, epoch: page.epoch, cursor })
  return { status: 'applied', cursor }
}

function applyChange(context: WriteContext, change: ReceivedChange): void {
  switch (change.entity) {
    case 'membership':
      applyMembership(context, change.value)
      break
    case 'preferences':
      upsertPreferences(context, change.value)
      break
    case 'organisation':
      upsertOrganisation(context, change.value)
      break
    case 'department':
      upsertDepartment(context, change.value)
      break
    case 'employee':
      upsertEmployee(context, change.value)
      break
    case 'app':
      upsertApp(context, change.value)
      break
    default:
    // Conversations, members and messages are rows of conversation scopes.
  }
}

export function applyHeads(context: WriteContext, page: HeadsPage): void {
  const scope = readScope(context.sql, headsScope)
  for (const head of page.heads) upsertHead(context, page.epoch, head, scope.token !== null)
  writeScope(context.sql, headsScope, { ...scope, epoch: page.epoch, token: page.cursor })
}

export function applyJoined(context: WriteContext, epoch: string, head: ConversationHead): void {
  upsertHead(context, epoch, head, true)
}

export function applyHead(context: WriteContext, head: HeadPush): void {
  const row = conversationRow(context.sql, head.conversationId)
  if (row === undefined || row.epoch !== head.epoch || head.revision <= row.head) return
  raiseHead(context, row.key, head.revision, head.lastOrdinal)
  const fresh = notePreview(context, row, [head.lastMessage])
  context.touch(row)
  if (fresh !== null) noteArrived(context, row.key, [fresh])
}

export function applyHistory(context: WriteContext, page: HistoryPage): void {
  const row = conversationRow(context.sql, page.conversationId)
  if (row === undefined || row.epoch !== page.epoch) return
  const { from } = upsertMessages(context, row.key, page.messages, true)
  const to = page.head < row.jump_to ? Math.min(page.to, row.jump_from) : page.to
  addSpan(context.sql, row.key, page.from, to, page.head)
  raiseHead(context, row.key, Math.max(page.head, page.to), 0)
  raiseOrdinal(context, row.key, page.messages)
  const last = page.messages.at(-1)?.seq ?? 0
  // Older history fills holes; the list shows none of it.
  if (page.head > row.head || messageKey(row.key, last) === lastMessageKey(context, row.key)) context.touch(row)
  else context.touched.add(row.key)
  context.feed.messages(row.id, Math.min(from ?? page.from, page.from))
}

export function applyEmployees(context: WriteContext, employees: readonly Employee[]): void {
  for (const employee of employees) upsertEmployee(context, employee)
  context.feed.anyConversation()
}

export function resetScope(context: WriteContext, scope: Scope, epoch: string): void {
  const id = scopeConversation(scope)
  if (id !== null) {
    const row = conversationRow(context.sql, id)
    if (row !== undefined) resetConversation(context, row, epoch)
    return
  }
  if (scope === 'directory') clearDirectory(context)
  else if (scope === 'apps') clearApps(context)
  else {
    context.sql.exec('UPDATE conversation SET membership_revision = -1; DELETE FROM preferences')
    context.sql.exec(forgetDeparted)
    context.feed.apps = true
    context.feed.anyConversation()
  }
  writeScope(context.sql, scope, { epoch, cursor: 0, token: null })
}

/** Revisions begin anew. What a person wrote in a group they are out of stays in sight. */
const forgetDeparted = `DELETE FROM departed WHERE conversation_id NOT IN (SELECT id FROM conversation);
  UPDATE departed SET revision = 0`

export function resetConversations(context: WriteContext, epoch: string): void {
  const { sql, feed } = context
  sql.exec(`INSERT INTO message_text (message_text) VALUES ('delete-all'); DELETE FROM message; DELETE FROM mention;
    DELETE FROM span; DELETE FROM member; ${forgetDeparted}`)
  for (const { id } of sql.all<{ id: string }>('SELECT id FROM conversation')) {
    feed.messages(id, 0)
    feed.members(id)
  }
  sql.exec('DELETE FROM conversation WHERE id NOT IN (SELECT conversation_id FROM departed)')
  feed.anyConversation()
  writeScope(sql, headsScope, { epoch, cursor: 0, token: null })
}
