import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, startStage, told } from '../shared/testing.ts'
import { echo } from './bot.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage(echo)
})
afterAll(() => stage.end())

test('it says once more what it is told by a command and in a conversation of two', async () => {
  const { a, b, group, botId } = stage
  const echoed = told(b, '你好')
  await a.request('bot.command', {
    conversationId: group,
    botId,
    clientId: randomUUID(),
    command: 'echo',
    text: '你好',
  })
  await echoed
  const { head } = await b.request('conversation.direct', { userId: botId })
  const { id } = head.conversation
  const content = { type: 'text' as const, text: '在吗', mentions: [] }
  await b.request('message.send', { conversationId: id, clientId: randomUUID(), content })
  await expect
    .poll(async () => {
      const { messages } = await b.request('message.history', { conversationId: id, limit: 2 })
      return messages.map(({ senderId, content }) => [senderId, (content as { text?: string }).text])
    })
    .toEqual([
      ['b', '在吗'],
      [botId, '在吗'],
    ])
})

test('a command without words is answered for its giver alone', async () => {
  const { a, group, botId } = stage
  const whispered = a.waitFor('bot.whisper')
  await a.request('bot.command', { conversationId: group, botId, clientId: randomUUID(), command: 'echo', text: ' ' })
  expect((await whispered).content).toMatchObject({ text: expect.stringContaining('/echo') })
})
