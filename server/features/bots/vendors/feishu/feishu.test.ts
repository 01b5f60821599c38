import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Client, EventDispatcher, LoggerLevel, WSClient } from '@larksuiteoapi/node-sdk'
import { type Card, type Content, cardText, isContent, type Message } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../../../testing/workspace.ts'
import { feishuAppId } from '../../domain.ts'
import { makeBot, type TestBot } from '../../testing.ts'
import { Calls, type Cuttable, cuttable } from '../testing.ts'

/* The real library of Feishu, unchanged, at our server. */

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let group: string
let way: Cuttable
let client: Client
const sockets: WSClient[] = []

const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} }
const options = () => ({ domain: way.url, logger: quiet, loggerLevel: LoggerLevel.fatal })

interface Answer {
  code?: number
  msg?: string
}
const calls = new Calls()
const call = <T extends object | null>(name: string, result: Promise<T>): Promise<T> =>
  calls.count(name, result, value => ((value as Answer | null)?.code ?? 0) === 0)

/** The code with which a call was refused. */
const codeOf = (refused: Promise<unknown>): Promise<unknown> =>
  refused.then(
    value => (value as Answer).code,
    error => error.response?.data?.code ?? error,
  )

interface Received {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: what the library hands on
  data: any
}
const received: Received[] = []
const waiting = new Set<() => void>()
/** What a handler of a click returns. */
let answer: unknown

function heard(type: string, fits: (data: Received['data']) => boolean = () => true): Promise<Received['data']> {
  return new Promise(resolve => {
    const look = () => {
      const found = received.find(each => each.type === type && fits(each.data))
      if (found === undefined) return
      waiting.delete(look)
      resolve(found.data)
    }
    waiting.add(look)
    look()
  })
}

const handler = (type: string) => async (data: unknown) => {
  received.push({ type, data })
  for (const look of waiting) look()
  return type === 'card.action.trigger' ? answer : undefined
}
const types = [
  'im.message.receive_v1',
  'im.message.recalled_v1',
  'im.message.reaction.created_v1',
  'im.message.reaction.deleted_v1',
  'card.action.trigger',
  'im.chat.member.bot.added_v1',
  'im.chat.member.bot.deleted_v1',
]

let reconnected = () => {}

beforeAll(async () => {
  workspace = await startWorkspace()
  way = await cuttable(workspace.server.httpUrl)
  a = await workspace.client('a')
  b = await workspace.client('b')
  await workspace.server.domain.transaction(async domain => {
    await domain.updateEmployee('b', { mail: 'b@example.com' })
  })
  bot = await makeBot(a, workspace.server.httpUrl, { name: '飞书' })
  group = await makeGroup(a, ['b'], '轻羽')
  const app = { appId: feishuAppId(bot.id), appSecret: bot.token }
  client = new Client({ ...app, ...options() })
  const ready = new Promise<void>((resolve, reject) => {
    const socket = new WSClient({
      ...app,
      ...options(),
      onReady: resolve,
      onError: reject,
      onReconnected: () => reconnected(),
    })
    sockets.push(socket)
    const handlers = Object.fromEntries(types.map(type => [type, handler(type)]))
    void socket.start({ eventDispatcher: new EventDispatcher({ logger: quiet }).register(handlers) })
  })
  await call(
    'WSClient.start',
    ready.then(() => ({})),
  )
  await a.request('bot.join', { botId: bot.id, conversationId: group })
})
afterAll(async () => {
  for (const socket of sockets) socket.close({ force: true })
  await way.close()
  await workspace.end()
})

const say = (from: TestClient, conversationId: string, content: object, more: object = {}) =>
  from.request('message.send', { conversationId, clientId: randomUUID(), content: content as Content & never, ...more })
const calling = (text: string) => ({
  type: 'text',
  text: `@飞书 ${text}`,
  mentions: [{ userId: bot.id, offset: 0, length: 3 }],
})

async function stored(messageId: string | undefined, from = b): Promise<Message> {
  const [, conversationId = '', seq] = /^om_(.*)_(\d+)$/.exec(messageId ?? '') ?? []
  const { messages } = await from.request('message.get', { conversationId, seqs: [Number(seq)] })
  return messages[0] as Message
}

const wordsOf = ({ content }: Message) =>
  isContent(content, 'card') ? cardText(content.card).text : (content as { text?: string }).text

const create = (receive_id: string, msg_type: string, content: object, receive_id_type = 'chat_id') =>
  client.im.v1.message.create({
    params: { receive_id_type: receive_id_type as 'chat_id' },
    data: { receive_id, msg_type, content: JSON.stringify(content) },
  })
const chat = () => `oc_${group}`

test('a bot that was added to a group hears so, who calls it there, and what is said to it alone', async () => {
  const added = await heard('im.chat.member.bot.added_v1')
  expect(added).toMatchObject({ chat_id: chat(), name: '轻羽', operator_id: { open_id: 'ou_a' } })
  await say(b, group, calling('今天谁值班？'))
  const { message, sender } = await heard('im.message.receive_v1', data => data.message.chat_type === 'group')
  expect(sender).toMatchObject({ sender_id: { open_id: 'ou_b', user_id: 'b' }, sender_type: 'user' })
  expect(message).toMatchObject({ chat_id: chat(), message_type: 'text' })
  expect(JSON.parse(message.content)).toEqual({ text: '@_user_1 今天谁值班？' })
  expect(message.mentions).toMatchObject([{ key: '@_user_1', id: { open_id: `ou_${bot.id}` }, name: '飞书' }])
  const { head } = await b.request('conversation.direct', { userId: bot.id })
  await say(b, head.conversation.id, { type: 'text', text: '在吗', mentions: [] })
  const alone = await heard('im.message.receive_v1', data => data.message.chat_type === 'p2p')
  expect(JSON.parse(alone.message.content)).toEqual({ text: '在吗' })
  const replied = await call(
    'message.reply',
    client.im.v1.message.reply({
      path: { message_id: message.message_id },
      data: { msg_type: 'text', content: JSON.stringify({ text: '<at user_id="ou_b">b</at> 是你' }) },
    }),
  )
  const answered = await stored(replied.data?.message_id)
  expect(answered).toMatchObject({
    senderId: bot.id,
    attributes: { replyTo: Number(message.message_id.split('_').at(-1)) },
  })
  expect(answered.content).toMatchObject({ text: '@B 是你', mentions: [{ userId: 'b', offset: 0, length: 2 }] })
})

test('it speaks first: to a group, and to a person by each of their ids', async () => {
  const text = { text: '早' }
  expect(await stored((await call('message.create', create(chat(), 'text', text))).data?.message_id)).toMatchObject({
    conversationId: group,
    content: { type: 'text', text: '早' },
  })
  for (const [type, id] of [
    ['open_id', 'ou_b'],
    ['user_id', 'b'],
    ['union_id', 'on_b'],
    ['email', 'b@example.com'],
  ] as const) {
    const { data } = await call('message.create', create(id, 'text', text, type))
    expect((await stored(data?.message_id)).senderId).toBe(bot.id)
  }
  const uuid = randomUUID()
  const once = () =>
    client.im.v1.message.create({
      params: { receive_id_type: 'chat_id' },
      data: { receive_id: chat(), msg_type: 'text', content: JSON.stringify(text), uuid },
    })
  expect((await once()).data?.message_id).toBe((await once()).data?.message_id)
})

test('posts and cards of both versions', async () => {
  const post = { zh_cn: { title: '周报', content: [[{ tag: 'text', text: '一切顺利' }]] } }
  const old = {
    header: { title: { tag: 'plain_text', content: '旧卡' } },
    elements: [{ tag: 'markdown', content: '**甲**' }],
  }
  const fresh = { schema: '2.0', body: { elements: [{ tag: 'markdown', content: '**乙**' }] } }
  for (const [type, content, words] of [
    ['post', post, '一切顺利'],
    ['interactive', old, '甲'],
    ['interactive', fresh, '乙'],
  ] as const) {
    const { data } = await call('message.create', create(chat(), type, content))
    expect(wordsOf(await stored(data?.message_id))).toContain(words)
  }
})

test('a message grows by being changed, and ends', async () => {
  const card = (content: string) => ({ schema: '2.0', body: { elements: [{ tag: 'markdown', content }] } })
  const { data } = await create(chat(), 'interactive', card('我'))
  const path = { message_id: data?.message_id ?? '' }
  for (const content of ['我想', '我想好了'])
    await call('message.patch', client.im.v1.message.patch({ path, data: { content: JSON.stringify(card(content)) } }))
  const grown = await stored(data?.message_id)
  expect(wordsOf(grown)).toContain('我想好了')
  expect(grown.content).toMatchObject({ version: 3 })
  const text = await create(chat(), 'text', { text: '错字' })
  const changed = await call(
    'message.update',
    client.im.v1.message.update({
      path: { message_id: text.data?.message_id ?? '' },
      data: { msg_type: 'text', content: JSON.stringify({ text: '对字' }) },
    }),
  )
  expect(changed.data).toMatchObject({ updated: true, body: { content: '{"text":"对字"}' } })
})

const actionIn = (content: Content) => {
  const found = JSON.stringify((content as { card?: Card }).card).match(/"id":"(a\d+)"/)
  return found?.[1] ?? ''
}
const button = (text: string, value: object) => ({
  schema: '2.0',
  body: {
    elements: [{ tag: 'button', text: { tag: 'plain_text', content: text }, behaviors: [{ type: 'callback', value }] }],
  },
})

test('a card has a button; the answer to its press is words for who pressed, and another card', async () => {
  const { data } = await create(chat(), 'interactive', button('同意', { id: 7 }))
  const { seq, content } = await stored(data?.message_id)
  answer = { toast: { type: 'success', content: '收到' }, card: { type: 'raw', data: button('已同意', { id: 7 }) } }
  const whispered = b.waitFor('bot.whisper')
  const changed = b.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes('已同意'))
  const on = { conversationId: group, seq, version: 1, inputs: {}, clientId: randomUUID() }
  expect(await b.request('card.submit', { ...on, actionId: actionIn(content) })).toEqual({ answer: 'waiting' })
  const click = await heard('card.action.trigger')
  expect(click).toMatchObject({
    operator: { open_id: 'ou_b', user_id: 'b' },
    action: { tag: 'button', value: { id: 7 } },
    context: { open_message_id: data?.message_id, open_chat_id: chat() },
  })
  expect((await whispered).content).toMatchObject({ text: '收到' })
  await changed
  await calls.count(
    'answer to card.action.trigger',
    stored(data?.message_id),
    ({ content }) => (content as { version?: number }).version === 2,
  )
})

test('what a form of a card says comes with its names', async () => {
  answer = undefined
  const options = (...values: string[]) => values.map(value => ({ value, text: { tag: 'plain_text', content: value } }))
  const form = {
    schema: '2.0',
    body: {
      elements: [
        {
          tag: 'form',
          name: 'f',
          elements: [
            { tag: 'input', name: 'why' },
            { tag: 'select_person', name: 'who', initial_option: 'ou_a' },
            { tag: 'multi_select_person', name: 'all' },
            { tag: 'multi_select_static', name: 'days', options: options('一', '二', '三') },
            { tag: 'date_picker', name: 'from' },
            { tag: 'picker_time', name: 'at' },
            { tag: 'picker_datetime', name: 'until' },
            { tag: 'date_picker', name: 'never' },
            { tag: 'checker', name: 'urgent', text: { tag: 'plain_text', content: '急' } },
            { tag: 'button', name: 'send', text: { tag: 'plain_text', content: '交' }, form_action_type: 'submit' },
          ],
        },
      ],
    },
  }
  const { data } = await create(chat(), 'interactive', form)
  const { seq, content } = await stored(data?.message_id)
  expect(content).toMatchObject({
    card: { body: [{ items: [{}, { type: 'Input.Person', value: 'a' }, ...Array(9).fill({})] }] },
  })
  const inputs = {
    ...{ why: '出差', who: 'b', all: 'a,b', days: '一,三', from: '2026-12-01', at: '09:30' },
    ...{ until: '2026-12-02', until_time: '18:00', never: '', urgent: 'true' },
  }
  const on = { conversationId: group, seq, version: 1, inputs, clientId: randomUUID() }
  await b.request('card.submit', { ...on, actionId: actionIn(content) })
  const click = await heard('card.action.trigger', ({ context }) => context.open_message_id === data?.message_id)
  expect(click.action).toMatchObject({ tag: 'button', timezone: 'Asia/Shanghai' })
  expect(click.action.form_value).toEqual({
    why: '出差',
    who: 'ou_b',
    all: ['ou_a', 'ou_b'],
    days: ['一', '三'],
    from: '2026-12-01 +0800',
    at: '09:30 +0800',
    until: '2026-12-02 18:00 +0800',
    never: '',
    urgent: true,
  })
})

test('messages are read, listed and recalled, reactions come and go', async () => {
  const { data } = await create(chat(), 'text', { text: '看我' })
  const path = { message_id: data?.message_id ?? '' }
  const got = await call('message.get', client.im.v1.message.get({ path }))
  expect(got.data?.items).toMatchObject([{ msg_type: 'text', body: { content: '{"text":"看我"}' }, chat_id: chat() }])
  const params = {
    container_id_type: 'chat',
    container_id: chat(),
    sort_type: 'ByCreateTimeDesc',
    page_size: 2,
  } as const
  const listed = await call('message.list', client.im.v1.message.list({ params }))
  expect(listed.data?.items?.[0]?.message_id).toBe(path.message_id)
  expect(listed.data?.has_more).toBe(true)
  const page_token = listed.data?.page_token ?? ''
  const older = await call('message.list', client.im.v1.message.list({ params: { ...params, page_token } }))
  expect(older.data?.items?.map(({ message_id }) => message_id)).not.toContain(path.message_id)
  const reacted = await call(
    'messageReaction.create',
    client.im.v1.messageReaction.create({ path, data: { reaction_type: { emoji_type: 'THUMBSUP' } } }),
  )
  expect((await stored(data?.message_id)).attributes?.reactions).toMatchObject([{ emoji: '👍', userIds: [bot.id] }])
  const reactions = await call('messageReaction.list', client.im.v1.messageReaction.list({ path }))
  expect(reactions.data?.items).toMatchObject([{ reaction_type: { emoji_type: 'THUMBSUP' } }])
  const reaction_id = reacted.data?.reaction_id ?? ''
  await call('messageReaction.delete', client.im.v1.messageReaction.delete({ path: { ...path, reaction_id } }))
  expect((await stored(data?.message_id)).attributes?.reactions ?? []).toEqual([])
  const strange = { reaction_type: { emoji_type: 'NoSuchFace' } }
  expect(await codeOf(client.im.v1.messageReaction.create({ path, data: strange }))).toBe(231001)
  await call('message.delete', client.im.v1.message.delete({ path }))
  expect((await stored(data?.message_id)).content.type).toBe('recalled')
  expect(await codeOf(client.im.v1.message.get({ path }))).toBe(230110)
  const { message } = await say(b, group, calling('收回我'))
  await b.request('message.recall', { conversationId: group, seq: message.seq })
  expect(await heard('im.message.recalled_v1', each => each.message_id === `om_${group}_${message.seq}`)).toMatchObject(
    {
      recall_type: 'message_owner',
    },
  )
})

test('it hears who reacted to what, and who took it back', async () => {
  const { data } = await create(chat(), 'text', { text: '看这个' })
  const message_id = data?.message_id
  const { seq } = await stored(message_id)
  for (const [emoji, on] of [
    ['🦄', true],
    ['👍', true],
    ['👍', false],
  ] as const)
    await b.request('message.react', { conversationId: group, seq, emoji, on })
  expect(await heard('im.message.reaction.deleted_v1')).toMatchObject({ message_id })
  // The unicorn Feishu does not have.
  expect(received.filter(({ type }) => type === 'im.message.reaction.created_v1')).toMatchObject([
    {
      data: {
        message_id,
        reaction_type: { emoji_type: 'THUMBSUP' },
        operator_type: 'user',
        user_id: { open_id: 'ou_b', union_id: 'on_b', user_id: 'b' },
        action_time: expect.stringMatching(/^\d{13}$/),
      },
    },
  ])
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

test('pictures and files are uploaded, sent, shown in cards, and loaded', async () => {
  const image = await call('image.create', client.im.v1.image.create({ data: { image_type: 'message', image: png } }))
  const sent = await call('message.create', create(chat(), 'image', { image_key: image?.image_key }))
  expect((await stored(sent.data?.message_id)).content).toMatchObject({ type: 'image' })
  const card = { elements: [{ tag: 'img', img_key: image?.image_key, alt: { tag: 'plain_text', content: '点' } }] }
  const shown = await call('message.create', create(chat(), 'interactive', card))
  expect(JSON.stringify((await stored(shown.data?.message_id)).content)).toContain('"Image"')
  const bytes = Buffer.from('一二三')
  const file = await call(
    'file.create',
    client.im.v1.file.create({ data: { file_type: 'stream', file_name: '表.txt', file: bytes } }),
  )
  const { data } = await call('message.create', create(chat(), 'file', { file_key: file?.file_key }))
  expect((await stored(data?.message_id)).content).toMatchObject({ type: 'file', file: { name: '表.txt', size: 9 } })
  const path = { message_id: data?.message_id ?? '', file_key: file?.file_key ?? '' }
  const resource = await call(
    'messageResource.get',
    client.im.v1.messageResource.get({ path, params: { type: 'file' } }),
  )
  expect((await buffer(resource.getReadableStream())).equals(bytes)).toBe(true)
  const own = await call('file.get', client.im.v1.file.get({ path: { file_key: path.file_key } }))
  expect((await buffer(own.getReadableStream())).equals(bytes)).toBe(true)
  const pixels = await call('image.get', client.im.v1.image.get({ path: { image_key: image?.image_key ?? '' } }))
  expect((await buffer(pixels.getReadableStream())).length).toBeGreaterThan(0)
  expect(await codeOf(create(chat(), 'file', { file_key: 'file_none' }))).toBe(230001)
})

test('groups, members and people', async () => {
  const chats = await call('chat.list', client.im.v1.chat.list({}))
  expect(chats.data?.items).toMatchObject([{ chat_id: chat(), name: '轻羽', owner_id: 'ou_a' }])
  const path = { chat_id: chat() }
  expect((await call('chat.get', client.im.v1.chat.get({ path }))).data).toMatchObject({
    name: '轻羽',
    chat_mode: 'group',
  })
  const members = await call('chatMembers.get', client.im.v1.chatMembers.get({ path }))
  expect(members.data?.items?.map(({ member_id }) => member_id)).toEqual(['ou_a', 'ou_b'])
  const made = await call(
    'chat.create',
    client.im.v1.chat.create({ data: { name: '新群', owner_id: 'ou_a', user_id_list: ['ou_b'] } }),
  )
  const added = { path: { chat_id: made.data?.chat_id ?? '' }, data: { id_list: ['ou_c'] } }
  await call('chatMembers.create', client.im.v1.chatMembers.create(added))
  const person = await call('user.get', client.contact.v3.user.get({ path: { user_id: 'ou_b' } }))
  expect(person.data?.user).toMatchObject({ name: 'B', open_id: 'ou_b', user_id: 'b' })
  const emails = ['b@example.com', 'nobody@example.com']
  const found = await call('user.batchGetId', client.contact.v3.user.batchGetId({ data: { emails } }))
  expect(found.data?.user_list).toEqual([{ user_id: 'ou_b', email: emails[0] }, { email: emails[1] }])
  const info = await call('bot/v3/info', client.request({ method: 'GET', url: '/open-apis/bot/v3/info' }))
  expect(info).toMatchObject({ bot: { app_name: '飞书', open_id: `ou_${bot.id}` } })
  expect(await codeOf(client.contact.v3.user.get({ path: { user_id: 'ou_nobody' } }))).toBe(41050)
})

test('what is refused has the codes of the vendor', async () => {
  const closed = await makeGroup(a, ['b'], '密谈')
  const text = { text: '早' }
  expect(await codeOf(create(`oc_${closed}`, 'text', text))).toBe(230002)
  expect(await codeOf(client.im.v1.chat.get({ path: { chat_id: `oc_${closed}` } }))).toBe(230002)
  expect(await codeOf(create('nowhere', 'text', text))).toBe(230001)
  expect(await codeOf(create('ou_nobody', 'text', text, 'open_id'))).toBe(230001)
  expect(await codeOf(create(chat(), 'text', { text: '' }))).toBe(230001)
  expect(await codeOf(create(chat(), 'interactive', { type: 'template', data: {} }))).toBe(230099)
  const { message } = await say(b, group, calling('别人的'))
  const path = { message_id: `om_${group}_${message.seq}` }
  const content = JSON.stringify(text)
  expect(await codeOf(client.im.v1.message.update({ path, data: { msg_type: 'text', content } }))).toBe(230071)
  const mute = await makeBot(a, workspace.server.httpUrl, { name: '哑巴', scopes: [] })
  const other = new Client({ appId: feishuAppId(mute.id), appSecret: mute.token, ...options() })
  await a.request('bot.join', { botId: mute.id, conversationId: group })
  const sent = {
    params: { receive_id_type: 'chat_id' },
    data: { receive_id: chat(), msg_type: 'text', content },
  } as const
  expect(await codeOf(other.im.v1.message.create(sent))).toBe(99991672)
  expect(await codeOf(client.request({ method: 'GET', url: '/open-apis/drive/v1/files' }))).toBe(230001)
})

test('a wrong secret opens neither the calls nor the socket', async () => {
  // The library keeps tokens by app id, for all its clients.
  const noCache = { get: async () => undefined, set: async () => true }
  for (const [appId, appSecret] of [
    [feishuAppId(bot.id), 'lqb-wrong'],
    [feishuAppId('other'), bot.token],
  ] as const) {
    const wrong = new Client({ appId, appSecret, ...options(), cache: noCache })
    await expect(wrong.im.v1.chat.list({})).rejects.toThrow('10014')
    const refused = await new Promise<Error>(resolve => {
      const socket = new WSClient({ appId, appSecret, ...options(), onError: resolve })
      sockets.push(socket)
      void socket.start({ eventDispatcher: new EventDispatcher({ logger: quiet }) })
    })
    expect(refused.message).toContain('514')
  }
  const headers = { authorization: 'Bearer t-lqb-wrong' }
  const response = await fetch(`${way.url}/open-apis/im/v1/chats`, { headers })
  expect(await response.json()).toMatchObject({ code: 99991663 })
})

test('it connects again by itself, and hears what was said meanwhile', async () => {
  const back = new Promise<object>(resolve => {
    reconnected = () => resolve({})
  })
  // What is said at once comes in one piece with the answer to the handshake.
  way.join()
  way.cut()
  await say(b, group, calling('断线时'))
  await call('WSClient reconnects', back)
  await heard('im.message.receive_v1', ({ message }) => message.content.includes('断线时'))
})

test('it hears that it was taken out of the group', async () => {
  await a.request('bot.leave', { botId: bot.id, conversationId: group })
  expect(await heard('im.chat.member.bot.deleted_v1')).toMatchObject({ chat_id: chat() })
  expect(await codeOf(create(chat(), 'text', { text: '还在' }))).toBe(230002)
})

test('every call of the library that was tried is answered', () => {
  const table = calls.table()
  for (const line of table) expect(line).toMatch(/: (\d+) of \1$/)
  expect(table).toMatchInlineSnapshot(`
    [
      "WSClient reconnects: 1 of 1",
      "WSClient.start: 1 of 1",
      "answer to card.action.trigger: 1 of 1",
      "bot/v3/info: 1 of 1",
      "chat.create: 1 of 1",
      "chat.get: 1 of 1",
      "chat.list: 1 of 1",
      "chatMembers.create: 1 of 1",
      "chatMembers.get: 1 of 1",
      "file.create: 1 of 1",
      "file.get: 1 of 1",
      "image.create: 1 of 1",
      "image.get: 1 of 1",
      "message.create: 11 of 11",
      "message.delete: 1 of 1",
      "message.get: 1 of 1",
      "message.list: 2 of 2",
      "message.patch: 2 of 2",
      "message.reply: 1 of 1",
      "message.update: 1 of 1",
      "messageReaction.create: 1 of 1",
      "messageReaction.delete: 1 of 1",
      "messageReaction.list: 1 of 1",
      "messageResource.get: 1 of 1",
      "user.batchGetId: 1 of 1",
      "user.get: 1 of 1",
    ]
  `)
})
