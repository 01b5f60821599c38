import type { MethodExamples } from './core/feature.ts'
import type { preferencesMethods } from './preferences.ts'

const selection = { id: 's_1', name: '上线小组', userIds: ['u_zhouye', 'u_linwan'] }
const preferences = { favouriteApps: ['announcements'], selections: [selection], revision: 11 }
const invalidResults = [{}, { preferences: { favouriteApps: ['announcements'] } }]

export const preferencesMethodExamples: MethodExamples<typeof preferencesMethods> = {
  'preferences.update': {
    params: { favouriteApps: ['announcements'] },
    result: { preferences: { favouriteApps: ['announcements'], revision: 10 } },
    invalid: [{}, { favouriteApps: [''] }, { favouriteApps: 'announcements' }],
    invalidResults,
  },
  'preferences.setSelection': {
    params: selection,
    result: { preferences },
    invalid: [{}, { ...selection, name: ' ' }, { ...selection, userIds: [] }, { ...selection, id: '' }],
    invalidResults,
  },
  'preferences.deleteSelection': {
    params: { id: 's_1' },
    result: { preferences },
    invalid: [{}, { id: '' }],
    invalidResults,
  },
}
