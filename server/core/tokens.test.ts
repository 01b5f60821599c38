import { limits } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { Tokens } from './tokens.ts'

const tokens = new Tokens(Buffer.alloc(32, 7).toString('base64url'), 'w_1')
const now = 1_790_000_000_000

test('a ticket is good for its use alone, and for a while', async () => {
  const ticket = await tokens.ticket({ use: 'file', botId: 'b', of: 'f_1' }, now)
  expect(await tokens.verifyTicket(ticket, 'file', now + 1_000)).toEqual({ use: 'file', botId: 'b', of: 'f_1' })
  const trigger = await tokens.trigger({ botId: 'b', userId: 'u', sessionId: 's', conversationId: null }, now)
  for (const [wrong, use, at] of [
    [ticket, 'socket', now],
    [ticket, 'file', now + limits.botTriggerMs + 1_000],
    [trigger, 'file', now],
    [`${ticket}x`, 'file', now],
  ] as const)
    await expect(tokens.verifyTicket(wrong, use, at)).rejects.toMatchObject({ errorName: 'too_late' })
  await expect(tokens.verifyTrigger(ticket, 'b', now)).rejects.toMatchObject({ errorName: 'too_late' })
  await expect(tokens.verifyAccess(ticket, now)).rejects.toMatchObject({ errorName: 'token_expired' })
})
