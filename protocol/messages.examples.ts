import type { MethodExamples } from './core/feature.ts'
import type { messageMethods } from './messages.ts'
import { clientId, message } from './sample-rows.ts'

export const messageMethodExamples: MethodExamples<typeof messageMethods> = {
  'message.send': {
    params: { conversationId: 'c_air2', clientId, content: { type: 'text', text: '收到', mentions: [] } },
    result: { message },
    invalid: [
      { conversationId: 'c_air2', clientId: '7', content: { type: 'text', text: 'x', mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'text', text: '', mentions: [] } },
    ],
    invalidResults: [
      {},
      { message: { ...message, seq: 0 } },
      { message: { ...message, sentAt: 8_640_000_000_000_001 } },
    ],
  },
  'message.recall': {
    params: { conversationId: 'c_air2', seq: 42 },
    result: { message: { ...message, revision: 44, content: { type: 'recalled', byId: 'u_chenyu' } } },
    invalid: [
      { conversationId: 'c_air2' },
      { conversationId: 'c_air2', seq: 0 },
      { conversationId: 'c_air2', seq: 1.5 },
    ],
    invalidResults: [{}, { message: null }],
  },
  'message.history': {
    params: { conversationId: 'c_air2', before: 42, limit: 50 },
    result: { conversationId: 'c_air2', epoch: 'e1', messages: [message], from: 30, to: 42, head: 42 },
    invalid: [{ conversationId: 'c_air2', limit: 0 }, { conversationId: 'c_air2', before: -1, limit: 1 }, { limit: 1 }],
    invalidResults: [
      { conversationId: 'c_air2', epoch: 'e1', messages: [message], from: -1, to: 42, head: 42 },
      { conversationId: 'c_air2', epoch: 'e1', messages: null, from: 0, to: 42, head: 42 },
    ],
  },
}
