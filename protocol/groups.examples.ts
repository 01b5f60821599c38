import type { MethodExamples } from './core/feature.ts'
import type { groupMethods } from './groups.ts'
import { at, bad } from './sample-rows.ts'

const conversationId = 'c_air2'

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
  'group.describe': {
    params: { conversationId, description: 'Air 2 上市当天的安排都在这里' },
    result: {},
    invalid: [{ conversationId }, { conversationId, description: 'x'.repeat(501) }],
    invalidResults: [null, 1],
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
