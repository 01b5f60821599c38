import type { MethodExamples } from './core/feature.ts'
import type { membershipMethods } from './memberships.ts'
import { membership } from './sample-rows.ts'

export const membershipMethodExamples: MethodExamples<typeof membershipMethods> = {
  'membership.update': {
    params: { conversationId: 'c_air2', muted: true, readSeq: 42, list: { folded: true, doneSeq: 0, unreadFrom: 40 } },
    result: { membership },
    invalid: [
      { muted: true },
      { conversationId: 'c_air2', readSeq: -3 },
      { conversationId: 'c_air2', pinned: 'yes' },
      { conversationId: 'c_air2', list: { pinRank: 'Z-' } },
      { conversationId: 'c_air2', list: { unreadFrom: -1 } },
      { conversationId: 'c_air2', list: { labels: { on: Array.from({ length: 51 }, (_, n) => `l${n}`), off: [] } } },
    ],
    invalidResults: [{}, { membership: { ...membership, readOrdinal: null } }],
  },
}
