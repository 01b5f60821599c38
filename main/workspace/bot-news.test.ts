import type { Content, Message } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { formItem, whisperItem } from './bot-news.ts'

const shown: Message[] = []
const cache = {
  messageItems: async (_id: string, messages: readonly Message[]) => {
    shown.push(...messages)
    return messages.map(message => ({ ...message, sender: { id: message.senderId, name: '', latinName: '' } })) as never
  },
  peopleNames: async () => [],
}
const whisper = (content: Content) => whisperItem(cache, { id: 'w', botId: 'b', conversationId: 'c', at: 7, content })

test('what is whispered has no seq, and of a card no action and no input but its links', async () => {
  const item = await whisper({
    type: 'card',
    card: {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: '好' },
        { type: 'Input.Text', id: 'x' },
      ],
      actions: [
        { type: 'Action.Submit', title: '是', id: 'yes' },
        { type: 'Action.OpenUrl', title: '看', url: 'https://a.example' },
      ],
    },
  } as Content)
  expect(item).toMatchObject({ id: 'w', message: { seq: 0, sentAt: 7, conversationId: 'c', senderId: 'b' } })
  const written = JSON.stringify(shown.at(-1))
  expect(written).toContain('a.example')
  expect(written).not.toContain('Action.Submit')
  expect(written).not.toContain('Input.Text')
})

test('what is whispered in a thread stands there', async () => {
  const said = { id: 'w', botId: 'b', conversationId: 'c', at: 7, content: { type: 'text', text: '好', mentions: [] } }
  await whisperItem(cache, { ...said, thread: 5 } as never)
  expect(shown.at(-1)?.attributes).toEqual({ thread: 5 })
})

test('a form of a bot that nobody here knows has no name', async () => {
  const view = { id: 'v', botId: 'b', version: 1, title: 't', card: { type: 'AdaptiveCard' as const } }
  expect(await formItem(cache, { view, home: false })).toEqual({ view, bot: { id: 'b', name: '', latinName: '' } })
})
