import type { authEvents, authMethods } from './auth.ts'
import type { MethodExamples, NotificationExamples } from './core/feature.ts'
import { bad, device, session } from './sample-rows.ts'

export const authMethodExamples: MethodExamples<typeof authMethods> = {
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
  'auth.changePassword': {
    params: { current: 'correct horse', next: 'battery staple' },
    result: {},
    invalid: [
      {},
      { current: 'correct horse' },
      { current: '', next: 'battery staple' },
      { current: 'x', next: 'short' },
    ],
    invalidResults: [null, 1],
  },
  'auth.signOut': { params: {}, result: {}, invalid: [null, 'now', []], invalidResults: [null, 1] },
}

export const authEventExamples: NotificationExamples<typeof authEvents> = {
  'session.ended': { params: { reason: 'revoked' }, invalid: [{}, { reason: 5 }] },
}
