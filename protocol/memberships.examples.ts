import type { MethodExamples } from './core/feature.ts'
import type { membershipMethods } from './memberships.ts'
import { membership } from './sample-rows.ts'

export const membershipMethodExamples: MethodExamples<typeof membershipMethods> = {
  'membership.update': {
    params: { conversationId: 'c_air2', muted: true, readSeq: 42 },
    result: { membership },
    invalid: [{ muted: true }, { conversationId: 'c_air2', readSeq: -3 }, { conversationId: 'c_air2', pinned: 'yes' }],
    invalidResults: [{}, { membership: { ...membership, readOrdinal: null } }],
  },
}
