import type { MethodExamples } from './core/feature.ts'
import type { translationMethods } from './translation.ts'

const place = { conversationId: 'c_air2', seq: 42 }

export const translationMethodExamples: MethodExamples<typeof translationMethods> = {
  'translation.get': {
    params: { ...place, language: 'en' },
    result: { text: 'The rollout starts at two.', from: 'zh' },
    invalid: [
      place,
      { ...place, seq: 0, language: 'en' },
      { ...place, language: '' },
      { ...place, language: 'en; q=1' },
      { ...place, language: `en${'-x'.repeat(17)}` },
    ],
    invalidResults: [{}, { from: 'zh' }, { text: null, from: 'zh' }],
  },
}
