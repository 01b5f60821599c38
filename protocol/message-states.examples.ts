import type { MethodExamples } from './core/feature.ts'
import type { keptMethods } from './message-states.ts'
import { at, message } from './sample-rows.ts'

const place = { conversationId: 'c_air2', seq: 42 }

export const keptMethodExamples: MethodExamples<typeof keptMethods> = {
  'message.save': {
    params: { ...place, labels: ['切流', '必读'] },
    result: { state: { ...place, saved: { at, labels: ['切流', '必读'] }, message, revision: 12 } },
    invalid: [
      place,
      { ...place, labels: [''] },
      { ...place, labels: ['x'.repeat(41)] },
      { ...place, seq: 0, labels: [] },
    ],
    invalidResults: [{}, { state: { ...place, seq: 0, revision: 12 } }, { state: place }],
  },
  'message.remind': {
    params: { ...place, at },
    result: { state: { ...place, remindAt: at, message, revision: 13 } },
    invalid: [place, { ...place, at: -1 }, { ...place, at: '9:00' }],
    invalidResults: [{}, { state: null }],
  },
  'message.respond': {
    params: { conversationId: 'c_air2', seq: 42, done: true },
    result: {
      state: { conversationId: 'c_air2', seq: 42, request: { ask: 'acknowledged', at, doneAt: at }, revision: 10 },
    },
    invalid: [
      { conversationId: 'c_air2', seq: 42 },
      { conversationId: 'c_air2', seq: 0, done: true },
    ],
    invalidResults: [{}, { state: null }],
  },
  'message.hide': {
    params: place,
    result: { state: { ...place, hidden: true, revision: 14 } },
    invalid: [{ conversationId: 'c_air2' }, { ...place, seq: 1.5 }],
    invalidResults: [{}, { state: { conversationId: 'c_air2', revision: 14 } }],
  },
}
