import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Card, type ContentOf, type Hook, isContent, type Message, type Params } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { conversationLocks } from '../../storage/lock.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { postCard, updateCard } from './index.ts'
import { sealCard } from './seal.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let conversationId: string
let hook: Hook
let site: Server
/** 30 pixels by 20. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAB4AAAAUCAMAAACtdX32AAAAA1BMVEUAqogQ8WKrAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAD0lEQVQokWNgGAWjgD4AAAJsAAGClu6+AAAAAElFTkSuQmCC',
  'base64',
)
const pictures = new Map<string, Buffer>()

const alarm: Card = {
  type: 'AdaptiveCard',
  header: { title: '支付回调超时', tone: 'failing' },
  body: [{ type: 'Input.Text', id: 'note', label: '备注', isRequired: true, maxLength: 5 }],
  actions: [
    { type: 'Action.Submit', title: '我也来处理', data: { hook: 'take', own: 'take' } },
    { type: 'Action.Submit', title: '不行', data: { hook: 'take' }, isEnabled: false },
    { type: 'Action.Submit', title: '别的', data: { secret: 'https://internal.example/token' } },
  ],
}

beforeEach(async () => {
  pictures.clear()
  site = createServer((request, response) => {
    const picture = pictures.get(request.url ?? '')
    if (picture) response.writeHead(200, { 'content-type': 'image/png' }).end(picture)
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  const { port } = site.address() as AddressInfo
  workspace = await startWorkspace({
    linkPreviews: { hosts: [`site.test:${port}`], resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
  })
  ;[a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
  conversationId = await makeGroup(a, ['b'], '告警')
  const made = { conversationId, clientId: randomUUID(), name: '值班', icon: 'siren', language: 'zh' } as const
  hook = (await a.request('hook.create', made)).hook
})
afterEach(async () => {
  await workspace.end()
  site.close()
})

const own = [{ does: 'take', title: '我来处理' }]
const post = (card: Card, expiresAt?: number) =>
  workspace.server.domain.write(conversationLocks(conversationId, [hook.botId]), async w =>
    postCard(w, await w.conversation(conversationId), {
      botId: hook.botId,
      card,
      own,
      ...(expiresAt !== undefined && { expiresAt }),
    }),
  )
const update = (message: Message, card: Card) =>
  workspace.server.domain.write(`conversation:${conversationId}`, w => updateCard(w, message, card, { own }))
const read = async (seq: number, client = a): Promise<ContentOf<'card'>> => {
  const { messages } = await client.request('message.get', { conversationId, seqs: [seq] })
  const [message] = messages
  if (!message || !isContent(message.content, 'card')) throw new Error('no card')
  return message.content
}
const submit = (seq: number, change: Partial<Params<'card.submit'>> = {}, client = b) =>
  client.request('card.submit', {
    conversationId,
    seq,
    actionId: 'a1',
    inputs: { note: '收到' },
    version: 1,
    clientId: randomUUID(),
    ...change,
  })

test('what an action means stays on the server', async () => {
  const { seq } = await post(alarm)
  const { card } = await read(seq)
  expect(JSON.stringify(card)).not.toMatch(/take|internal/)
  expect(card.actions?.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4'])
  const { secrets } = sealCard(alarm, own)
  expect(secrets).toEqual({
    a1: { own: 'take', inputs: false },
    a2: { data: { hook: 'take', own: 'take' }, inputs: true },
    a3: { data: { hook: 'take' }, inputs: true },
    a4: { data: { secret: expect.any(String) }, inputs: true },
  })
})

test('an action is done once, by a member, on the card that they saw', async () => {
  const { seq } = await post(alarm)
  expect(await errorOf(submit(seq, {}, c))).toBe('not_member')
  expect(await errorOf(submit(seq, { actionId: 'a9' }))).toBe('not_found')
  expect(await errorOf(submit(seq, { actionId: 'a3' }))).toBe('not_found')
  const actionId = 'a2'
  const wrong: Record<string, string>[] = [{}, { note: '' }, { note: '超过五个字了' }, { note: 'x', other: 'y' }]
  for (const inputs of wrong)
    expect(await errorOf(submit(seq, { actionId, inputs })), JSON.stringify(inputs)).toBe('invalid_params')
  // It says that it is the server's own, as no card can.
  expect(await errorOf(submit(seq, { actionId }))).toBe('not_found')
  const clientId = randomUUID()
  expect(await submit(seq, { clientId })).toEqual({ answer: 'done' })
  const after = await read(seq)
  expect(after).toMatchObject({ version: 2, card: { header: { tone: 'taken' }, footer: { state: 'done' } } })
  expect(after.card.actions).toEqual([])
  // The same click again, as after a lost answer; and somebody else's, who saw the card before.
  expect(await submit(seq, { clientId })).toEqual({ answer: 'done' })
  expect(await errorOf(submit(seq, { clientId, actionId: 'a4' }))).toBe('conflict')
  expect(await errorOf(submit(seq, {}, a))).toBe('conflict')
  expect((await read(seq)).version).toBe(2)
})

test('nothing is done on an expired card', async () => {
  const { seq } = await post(alarm, Date.now() - 1)
  expect(await errorOf(submit(seq))).toBe('too_late')
})

test('a new face is the same message with the next version, and its buttons work', async () => {
  const message = await post(alarm)
  const changed = await update(message, { ...alarm, header: { title: '又超时', tone: 'failing' } })
  expect(changed).toMatchObject({ seq: message.seq, ordinal: message.ordinal, content: { version: 2 } })
  expect(await submit(message.seq, { version: 2 })).toEqual({ answer: 'done' })
  const { messages } = await a.request('message.search', { query: '又超时', limit: 5 })
  expect(messages.map(({ seq }) => seq)).toEqual([message.seq])
})

test('pictures are loaded by the server, once, and shown as files', async () => {
  const { port } = site.address() as AddressInfo
  pictures.set('/a.png', png)
  const shown = b.waitFor('sync.push', push => JSON.stringify(push).includes('card.webp'))
  const url = `http://site.test:${port}/a.png`
  const inline = `data:image/png;base64,${png.toString('base64')}`
  const message = await post({
    type: 'AdaptiveCard',
    body: [
      { type: 'Image', url, altText: '曲线' },
      { type: 'Image', url: 'http://169.254.169.254/latest/meta-data', altText: '内网' },
      { type: 'Image', url: inline, altText: '内嵌' },
    ],
  })
  await shown
  const { card } = await read(message.seq)
  expect(card.body).toMatchObject([
    { url, file: { mediaType: 'image/webp', width: 30 } },
    { altText: '内网' },
    { file: { mediaType: 'image/webp' } },
  ])
  expect(JSON.stringify(card)).not.toContain('base64')
  expect(card.body?.[1]).not.toHaveProperty('file')
})

test('nobody shows a file by writing its id into a card', async () => {
  const secret = await workspace.server.domain.addFile({ from: Buffer.from('geheim'), name: 'a.txt', uploaderId: 'c' })
  const stolen = { type: 'Image', file: secret, altText: 'x' } as const
  const { seq } = await post({ type: 'AdaptiveCard', body: [{ ...stolen, fallback: stolen }] })
  const left = { type: 'Image', altText: 'x' }
  expect((await read(seq)).card.body).toEqual([{ ...left, fallback: left }])
})
