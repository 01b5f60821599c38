import type { cardMethods } from './cards.ts'
import type { MethodExamples } from './core/feature.ts'

const submit = {
  conversationId: 'c_air2',
  seq: 7,
  actionId: 'a1',
  inputs: { note: '我来' },
  version: 1,
  clientId: '0199b6f0-0000-7000-8000-000000000001',
}

export const cardMethodExamples: MethodExamples<typeof cardMethods> = {
  'card.submit': {
    params: submit,
    result: { answer: 'done', notice: '已接手' },
    invalid: [
      { ...submit, version: 0 },
      { ...submit, actionId: '' },
      { ...submit, inputs: { note: 1 } },
      { ...submit, clientId: 'x' },
    ],
    invalidResults: [{}, { answer: 7 }],
  },
}
