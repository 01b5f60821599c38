import { randomUUID } from 'node:crypto'
import { type CardFace, cardFaceSchema, type Message } from '@lianqun/protocol'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Bot } from '../../../sdk/bot/index.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { makeBot, type TestBot, type TestSocket } from './testing.ts'

/* Cards that each person sees a face of: whom a bot is asked for, who gets what, and what a face may do. */

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let socket: TestSocket
let group: string
beforeAll(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '投票' })
  socket = await bot.connect()
})
beforeEach(async () => {
  group = await makeGroup(a, ['b'], '轻羽')
  await a.request('bot.join', { botId: bot.id, conversationId: group })
})
afterAll(async () => {
  await socket.close()
  await workspace.end()
})

const action = { type: 'Action.Execute', title: '', verb: 'mine', data: { poll: 7 } }
const cardOf = (text: string, refresh?: object) => ({
  type: 'AdaptiveCard',
  body: [{ type: 'TextBlock', text }],
  actions: [{ type: 'Action.Submit', title: '选', data: { of: text } }],
  ...(refresh && { refresh }),
})
async function post(refresh: object = { action }): Promise<Message> {
  const content = { type: 'card', card: cardOf('所有人', refresh) }
  const { body } = await bot.call('POST', `/conversations/${group}/messages`, { content })
  return body.message
}
const refresh = (client: TestClient, { conversationId, seq }: Message, version = 1) =>
  client.request('card.refresh', { conversationId, seq, version })
const give = ({ conversationId, seq }: Message, userId: string, card: object, version?: number) =>
  bot.call('PUT', `/conversations/${conversationId}/messages/${seq}/faces/${userId}`, { card, version })
const isOf = ({ conversationId, seq }: Message, data: unknown) =>
  (data as Message).conversationId === conversationId && (data as Message).seq === seq
const asked = (message: Message) =>
  socket.events.filter(({ type, data }) => type === 'card.refresh' && isOf(message, data))
const waitForAsk = (message: Message, userId: string, version = 1) =>
  socket.waitFor(
    'card.refresh',
    ({ data }) => isOf(message, data) && data.userId === userId && data.version === version,
  )
const textIn = (face: CardFace | null) => JSON.stringify(face?.card.body)

test('a person who looks is asked for, once; what the bot gives comes to them alone, also later and on another device', async () => {
  const message = await post()
  expect(await refresh(a, message)).toEqual({ face: null })
  expect((await waitForAsk(message, 'a')).data).toEqual({
    conversationId: group,
    seq: message.seq,
    version: 1,
    userId: 'a',
    verb: 'mine',
    data: { poll: 7 },
  })
  const told = a.waitFor('card.face')
  b.clear()
  expect((await give(message, 'a', cardOf('你选了周五'))).body).toEqual({ version: 1, face: 1 })
  expect(textIn((await told).face)).toContain('你选了周五')
  expect(textIn((await refresh(a, message)).face)).toContain('你选了周五')
  const other = await workspace.client('a')
  expect(textIn((await refresh(other, message)).face)).toContain('你选了周五')
  expect(await refresh(b, message)).toEqual({ face: null })
  await waitForAsk(message, 'b')
  expect(asked(message).map(({ data }) => (data as { userId: string }).userId)).toEqual(['a', 'b'])
  expect(JSON.stringify(b.events)).not.toContain('你选了周五')
  const { messages } = await b.request('message.history', { conversationId: group, limit: 5 })
  expect(JSON.stringify(messages)).not.toContain('你选了周五')
})

test('what stands on a face is pressed there, and not by others or on another face', async () => {
  const message = await post()
  await give(message, 'a', cardOf('甲的'))
  await give(message, 'b', { ...cardOf('乙的'), actions: [] })
  const { face } = await refresh(a, message)
  const press = (client: TestClient, more: object) =>
    client.request('card.submit', {
      conversationId: group,
      seq: message.seq,
      actionId: 'a1',
      inputs: {},
      version: 1,
      clientId: randomUUID(),
      ...more,
    })
  expect(face?.card.actions?.[0]).toEqual({ type: 'Action.Submit', title: '选', id: 'a1' })
  expect(await press(a, { face: 1 })).toEqual({ answer: 'waiting' })
  const event = await socket.waitFor('card.action', ({ data }) => isOf(message, data))
  expect(event.data).toMatchObject({ data: { of: '甲的' }, userId: 'a', face: true })
  expect(await errorOf(press(b, { face: 1 }))).toBe('not_found')
  expect(await errorOf(press(a, { face: 2 }))).toBe('conflict')
  expect(await errorOf(press(a, { face: 1, version: 2 }))).toBe('conflict')
  await give(message, 'a', cardOf('甲的第二张'))
  expect(await errorOf(press(a, { face: 1 }))).toBe('conflict')
  expect(await press(a, { face: 2 })).toEqual({ answer: 'waiting' })
})

test('another card has other faces: they are asked for anew, and the old ones are gone', async () => {
  const message = await post()
  await refresh(a, message)
  await waitForAsk(message, 'a')
  await give(message, 'a', cardOf('旧的'), 1)
  const content = { type: 'card', card: cardOf('新的', { action }) }
  await bot.call('PATCH', `/conversations/${group}/messages/${message.seq}`, { content })
  expect(await errorOf(refresh(a, message))).toBe('conflict')
  expect((await give(message, 'a', cardOf('旧的'), 1)).body.error).toBe('conflict')
  expect(await refresh(a, message, 2)).toEqual({ face: null })
  await waitForAsk(message, 'a', 2)
  await workspace.server.domain.write('workspace', async w => {
    const rows = await w.db.selectFrom('card_faces').select('card').where('conversation_id', '=', group).execute()
    expect(rows.filter(({ card }) => card?.includes('旧的'))).toEqual([])
  })
})

test('one that expires is asked for once more, and stays until another comes', async () => {
  const message = await post()
  await refresh(a, message)
  await waitForAsk(message, 'a')
  const expires = Date.now() + 3_600_000
  await give(message, 'a', cardOf('三点', { action, expires: new Date(expires).toISOString() }))
  expect((await refresh(a, message)).face).toMatchObject({ number: 1, expiresAt: expires })
  expect(asked(message)).toHaveLength(1)
  // As if an hour had passed.
  const past = { asked_at: Date.now() - 7_200_000, expires_at: Date.now() - 3_600_000 }
  await workspace.server.domain.write('workspace', async w => {
    await w.db.updateTable('card_faces').set(past).where('conversation_id', '=', group).execute()
  })
  expect(textIn((await refresh(a, message)).face)).toContain('三点')
  await expect.poll(() => asked(message).length).toBe(2)
  expect(textIn((await refresh(a, message)).face)).toContain('三点')
  expect(asked(message)).toHaveLength(2)
  await give(message, 'a', cardOf('四点'))
  expect((await refresh(a, message)).face).toMatchObject({ number: 2 })
  await refresh(a, message)
  expect(asked(message)).toHaveLength(2)
})

test('one that expired before it came, however long ago, is shown and asked for no more', async () => {
  const message = await post()
  for (const expires of ['-271821-04-20T00:00:00Z', '1969-12-31T00:00:00Z', new Date(Date.now() - 1).toISOString()]) {
    await give(message, 'a', cardOf('过期', { action, expires }))
    const { face } = await refresh(a, message)
    expect(textIn(face)).toContain('过期')
    expect(cardFaceSchema.safeParse(face).error?.message).toBeUndefined()
  }
  for (const expires of ['+275760-09-13T00:00:00Z', 'soon', '']) {
    await give(message, 'a', cardOf('不过期', { action, expires }))
    expect(textIn((await refresh(a, message)).face)).toContain('不过期')
  }
  expect(asked(message)).toEqual([])
})

test('only whom a card names has a face, and only a member; a card without refresh has none', async () => {
  const other = await makeBot(a, workspace.server.httpUrl, { name: '别的' })
  await a.request('bot.join', { botId: other.id, conversationId: group })
  const named = await post({ action, userIds: ['b'] })
  expect(await refresh(a, named)).toEqual({ face: null })
  expect((await give(named, 'a', cardOf('x'))).body.error).toBe('not_found')
  await refresh(b, named)
  await waitForAsk(named, 'b')
  expect(asked(named)).toHaveLength(1)
  const plain = await bot.call('POST', `/conversations/${group}/messages`, {
    content: { type: 'card', card: cardOf('x') },
  })
  expect(await refresh(a, plain.body.message)).toEqual({ face: null })
  expect((await give(plain.body.message, 'a', cardOf('x'))).body.error).toBe('not_found')
  const c = await workspace.client('c')
  expect(await errorOf(refresh(c, named))).toBe('not_member')
  expect((await give(named, 'c', cardOf('x'))).body.error).toBe('not_member')
  const path = `/conversations/${group}/messages/${named.seq}/faces/b`
  expect((await other.call('PUT', path, { card: cardOf('x') })).body.error).toBe('forbidden')
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['b'] })
  expect((await give(named, 'b', cardOf('x'))).body.error).toBe('not_member')
  expect(await errorOf(refresh(b, named))).toBe('not_member')
})

test('a face shows no pictures but those of its card, and what is no card is refused', async () => {
  const message = await post()
  const image = { type: 'Image', url: 'https://pictures.example/x.png', file: { id: 'f1', name: 'x', size: 1 } }
  await give(message, 'a', { type: 'AdaptiveCard', body: [image] })
  expect(JSON.stringify((await refresh(a, message)).face)).not.toContain('f1')
  expect((await give(message, 'a', { type: 'AdaptiveCard', body: 'x' })).body.error).toBe('invalid_params')
})

test('a recalled card has no faces; a bot that is switched off or has left is asked for none', async () => {
  const message = await post()
  await give(message, 'a', cardOf('甲的'))
  await bot.call('DELETE', `/conversations/${group}/messages/${message.seq}`)
  expect(await refresh(a, message)).toEqual({ face: null })
  const second = await post()
  await a.request('bot.leave', { botId: bot.id, conversationId: group })
  expect(await refresh(a, second)).toEqual({ face: null })
  expect(asked(second)).toEqual([])
})

test('a bot of the library gives faces by name', async () => {
  const { httpUrl } = workspace.server
  const other = await makeBot(a, httpUrl, { name: '库' })
  await a.request('bot.join', { botId: other.id, conversationId: group })
  const running = await new Bot({ url: httpUrl, token: other.token })
    .refresh('mine', context => context.show(cardOf(`给 ${context.userId}`) as never))
    .start()
  const card = cardOf('所有人', { action: { type: 'Action.Execute', data: { refresh: 'mine' } } })
  const { body } = await other.call('POST', `/conversations/${group}/messages`, { content: { type: 'card', card } })
  const told = b.waitFor('card.face', ({ seq }) => seq === body.message.seq)
  await refresh(b, body.message)
  expect(textIn((await told).face)).toContain('给 b')
  await running.stop()
})
