import { expect, test } from 'vitest'
import type { Message } from '../../sdk/bot/index.ts'
import { turnsFor, wordsOf } from './prompt.ts'

const message = (seq: number, text: string, senderId = 'u_lin'): Message => ({
  conversationId: 'c',
  seq,
  revision: seq,
  ordinal: seq,
  senderId,
  clientId: null,
  sentAt: 0,
  content: { type: 'text', text, mentions: [] },
})
const options = {
  language: 'zh' as const,
  botId: 'b_ai',
  botName: '助手',
  today: '2026-12-01',
  nameOf: (id: string) => (id === 'u_lin' ? '林晚' : '?'),
}

test('a model gets who it is, what was said before with names, and the question last', () => {
  const turns = turnsFor(message(3, '几点发布？'), [message(1, '周五十点发布'), message(2, '好的', 'b_ai')], options)
  expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'user'])
  expect(turns[1]?.content).toBe('林晚: 周五十点发布\n助手: 好的')
  expect(turns[2]?.content).toBe('林晚: 几点发布？')
})

test('of much that was said the last stays, and what comes after the question does not', () => {
  const before = Array.from({ length: 60 }, (_, i) => message(i + 1, `${i} ${'长'.repeat(1_990)}`))
  const [, material] = turnsFor(message(40, '？'), before, options)
  expect(material?.content.length).toBeLessThan(26_000)
  expect(material?.content).toContain('林晚: 38 ')
  expect(material?.content).not.toContain('林晚: 39 ')
  expect(material?.content).not.toContain('林晚: 0 ')
})

test('of a card its words are read, and not what only its maker knows', () => {
  const content = {
    type: 'card',
    card: {
      body: [{ type: 'TextBlock', text: '门禁未过' }],
      actions: [{ type: 'Action.Submit', title: '重跑', data: { text: '秘密' } }],
    },
  }
  expect(wordsOf({ ...message(1, ''), content } as Message)).toBe('门禁未过 重跑')
})
