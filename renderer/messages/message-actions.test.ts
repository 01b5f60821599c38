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
  mention: () => {},
  recall: () => {},
}
const idsOf = (item: MessageItem, change: Partial<typeof context> = {}) =>
  messageActions(item, { ...context, ...change }, now).map(action => action.id)

test('others can be copied and mentioned, one’s own recalled while it is young', () => {
  expect(idsOf(message(1))).toEqual(['copy', 'mention'])
  expect(idsOf(message(1), { group: false })).toEqual(['copy'])
  expect(idsOf(message(1, { own: true }))).toEqual(['copy', 'recall'])
  expect(idsOf(message(1, { own: true, sentAt: now - 10 * 60_000 }))).toEqual(['copy'])
})

test('nothing can be done with a notice, nor with a kind of a later version', () => {
  expect(idsOf(message(1, { content: { type: 'recalled', byId: 'a' } }))).toEqual([])
  expect(idsOf(message(1, { content: { type: 'poll' } }))).toEqual([])
  expect(idsOf(message(1, { content: { type: 'constructor' } }))).toEqual([])
})
