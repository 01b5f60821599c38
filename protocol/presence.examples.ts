import type { MethodExamples, NotificationExamples } from './core/feature.ts'
import type { presenceEvents, presenceMethods } from './presence.ts'

export const presenceMethodExamples: MethodExamples<typeof presenceMethods> = {
  'presence.watch': {
    params: { userIds: ['u_zhouye', 'u_linwan'] },
    result: { people: [{ userId: 'u_zhouye', state: 'online' }] },
    invalid: [{}, { userIds: [''] }, { userIds: Array.from({ length: 201 }, (_, i) => `u${i}`) }],
    invalidResults: [{}, { people: {} }],
  },
  'presence.report': {
    params: { state: 'away' },
    result: {},
    invalid: [{}, { state: 'offline' }],
    invalidResults: [null],
  },
}

export const presenceEventExamples: NotificationExamples<typeof presenceEvents> = {
  'presence.changed': {
    params: { people: [{ userId: 'u_zhouye', state: 'away' }] },
    invalid: [{}, { people: 1 }],
  },
}
