import type { MethodExamples, NotificationExamples } from './core/feature.ts'
import { at, head, message, revisions } from './sample-rows.ts'
import type { syncEvents, syncMethods } from './sync.ts'

export const syncMethodExamples: MethodExamples<typeof syncMethods> = {
  'sync.hello': {
    params: { protocol: 2, seen: 's1.204' },
    result: {
      userId: 'u_chenyu',
      epoch: 'e1',
      serverTime: at,
      protocol: 2,
      revisions,
      checkpoint: 's1.207',
      features: ['translation'],
      reconnectWithinMs: 2_500,
    },
    invalid: [null, 1, []],
    invalidResults: [
      {},
      { userId: 'u_chenyu', epoch: '', serverTime: at, revisions },
      { userId: 'u_chenyu', epoch: 'e1', serverTime: at, revisions: null },
    ],
  },
  'sync.heads': {
    params: { cursor: null, limit: 500 },
    result: { epoch: 'e1', heads: [head], cursor: 'e1.204', more: false, remaining: 0 },
    invalid: [{}, { cursor: null, limit: 0 }, { cursor: null, limit: 1.5 }, { cursor: 5, limit: 10 }],
    invalidResults: [
      { epoch: 'e1', heads: null, cursor: 'x', more: false, remaining: 0 },
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
      { scope: 'me', since: 0, limit: 0 },
    ],
    invalidResults: [
      { scope: 'me', epoch: 'e1', changes: {}, upTo: 1, head: 1, more: false },
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
}

export const syncEventExamples: NotificationExamples<typeof syncEvents> = {
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
      { scope: 'conversation:c_air2', epoch: 'e1', from: 1, to: 1 },
    ],
  },
  'sync.head': {
    params: { conversationId: 'c_air2', epoch: 'e1', revision: 42, lastOrdinal: 37, lastMessage: null },
    invalid: [{}, { conversationId: 'c_air2', epoch: 'e1', revision: 'x', lastOrdinal: 37, lastMessage: null }],
  },
  'sync.joined': { params: { epoch: 'e1', head }, invalid: [{}, { epoch: 'e1', head: { ...head, membership: null } }] },
}
