import {
  defaultSettings,
  forPermissions,
  type GroupDetails,
  type GroupSettings,
  groupDetailNames,
  groupDetailsSchema,
  type ListState,
  type MemberRole,
  mayInGroup,
  type PermissionHolder,
} from '@lianqun/protocol'
import type { GroupItem, PersonName } from '../../../preload/contract/index.ts'
import { messageKey } from '../core/message-key.ts'
import type { ConversationRow, Names } from '../core/rows.ts'
import { readJson, type Sql } from '../core/sql.ts'

/** What a conversation has as a group, as JSON. */
export function storedDetails(conversation: GroupDetails): string {
  return JSON.stringify(Object.fromEntries(groupDetailNames.map(name => [name, conversation[name]])))
}

function readDetails(stored: string): GroupDetails {
  return groupDetailsSchema.safeParse(readJson<unknown>(stored)).data ?? {}
}

/** What is known of a group besides its row. `announcementChars`: at most so many characters of the announcement. */
interface GroupParts {
  self: string | null
  /** What the person is called there. */
  nickname: string
  list: ListState
  names: Names
  announcementChars: number
}

/** A group as it is for the person. */
export function groupItem(sql: Sql, row: ConversationRow, parts: GroupParts): GroupItem {
  const { self, nickname } = parts
  const details = readDetails(row.details)
  const role = roleOf(row, details, self)
  const settings = { ...defaultSettings, ...details.settings }
  const holder = (value: string): PermissionHolder => (value === 'everyone' ? 'everyone' : 'admins')
  return {
    role,
    may: forPermissions(
      name =>
        mayInGroup(details.settings, name, role) && !(name === 'addMembers' && details.departmentId !== undefined),
    ),
    settings: {
      ...forPermissions(name => holder(settings[name])),
      history: historyOf(settings.history),
      slowSeconds: settings.slowSeconds,
    },
    waitsUntil: role === 'member' && settings.slowSeconds > 0 ? waitsUntil(sql, row, self, settings.slowSeconds) : 0,
    nickname,
    description: details.description ?? '',
    joinRequests: role === 'member' ? 0 : (details.joinRequests ?? 0),
    bots: details.bots ?? 0,
    department: details.departmentId === undefined ? null : departmentNames(sql, details.departmentId),
    clock: details.clock ?? null,
    announcement: details.announcement === undefined ? null : announcementItem(sql, row, details.announcement, parts),
  }
}

/** A department with its names, empty until it is known. */
function departmentNames(sql: Sql, id: string): PersonName {
  const found = sql.get<{ name: string; latinName: string }>(
    'SELECT name, latin_name AS latinName FROM department WHERE id = ?',
    id,
  )
  return { id, name: found?.name ?? '', latinName: found?.latinName ?? '' }
}

function announcementItem(
  sql: Sql,
  row: ConversationRow,
  { seq, byId, at, text }: NonNullable<GroupDetails['announcement']>,
  { list, names, announcementChars }: GroupParts,
): GroupItem['announcement'] {
  const own = sql.get<{ owes: number; asked: number }>(
    'SELECT owes, request IS NOT NULL AS asked FROM message_state WHERE conversation_id = ? AND seq = ?',
    row.id,
    seq,
  )
  const asks = own === undefined || own.asked === 0 ? 'nothing' : own.owes > 0 ? 'owed' : 'answered'
  const closed = (list.closedAnnouncement ?? 0) >= seq
  return { seq, by: names.get(byId), at, text: text.slice(0, announcementChars), closed, asks }
}

function historyOf(value: NonNullable<GroupSettings['history']>): GroupItem['settings']['history'] {
  return typeof value === 'number' || value === 'all' ? value : 'joining'
}

function roleOf(row: ConversationRow, details: GroupDetails, self: string | null): MemberRole {
  if (self === null) return 'member'
  if (row.owner_id === self) return 'owner'
  return details.adminIds?.includes(self) ? 'admin' : 'member'
}

/** What the person is called in those conversations where they have a name of their own. */
export function ownNicknames(sql: Sql, keys: readonly number[], self: string | null): Map<number, string> {
  const rows = sql.all<{ key: number; nickname: string }>(
    `SELECT conversation AS key, nickname FROM member WHERE user_id = ? AND has_left = 0 AND nickname IS NOT NULL
       AND conversation IN (SELECT value FROM json_each(?))`,
    self,
    JSON.stringify(keys),
  )
  return new Map(rows.map(({ key, nickname }) => [key, nickname]))
}

/** The names that people have in groups, by `<key of the group>/<id>`; without those who have none there. */
export function nicknamesIn(sql: Sql, people: readonly [key: number, userId: string][]): Map<string, PersonName> {
  const rows = sql.all<{ key: number; id: string; nickname: string }>(
    `SELECT m.conversation AS key, m.user_id AS id, m.nickname FROM json_each(?) p
     JOIN member m ON m.conversation = json_extract(p.value, '$[0]') AND m.user_id = json_extract(p.value, '$[1]')
     WHERE m.nickname IS NOT NULL AND m.has_left = 0`,
    JSON.stringify(people),
  )
  return new Map(rows.map(({ key, id, nickname }) => [`${key}/${id}`, { id, name: nickname, latinName: '' }]))
}

/** Messages that are looked through for the last own one; in slow mode there are few in the time that counts. */
const looked = 500

/**
 * When the person may write again in a group in slow mode: a while after the last own message, sent or not. Notices of
 * what they did to the group are none.
 */
function waitsUntil(sql: Sql, row: ConversationRow, self: string | null, slowSeconds: number): number {
  const sent = sql.get<{ at: number | null }>(
    `SELECT max(sent_at) AS at FROM (SELECT sender_id, sent_at, content FROM message WHERE key BETWEEN ? AND ?
       ORDER BY key DESC LIMIT ${looked}) WHERE sender_id = ? AND json_extract(content, '$.type') <> 'system'`,
    messageKey(row.key, 1),
    messageKey(row.key, row.head),
    self,
  )
  const queued = sql.get<{ at: number | null }>(
    "SELECT max(created_at) AS at FROM outbox WHERE conversation_id = ? AND kind = 'send' AND state <> 'failed'",
    row.id,
  )
  const last = Math.max(sent?.at ?? 0, queued?.at ?? 0)
  return last === 0 ? 0 : last + slowSeconds * 1_000
}
