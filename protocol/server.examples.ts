import type { NotificationExamples } from './core/feature.ts'
import type { serverEvents } from './server.ts'

export const serverEventExamples: NotificationExamples<typeof serverEvents> = {
  'server.ending': {
    params: { returnWithinMs: 12_000 },
    invalid: [{}, { returnWithinMs: -1 }, { returnWithinMs: '5' }, { returnWithinMs: null }],
  },
}
