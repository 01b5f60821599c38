import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { poll } from '../bots/poll/bot.ts'
import type { RunningBot } from '../bots/shared/companion.ts'
import type { TestClient } from '../server/testing/client.ts'
import { violationsOf } from './accessibility.ts'
import { botInGroup } from './bots.ts'
import { messageList, open, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Cards of which each person has a face of their own: the poll of the bot that comes along, seen by two people. */

signedInForEach()
let running: RunningBot | null = null
afterEach(async () => {
  await running?.stop()
  running = null
})

/** A poll in the group that 周野 asks; how the bot of it is given commands by a person. */
async function asked(): Promise<TestClient> {
  const { bot, socket } = await botInGroup(world, '投票', {})
  await socket.close()
  const url = world.server.httpUrl
  running = poll.make({ url, token: bot.token, language: 'en', zone: 'Asia/Shanghai' } as never)
  await running.start()
  await open(page, group)
  await toLatest(page)
  const zhouye = await world.connect('zhouye')
  const where = { conversationId: world.groupId, botId: bot.id, clientId: randomUUID() }
  await zhouye.request('bot.command', { ...where, command: 'poll', text: 'Colour | Grey | Blue' })
  return zhouye
}

const card = () => messageList(page).getByRole('group', { name: /^Colour/ })
const button = (name: string) => card().getByRole('button', { name, exact: true })

test('each sees their own face of a card, presses what is on it, and can look at what everybody sees', async () => {
  const zhouye = await asked()
  await card().getByText('Only you see this version of the card').waitFor()
  // It stands in its bubble as any card does, which has no frame of its own.
  await messageList(page).locator('.messages-bubble > .messages-words > .messages-card').waitFor()
  // Who did not ask has no button to close it.
  expect(await button('Close').count()).toBe(0)
  await button('Blue').click()
  await button('✓ Blue').waitFor()
  await card().getByText('1 voted').waitFor()

  await button('Show everyone’s').click()
  await button('Close').waitFor()
  expect(await button('✓ Blue').count()).toBe(0)
  await button('Back to mine').focus()
  await page.keyboard.press('Enter')
  await button('✓ Blue').waitFor()

  const seen = await zhouye.request('message.history', { conversationId: world.groupId, limit: 1 })
  const [message] = seen.messages
  const { seq = 0, content } = message ?? {}
  const version = Number((content as { version?: number }).version)
  expect(JSON.stringify(content)).not.toContain('✓')
  const told = zhouye.waitFor('card.face', on => on.seq === seq)
  await zhouye.request('card.refresh', { conversationId: world.groupId, seq, version })
  const { face } = await told
  expect(JSON.stringify(face.card)).toMatch(/^(?!.*✓).*Close/)
  const grey = face.card.actions?.find(action => action.title === 'Grey')
  const press = { conversationId: world.groupId, seq, version, actionId: grey?.id ?? '', inputs: {} }
  await zhouye.request('card.submit', { ...press, face: face.number, clientId: randomUUID() })
  await card().getByText('2 voted').waitFor()
  await button('✓ Blue').waitFor()
  expect(await violationsOf('an own face of a card', page)).toEqual([])
})
