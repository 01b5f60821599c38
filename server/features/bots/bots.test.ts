import { randomUUID } from 'node:crypto'
import type { Card, Content } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { makeBot, type TestBot, type TestSocket } from './testing.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let group: string
let socket: TestSocket
beforeAll(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '任务' })
  group = await makeGroup(a, ['b'], '轻羽')
  await a.request('bot.join', { botId: bot.id, conversationId: group })
  socket = await bot.connect()
})
afterAll(async () => {
  await workspace.end()
})

const say = (client: TestClient, conversationId: string, text: string, mentions: unknown[] = []) =>
  client.request('message.send', {
    conversationId,
    clientId: randomUUID(),
    content: { type: 'text', text, mentions: mentions as never },
  })
const send = (from: TestBot, conversationId: string, content: unknown, more: object = {}) =>
  from.call('POST', `/conversations/${conversationId}/messages`, { content, ...more })
const card = (title: string, data: unknown = { n: 1 }): Card => ({
  type: 'AdaptiveCard',
  body: [{ type: 'TextBlock', text: title }],
  actions: [{ type: 'Action.Submit', title: '好', data }],
})

/** The id of the first action of a card. */
const actionIn = (content: Content) => (content as { card?: Card }).card?.actions?.[0]?.id ?? ''

test('a bot says who it is, joins a group with a notice, and hears what is said there', async () => {
  expect(await bot.call('GET', '/me')).toMatchObject({ status: 200, body: { id: bot.id, name: '任务', ownerId: 'a' } })
  const joined = await socket.waitFor('conversation.joined')
  expect(joined.data).toMatchObject({ conversation: { id: group, name: '轻羽' }, actorId: 'a' })
  await say(b, group, '今天谁值班？')
  const heard = await socket.waitFor('message')
  expect(heard.data).toMatchObject({ direct: false, mentioned: false, message: { content: { text: '今天谁值班？' } } })
})

test('what it says is a message of a member; <@id> mentions one, markdown is a card', async () => {
  const said = await send(bot, group, { type: 'text', text: '<@b> 今天是你，<@nobody>' })
  expect(said).toMatchObject({ status: 200, body: { message: { senderId: bot.id } } })
  expect(said.body.message.content).toEqual({
    type: 'text',
    text: '@B 今天是你，<@nobody>',
    mentions: [{ userId: 'b', offset: 0, length: 2 }],
  })
  const shown = await send(bot, group, { type: 'markdown', text: '**好**' })
  expect(shown.body.message.content).toMatchObject({ type: 'card', card: { body: [{ text: '**好**' }] } })
})

test('the same client id is the same message, of a text and of a card', async () => {
  for (const content of [
    { type: 'text', text: '一次' },
    { type: 'card', card: card('一次') },
  ]) {
    const clientId = randomUUID()
    const first = await send(bot, group, content, { clientId })
    const second = await send(bot, group, content, { clientId })
    expect(second.body.message.seq).toBe(first.body.message.seq)
  }
})

test('a card answers in a thread, is acted on, and is changed by the bot', async () => {
  const { message } = await say(b, group, '谁来？')
  const { body } = await send(
    bot,
    group,
    { type: 'card', card: card('谁来？', { answer: 42 }) },
    { replyTo: message.seq },
  )
  const { seq, attributes, content } = body.message
  expect(attributes).toMatchObject({ replyTo: message.seq, thread: message.seq })
  expect(JSON.stringify(content)).not.toContain('42')
  const root = await b.request('message.get', { conversationId: group, seqs: [message.seq] })
  expect(root.messages[0]?.attributes?.replies).toMatchObject({ count: 1, lastSeq: seq })
  const on = { conversationId: group, seq, version: 1, inputs: {}, clientId: randomUUID() }
  expect(await b.request('card.submit', { ...on, actionId: actionIn(content) })).toEqual({ answer: 'waiting' })
  const action = await socket.waitFor('card.action')
  expect(action.data).toMatchObject({ userId: 'b', seq, data: { answer: 42 }, conversationId: group })
  const changed = await bot.call('PATCH', `/conversations/${group}/messages/${seq}`, {
    content: { type: 'card', card: card('定了：B') },
  })
  expect(changed.body.message.content).toMatchObject({ version: 2 })
  expect(
    await bot.call('PATCH', `/conversations/${group}/messages/${seq}`, { content: { type: 'text', text: 'x' } }),
  ).toMatchObject({ status: 400 })
})

test('a message grows, and is no edit while it does', async () => {
  const { body } = await send(bot, group, { type: 'text', text: '我' }, { growing: true })
  const { seq } = body.message
  expect(body.message.attributes).toEqual({ growing: true })
  const patch = (text: string, growing: boolean) =>
    bot.call('PATCH', `/conversations/${group}/messages/${seq}`, { content: { type: 'text', text }, growing })
  expect((await patch('我想', true)).body.message.attributes).toEqual({ growing: true })
  expect((await patch('我想好了', false)).body.message.attributes).toBeUndefined()
  expect((await patch('不', false)).body.message.attributes).toMatchObject({ edited: { count: 1 } })
})

test('a text becomes a card on which something can be done, and does not go back', async () => {
  const { seq } = (await send(bot, group, { type: 'text', text: '稍等' })).body.message
  const patch = (content: unknown) => bot.call('PATCH', `/conversations/${group}/messages/${seq}`, { content })
  const { body } = await patch({ type: 'card', card: card('好了', { of: 'text' }) })
  expect(body.message.content).toMatchObject({ type: 'card', version: 1 })
  const on = { conversationId: group, seq, version: 1, inputs: {}, clientId: randomUUID() }
  expect(await b.request('card.submit', { ...on, actionId: actionIn(body.message.content) })).toEqual({
    answer: 'waiting',
  })
  expect((await socket.waitFor('card.action', ({ data }) => data.seq === seq)).data).toMatchObject({
    data: { of: 'text' },
  })
  expect((await patch({ type: 'card', card: card('真的好了') })).body.message.content).toMatchObject({ version: 2 })
  expect(await patch({ type: 'text', text: 'x' })).toMatchObject({ status: 400 })
})

test('a command and a shortcut reach the bot, which whispers and opens a form; errors stay in the form', async () => {
  const view = {
    title: '新任务',
    submit: '建立',
    data: { of: 7 },
    card: { type: 'AdaptiveCard', body: [{ type: 'Input.Text', id: 'what', label: '做什么', isRequired: true }] },
  }
  await bot.call('PUT', '/manifest', {
    description: '任务',
    commands: [{ name: 'task', description: '新任务' }],
    shortcuts: [{ id: 'task', title: '设为任务' }],
    home: true,
    unfurlHosts: [],
  })
  const { bots } = await b.request('bot.list', { conversationId: group })
  expect(bots).toMatchObject([{ id: bot.id, manages: false, manifest: { commands: [{ name: 'task' }] } }])
  const use = { conversationId: group, botId: bot.id, clientId: randomUUID() }
  await b.request('bot.command', { ...use, command: 'task', text: '装订线 周五' })
  await b.request('bot.command', { ...use, command: 'task', text: '装订线 周五' })
  const command = await socket.waitFor('command')
  expect(command.data).toMatchObject({ userId: 'b', command: 'task', text: '装订线 周五' })
  expect(socket.events.filter(event => event.type === 'command')).toHaveLength(1)

  const whispered = b.waitFor('bot.whisper')
  const { trigger } = command.data
  const said = { userId: 'b', content: { type: 'text', text: '记下了' }, trigger }
  expect(await bot.call('POST', `/conversations/${group}/whispers`, said)).toMatchObject({ status: 200 })
  expect(await whispered).toMatchObject({ botId: bot.id, content: { text: '记下了' } })
  expect(a.events.filter(({ event }) => event === 'bot.whisper')).toEqual([])

  const opened = b.waitFor('bot.view')
  expect(await bot.call('POST', '/views', { trigger, view })).toMatchObject({ status: 200 })
  const shown = (await opened).view
  expect(JSON.stringify(shown)).not.toContain('"of"')
  const form = { viewId: shown.id, version: 1, actionId: null, clientId: randomUUID() }
  expect(await errorOf(b.request('bot.submitView', { ...form, inputs: { what: '' } }))).toBe('invalid_params')
  expect(await errorOf(a.request('bot.submitView', { ...form, inputs: { what: 'x' } }))).toBe('not_found')
  const wrong = b.request('bot.submitView', { ...form, inputs: { what: 'x' } })
  const submitted = await socket.waitFor('view.submitted')
  expect(submitted.data).toMatchObject({
    viewData: { of: 7 },
    inputs: { what: 'x' },
    conversationId: group,
    home: false,
  })
  await bot.call('POST', `/events/${submitted.id}/answer`, { errors: { what: '太短' } })
  expect(await wrong).toEqual({ outcome: 'errors', errors: { what: '太短' } })
  const right = b.request('bot.submitView', { ...form, inputs: { what: '装订线' } })
  const again = await socket.waitFor('view.submitted', event => event.data.inputs.what === '装订线')
  await bot.call('POST', `/events/${again.id}/answer`, {})
  expect(await right).toEqual({ outcome: 'done' })
  expect(await errorOf(b.request('bot.submitView', { ...form, inputs: { what: '装订线' } }))).toBe('not_found')

  const { messages } = await b.request('message.history', { conversationId: group, limit: 1 })
  const seq = messages[0]?.seq ?? 0
  await b.request('bot.shortcut', { ...use, clientId: randomUUID(), seq, shortcut: 'task' })
  expect((await socket.waitFor('shortcut')).data).toMatchObject({ shortcut: 'task', message: { seq } })
})

test('what is done in a thread says so, and what comes of it goes there', async () => {
  const { message: root } = await say(b, group, '这一件在哪里谈？')
  const { body } = await send(bot, group, { type: 'card', card: card('这里') }, { replyTo: root.seq })
  const reply = body.message
  const use = { conversationId: group, botId: bot.id }
  const whispered = async (text: string, more: object) => {
    const came = b.waitFor('bot.whisper', ({ content }) => JSON.stringify(content).includes(text))
    const said = { userId: 'b', content: { type: 'text', text }, ...more }
    expect(await bot.call('POST', `/conversations/${group}/whispers`, said)).toMatchObject({ status: 200 })
    return (await came).thread
  }
  const give = (thread: number) =>
    b.request('bot.command', { ...use, clientId: randomUUID(), command: 'task', text: `在 ${thread}`, thread })
  // Any message of the thread means it.
  for (const { seq } of [root, reply]) {
    await give(seq)
    const { data } = await socket.waitFor('command', event => event.data.text === `在 ${seq}`)
    expect(data.thread).toBe(root.seq)
    expect(await whispered(`收到 ${seq}`, { trigger: data.trigger })).toBe(root.seq)
    const opened = b.waitFor('bot.view', ({ view }) => view.title === `表 ${seq}`)
    const form = { title: `表 ${seq}`, card: { type: 'AdaptiveCard', body: [] } }
    await bot.call('POST', '/views', { trigger: data.trigger, view: form })
    const { view: shown } = await opened
    const sent = { viewId: shown.id, version: 1, actionId: null, inputs: {}, clientId: randomUUID() }
    const done = b.request('bot.submitView', sent)
    const submitted = await socket.waitFor('view.submitted', event => event.data.viewId === shown.id)
    expect(submitted.data.thread).toBe(root.seq)
    await bot.call('POST', `/events/${submitted.id}/answer`, {})
    await done
    expect(await whispered(`填好 ${seq}`, { trigger: submitted.data.trigger })).toBe(root.seq)
  }
  const press = { conversationId: group, seq: reply.seq, version: 1, inputs: {}, clientId: randomUUID() }
  await b.request('card.submit', { ...press, actionId: actionIn(reply.content) })
  const pressed = await socket.waitFor('card.action', event => event.data.seq === reply.seq)
  expect(await whispered('按了', { trigger: pressed.data.trigger })).toBe(root.seq)
  expect(await whispered('自己说', { thread: reply.seq })).toBe(root.seq)
  expect(await whispered('不在话题里', {})).toBeUndefined()
  expect(await errorOf(give(1_000_000))).toBe('not_found')
})

test('who came after a thread began gives commands in it, and is answered there', async () => {
  const { message: root } = await say(b, group, '早就开始的话题')
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  const d = await workspace.client('d')
  const { body } = await send(bot, group, { type: 'card', card: card('后来的话') }, { replyTo: root.seq })
  const { seq, content } = body.message
  const use = { conversationId: group, botId: bot.id, clientId: randomUUID() }
  await d.request('bot.command', { ...use, command: 'task', text: '后来的', thread: root.seq })
  const { data } = await socket.waitFor('command', event => event.data.text === '后来的')
  const press = { conversationId: group, seq, version: 1, inputs: {}, clientId: randomUUID() }
  await d.request('card.submit', { ...press, actionId: actionIn(content) })
  const pressed = await socket.waitFor('card.action', event => event.data.seq === seq)
  for (const { trigger } of [data, pressed.data]) {
    const came = d.waitFor('bot.whisper', ({ at }) => at > 0)
    const said = { userId: 'd', content: { type: 'text', text: '收到' }, trigger }
    expect(await bot.call('POST', `/conversations/${group}/whispers`, said)).toMatchObject({ status: 200 })
    expect(await came).toMatchObject({ thread: root.seq })
    d.clear()
  }
})

test('a trigger of another bot opens nothing', async () => {
  const command = await socket.waitFor('command')
  const other = await makeBot(b, workspace.server.httpUrl, { name: '别的' })
  const view = { title: 'x', card: { type: 'AdaptiveCard' } }
  for (const trigger of [command.data.trigger, 'x', other.token])
    expect((await other.call('POST', '/views', { trigger, view })).body.error).toBe('too_late')
})

test('a home page is for each person, and comes with the bot’s answer', async () => {
  expect(await b.request('bot.openHome', { botId: bot.id })).toEqual({ view: null })
  await socket.waitFor('home.opened')
  const shown = b.waitFor('bot.view', ({ home }) => home)
  await bot.call('PUT', '/people/b/home', { view: { title: '我的任务', card: card('三项') } })
  expect((await shown).view).toMatchObject({ title: '我的任务', version: 1 })
  const { view } = await b.request('bot.openHome', { botId: bot.id })
  expect(view).toMatchObject({ title: '我的任务' })
  expect(await a.request('bot.openHome', { botId: bot.id })).toEqual({ view: null })
})

test('without messages.read a bot hears what names it, what replies to it, and what is said to it alone', async () => {
  const deaf = await makeBot(a, workspace.server.httpUrl, { name: '聋子', scopes: ['messages.write'] })
  await a.request('bot.join', { botId: deaf.id, conversationId: group })
  const own = await deaf.connect()
  await say(b, group, '这句不归它')
  await say(b, group, '@聋子 在吗', [{ userId: deaf.id, offset: 0, length: 3 }])
  const heard = await own.waitFor('message')
  expect(heard.data).toMatchObject({ mentioned: true })
  const { body } = await send(deaf, group, { type: 'text', text: '在' })
  await b.request('message.send', {
    conversationId: group,
    clientId: randomUUID(),
    content: { type: 'text', text: '好的', mentions: [] },
    replyTo: body.message.seq,
  })
  await own.waitFor('message', ({ data }) => (data.message.content as { text?: string }).text === '好的')
  const { head } = await b.request('conversation.direct', { userId: deaf.id })
  await say(b, head.conversation.id, '悄悄话')
  const direct = await own.waitFor('message', ({ data }) => data.direct)
  expect(direct.data.message.content).toMatchObject({ text: '悄悄话' })
  expect(own.events.filter(event => event.type === 'message')).toHaveLength(3)
  expect((await deaf.call('GET', `/conversations/${group}/messages`)).body.error).toBe('forbidden')
  await own.close()
})

test('a bot reads, says and finds nothing of a conversation that it is not in', async () => {
  const closed = await makeGroup(a, ['b'], '密谈')
  await say(a, closed, '不给机器人')
  const calls = [
    bot.call('GET', `/conversations/${closed}`),
    bot.call('GET', `/conversations/${closed}/messages`),
    bot.call('GET', `/conversations/${closed}/members`),
    send(bot, closed, { type: 'text', text: 'x' }),
    bot.call('POST', `/conversations/${closed}/whispers`, { userId: 'b', content: { type: 'text', text: 'x' } }),
  ]
  for (const { body } of await Promise.all(calls)) expect(body.error).toBe('not_member')
  expect((await bot.call('GET', '/conversations')).body.conversations.map((c: { id: string }) => c.id)).not.toContain(
    closed,
  )
})

test('what a bot reads for somebody is what they may see too', async () => {
  const late = await makeGroup(a, ['b'], '后来的人')
  await a.request('bot.join', { botId: bot.id, conversationId: late })
  await say(a, late, '以前的话')
  await a.request('conversation.addMembers', { conversationId: late, userIds: ['c'] })
  await say(a, late, '现在的话')
  const texts = async (who: string) => {
    const { body } = await bot.call('GET', `/conversations/${late}/messages?visibleTo=${who}`)
    return JSON.stringify(body)
  }
  expect(await texts('b')).toContain('以前的话')
  expect(await texts('c')).not.toContain('以前的话')
  expect(await texts('c')).toContain('现在的话')
  expect(await texts('d')).toContain('not_member')
})

test('an event that is not acknowledged comes again to the next socket, in order', async () => {
  const own = await makeBot(a, workspace.server.httpUrl, { name: '慢的' })
  await a.request('bot.join', { botId: own.id, conversationId: group })
  const first = await own.connect({ acknowledge: false })
  await say(b, group, '一')
  await say(b, group, '二')
  const one = await first.waitFor('message', ({ data }) => JSON.stringify(data).includes('"一"'))
  await first.waitFor('message', ({ data }) => JSON.stringify(data).includes('"二"'))
  first.acknowledge(one.id)
  await first.close()
  const second = await own.connect()
  const two = await second.waitFor('message')
  expect(two.data.message.content).toMatchObject({ text: '二' })
  expect(two.attempt).toBeGreaterThan(0)
  await second.close()
})

test('a renewed token ends the socket and the old token; a bot that is switched off may do nothing', async () => {
  const own = await makeBot(a, workspace.server.httpUrl, { name: '换钥匙' })
  const connected = await own.connect()
  const { token } = await a.request('bot.renew', { botId: own.id })
  expect(await connected.closed).toBe(4401)
  expect((await own.call('GET', '/me')).status).toBe(401)
  await a.request('bot.update', { botId: own.id, enabled: false })
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${workspace.server.httpUrl}/api/bots/v1/me`, { headers })).status).toBe(403)
  expect(await errorOf(b.request('bot.update', { botId: own.id, enabled: true }))).toBe('not_found')
})

test('no bot is called like a colleague, nor like who speaks for the workspace', async () => {
  await workspace.server.domain.createEmployee({ id: 'chenyu', name: '陈屿', latinName: 'Yu Chen' })
  for (const name of ['陈屿', 'ｙｕ ｃｈｅｎ', '陈\u200b屿', '系统管理员', 'Lianqun']) {
    const made = { clientId: randomUUID(), name, icon: 'bot' as const, scopes: [] }
    expect(await errorOf(a.request('bot.create', made)), name).toBe('conflict')
    expect(await errorOf(a.request('bot.update', { botId: bot.id, name })), name).toBe('conflict')
  }
})

test('values are kept with versions', async () => {
  expect((await bot.call('GET', '/values/rota')).body).toEqual({ value: null, version: 0 })
  expect((await bot.call('PUT', '/values/rota', { value: ['a'], version: 0 })).body).toEqual({ version: 1 })
  expect((await bot.call('PUT', '/values/rota', { value: ['b'], version: 0 })).body.error).toBe('conflict')
  expect((await bot.call('PUT', '/values/rota', { value: ['b'] })).body).toEqual({ version: 2 })
  await bot.call('PUT', '/values/rota:1', { value: 1 })
  expect((await bot.call('GET', '/values?prefix=rota')).body.values).toHaveLength(2)
  expect((await bot.call('PUT', '/values/rota', { value: null })).body).toEqual({ version: 0 })
})

test('a bot that an admin takes out is told so; where the last person leaves, it is out too', async () => {
  const own = await makeBot(a, workspace.server.httpUrl, { name: '旁听' })
  const connected = await own.connect()
  const [first, second] = [await makeGroup(a, ['b'], '一'), await makeGroup(a, ['b'], '二')]
  for (const conversationId of [first, second]) await a.request('bot.join', { botId: own.id, conversationId })
  await a.request('conversation.removeMembers', { conversationId: first, userIds: [own.id] })
  await connected.waitFor('conversation.left', ({ data }) => data.conversationId === first)
  for (const person of [a, b]) await person.request('conversation.leave', { conversationId: second })
  await connected.waitFor('conversation.left', ({ data }) => data.conversationId === second)
  for (const id of [first, second])
    expect((await send(own, id, { type: 'text', text: 'x' })).body.error).toBe('not_member')
  await connected.close()
})

test('a removed bot leaves its groups, its token ends, and what it said stays', async () => {
  const own = await makeBot(a, workspace.server.httpUrl, { name: '走了' })
  await a.request('bot.join', { botId: own.id, conversationId: group })
  const { body } = await send(own, group, { type: 'text', text: '留言' })
  await a.request('bot.remove', { botId: own.id })
  expect((await own.call('GET', '/me')).status).toBe(401)
  const { messages } = await b.request('message.get', { conversationId: group, seqs: [body.message.seq] })
  expect(messages[0]?.content).toMatchObject({ text: '留言' })
  const { bots } = await b.request('bot.list', { conversationId: group })
  expect(bots.map(({ id }) => id)).not.toContain(own.id)
})
