import {
  type Attributes,
  attributesSchema,
  type Content,
  contentSchema,
  conversationKind,
  groupDetailsSchema,
} from '@lianqun/protocol'
import type { PersonName } from '../../../preload/contract/index.ts'
import { seqSpan } from './message-key.ts'
import { readJson, type Sql } from './sql.ts'

/** A row of `message`. */
export interface MessageRow {
  key: number
  revision: number
  ordinal: number
  sender_id: string
  client_id: string | null
  sent_at: number
  content: string
  attributes: string | null
}
export const messageColumns = 'key, revision, ordinal, sender_id, client_id, sent_at, content, attributes'

/** The epoch of a conversation that the person is out of: no epoch of the server. */
export const leftEpoch = ''

/** A row of `conversation`, all columns. */
export interface ConversationRow {
  key: number
  id: string
  /** As received: read it with `conversationKind`. */
  kind: string
  name: string
  owner_id: string | null
  member_count: number
  avatar_user_ids: string
  /** Of a group, as JSON. */
  details: string
  created_at: number
  revision: number
  epoch: string
  cursor: number
  head: number
  last_ordinal: number
  skipped_from: number
  skipped_to: number
  pinned: number
  muted: number
  read_seq: number
  read_ordinal: number
  visible_from: number
  membership_revision: number
  /** JSON of how it stands in the list, as synced. */
  list_state: string | null
  effective_pinned: number
  effective_pin_rank: string
  effective_muted: number
  effective_read_seq: number
  unread: number
  mentions: number
  active_at: number
  missing: number
  /** 0 in the list, 1 folded, 2 done. */
  place: number
}

/**
 * The content of a message as this version reads it, whichever version stored it. Throws only if the file is damaged.
 */
export function readContent(stored: string): Content {
  return contentSchema.parse(readJson<unknown>(stored))
}

/** The attributes of a message as this version reads them. */
export function readAttributes(stored: string | null): Attributes {
  return stored === null ? {} : (attributesSchema.safeParse(readJson<unknown>(stored)).data ?? {})
}

export function conversationRow(sql: Sql, id: string): ConversationRow | undefined {
  return sql.get<ConversationRow>('SELECT * FROM conversation WHERE id = ?', id)
}

/** The conversation, if the user is a member of it: one that the user has left accepts no rows from the server. */
export function joinedConversation(sql: Sql, id: string): ConversationRow | undefined {
  return sql.get<ConversationRow>(
    'SELECT * FROM conversation WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM left_conversation WHERE conversation_id = ?1)',
    id,
  )
}

export function seqOf(key: number): number {
  return key % seqSpan
}

export function conversationOf(key: number): number {
  return Math.floor(key / seqSpan)
}

/** The picture of an employee that is a bot, by which it is known to be one; nothing for people. */
export function pictureOf({ bot, icon }: { bot: string | null; icon: string }): { bot?: string } {
  return bot === null ? {} : { bot: icon || 'bot' }
}

/**
 * Looks up the names of a page's people in one query. An unknown person has empty names. With the key of a conversation
 * its members are called what they call themselves there.
 */
export class Names {
  readonly #wanted = new Set<string>()
  readonly #found = new Map<string, PersonName>()
  readonly #external = new Set<string>()
  readonly #sql: Sql
  readonly #conversation: number | null

  constructor(sql: Sql, conversation: number | null = null) {
    this.#sql = sql
    this.#conversation = conversation
  }

  want(...ids: readonly string[]): void {
    for (const id of ids) if (!this.#found.has(id)) this.#wanted.add(id)
  }

  get(id: string): PersonName {
    if (!this.#found.has(id)) this.#load(id)
    return this.#found.get(id) ?? { id, name: '', latinName: '' }
  }

  /** Whether the person is of another organisation. */
  external(id: string): boolean {
    if (!this.#found.has(id)) this.#load(id)
    return this.#external.has(id)
  }

  #load(id: string): void {
    this.#wanted.add(id)
    for (const wanted of this.#wanted) this.#found.set(wanted, { id: wanted, name: '', latinName: '' })
    const rows = this.#sql.all<PersonName & { external: number; bot: string | null; icon: string }>(
      `SELECT id, name, latin_name AS latinName, external, bot, icon FROM employee
       WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify([...this.#wanted]),
    )
    for (const { external, bot, icon, ...name } of rows) {
      this.#found.set(name.id, { ...name, ...pictureOf({ bot, icon }) })
      if (external === 1) this.#external.add(name.id)
    }
    if (this.#conversation !== null) this.#loadNicknames(this.#conversation)
    this.#wanted.clear()
  }

  #loadNicknames(conversation: number): void {
    const rows = this.#sql.all<{ id: string; nickname: string }>(
      `SELECT user_id AS id, nickname FROM member WHERE conversation = ? AND nickname IS NOT NULL AND has_left = 0
         AND user_id IN (SELECT value FROM json_each(?))`,
      conversation,
      JSON.stringify([...this.#wanted]),
    )
    for (const { id, nickname } of rows)
      this.#found.set(id, { ...this.#found.get(id), id, name: nickname, latinName: '' })
  }
}

export function peopleNames(sql: Sql, ids: readonly string[], conversationId?: string): PersonName[] {
  const key = conversationId === undefined ? undefined : conversationRow(sql, conversationId)?.key
  const names = new Names(sql, key ?? null)
  names.want(...ids)
  return ids.map(id => names.get(id))
}

export function avatarUserIdsOf(row: { kind: string; avatar_user_ids: string }, self: string | null): string[] {
  const avatarUserIds = readJson<string[]>(row.avatar_user_ids)
  if (conversationKind(row.kind) !== 'direct') return avatarUserIds
  const other = avatarUserIds.find(id => id !== self) ?? avatarUserIds[0]
  return other === undefined ? [] : [other]
}

/**
 * Which of these conversations are with people of other organisations, the user aside, as far as it is known: by the
 * people of the avatar, whom the list knows at once, and by the members, whom it learns in the background. The query
 * looks up each person of another organisation once (+), and not once for each of the conversations.
 */
export function externalConversations(
  sql: Sql,
  rows: readonly { key: number; avatarUserIds: readonly string[] }[],
  self: string | null,
  names: Names,
): Set<number> {
  if (rows.length === 0) return new Set()
  const members = sql.all<{ key: number }>(
    `SELECT DISTINCT m.conversation AS key FROM employee e CROSS JOIN member m ON m.user_id = e.id AND m.has_left = 0
     WHERE e.external = 1 AND e.id IS NOT ? AND +m.conversation IN (SELECT value FROM json_each(?))`,
    self,
    JSON.stringify(rows.map(row => row.key)),
  )
  const found = new Set(members.map(row => row.key))
  for (const { key, avatarUserIds } of rows)
    if (avatarUserIds.some(id => id !== self && names.external(id))) found.add(key)
  return found
}

/** The people of a conversation's avatar ({@link avatarUserIdsOf}), and those of its title where it has no name. */
export function conversationPeople(
  row: { kind: string; member_count: number; details: string },
  avatarUserIds: readonly string[],
  self: string | null,
  names: Names,
): { avatarPeople: PersonName[]; avatarId: string | null; titlePeople: PersonName[]; morePeople: number } {
  const avatarId = groupDetailsSchema.safeParse(readJson<unknown>(row.details)).data?.avatar?.id ?? null
  const others = avatarUserIds.filter(id => id !== self)
  const avatarPeople = avatarUserIds.map(id => names.get(id))
  if (others.length === 0 || conversationKind(row.kind) === 'direct')
    return { avatarPeople, avatarId, titlePeople: avatarPeople, morePeople: 0 }
  const morePeople = Math.max(0, row.member_count - 1 - others.length)
  return { avatarPeople, avatarId, titlePeople: others.map(id => names.get(id)), morePeople }
}
