import type { App, Conversation, ConversationHead, Department, Employee, Membership, Message } from './entities.ts'
import type { EventName, EventParams, NoticeName, NoticeParams } from './events.ts'
import type { Method, Params, Result } from './methods.ts'

/*
 * One valid example of each request, answer, event and notice, and several that must be refused. The tests run over
 * them and docs/protocol.md shows the valid ones.
 */

const clientId = '0198c5a1-7c3e-7b1a-9f00-2b6f5d1e8a01'
const at = 1_780_000_000_000

const message: Message = {
  conversationId: 'c_air2',
  seq: 42,
  revision: 42,
  ordinal: 37,
  senderId: 'u_chenyu',
  clientId,
  sentAt: at,
  content: { type: 'text', text: '@周野 14:00 开始切流', mentions: [{ userId: 'u_zhouye', offset: 0, length: 3 }] },
}
const conversation: Conversation = {
  id: 'c_air2',
  kind: 'group',
  name: 'Air 2 上市发布群',
  ownerId: 'u_zhouye',
  memberCount: 24,
  avatarUserIds: ['u_linwan', 'u_zhouye', 'u_suhe', 'u_maya'],
  createdAt: at,
  revision: 40,
}
const membership: Membership = {
  conversationId: 'c_air2',
  joined: true,
  pinned: true,
  muted: false,
  readSeq: 30,
  readOrdinal: 28,
  visibleFrom: 0,
  revision: 9,
}
const head: ConversationHead = {
  conversation,
  membership,
  revision: 42,
  lastOrdinal: 37,
  lastMessage: message,
  mentionSeqs: [35],
}
const department: Department = {
  id: 'd_platform',
  parentId: 'd_rnd',
  name: '平台研发部',
  latinName: 'Platform engineering',
  sortOrder: 2,
  leaderIds: ['u_zhouye'],
  deleted: false,
  revision: 3,
}
const employee: Employee = {
  id: 'u_zhouye',
  name: '周野',
  latinName: 'Ye Zhou',
  departmentIds: ['d_platform'],
  title: '平台研发部负责人',
  phone: '13800002043',
  mail: 'zhouye@qingyu.example',
  staffNo: 'QY-0217',
  place: '上海 西岸',
  deleted: false,
  revision: 4,
}
const app: App = {
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
const session: Result<'auth.signIn'> = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9.e30.x',
  accessExpiresAt: at + 900_000,
  refreshToken: 'q7Jx',
  refreshExpiresAt: at + 5_184_000_000,
  deviceId: 'dev_1',
  userId: 'u_chenyu',
  workspace: { id: 'w_qingyu', name: '青屿科技', latinName: 'Qingyu Tech' },
}
const device = { id: 'dev_1', name: 'Chen Yu’s laptop', platform: 'windows' }
const revisions = { me: 9, directory: 812, apps: 2 }
const bad = { notAnId: 'a b', tooLong: 'x'.repeat(8_001) }

export const methodExamples: {
  [M in Method]: { params: Params<M>; result: Result<M>; invalid: unknown[]; invalidResults: unknown[] }
} = {
  'auth.signIn': {
    params: { account: 'chenyu', password: 'correct horse', device },
    result: session,
    invalid: [
      {},
      { account: '', password: 'x', device },
      { account: 'chenyu', password: 'x' },
      { account: 'chenyu', password: 'x', device: { ...device, id: bad.notAnId } },
    ],
    invalidResults: [{}, { ...session, accessExpiresAt: -1 }, { ...session, refreshToken: '' }],
  },
  'auth.refresh': {
    params: { refreshToken: 'q7Jx' },
    result: session,
    invalid: [{}, { refreshToken: '' }, { refreshToken: 7 }],
    invalidResults: [null, { ...session, userId: bad.notAnId }],
  },
  'auth.resume': {
    params: { accessToken: session.accessToken },
    result: {},
    invalid: [{}, { accessToken: '' }, { accessToken: null }],
    invalidResults: [null, 'ok'],
  },
  'auth.signOut': { params: {}, result: {}, invalid: [null, 'now', []], invalidResults: [null, 1] },
  'sync.hello': {
    params: {},
    result: { userId: 'u_chenyu', epoch: 'e1', serverTime: at, revisions },
    invalid: [null, 1, []],
    invalidResults: [
      {},
      { userId: 'u_chenyu', epoch: '', serverTime: at, revisions },
      { userId: 'u_chenyu', epoch: 'e1', serverTime: at, revisions: { me: -1, directory: 0, apps: 0 } },
    ],
  },
  'sync.heads': {
    params: { cursor: null, limit: 500 },
    result: { epoch: 'e1', heads: [head], cursor: 'e1.204', more: false, remaining: 0 },
    invalid: [{}, { cursor: null, limit: 0 }, { cursor: null, limit: 501 }, { cursor: 5, limit: 10 }],
    invalidResults: [
      { epoch: 'e1', heads: [{ ...head, mentionSeqs: [1.5] }], cursor: 'x', more: false, remaining: 0 },
      { epoch: 'e1', heads: [], cursor: 'x', more: 'no', remaining: 0 },
    ],
  },
  'sync.changes': {
    params: { scope: 'conversation:c_air2', since: 30, limit: 300, messagesUpTo: 30 },
    result: {
      scope: 'conversation:c_air2',
      epoch: 'e1',
      changes: [{ entity: 'message', value: message }],
      upTo: 42,
      head: 42,
      more: false,
    },
    invalid: [
      { scope: 'conversation:', since: 0, limit: 1 },
      { scope: 'users', since: 0, limit: 1 },
      { scope: 'me', since: -1, limit: 1 },
      { scope: 'me', since: 0, limit: 2_001 },
    ],
    invalidResults: [
      { scope: 'me', epoch: 'e1', changes: [{ entity: 'user', value: {} }], upTo: 1, head: 1, more: false },
      { scope: 'me', epoch: 'e1', changes: [], upTo: 1, head: 1 },
    ],
  },
  'sync.heartbeat': {
    params: { heads: { count: 25, hash: 3_141_592_653 } },
    result: { serverTime: at, revisions, headsAgree: true },
    invalid: [{}, { heads: { count: -1, hash: 0 } }, { heads: { count: 1, hash: 2 ** 32 } }],
    invalidResults: [
      { serverTime: at, revisions },
      { serverTime: 'now', revisions, headsAgree: true },
    ],
  },
  'message.send': {
    params: { conversationId: 'c_air2', clientId, content: { type: 'text', text: '收到', mentions: [] } },
    result: { message },
    invalid: [
      { conversationId: 'c_air2', clientId: '7', content: { type: 'text', text: 'x', mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'text', text: '', mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'text', text: ' \n ', mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'text', text: bad.tooLong, mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'system', event: 'left', actorId: 'u_x' } },
      {
        conversationId: 'c_air2',
        clientId,
        content: { type: 'text', text: 'x', mentions: [{ userId: 'all', offset: -1, length: 1 }] },
      },
    ],
    invalidResults: [
      {},
      { message: { ...message, seq: 0 } },
      { message: { ...message, content: { type: 'text', text: 5 } } },
    ],
  },
  'message.recall': {
    params: { conversationId: 'c_air2', seq: 42 },
    result: { message: { ...message, revision: 44, content: { type: 'recalled', byId: 'u_chenyu' } } },
    invalid: [
      { conversationId: 'c_air2' },
      { conversationId: 'c_air2', seq: 0 },
      { conversationId: 'c_air2', seq: 1.5 },
    ],
    invalidResults: [{}, { message: null }],
  },
  'message.history': {
    params: { conversationId: 'c_air2', before: 42, limit: 50 },
    result: { conversationId: 'c_air2', epoch: 'e1', messages: [message], from: 30, to: 42, head: 42 },
    invalid: [
      { conversationId: 'c_air2', limit: 201 },
      { conversationId: 'c_air2', before: -1, limit: 1 },
      { limit: 1 },
    ],
    invalidResults: [
      { conversationId: 'c_air2', epoch: 'e1', messages: [message], from: -1, to: 42, head: 42 },
      { conversationId: 'c_air2', epoch: 'e1', messages: null, from: 0, to: 42, head: 42 },
    ],
  },
  'conversation.create': {
    params: { clientId, name: 'INC-2043 支付回调延迟', userIds: ['u_zhouye', 'u_heqing'] },
    result: { head },
    invalid: [
      { clientId, name: 'x', userIds: [] },
      { clientId, name: 'x'.repeat(61), userIds: ['u_a'] },
      { clientId: 'x', name: '', userIds: ['u_a'] },
    ],
    invalidResults: [{}, { head: null }],
  },
  'conversation.direct': {
    params: { userId: 'u_zhouye' },
    result: { head },
    invalid: [{}, { userId: '' }, { userId: bad.notAnId }],
    invalidResults: [{}, { head: {} }],
  },
  'conversation.rename': {
    params: { conversationId: 'c_air2', name: 'Air 2 复盘' },
    result: {},
    invalid: [
      { conversationId: 'c_air2', name: '   ' },
      { conversationId: 'c_air2', name: 'x'.repeat(61) },
      { name: 'x' },
    ],
    invalidResults: [null, 1],
  },
  'conversation.addMembers': {
    params: { conversationId: 'c_air2', userIds: ['u_maya'] },
    result: {},
    invalid: [
      { conversationId: 'c_air2', userIds: [] },
      { conversationId: 'c_air2', userIds: 'u_maya' },
    ],
    invalidResults: [null, 1],
  },
  'conversation.removeMembers': {
    params: { conversationId: 'c_air2', userIds: ['u_maya'] },
    result: {},
    invalid: [{ conversationId: 'c_air2', userIds: [] }, { userIds: ['u_maya'] }],
    invalidResults: [null, 1],
  },
  'conversation.leave': {
    params: { conversationId: 'c_air2' },
    result: {},
    invalid: [{}, { conversationId: null }],
    invalidResults: [null, 1],
  },
  'conversation.open': {
    params: { conversationId: 'c_air2' },
    result: {},
    invalid: [{}, { conversationId: 5 }],
    invalidResults: [null, 1],
  },
  'conversation.receipts': {
    params: { conversationId: 'c_air2' },
    result: { conversationId: 'c_air2', receipts: [{ userId: 'u_zhouye', readSeq: 42 }] },
    invalid: [{}, { conversationId: bad.notAnId }],
    invalidResults: [{ conversationId: 'c_air2', receipts: [{ userId: 'u_zhouye' }] }, { conversationId: 'c_air2' }],
  },
  'membership.update': {
    params: { conversationId: 'c_air2', muted: true, readSeq: 42 },
    result: { membership },
    invalid: [{ muted: true }, { conversationId: 'c_air2', readSeq: -3 }, { conversationId: 'c_air2', pinned: 'yes' }],
    invalidResults: [{}, { membership: { ...membership, readOrdinal: null } }],
  },
  'directory.employees': {
    params: { userIds: ['u_zhouye', 'u_maya'] },
    result: { employees: [employee] },
    invalid: [{}, { userIds: [] }, { userIds: [bad.notAnId] }, { userIds: Array(201).fill('u_zhouye') }],
    invalidResults: [{}, { employees: [{ ...employee, deleted: 'no' }] }],
  },
  'preferences.update': {
    params: { favouriteApps: ['announcements'] },
    result: { preferences: { favouriteApps: ['announcements'], revision: 10 } },
    invalid: [{}, { favouriteApps: [''] }, { favouriteApps: 'announcements' }],
    invalidResults: [{}, { preferences: { favouriteApps: ['announcements'] } }],
  },
  'device.list': {
    params: {},
    result: { devices: [{ ...device, createdAt: at, lastSeenAt: at, current: true }] },
    invalid: [null, 4],
    invalidResults: [{ devices: [{ ...device, createdAt: at, lastSeenAt: at }] }, {}],
  },
  'device.revoke': {
    params: { deviceId: 'dev_1' },
    result: {},
    invalid: [{}, { deviceId: 1 }],
    invalidResults: [null, 1],
  },
  'app.token': {
    params: { appId: 'announcements', permissions: ['user.read'] },
    result: { token: 'eyJ', expiresAt: at, apiBase: 'https://chat.qingyu.example/api/apps' },
    invalid: [{}, { appId: bad.notAnId }, { appId: 'announcements', permissions: ['everything'] }],
    invalidResults: [{ token: '', expiresAt: at, apiBase: '' }, { token: 'x' }],
  },
}

export const eventExamples: { [E in EventName]: { params: EventParams<E>; invalid: unknown[] } } = {
  'sync.push': {
    params: {
      scope: 'conversation:c_air2',
      epoch: 'e1',
      from: 42,
      to: 42,
      changes: [{ entity: 'message', value: message }],
    },
    invalid: [
      {},
      { scope: 'conversation:c_air2', epoch: 'e1', from: 0, to: 1, changes: [{ entity: 'message', value: message }] },
      { scope: 'conversation:c_air2', epoch: 'e1', from: 1, to: 1, changes: [] },
    ],
  },
  'sync.head': {
    params: { conversationId: 'c_air2', epoch: 'e1', revision: 42, lastOrdinal: 37, lastMessage: null },
    invalid: [{}, { conversationId: 'c_air2', epoch: 'e1', revision: 'x', lastOrdinal: 37, lastMessage: null }],
  },
  'sync.joined': { params: { epoch: 'e1', head }, invalid: [{}, { epoch: 'e1', head: { ...head, membership: null } }] },
  'conversation.receipts': {
    params: { conversationId: 'c_air2', receipts: [{ userId: 'u_zhouye', readSeq: 42 }] },
    invalid: [{}, { conversationId: 'c_air2', receipts: [] }],
  },
  'conversation.typing': {
    params: { conversationId: 'c_air2', userId: 'u_zhouye' },
    invalid: [{}, { conversationId: 'c_air2' }],
  },
  'session.ended': { params: { reason: 'revoked' }, invalid: [{}, { reason: 'bored' }] },
}

export const noticeExamples: { [N in NoticeName]: { params: NoticeParams<N>; invalid: unknown[] } } = {
  'conversation.typing': { params: { conversationId: 'c_air2' }, invalid: [{}, { conversationId: '' }] },
}

/** Rows of the entities that no example above shows. */
export const entityExamples = { department, employee, app }
