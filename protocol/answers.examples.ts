import type { answerMethods } from './answers.ts'
import type { MethodExamples } from './core/feature.ts'
import { at, message } from './sample-rows.ts'

const place = { conversationId: 'c_air2', seq: 42 }

export const answerMethodExamples: MethodExamples<typeof answerMethods> = {
  'message.answer': {
    params: { ...place, answer: { optionIds: ['o1'] } },
    result: {
      message: { ...message, revision: 49 },
      state: { ...place, answer: { optionIds: ['o1'] }, revision: 15 },
    },
    invalid: [place, { ...place, answer: 7 }],
    invalidResults: [{}, { message: null }],
  },
  'message.answers': {
    params: { ...place, option: 'o1', after: { at, userId: 'u_maya' }, limit: 50 },
    result: { answers: [{ userId: 'u_chenyu', answer: { optionIds: ['o1'] }, at }], more: false },
    invalid: [{ conversationId: 'c_air2' }, { ...place, limit: 0 }, { ...place, after: 'u_maya' }],
    invalidResults: [{}, { answers: null }],
  },
  'message.act': {
    params: { ...place, act: { type: 'close' } },
    result: { message: { ...message, revision: 50 } },
    invalid: [place, { ...place, act: null }],
    invalidResults: [{}, { message: null }],
  },
}
