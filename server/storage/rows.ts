import type {
  App,
  Conversation,
  contentSchema,
  Department,
  Employee,
  Member,
  Membership,
  Message,
} from '@lianqun/protocol'
import type { AppRow, ConversationRow, DepartmentRow, EmployeeRow, MemberRow, MessageRow } from './tables.ts'

/** Rows as entities of the wire. A bigint is a string on PostgreSQL, hence `Number`. */
export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    ownerId: row.owner_id,
    memberCount: row.member_count,
    avatarUserIds: parseIds(row.faces),
    createdAt: Number(row.created_at),
    revision: Number(row.revision),
  }
}

export function toMember(row: MemberRow): Member {
  return {
    conversationId: row.conversation_id,
    userId: row.user_id,
    role: row.role,
    joinedAt: Number(row.joined_at),
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
    revision: Number(row.me_revision),
  }
}

/** Content is checked before it is stored, so it is only parsed here. */
export function toMessage(row: MessageRow): Message {
  return {
    conversationId: row.conversation_id,
    seq: Number(row.seq),
    revision: Number(row.revision),
    ordinal: Number(row.ordinal),
    senderId: row.sender_id,
    clientId: row.client_id,
    sentAt: Number(row.sent_at),
    content: JSON.parse(row.content) as ReturnType<typeof contentSchema.parse>,
  }
}

export function toDepartment(row: DepartmentRow): Department {
  return {
    id: row.id,
    parentId: row.parent_id,
    name: row.name,
    latinName: row.latin_name,
    sortOrder: row.sort_order,
    leaderIds: parseIds(row.leader_ids),
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}

export function toEmployee(row: EmployeeRow): Employee {
  return {
    id: row.id,
    name: row.name,
    latinName: row.latin_name,
    departmentIds: parseIds(row.department_ids),
    title: row.title,
    phone: row.phone,
    mail: row.mail,
    staffNo: row.staff_no,
    place: row.place,
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}

export function toApp(row: AppRow): App {
  return {
    id: row.id,
    name: row.name,
    latinName: row.latin_name,
    description: row.description,
    latinDescription: row.latin_description,
    group: row.app_group,
    icon: row.icon,
    hue: row.hue,
    startUrl: row.start_url,
    allowedOrigins: parseIds(row.allowed_origins),
    permissions: parseIds(row.permissions) as App['permissions'],
    sortOrder: row.sort_order,
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}

/** A JSON list of strings that this server wrote. */
export function parseIds(json: string): string[] {
  return JSON.parse(json) as string[]
}
