/**
 * The tables as Kysely sees them. Booleans are 0 and 1 and times are milliseconds, on SQLite and PostgreSQL alike;
 * lists are JSON text. A bigint comes as a string from PostgreSQL: `rows.ts` makes numbers of them.
 */
export interface Tables {
  meta: { key: string; value: string }
  counters: { name: string; value: number }
  organisation: { id: string; name: string; latin_name: string; revision: number }
  departments: DepartmentRow
  employees: EmployeeRow
  users: UserRow
  preferences: { user_id: string; favourite_apps: string; revision: number }
  sessions: SessionRow
  retired_tokens: { hash: string; session_id: string; retired_at: number }
  conversations: ConversationRow
  members: MemberRow
  messages: MessageRow
  mentions: { conversation_id: string; user_id: string; seq: number; sender_id: string }
  apps: AppRow
  announcements: AnnouncementRow
  announcement_confirmations: { announcement_id: string; user_id: string; confirmed_at: number }
}

export interface DepartmentRow {
  id: string
  parent_id: string | null
  name: string
  latin_name: string
  sort_order: number
  leader_ids: string
  deleted: number
  revision: number
}

export interface EmployeeRow {
  id: string
  name: string
  latin_name: string
  department_ids: string
  title: string
  phone: string
  mail: string
  staff_no: string
  place: string
  deleted: number
  revision: number
}

/** The account of an employee (same id). `me_revision` is the head of the scope `me`. */
export interface UserRow {
  id: string
  account: string | null
  password_hash: string | null
  admin: number
  publisher: number
  disabled: number
  me_revision: number
}

/** One signed-in device. The hashes are SHA-256 of refresh tokens. */
interface SessionRow {
  id: string
  user_id: string
  device_id: string
  name: string
  platform: string
  created_at: number
  last_seen_at: number
  refresh_hash: string
  previous_hash: string | null
  refresh_expires_at: number
  ended_at: number | null
}

/** `head` is the scope's counter, `revision` that of the row itself, `moved` the workspace's commit counter. */
export interface ConversationRow {
  id: string
  kind: 'direct' | 'group'
  name: string
  owner_id: string | null
  member_count: number
  faces: string
  created_at: number
  revision: number
  head: number
  last_seq: number
  last_ordinal: number
  moved: number
  direct_key: string | null
  creator_id: string | null
  client_id: string | null
  content_hash: string | null
}

/** Both the member (scope of the conversation, `revision`) and the membership (scope `me`, `me_revision`). */
export interface MemberRow {
  conversation_id: string
  user_id: string
  role: 'owner' | 'member'
  joined_at: number
  join_order: number
  joined: number
  revision: number
  pinned: number
  muted: number
  read_seq: number
  read_ordinal: number
  visible_from: number
  me_revision: number
}

export interface MessageRow {
  conversation_id: string
  seq: number
  revision: number
  ordinal: number
  sender_id: string
  client_id: string | null
  content_hash: string | null
  sent_at: number
  content: string
}

export interface AppRow {
  id: string
  name: string
  latin_name: string
  description: string
  latin_description: string
  app_group: string
  icon: string
  hue: number
  start_url: string
  allowed_origins: string
  permissions: string
  sort_order: number
  deleted: number
  revision: number
}

interface AnnouncementRow {
  id: string
  title: string
  body: string
  author_id: string
  created_at: number
  /** How many of those who are still here have confirmed it. */
  confirmed_count: number
  client_id: string | null
}
