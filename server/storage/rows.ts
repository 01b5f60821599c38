import type {
  Attributes,
  Content,
  Conversation,
  FileRef,
  GroupDetails,
  ListState,
  Member,
  Membership,
  Message,
} from '@lianqun/protocol'
import type { ConversationRow, FileRow, MemberRow, MessageRow } from './tables.ts'

/** The core's rows as entities of the wire. A bigint is a string on PostgreSQL, hence `Number`. */
export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    ownerId: row.owner_id,
    memberCount: row.member_count,
    avatarUserIds: parseIds(row.avatar_user_ids),
    createdAt: Number(row.created_at),
    ...detailsOf(row),
    revision: Number(row.revision),
  }
}

/** What a group has besides its name and members. */
export function detailsOf({ details }: Pick<ConversationRow, 'details'>): GroupDetails {
  return JSON.parse(details) as GroupDetails
}

export function toMember(row: MemberRow): Member {
  return {
    conversationId: row.conversation_id,
    userId: row.user_id,
    role: row.role,
    joinedAt: Number(row.joined_at),
    ...(row.nickname ? { nickname: row.nickname } : {}),
    left: row.joined === 0,
    revision: Number(row.revision),
  }
}

export function toMembership(row: MemberRow): Membership {
  return {
    conversationId: row.conversation_id,
    joined: row.joined !== 0,
    pinned: row.pinned !== 0,
    muted: row.muted !== 0,
    readSeq: Number(row.read_seq),
    readOrdinal: Number(row.read_ordinal),
    visibleFrom: Number(row.visible_from),
    ...(row.joined === 0 || !row.list_state ? {} : { list: readListState(row.list_state) }),
    ...(row.joined === 0 && row.left_by && row.left_at ? { left: toLeft(row.left_by, row) } : {}),
    revision: Number(row.me_revision),
  }
}

function toLeft(byId: string, row: MemberRow): Membership['left'] {
  const left = { byId, at: Number(row.left_at) }
  return row.left_reason ? { ...left, reason: row.left_reason } : left
}

/** The JSON of a list state, which this server wrote. */
export function readListState(stored: string): ListState {
  return JSON.parse(stored) as ListState
}

/** Content is checked before it is stored, so it is only parsed here. */
export function readContent(stored: string): Content {
  return JSON.parse(stored) as Content
}

/** The row of a message that was just made. `contentHash`: of what the client sent, null where no client did. */
export function toMessageRow(message: Message, contentHash: string | null): MessageRow {
  const { attributes } = message
  return {
    conversation_id: message.conversationId,
    seq: message.seq,
    revision: message.revision,
    ordinal: message.ordinal,
    sender_id: message.senderId,
    client_id: message.clientId,
    content_hash: contentHash,
    sent_at: message.sentAt,
    content: JSON.stringify(message.content),
    attributes: attributes ? JSON.stringify(attributes) : null,
    thread: attributes?.thread ?? null,
  }
}

export function toMessage(row: MessageRow): Message {
  return {
    conversationId: row.conversation_id,
    seq: Number(row.seq),
    revision: Number(row.revision),
    ordinal: Number(row.ordinal),
    senderId: row.sender_id,
    clientId: row.client_id,
    sentAt: Number(row.sent_at),
    content: readContent(row.content),
    ...(row.attributes === null ? {} : { attributes: JSON.parse(row.attributes) as Attributes }),
  }
}

/** A file as messages name it. */
export function toFileRef(row: FileRow): FileRef {
  return {
    id: row.id,
    name: row.name,
    size: Number(row.size),
    mediaType: row.media_type,
    ...(row.width === null ? {} : { width: row.width }),
    ...(row.height === null ? {} : { height: row.height }),
    ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
    ...(row.placeholder === null ? {} : { placeholder: row.placeholder }),
    ...(row.previews === 0 ? {} : { previews: true }),
  }
}

/** A JSON list of strings that this server wrote. */
export function parseIds(json: string): string[] {
  return JSON.parse(json) as string[]
}
