import type { cardEvents, cardMethods } from './cards.ts'
import type { MethodExamples, NotificationExamples } from './core/feature.ts'

const submit = {
  conversationId: 'c_air2',
  seq: 7,
  actionId: 'a1',
  inputs: { note: '我来' },
  version: 1,
  clientId: '0199b6f0-0000-7000-8000-000000000001',
}

const place = { conversationId: 'c_air2', seq: 7, version: 2 }
const face = {
  number: 1,
  card: { type: 'AdaptiveCard' as const, body: [{ type: 'TextBlock' as const, text: '你选了周五' }] },
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
  'card.refresh': {
    params: place,
    result: { face },
    invalid: [{ ...place, version: 0 }, { seq: 7 }],
    invalidResults: [{}, { face: { number: 0 } }],
  },
}

export const cardEventExamples: NotificationExamples<typeof cardEvents> = {
  'card.face': { params: { ...place, face }, invalid: [{ ...place }, { ...place, face: {} }] },
}
