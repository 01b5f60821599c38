import type { appMethods } from './apps.ts'
import type { MethodExamples } from './core/feature.ts'
import { at, bad } from './sample-rows.ts'

export const appMethodExamples: MethodExamples<typeof appMethods> = {
  'app.token': {
    params: { appId: 'announcements', permissions: ['user.read'] },
    result: { token: 'eyJ', expiresAt: at, apiBase: 'https://chat.qingyu.example/api/apps' },
    invalid: [{}, { appId: bad.notAnId }],
    invalidResults: [{ token: '', expiresAt: at, apiBase: '' }, { token: 'x' }],
  },
}
