import type { MethodExamples } from './core/feature.ts'
import type { preferencesMethods } from './preferences.ts'

export const preferencesMethodExamples: MethodExamples<typeof preferencesMethods> = {
  'preferences.update': {
    params: { favouriteApps: ['announcements'] },
    result: { preferences: { favouriteApps: ['announcements'], revision: 10 } },
    invalid: [{}, { favouriteApps: [''] }, { favouriteApps: 'announcements' }],
    invalidResults: [{}, { preferences: { favouriteApps: ['announcements'] } }],
  },
}
