import type { conversationEvents, conversationMethods, conversationNotices } from './conversations.ts'
import type { MethodExamples, NotificationExamples } from './core/feature.ts'
import { bad, clientId, head } from './sample-rows.ts'

export const conversationMethodExamples: MethodExamples<typeof conversationMethods> = {
  'conversation.create': {
    params: { clientId, name: 'INC-2043 支付回调延迟', userIds: ['u_zhouye', 'u_heqing'] },
    result: { head },
    invalid: [
      { clientId, name: 'x', userIds: [] },
      { clientId, name: 'x'.repeat(61), userIds: ['u_a'] },
      { clientId: 'x', name: '', userIds: ['u_a'] },
      { clientId, name: '\u200b', userIds: ['u_a'] },
      { clientId, name: '\ue001组', userIds: ['u_a'] },
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
      { conversationId: 'c_air2', name: '\u2060' },
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
  'conversation.sharedWith': {
    params: { userId: 'u_zhouye' },
    result: { conversationIds: ['c_air2'] },
    invalid: [{}, { userId: bad.notAnId }],
    invalidResults: [{}, { conversationIds: {} }],
  },
  'conversation.receipts': {
    params: { conversationId: 'c_air2' },
    result: { conversationId: 'c_air2', receipts: [{ userId: 'u_zhouye', readSeq: 42 }] },
    invalid: [{}, { conversationId: bad.notAnId }],
    invalidResults: [{ conversationId: 'c_air2', receipts: {} }, { conversationId: 'c_air2' }],
  },
}

export const conversationEventExamples: NotificationExamples<typeof conversationEvents> = {
  'conversation.receipts': {
    params: { conversationId: 'c_air2', receipts: [{ userId: 'u_zhouye', readSeq: 42 }] },
    invalid: [{}, { conversationId: 'c_air2', receipts: 1 }],
  },
  'conversation.typing': {
    params: { conversationId: 'c_air2', userId: 'u_zhouye' },
    invalid: [{}, { conversationId: 'c_air2' }],
  },
}

export const conversationNoticeExamples: NotificationExamples<typeof conversationNotices> = {
  'conversation.typing': { params: { conversationId: 'c_air2' }, invalid: [{}, { conversationId: '' }] },
}
