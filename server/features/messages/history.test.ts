import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let ann: TestClient
let conversationId: string
beforeAll(async () => {
  workspace = await startWorkspace()
  ann = await workspace.client('a')
  conversationId = await makeGroup(ann, ['b'], 'G')
  await workspace.server.domain.sendMessages(
    Array.from({ length: 30 }, (_, index) => ({
      senderId: 'a',
      conversationId,
      clientId: null,
      sentAt: 4_000_000_000_000 + index * 1_000,
      content: { type: 'text' as const, text: `m${index}`, mentions: [] },
    })),
  )
})
afterAll(() => workspace.end())

test('the first message at a time or later', async () => {
  const { messages } = await ann.request('message.history', { conversationId, limit: 100 })
  const at = (time: number) => ann.request('message.at', { conversationId, time })
  const sent = messages.filter(({ content }) => content.type === 'text')
  for (const index of [0, 1, 13, 29]) {
    const message = sent[index]
    expect(await at(message?.sentAt ?? 0)).toEqual({ seq: message?.seq })
    if (index > 0) expect(await at((message?.sentAt ?? 0) - 1)).toEqual({ seq: message?.seq })
  }
  expect(await at(0)).toEqual({ seq: messages[0]?.seq })
  expect(await at(4_000_000_100_000)).toEqual({ seq: null })
})
