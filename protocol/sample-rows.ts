import type { App } from './apps.ts'
import type { Session } from './auth.ts'
import type { Conversation, ConversationHead } from './conversations.ts'
import type { Department, Employee } from './directory.ts'
import type { FileRef } from './files.ts'
import type { Membership } from './memberships.ts'
import type { Message } from './messages.ts'

/* Rows that the examples of several features share. */

export const clientId = '0198c5a1-7c3e-7b1a-9f00-2b6f5d1e8a01'
export const at = 1_780_000_000_000

export const message: Message = {
  conversationId: 'c_air2',
  seq: 42,
  revision: 42,
  ordinal: 37,
  senderId: 'u_chenyu',
  clientId,
  sentAt: at,
  content: { type: 'text', text: '@周野 14:00 开始切流', mentions: [{ userId: 'u_zhouye', offset: 0, length: 3 }] },
}
export const file: FileRef = { id: 'f_1', name: '报价单.xlsx', size: 482_113, mediaType: 'application/zip' }
export const conversation: Conversation = {
  id: 'c_air2',
  kind: 'group',
  name: 'Air 2 上市发布群',
  ownerId: 'u_zhouye',
  memberCount: 24,
  avatarUserIds: ['u_linwan', 'u_zhouye', 'u_suhe', 'u_maya'],
  createdAt: at,
  revision: 40,
}
export const membership: Membership = {
  conversationId: 'c_air2',
  joined: true,
  pinned: true,
  muted: false,
  readSeq: 30,
  readOrdinal: 28,
  visibleFrom: 0,
  revision: 9,
}
export const head: ConversationHead = {
  conversation,
  membership,
  revision: 42,
  lastOrdinal: 37,
  lastMessage: message,
  mentionSeqs: [35],
}
export const department: Department = {
  id: 'd_platform',
  parentId: 'd_rnd',
  name: '平台研发部',
  latinName: 'Platform engineering',
  sortOrder: 2,
  leaderIds: ['u_zhouye'],
  deleted: false,
  revision: 3,
}
export const employee: Employee = {
  id: 'u_zhouye',
  name: '周野',
  latinName: 'Ye Zhou',
  departmentIds: ['d_platform'],
  title: '平台研发部负责人',
  phone: '13800002043',
  mail: 'zhouye@qingyu.example',
  staffNo: 'QY-0217',
  place: '上海 西岸',
  external: false,
  deleted: false,
  revision: 4,
}
export const app: App = {
  id: 'announcements',
  name: '公告',
  latinName: 'Announcements',
  description: '公司公告，读后确认',
  latinDescription: 'Company news, read and confirmed',
  group: 'everyday',
  icon: 'megaphone',
  hue: 6,
  startUrl: '/apps/announcements/',
  allowedOrigins: [],
  permissions: ['user.read', 'announcements'],
  sortOrder: 1,
  deleted: false,
  revision: 1,
}
export const session: Session = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9.e30.x',
  accessExpiresAt: at + 900_000,
  refreshToken: 'q7Jx',
  refreshExpiresAt: at + 5_184_000_000,
  deviceId: 'dev_1',
  userId: 'u_chenyu',
  workspace: { id: 'w_qingyu', name: '青屿科技', latinName: 'Qingyu Tech' },
}
export const device = { id: 'dev_1', name: 'Chen Yu’s laptop', platform: 'windows' }
export const revisions = { me: 9, directory: 812, apps: 2 }
export const bad = { notAnId: 'a b' }
