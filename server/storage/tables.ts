import type { MemberRole } from '@lianqun/protocol'

/**
 * The core's tables for Kysely; a feature adds its own to this interface in its `tables.ts`. Booleans are 0
 * and 1 and times are milliseconds, on SQLite and PostgreSQL alike; lists are JSON text. A bigint comes as a string
 * from PostgreSQL, hence `Number` where rows become entities.
 */
export interface Tables {
  meta: { key: string; value: string }
  counters: { name: string; value: number }
  users: UserRow
  conversations: ConversationRow
  moves: MoveRow
  members: MemberRow
  messages: MessageRow
  mentions: MentionRow
  message_index: MessageIndexRow
  message_reactions: MessageReactionRow
  message_edits: MessageEditRow
  message_flags: MessageFlagRow
  message_answers: MessageAnswerRow
  message_states: MessageStateRow
  record_items: RecordItemRow
  files: FileRow
  finished_uploads: { id: string; user_id: string; bytes: number; at: number }
  uploads: UploadRow
  upload_parts: UploadPartRow
  file_refs: FileRefRow
  department_groups: { conversation_id: string; department_id: string; name: string }
  group_avatars: GroupAvatarRow
  group_audit: GroupAuditRow
  group_links: GroupLinkRow
  jobs: JobRow
  group_requests: { conversation_id: string; user_id: string; link_id: string; asked_at: number }
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

/** `head` is the scope's counter, `revision` the row's own, `members_revision` that of the last joining or leaving. */
export interface ConversationRow {
  id: string
  kind: 'direct' | 'group'
  name: string
  owner_id: string | null
  member_count: number
  avatar_user_ids: string
  /** What a group has besides: `GroupDetails` as JSON. */
  details: string
  created_at: number
  revision: number
  head: number
  last_seq: number
  last_ordinal: number
  members_revision: number
  /** A bot is told what happens in it. */
  listened: number
  direct_key: string | null
  creator_id: string | null
  client_id: string | null
  content_hash: string | null
}

/**
 * When a conversation changed last: the number of the commit on SQLite, of the transaction on PostgreSQL. Apart from the
 * conversation's row, which stays free of an index on what every commit writes.
 */
export interface MoveRow {
  conversation_id: string
  position: number
}

/** Both the member (scope of the conversation, `revision`) and the membership (scope `me`, `me_revision`). */
export interface MemberRow {
  conversation_id: string
  user_id: string
  role: MemberRole
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
  /** JSON of how it stands in the user's list; null while nothing of that was set. */
  list_state?: string | null
  /** When the membership ended, milliseconds, and who ended it; null while joined, and of those who left before. */
  left_at?: number | null
  left_by?: string | null
  left_reason?: string | null
  /** The name of the member in this group. */
  nickname?: string | null
  /** When they last sent a message here, for slow mode. */
  last_sent_at?: number | null
}

/** A link by which people join a group; `token_hash`: SHA-256. */
export interface GroupLinkRow {
  id: string
  conversation_id: string
  token_hash: string
  created_by: string
  created_at: number
  expires_at: number | null
  max_uses: number | null
  uses: number
  approval: number
  revoked_at: number | null
}

/** What somebody did to a group: `id` counts within it; `before` and `after` are JSON. */
export interface GroupAuditRow {
  conversation_id: string
  id: number
  at: number
  actor_id: string
  action: string
  before: string | null
  after: string | null
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
  /** JSON; null: none. */
  attributes: string | null
  /** The seq of the message that began its thread. */
  thread: number | null
}

export interface MessageReactionRow {
  conversation_id: string
  seq: number
  emoji: string
  user_id: string
  reacted_at: number
}

/** What a message said until its `edit`-th edit. */
export interface MessageEditRow {
  conversation_id: string
  seq: number
  edit: number
  content: string
  edited_at: number
}

/** A file; `sha256` is of the bytes that are served, `source_sha256` of those that were uploaded. */
export interface FileRow {
  id: string
  sha256: string
  source_sha256: string
  name: string
  size: number
  media_type: string
  width: number | null
  height: number | null
  duration_ms: number | null
  placeholder: string | null
  previews: number
  uploader_id: string
  created_at: number
}

/** An unfinished upload in a bucket, and the request that has it (`holder`) until then; `wanted`: another waits for it. */
export interface UploadRow {
  id: string
  user_id: string
  size: number
  /** Bytes that are in the bucket and in `upload_parts`. */
  received: number
  /** What the client says of it, as JSON. */
  metadata: string
  created_at: number
  holder: string | null
  held_until: number
  wanted: number
}

/** Bytes of an upload from `start` on, in the object `name` of its folder. */
export interface UploadPartRow {
  upload_id: string
  start: number
  bytes: number
  name: string
}

/** That a message shows a file, so that whoever may see it may load the file. */
export interface FileRefRow {
  conversation_id: string
  seq: number
  file_id: string
}

/** The picture of a group, which its members may load. */
export interface GroupAvatarRow {
  conversation_id: string
  file_id: string
}

/** The one answer of a person to a message, as JSON; `answered_at`: when they first answered. */
export interface RecordItemRow {
  fingerprint: string
  conversation_id: string
  seq: number
}

export interface MessageAnswerRow {
  conversation_id: string
  seq: number
  user_id: string
  answer: string
  answered_at: number
}

/** That a message is `pinned`, or what it is marked as. */
export interface MessageFlagRow {
  conversation_id: string
  flag: string
  seq: number
}

/** What a person has of their own about a message; all empty: nothing any more. `labels`: a JSON list. */
export interface MessageStateRow {
  user_id: string
  conversation_id: string
  seq: number
  saved_at: number | null
  labels: string | null
  remind_at: number | null
  hidden: number
  /** What the sender asks of them, since when, whether it is urgent; when they answered and were last reminded. */
  ask: string | null
  asked_at: number | null
  urgent: number
  answered_at: number | null
  urged_at: number | null
  /** What they answered, as JSON, where the message may not say. */
  answer: string | null
  revision: number
}

/** The place of a message in the full-text index. */
export interface MessageIndexRow {
  id: number
  conversation_id: string
  seq: number
}

export interface MentionRow {
  conversation_id: string
  user_id: string
  seq: number
  sender_id: string
}

/**
 * Work that is to be done. `run_at`: from when on it may be taken; while somebody does it, the end of their lease, and
 * `token` says whose it is. `payload`: JSON; `attempts`: how often it was taken.
 */
export interface JobRow {
  kind: string
  key: string
  lane: string
  payload: string
  created_at: number
  run_at: number
  attempts: number
  token: string | null
}
