import { type Content, contentPeople, conversationKind, isBubble, unreadableContent } from '@lianqun/protocol'
import type { CallArgs, CallResult, ConversationItem, PersonName } from '../../../preload/contract/index.ts'
import { readMeta } from '../core/meta.ts'
import {
  avatarUserIdsOf,
  type ConversationRow,
  conversationPeople,
  externalConversations,
  leftEpoch,
  type MessageRow,
  messageColumns,
  Names,
  readContent,
  seqOf,
} from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import { labelsByConversation } from '../labels/index.ts'
import { lastMessageKey } from '../messages/index.ts'
import { contentOf } from '../outbox/index.ts'
import { groupItem, nicknamesIn, ownNicknames } from './group.ts'
import { filterOf, foldId, listOrder } from './list-query.ts'
import { listStateOf, pendingList, places } from './list-state.ts'
import { lastOpenedKey } from './writes.ts'

export function conversationsPage(
  sql: Sql,
  self: string | null,
  args: CallArgs<'conversations.page'>,
): CallResult<'conversations.page'> {
  const { where, values, fold } = filterOf(sql, args)
  const total = sql.get<{ n: number }>(`SELECT count(*) AS n FROM conversation WHERE ${where}`, ...values)?.n ?? 0
  const rows = sql.all<ConversationRow>(
    `SELECT * FROM conversation WHERE key IN (
       SELECT key FROM conversation WHERE ${where} ORDER BY ${listOrder} LIMIT ? OFFSET ?
     ) ORDER BY ${listOrder}`,
    ...values,
    args.limit,
    args.offset,
  )
  const items = itemsOf(sql, self, rows, listed).map((item, index) =>
    fold !== undefined && rows[index]?.key === fold.key
      ? { ...item, id: foldId, fold: { count: fold.count, unread: fold.unread } }
      : item,
  )
  return { total, items }
}

/** The index of a conversation in the order of {@link conversationsPage}. */
export function conversationPosition(sql: Sql, args: CallArgs<'conversations.position'>): number | null {
  const { where, values, fold } = filterOf(sql, args)
  const own = sql.get<{ pinned: number; rank: string; at: number; key: number }>(
    `SELECT effective_pinned AS pinned, effective_pin_rank AS rank, active_at AS at, key FROM conversation
     WHERE id = ? AND ${where}`,
    args.id,
    ...values,
  )
  if (own === undefined || own.key === fold?.key) return null
  const { pinned, rank, at, key } = own
  const before = sql.get<{ n: number }>(
    `SELECT count(*) AS n FROM conversation WHERE ${where} AND (effective_pinned > ? OR (effective_pinned = ?
       AND (effective_pin_rank < ? OR (effective_pin_rank = ? AND (active_at > ? OR (active_at = ? AND key < ?))))))`,
    ...values,
    ...[pinned, pinned, rank, rank, at, at, key],
  )
  return before?.n ?? 0
}

/** The conversation that was open last, if it is still there. */
export function lastOpened(sql: Sql): string | null {
  return (
    sql.get<{ id: string }>('SELECT id FROM conversation WHERE id = ?', readMeta(sql, lastOpenedKey) ?? '')?.id ?? null
  )
}

export function conversationIds(sql: Sql): string[] {
  return sql
    .all<{ id: string }>('SELECT id FROM conversation WHERE id NOT IN (SELECT conversation_id FROM left_conversation)')
    .map(row => row.id)
}

/** The group that follows a department, if the user is in it. */
export function departmentGroup(sql: Sql, departmentId: string): string | null {
  const found = sql.get<{ id: string }>(
    `SELECT id FROM conversation WHERE json_extract(details, '$.departmentId') = ? AND epoch <> '${leftEpoch}'`,
    departmentId,
  )
  return found?.id ?? null
}

export function conversationItem(sql: Sql, self: string | null, id: string): ConversationItem | null {
  const rows = sql.all<ConversationRow>('SELECT * FROM conversation WHERE id = ?', id)
  return itemsOf(sql, self, rows)[0] ?? null
}

interface Waiting {
  conversation_id: string
  state: string
  content: string
  created_at: number
}

/** What the rows of the list are made of besides their own: each map by the row's key or id. */
interface ItemParts {
  sql: Sql
  most: MostChars
  self: string | null
  names: Names
  lastMessages: Map<number, { row: MessageRow; content: Content }>
  waiting: Map<string, Waiting & { parsed: Content }>
  /** Changes of memberships that wait in the outbox. */
  pending: Map<string, { content: string | null }>
  drafts: Map<string, { text: string; cut: boolean }>
  avatarUserIds: Map<number, readonly string[]>
  labels: Map<number, string[]>
  nicknames: Map<number, string>
  /** What the people of last messages call themselves in the group, by its key and their id. */
  called: Map<string, PersonName>
  external: ReadonlySet<number>
  left: Map<string, LeftRow>
}

interface LeftRow {
  id: string
  by: string | null
  at: number | null
  reason: string | null
}

/** The most characters of a draft and of an announcement; null: all of it. */
interface MostChars {
  draft: number | null
  announcement: number | null
}
/** In a page of the list, which shows a line of a draft, and is what an opened conversation shows at first. */
const listed: MostChars = { draft: 2_000, announcement: 200 }
const whole: MostChars = { draft: null, announcement: null }

function itemsOf(
  sql: Sql,
  self: string | null,
  rows: readonly ConversationRow[],
  most: MostChars = whole,
): ConversationItem[] {
  const parts = itemParts(sql, self, rows, most)
  return rows.map(row => itemOf(row, parts))
}

function itemParts(sql: Sql, self: string | null, rows: readonly ConversationRow[], most: MostChars): ItemParts {
  const names = new Names(sql)
  const ids = JSON.stringify(rows.map(row => row.id))
  const lastKeys = new Map(rows.map(row => [row.key, lastMessageKey({ sql }, row.key)]))
  const messages = new Map(
    sql
      .all<MessageRow>(
        `SELECT ${messageColumns} FROM message WHERE key IN (SELECT value FROM json_each(?))`,
        JSON.stringify([...lastKeys.values()].filter(key => key !== null)),
      )
      .map(row => [row.key, { row, content: readContent(row.content) }]),
  )
  const lastMessages: ItemParts['lastMessages'] = new Map()
  for (const row of rows) {
    const message = messages.get(lastKeys.get(row.key) ?? -1)
    if (message !== undefined && seqOf(message.row.key) >= row.visible_from) lastMessages.set(row.key, message)
  }
  const waiting = new Map(
    sql
      .all<Waiting>(
        `SELECT conversation_id, state, content, created_at FROM outbox WHERE kind = 'send' AND state <> 'acknowledged'
           AND conversation_id IN (SELECT value FROM json_each(?)) ORDER BY position`,
        ids,
      )
      .map(item => [item.conversation_id, { ...item, parsed: contentOf(item) ?? { type: unreadableContent } }]),
  )
  const pending = new Map(
    sql
      .all<{ conversation_id: string; content: string | null }>(
        `SELECT conversation_id, content FROM outbox WHERE kind = 'membership'
           AND conversation_id IN (SELECT value FROM json_each(?))`,
        ids,
      )
      .map(item => [item.conversation_id, item]),
  )
  const drafts = new Map(
    sql
      .all<{ conversation_id: string; text: string; cut: number }>(
        `SELECT conversation_id, iif(?2 IS NULL, text, substr(text, 1, ?2)) AS text, length(text) > ?2 AS cut FROM draft
         WHERE conversation_id IN (SELECT value FROM json_each(?1))`,
        ids,
        most.draft,
      )
      .map(draft => [draft.conversation_id, { text: draft.text, cut: draft.cut === 1 }]),
  )
  const avatarUserIds = new Map(rows.map(row => [row.key, avatarUserIdsOf(row, self)]))
  for (const list of avatarUserIds.values()) names.want(...list)
  for (const { row, content } of messages.values()) names.want(row.sender_id, ...contentPeople(content))
  if (self !== null && waiting.size > 0) names.want(self)
  for (const { parsed } of waiting.values()) names.want(...contentPeople(parsed))
  const left = new Map(
    sql
      .all<LeftRow>(
        `SELECT conversation_id AS id, left_by AS "by", left_at AS at, left_reason AS reason FROM left_conversation
         WHERE conversation_id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(rows.filter(row => row.epoch === leftEpoch).map(row => row.id)),
      )
      .map(row => [row.id, row]),
  )
  for (const { by } of left.values()) if (by !== null) names.want(by)
  const shown = [...avatarUserIds].map(([key, ids]) => ({ key, avatarUserIds: ids }))
  const external = externalConversations(sql, shown, self, names)
  const keys = rows.map(row => row.key)
  const labels = labelsByConversation(sql, keys)
  const nicknames = ownNicknames(sql, keys, self)
  const called = nicknamesIn(
    sql,
    [...lastMessages].flatMap(([key, { row, content }]) =>
      [row.sender_id, ...contentPeople(content)].map((id): [number, string] => [key, id]),
    ),
  )
  return {
    sql,
    most,
    labels,
    nicknames,
    called,
    self,
    names,
    lastMessages,
    waiting,
    pending,
    drafts,
    avatarUserIds,
    external,
    left,
  }
}

function itemOf(row: ConversationRow, parts: ItemParts): ConversationItem {
  const { self, names } = parts
  const last = parts.lastMessages.get(row.key)
  const kind = conversationKind(row.kind)
  const avatarUserIds = parts.avatarUserIds.get(row.key) ?? []
  const called = (id: string) => parts.called.get(`${row.key}/${id}`) ?? names.get(id)
  const list = listStateOf(row, pendingList(parts.pending.get(row.id)))
  return {
    id: row.id,
    kind,
    name: row.name,
    ...conversationPeople(row, avatarUserIds, self, names),
    memberCount: row.member_count,
    external: parts.external.has(row.key),
    pinned: row.effective_pinned === 1,
    muted: row.effective_muted === 1,
    folded: list.folded ?? false,
    done: row.place === places.done,
    fold: null,
    labels: parts.labels.get(row.key) ?? [],
    unread: row.unread,
    mentions: row.mentions,
    readSeq: row.effective_read_seq,
    lastSeq: last === undefined ? 0 : seqOf(last.row.key),
    lastMessage:
      last === undefined
        ? null
        : {
            sender: called(last.row.sender_id),
            own: last.row.sender_id === self,
            sentAt: last.row.sent_at,
            content: last.content,
            bubble: isBubble(last.content),
            people: contentPeople(last.content).map(called),
          },
    outbox: outboxPreview(parts.waiting.get(row.id), parts),
    draft: parts.drafts.get(row.id)?.text ?? '',
    draftCut: parts.drafts.get(row.id)?.cut ?? false,
    left: leftOf(parts.left.get(row.id), names),
    activeAt: row.active_at,
    isOwner: self !== null && row.owner_id === self,
    group:
      kind === 'group'
        ? groupItem(parts.sql, row, {
            self,
            nickname: parts.nicknames.get(row.key) ?? '',
            list,
            names,
            announcementChars: parts.most.announcement ?? Number.MAX_SAFE_INTEGER,
          })
        : null,
  }
}

function leftOf(row: LeftRow | undefined, names: Names): ConversationItem['left'] {
  if (row === undefined) return null
  return {
    by: row.by === null ? null : names.get(row.by),
    at: row.at,
    dissolved: row.reason === 'dissolved',
    department: row.reason === 'department',
  }
}

function outboxPreview(
  item: (Waiting & { parsed: Content }) | undefined,
  parts: ItemParts,
): ConversationItem['outbox'] {
  if (item === undefined) return null
  const { self, names } = parts
  return {
    state: item.state === 'failed' || item.parsed.type === unreadableContent ? 'failed' : 'sending',
    sender: names.get(self ?? ''),
    content: item.parsed,
    people: contentPeople(item.parsed).map(id => names.get(id)),
    createdAt: item.created_at,
  }
}

/** The ids of the direct conversations with any of these people. */
export function directsWith(sql: Sql, self: string | null, userIds: readonly string[]): string[] {
  return sql
    .all<{ id: string }>(
      `SELECT id FROM conversation WHERE kind = 'direct' AND EXISTS (
         SELECT 1 FROM json_each(avatar_user_ids) p WHERE p.value IS NOT ?1 AND p.value IN (SELECT value FROM json_each(?2))
       ) ORDER BY active_at DESC`,
      self,
      JSON.stringify(userIds),
    )
    .map(({ id }) => id)
}

export function conversationsSummary(sql: Sql): CallResult<'conversations.summary'> {
  const row = sql.get<CallResult<'conversations.summary'>>(
    `SELECT coalesce(sum(iif(effective_muted = 1, mentions, unread)), 0) AS unread,
       count(*) AS unreadConversations,
       coalesce(sum(mentions > 0), 0) AS mentionedConversations
     FROM conversation WHERE unread > 0`,
  )
  return {
    unread: row?.unread ?? 0,
    unreadConversations: row?.unreadConversations ?? 0,
    mentionedConversations: row?.mentionedConversations ?? 0,
  }
}
