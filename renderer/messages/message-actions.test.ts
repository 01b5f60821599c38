import { expect, test } from 'vitest'
import type { MessageItem } from '../../preload/contract/index.ts'
import { translator } from '../i18n.ts'
import { messageActions } from './message-actions.tsx'
import { message } from './testing.ts'

const now = 1_002_000
const context = {
  t: translator('messages'),
  language: 'zh' as const,
  meId: 'me',
  group: true,
  readOnly: false,
  may: {
    speak: true,
    addMembers: true,
    mentionAll: true,
    pin: true,
    mark: true,
    editMessages: true,
    editInfo: true,
    announce: true,
  },
  mention: () => {},
  recall: () => {},
}
const idsOf = (item: MessageItem, change: Partial<typeof context> = {}) =>
  messageActions(item, { ...context, ...change }, now).map(action => action.id)

test('other messages can be copied and their sender mentioned; recent own ones recalled', () => {
  expect(idsOf(message(1))).toEqual(['copy', 'mention'])
  expect(idsOf(message(1), { group: false })).toEqual(['copy'])
  expect(idsOf(message(1, { own: true }))).toEqual(['copy', 'recall'])
  expect(idsOf(message(1, { own: true, sentAt: now - 10 * 60_000 }))).toEqual(['copy'])
})

test('a notice and a kind of a later version have no actions', () => {
  expect(idsOf(message(1, { content: { type: 'recalled', byId: 'a' } }))).toEqual([])
  expect(idsOf(message(1, { content: { type: 'hologram' } }))).toEqual([])
  expect(idsOf(message(1, { content: { type: 'constructor' } }))).toEqual([])
})

test('in a conversation that one is out of messages can only be copied', () => {
  expect(idsOf(message(1, { own: true }), { readOnly: true })).toEqual(['copy'])
  expect(idsOf(message(1), { readOnly: true })).toEqual(['copy'])
})
