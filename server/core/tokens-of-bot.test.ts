import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Tokens } from './tokens.ts'

const tokens = new Tokens(randomBytes(32).toString('base64url'), 'w_1')
const now = 1_790_000_000_000

test('a token of a bot is for one purpose and for a while, and each has its own id', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => tokens.ofBot('b_1', 'ticket', { seq: 7 }, now, 60_000)))
  const read = await tokens.verifyOfBot(one ?? '', 'ticket', now + 59_000)
  expect(read).toMatchObject({ botId: 'b_1', claims: { seq: 7 } })
  expect((await tokens.verifyOfBot(other ?? '', 'ticket', now)).id).not.toBe(read.id)
  await expect(tokens.verifyOfBot(one ?? '', 'answer', now)).rejects.toThrow()
  await expect(tokens.verifyOfBot(one ?? '', 'ticket', now + 61_000)).rejects.toThrow()
  await expect(tokens.verifyTrigger(one ?? '', 'b_1', now)).rejects.toThrow()
  await expect(tokens.verifyAccess(one ?? '', now)).rejects.toThrow()
})

test('a trigger is no token for anything else', async () => {
  const by = { botId: 'b_1', conversationId: null, userId: 'u_1', sessionId: 's_1' }
  await expect(tokens.verifyOfBot(await tokens.trigger(by, now), 'bot', now)).rejects.toThrow()
})
