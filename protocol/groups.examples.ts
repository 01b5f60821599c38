import type { MethodExamples } from './core/feature.ts'
import type { groupMethods } from './groups.ts'
import { at, bad, head } from './sample-rows.ts'

const conversationId = 'c_air2'

const token = 'q7JxAbCdEfGhIjKlMnOpQrStUvWxYz01'
const link = {
  id: 'l_1',
  createdBy: 'u_chenyu',
  createdAt: at,
  expiresAt: at + 7 * 86_400_000,
  maxUses: 50,
  uses: 3,
  approval: true,
}

export const groupMethodExamples: MethodExamples<typeof groupMethods> = {
  'group.setRole': {
    params: { conversationId, userId: 'u_zhouye', role: 'admin' },
    result: {},
    invalid: [
      { conversationId, userId: 'u_zhouye' },
      { conversationId, userId: 'u_zhouye', role: 'owner' },
    ],
    invalidResults: [null, 1],
  },
  'group.transfer': {
    params: { conversationId, userId: 'u_zhouye' },
    result: {},
    invalid: [{ conversationId }, { conversationId, userId: bad.notAnId }],
    invalidResults: [null, 1],
  },
  'group.dissolve': {
    params: { conversationId },
    result: {},
    invalid: [{}, { conversationId: bad.notAnId }],
    invalidResults: [null, 1],
  },
  'group.configure': {
    params: { conversationId, settings: { speak: 'admins', history: 30, slowSeconds: 30 } },
    result: {},
    invalid: [
      { conversationId },
      { conversationId, settings: { speak: 'nobody' } },
      { conversationId, settings: { history: 0 } },
      { conversationId, settings: { slowSeconds: -1 } },
      { conversationId, settings: { slowSeconds: 1e6 } },
    ],
    invalidResults: [null, 1],
  },
  'group.setProblem': {
    params: { conversationId, on: true },
    result: {},
    invalid: [{ conversationId }, { conversationId, on: 'yes' }],
    invalidResults: [null, 1],
  },
  'group.setNickname': {
    params: { conversationId, nickname: '值班何清' },
    result: {},
    invalid: [{ conversationId }, { conversationId, nickname: 'x'.repeat(31) }, { conversationId, nickname: '\u200b' }],
    invalidResults: [null, 1],
  },
  'group.setAvatar': {
    params: { conversationId, fileId: 'f_1' },
    result: {},
    invalid: [{ conversationId }, { conversationId, fileId: bad.notAnId }],
    invalidResults: [null, 1],
  },
  'group.describe': {
    params: { conversationId, description: 'Air 2 上市当天的安排都在这里' },
    result: {},
    invalid: [{ conversationId }, { conversationId, description: 'x'.repeat(501) }],
    invalidResults: [null, 1],
  },
  'group.createLink': {
    params: { conversationId, expiresInMs: 7 * 86_400_000, maxUses: 50, approval: true },
    result: { link, token },
    invalid: [
      { conversationId, expiresInMs: 1, maxUses: null, approval: false },
      { conversationId, expiresInMs: null, maxUses: 0, approval: false },
      { conversationId, expiresInMs: null, maxUses: null },
    ],
    invalidResults: [{ link }, { link, token: 'a b' }],
  },
  'group.links': {
    params: { conversationId },
    result: { links: [link] },
    invalid: [{}],
    invalidResults: [{ links: {} }],
  },
  'group.revokeLink': {
    params: { conversationId, linkId: 'l_1' },
    result: {},
    invalid: [{ conversationId }, { conversationId, linkId: bad.notAnId }],
    invalidResults: [null, 1],
  },
  'group.previewLink': {
    params: { token },
    result: {
      conversationId,
      name: 'Air 2 上市发布群',
      avatarUserIds: ['u_linwan'],
      memberCount: 24,
      description: '',
      invitedBy: 'u_chenyu',
      approval: true,
      member: false,
    },
    invalid: [{}, { token: 'short' }, { token: `${token}/..` }],
    invalidResults: [{ conversationId }],
  },
  'group.joinByLink': {
    params: { token },
    result: { state: 'joined', head },
    invalid: [{}, { token: '' }],
    invalidResults: [{ state: 'joined' }, { head: null }],
  },
  'group.requests': {
    params: { conversationId },
    result: { requests: [{ userId: 'u_maya', at, invitedBy: 'u_chenyu' }] },
    invalid: [{}],
    invalidResults: [{ requests: 1 }],
  },
  'group.decide': {
    params: { conversationId, userId: 'u_maya', accept: true },
    result: {},
    invalid: [
      { conversationId, userId: 'u_maya' },
      { conversationId, accept: true },
    ],
    invalidResults: [null, 1],
  },
  'group.mayFollowDepartment': {
    params: { departmentId: 'd_platform' },
    result: { may: true },
    invalid: [{}, { departmentId: bad.notAnId }],
    invalidResults: [{}, { may: 1 }],
  },
  'group.followDepartment': {
    params: { departmentId: 'd_platform' },
    result: { head },
    invalid: [{}, { departmentId: bad.notAnId }],
    invalidResults: [{}, { head: {} }],
  },
  'group.audit': {
    params: { conversationId, limit: 50 },
    result: {
      entries: [
        {
          id: 3,
          at,
          actorId: 'u_chenyu',
          action: 'settings',
          before: { speak: 'everyone' },
          after: { speak: 'admins' },
        },
      ],
      more: false,
    },
    invalid: [{ conversationId }, { conversationId, limit: 0 }, { conversationId, limit: 5, before: 0 }],
    invalidResults: [{ entries: {}, more: false }, { entries: [] }],
  },
}
