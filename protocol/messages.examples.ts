import type { MethodExamples } from './core/feature.ts'
import type { messageMethods } from './messages.ts'
import { at, clientId, message } from './sample-rows.ts'

const place = { conversationId: 'c_air2', seq: 42 }

export const messageMethodExamples: MethodExamples<typeof messageMethods> = {
  'message.send': {
    params: { conversationId: 'c_air2', clientId, content: { type: 'text', text: '收到', mentions: [] }, replyTo: 41 },
    result: { message },
    invalid: [
      { conversationId: 'c_air2', clientId: '7', content: { type: 'text', text: 'x', mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'text', text: '', mentions: [] } },
      { conversationId: 'c_air2', clientId, content: { type: 'text', text: 'x', mentions: [] }, replyTo: 0 },
    ],
    invalidResults: [
      {},
      { message: { ...message, seq: 0 } },
      { message: { ...message, sentAt: 8_640_000_000_000_001 } },
    ],
  },
  'message.search': {
    params: { query: '切流', conversationIds: ['c_air2'], kinds: ['text', 'link'], since: at, limit: 20 },
    result: { messages: [message], cursor: '1750000000000000' },
    invalid: [
      { query: '切流' },
      { query: 'x'.repeat(201), limit: 20 },
      { query: '切流', conversationIds: [], limit: 20 },
      { query: '切流', cursor: '1; drop', limit: 20 },
    ],
    invalidResults: [{}, { messages: null, cursor: null }, { messages: [] }],
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
  'message.edit': {
    params: { ...place, content: { type: 'text', text: '15:00 开始切流', mentions: [] } },
    result: {
      message: { ...message, revision: 45, attributes: { edited: { at, count: 1 } } },
    },
    invalid: [place, { ...place, content: { type: 'recalled', byId: 'u_chenyu' } }],
    invalidResults: [{}, { message: null }],
  },
  'message.removePreview': {
    params: place,
    result: {
      message: {
        ...message,
        revision: 45,
        attributes: { preview: { url: 'https://example.com/air-2', removed: true } },
      },
    },
    invalid: [{ conversationId: 'c_air2' }],
    invalidResults: [{}, { message: null }],
  },
  'message.request': {
    params: { ...place, ask: 'acknowledged', urgent: true, userIds: ['u_maya'] },
    result: {
      message: {
        ...message,
        revision: 51,
        attributes: { request: { ask: 'acknowledged', urgent: true, at, of: 1, done: 0 } },
      },
    },
    invalid: [place, { ...place, ask: 'seen' }, { ...place, ask: 'done', userIds: [] }],
    invalidResults: [{}, { message: null }],
  },
  'message.urge': {
    params: place,
    result: { message: { ...message, revision: 52 } },
    invalid: [{ conversationId: 'c_air2' }],
    invalidResults: [{}, { message: null }],
  },
  'message.owed': {
    params: place,
    result: {
      people: [
        { userId: 'u_maya', at },
        { userId: 'u_chenyu', at: null },
      ],
    },
    invalid: [{ conversationId: 'c_air2' }],
    invalidResults: [{}, { people: null }],
  },
  'message.readers': {
    params: { ...place, read: false, after: 'u_heqing', limit: 50 },
    result: { userIds: ['u_maya', 'u_zhouye'], read: 21, unread: 2, more: false },
    invalid: [place, { ...place, read: 'no', limit: 50 }, { ...place, read: true, limit: 0 }],
    invalidResults: [{}, { userIds: null, read: 1, unread: 1, more: false }],
  },
  'message.edits': {
    params: place,
    result: { edits: [{ content: message.content, at }] },
    invalid: [{ conversationId: 'c_air2' }],
    invalidResults: [{}, { edits: null }],
  },
  'message.react': {
    params: { ...place, emoji: '👍', on: true },
    result: {
      message: {
        ...message,
        revision: 46,
        attributes: { reactions: [{ emoji: '👍', count: 2, userIds: ['u_chenyu', 'u_maya'] }] },
      },
    },
    invalid: [
      place,
      { ...place, emoji: '', on: true },
      { ...place, emoji: 'a b', on: true },
      { ...place, emoji: '👍' },
    ],
    invalidResults: [{}, { message: null }],
  },
  'message.reactions': {
    params: { ...place, emoji: '👍', after: { at, userId: 'u_maya', emoji: '👍' }, limit: 50 },
    result: { reactions: [{ emoji: '👍', userId: 'u_chenyu', at }], more: false },
    invalid: [{ conversationId: 'c_air2' }, { ...place, limit: 0 }, { ...place, after: { at } }],
    invalidResults: [{}, { reactions: null }],
  },
  'message.pin': {
    params: { ...place, on: true },
    result: { message: { ...message, revision: 47, attributes: { pinned: { byId: 'u_zhouye', at } } } },
    invalid: [place, { ...place, on: 'yes' }],
    invalidResults: [{}, { message: null }],
  },
  'message.mark': {
    params: { ...place, kind: 'decision' },
    result: {
      message: { ...message, revision: 48, attributes: { mark: { kind: 'decision', byId: 'u_zhouye', at } } },
    },
    invalid: [place, { ...place, kind: 'maybe' }, { ...place, kind: 'question', answer: 0 }],
    invalidResults: [{}, { message: null }],
  },
  'message.flagged': {
    params: { conversationId: 'c_air2', flags: ['decision', 'question'], before: 50, limit: 20 },
    result: {
      messages: [{ ...message, revision: 48, attributes: { mark: { kind: 'decision', byId: 'u_zhouye', at } } }],
      more: false,
    },
    invalid: [
      { conversationId: 'c_air2', flags: [], limit: 20 },
      { conversationId: 'c_air2', flags: ['liked'], limit: 20 },
      { conversationId: 'c_air2', flags: ['pinned'], limit: 0 },
      { conversationId: 'c_air2', flags: ['pinned'], limit: 20, before: 0 },
    ],
    invalidResults: [{}, { messages: null, more: false }, { messages: [], more: 1 }],
  },
  'message.get': {
    params: { conversationId: 'c_air2', seqs: [42] },
    result: { messages: [message] },
    invalid: [{ conversationId: 'c_air2', seqs: [] }, { conversationId: 'c_air2', seqs: [0] }, { seqs: [42] }],
    invalidResults: [{}, { messages: null }],
  },
  'message.thread': {
    params: { ...place, after: 42, limit: 50 },
    result: {
      messages: [{ ...message, seq: 50, revision: 50, attributes: { replyTo: 42, thread: 42 } }],
      more: false,
    },
    invalid: [place, { ...place, after: -1, limit: 50 }, { ...place, after: 42, limit: 0 }],
    invalidResults: [{}, { messages: [], more: 'no' }],
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
  'message.at': {
    params: { conversationId: 'c_air2', time: 1_780_000_000_000 },
    result: { seq: 42 },
    invalid: [{ conversationId: 'c_air2' }, { conversationId: 'c_air2', time: -1 }, { time: 1 }],
    invalidResults: [{}, { seq: 0 }],
  },
}
