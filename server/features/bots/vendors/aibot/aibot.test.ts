import { randomUUID } from 'node:crypto'
import type { Card, Content, Message } from '@lianqun/protocol'
import { type BaseMessage, type EventMessage, WSClient, type WsFrame } from '@wecom/aibot-node-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../../../testing/workspace.ts'
import { makeBot, type TestBot } from '../../testing.ts'
import { Calls, type Cuttable, cuttable } from '../testing.ts'

/* The real library of WeCom's bots, unchanged, at our server. */

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let group: string
let client: WSClient
let way: Cuttable
const clients: WSClient[] = []

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const calls = new Calls()
const call = <T>(name: string, result: Promise<T>): Promise<T> => calls.count(name, result)

function makeClient(botId: string, secret: string): WSClient {
  const made = new WSClient({
    botId,
    secret,
    wsUrl: `${way.url.replace('http', 'ws')}/api/bots/aibot`,
    logger: quiet,
    reconnectInterval: 10,
    maxAuthFailureAttempts: 0,
  })
  made.on('error', () => {})
  clients.push(made)
  return made
}

type Frame = WsFrame<Omit<BaseMessage, 'msgtype'> & { msgtype: string; event: EventMessage['event'] }>

/** The next frame of a kind that fits. */
const next = (kind: 'message' | 'event', fits: (body: NonNullable<Frame['body']>) => boolean): Promise<Frame> =>
  new Promise(resolve => {
    const listen = ((frame: Frame) => {
      if (frame.body === undefined || !fits(frame.body)) return
      client.off(kind, listen)
      resolve(frame)
    }) as never
    client.on(kind, listen)
  })

const say = (from: TestClient, conversationId: string, content: object, more: object = {}) =>
  from.request('message.send', { conversationId, clientId: randomUUID(), content: content as Content & never, ...more })
const calling = (text: string) => ({
  type: 'text',
  text: `@企微 ${text}`,
  mentions: [{ userId: bot.id, offset: 0, length: 3 }],
})

/** Says something to the bot in the group, and waits until it has it. */
async function ask(text: string): Promise<Frame> {
  const heard = next('message', body => body.text?.content === text)
  await say(b, group, calling(text))
  return heard
}

/** The newest message of a conversation that has a text in it. */
async function shown(text: string, conversationId = group): Promise<Message> {
  const { messages } = await b.request('message.history', { conversationId, limit: 50 })
  const found = messages.findLast(message => JSON.stringify(message.content).includes(text))
  if (found === undefined) throw new Error(`${text} is not there`)
  return found
}

/** What is refused: the code. */
const codeOf = (refused: Promise<unknown>): Promise<unknown> =>
  refused.then(
    () => 'taken',
    (frame: WsFrame) => frame.errcode,
  )

beforeAll(async () => {
  workspace = await startWorkspace()
  way = await cuttable(workspace.server.httpUrl)
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '企微' })
  group = await makeGroup(a, ['b'], '轻羽')
  await a.request('bot.join', { botId: bot.id, conversationId: group })
  client = makeClient(bot.id, bot.token)
  const authenticated = new Promise<void>(resolve => client.once('authenticated', resolve))
  client.connect()
  await call('connect', authenticated)
})
afterAll(async () => {
  for (const each of clients) each.disconnect()
  await way.close()
  await workspace.end()
})

test('a bot hears who calls it in a group, without its name, and everything that is said to it alone', async () => {
  const heard = await ask('今天谁值班？')
  expect(heard.body).toMatchObject({
    msgtype: 'text',
    text: { content: '今天谁值班？' },
    chattype: 'group',
    chatid: group,
    aibotid: bot.id,
    from: { userid: 'b' },
  })
  const alone = next('message', ({ chattype }) => chattype === 'single')
  const { head } = await b.request('conversation.direct', { userId: bot.id })
  await say(b, head.conversation.id, { type: 'text', text: '在吗', mentions: [] })
  const direct = await alone
  expect(direct.body).toMatchObject({ text: { content: '在吗' }, from: { userid: 'b' } })
  expect(direct.body).not.toHaveProperty('chatid')
  await call('reply text', client.reply(direct, { msgtype: 'text', text: { content: '在的' } }))
  expect((await shown('在的', head.conversation.id)).senderId).toBe(bot.id)
})

test('a stream is one message that grows and ends', async () => {
  const heard = await ask('写首诗')
  const text = (message: Message) => JSON.stringify(message.content)
  await call('replyStream', client.replyStream(heard, 's1', '', false))
  const begun = await shown('…')
  expect(begun).toMatchObject({ senderId: bot.id, content: { type: 'card' }, attributes: { growing: true } })
  const grown = b.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes('床前明月光'))
  await call('replyStream', client.replyStream(heard, 's1', '床前', false))
  await call('replyStream', client.replyStream(heard, 's1', '床前明月光', false))
  await grown
  await call('replyStreamNonBlocking', client.replyStreamNonBlocking(heard, 's1', '床前**明月光**，疑是', false))
  await call('replyStream', client.replyStream(heard, 's1', '床前**明月光**，疑是地上霜。', true))
  const ended = await shown('地上霜')
  expect(ended.seq).toBe(begun.seq)
  expect(ended.attributes?.growing).toBeUndefined()
  expect(ended.attributes?.edited).toBeUndefined()
  expect(text(ended)).toContain('bolder')
  const replied = await b.request('message.history', { conversationId: group, limit: 50 })
  expect(replied.messages.filter(({ senderId }) => senderId === bot.id).length).toBe(1)
  expect(await codeOf(client.replyStream(heard, 's1', '再写', false))).toBe(846608)
  expect(await codeOf(client.replyStream(heard, 's2', '长'.repeat(7_000), false))).toBe(45002)
})

const card = (text: string) => ({
  card_type: 'button_interaction',
  main_title: { title: text },
  task_id: 'task-1',
  button_list: [{ text: '同意', style: 1, key: 'yes' }],
})
const actionIn = (content: Content) => (content as { card?: Card }).card?.actions?.[0]?.id ?? ''

test('a card has a button, whose press the bot hears and answers with another card', async () => {
  const heard = await ask('出差单')
  await call('replyTemplateCard', client.replyTemplateCard(heard, card('林晚要出差')))
  const { seq, content } = await shown('林晚要出差')
  const pressed = next('event', ({ event }) => event.eventtype === 'template_card_event')
  const on = { conversationId: group, seq, version: 1, inputs: {}, clientId: randomUUID() }
  expect(await b.request('card.submit', { ...on, actionId: actionIn(content) })).toEqual({ answer: 'waiting' })
  const event = await pressed
  expect(event.body).toMatchObject({
    chatid: group,
    from: { userid: 'b' },
    event: { event_key: 'yes', task_id: 'task-1', template_card_event: { card_type: 'button_interaction' } },
  })
  await call('updateTemplateCard', client.updateTemplateCard(event, card('已同意')))
  expect(await shown('已同意')).toMatchObject({ seq, content: { version: 2 } })
  expect(await codeOf(client.updateTemplateCard(heard, card('不是它')))).toBe(846605)
  expect(await codeOf(client.updateTemplateCard(event, { card_type: 'strange' }))).toBe(40008)
})

test('a stream comes with a card', async () => {
  const heard = await ask('带卡')
  const templateCard = card('随流的卡')
  await call('replyStreamWithCard', client.replyStreamWithCard(heard, 's3', '看这张', true, { templateCard }))
  const first = await shown('看这张')
  expect((await shown('随流的卡')).ordinal).toBe(first.ordinal + 1)
})

test('who looks at its page is welcomed, alone', async () => {
  await bot.call('PUT', '/manifest', { description: '', commands: [], shortcuts: [], home: true, unfurlHosts: [] })
  const entered = next('event', ({ event }) => event.eventtype === 'enter_chat')
  await b.request('bot.openHome', { botId: bot.id })
  const event = await entered
  expect(event.body).toMatchObject({ chattype: 'single', from: { userid: 'b' } })
  await call('replyWelcome', client.replyWelcome(event, { msgtype: 'text', text: { content: '欢迎' } }))
  const { head } = await b.request('conversation.direct', { userId: bot.id })
  expect((await shown('欢迎', head.conversation.id)).senderId).toBe(bot.id)
})

test('it speaks first: to a group that it is in, to a person, and to nobody else', async () => {
  const markdown = { msgtype: 'markdown' as const, markdown: { content: '**早安** <@b>' } }
  await call('sendMessage', client.sendMessage(group, markdown))
  expect((await shown('早安')).content).toMatchObject({ type: 'card' })
  expect(JSON.stringify((await shown('早安')).content)).toContain('"userId":"b"')
  await call('sendMessage', client.sendMessage('b', { msgtype: 'template_card', template_card: card('给你一人') }))
  const { head } = await b.request('conversation.direct', { userId: bot.id })
  expect((await shown('给你一人', head.conversation.id)).senderId).toBe(bot.id)
  const closed = await makeGroup(a, ['b'], '密谈')
  for (const chat of [closed, 'nowhere', '']) expect(await codeOf(client.sendMessage(chat, markdown))).toBe(93006)
  const wrong = { msgtype: 'music' } as never
  expect(await codeOf(client.sendMessage(group, wrong))).toBe(40008)
})

test('a req_id is answered where it came from, and by nobody else', async () => {
  const heard = await ask('谁的')
  const other = await makeBot(a, workspace.server.httpUrl, { name: '别的' })
  await a.request('bot.join', { botId: other.id, conversationId: group })
  const stranger = makeClient(other.id, other.token)
  const authenticated = new Promise<void>(resolve => stranger.once('authenticated', resolve))
  stranger.connect()
  await authenticated
  expect(await codeOf(stranger.reply(heard, { msgtype: 'text', text: { content: '我的' } }))).toBe(846605)
  const made = { headers: { req_id: 'event_999999' } }
  expect(await codeOf(client.reply(made, { msgtype: 'text', text: { content: '我的' } }))).toBe(846605)
  await a.request('bot.leave', { botId: bot.id, conversationId: group })
  expect(await codeOf(client.reply(heard, { msgtype: 'text', text: { content: '还在' } }))).toBe(93006)
  await a.request('bot.join', { botId: bot.id, conversationId: group })
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

test('files are uploaded in pieces and sent, and those of others are loaded and deciphered', async () => {
  const heard = await ask('文件')
  const bytes = Buffer.alloc(700_000, 'lianqun ')
  const { media_id } = await call('uploadMedia', client.uploadMedia(bytes, { type: 'file', filename: '表.txt' }))
  await call('replyMedia', client.replyMedia(heard, 'file', media_id))
  const sent = await shown('表.txt')
  expect(sent.content).toMatchObject({ type: 'file', file: { name: '表.txt', size: bytes.length } })
  const picture = await call('uploadMedia', client.uploadMedia(png, { type: 'image', filename: 'a.png' }))
  await call('sendMediaMessage', client.sendMediaMessage(group, 'image', picture.media_id))
  expect(await shown('a.png')).toMatchObject({ content: { type: 'image' } })
  expect(await codeOf(client.replyMedia(heard, 'file', 'f_none'))).toBe(40058)
  const heardFile = next('message', ({ msgtype }) => msgtype === 'file')
  const { head } = await b.request('conversation.direct', { userId: bot.id })
  const { file } = sent.content as Content & { type: 'file' }
  await say(b, head.conversation.id, { type: 'file', file })
  const { url, aeskey } = ((await heardFile).body as unknown as { file: { url: string; aeskey: string } }).file
  const loaded = await call('downloadFile', client.downloadFile(url, aeskey))
  expect(loaded.filename).toBe('表.txt')
  expect(loaded.buffer.equals(bytes)).toBe(true)
  await expect(client.downloadFile(`${url}x`, aeskey)).rejects.toThrow()
})

test('a wrong secret is refused, with what is wrong', async () => {
  for (const [botId, secret] of [
    [bot.id, 'lqb-wrong'],
    ['b', bot.token],
  ] as const) {
    const wrong = makeClient(botId, secret)
    const refused = new Promise<Error>(resolve => wrong.once('error', resolve))
    wrong.connect()
    expect((await refused).message).toContain('853000')
  }
})

test('it connects again by itself, and hears what was said meanwhile', async () => {
  const away = new Promise(resolve => client.once('disconnected', resolve))
  const back = new Promise<void>(resolve => client.once('authenticated', resolve))
  const heard = next('message', body => body.text?.content === '断线时')
  way.cut()
  await away
  await say(b, group, calling('断线时'))
  await call('reconnect', back)
  const frame = await heard
  await call('reply text', client.reply(frame, { msgtype: 'text', text: { content: '回来了' } }))
  expect((await shown('回来了')).senderId).toBe(bot.id)
})

test('every call of the library that was tried is answered', () => {
  const table = calls.table()
  for (const line of table) expect(line).toMatch(/: (\d+) of \1$/)
  expect(table).toMatchInlineSnapshot(`
    [
      "connect: 1 of 1",
      "downloadFile: 1 of 1",
      "reconnect: 1 of 1",
      "reply text: 2 of 2",
      "replyMedia: 1 of 1",
      "replyStream: 4 of 4",
      "replyStreamNonBlocking: 1 of 1",
      "replyStreamWithCard: 1 of 1",
      "replyTemplateCard: 1 of 1",
      "replyWelcome: 1 of 1",
      "sendMediaMessage: 1 of 1",
      "sendMessage: 2 of 2",
      "updateTemplateCard: 1 of 1",
      "uploadMedia: 2 of 2",
    ]
  `)
})
