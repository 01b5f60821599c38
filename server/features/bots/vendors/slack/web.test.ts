import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Card, contentText, type Message, visitCard } from '@lianqun/protocol'
import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TestClient } from '../../../../testing/client.ts'
import { makeGroup, say, startWorkspace, type TestWorkspace } from '../../../../testing/workspace.ts'
import { makeBot, type TestBot } from '../../testing.ts'
import { fromTs, toChannelId, toUserId } from './ids.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let group: string
let channel: string
let web: webApi.WebClient
const quiet = { logLevel: webApi.LogLevel.ERROR, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
const clientOf = ({ token }: { token: string }) =>
  new webApi.WebClient(`xoxb-${token}`, { slackApiUrl: `${workspace.server.httpUrl}/api/slack/`, ...quiet })
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  await workspace.server.domain.transaction(domain =>
    domain.createEmployee({ id: 'e', name: '林晚', latinName: 'Wan Lin', mail: 'lin@example.com' }),
  )
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '任务' })
  group = await makeGroup(a, ['b'], '轻羽')
  channel = toChannelId(group, false)
  await a.request('bot.join', { botId: bot.id, conversationId: group })
  web = clientOf(bot)
})
afterAll(async () => {
  await workspace.end()
})

/** What a call is answered, whether or not it is refused. */
async function call(name: string, args: Record<string, unknown> = {}, by = web): Promise<Record<string, unknown>> {
  try {
    return { ...(await by.apiCall(name, args)) }
  } catch (error) {
    return (error as { data?: Record<string, unknown> }).data ?? { thrown: String(error) }
  }
}
const get = async (ts: unknown): Promise<Message> => {
  const { messages } = await b.request('message.get', { conversationId: group, seqs: [fromTs(String(ts)) ?? 0] })
  return messages[0] as Message
}
const post = async (args: Record<string, unknown>) =>
  (await call('chat.postMessage', { channel, ...args })).ts as string
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const home = { type: 'home', blocks: [section('今天')] }
const modal = { type: 'modal', title: { type: 'plain_text', text: '表单' }, blocks: [section('问')] }

/** A trigger, as a command brings it. */
async function trigger(): Promise<string> {
  const commands = [{ name: 'go', description: '' }]
  await bot.call('PUT', '/manifest', {
    description: '',
    commands,
    shortcuts: [],
    home: true,
    unfurlHosts: ['git.example.com'],
  })
  const socket = await bot.connect()
  const clientId = randomUUID()
  await b.request('bot.command', { conversationId: group, botId: bot.id, clientId, command: 'go', text: clientId })
  const { data } = await socket.waitFor('command', event => event.data.text === clientId)
  await socket.close()
  return data.trigger
}

/** Each method with what it is called with: it has to be answered. */
const answered: Record<string, () => Promise<Record<string, unknown>> | Record<string, unknown>> = {
  'api.test': () => ({ foo: 'bar' }),
  'auth.test': () => ({}),
  'apps.connections.open': () => ({}),
  'bots.info': () => ({}),
  'team.info': () => ({}),
  'emoji.list': () => ({}),
  'chat.postMessage': () => ({ channel, text: '你好' }),
  'chat.postEphemeral': () => ({ channel, user: toUserId('b'), text: '悄悄' }),
  'chat.update': async () => ({ channel, ts: await post({ text: '一' }), text: '二' }),
  'chat.delete': async () => ({ channel, ts: await post({ text: '一' }) }),
  'chat.getPermalink': async () => ({ channel, message_ts: await post({ text: '一' }) }),
  'chat.unfurl': async () => {
    await trigger()
    const url = 'https://git.example.com/air2/pulls/7'
    return { channel, ts: await post({ text: url }), unfurls: { [url]: { title: '装订线', text: '合并了' } } }
  },
  'chat.startStream': () => ({ channel, markdown_text: '我' }),
  'chat.appendStream': async () => ({
    channel,
    ts: (await call('chat.startStream', { channel })).ts,
    markdown_text: '想',
  }),
  'chat.stopStream': async () => ({
    channel,
    ts: (await call('chat.startStream', { channel })).ts,
    markdown_text: '好',
  }),
  'reactions.add': async () => ({ channel, timestamp: await post({ text: '一' }), name: 'thumbsup' }),
  'reactions.remove': async () => ({ channel, timestamp: await post({ text: '一' }), name: '+1::skin-tone-3' }),
  'reactions.get': async () => ({ channel, timestamp: await post({ text: '一' }) }),
  'conversations.list': () => ({}),
  'conversations.info': () => ({ channel }),
  'conversations.history': () => ({ channel }),
  'conversations.replies': async () => ({ channel, ts: await post({ text: '一' }) }),
  'conversations.members': () => ({ channel }),
  'conversations.open': () => ({ users: toUserId('b') }),
  'conversations.create': () => ({ name: '新群' }),
  'conversations.invite': () => ({ channel, users: toUserId('c') }),
  'conversations.join': () => ({ channel }),
  'conversations.leave': async () => ({
    channel: ((await call('conversations.create', { name: '走' })).channel as { id: string }).id,
  }),
  'users.info': () => ({ user: toUserId('b') }),
  'users.list': () => ({}),
  'users.lookupByEmail': () => ({ email: 'LIN@example.com' }),
  'users.profile.get': () => ({ user: toUserId('b') }),
  'users.conversations': () => ({ types: 'public_channel,private_channel,im' }),
  'views.open': async () => ({ trigger_id: await trigger(), view: modal }),
  'views.push': async () => ({ trigger_id: await trigger(), view: modal }),
  'views.update': async () => {
    const { view } = await call('views.open', { trigger_id: await trigger(), view: modal })
    const { id, hash } = view as { id: string; hash: string }
    return { view_id: id, hash, view: modal }
  },
  'views.publish': () => ({ user_id: toUserId('b'), view: home }),
  'files.getUploadURLExternal': () => ({ filename: 'a.txt', length: 3 }),
  'files.completeUploadExternal': async () => {
    const { upload_url, file_id } = await call('files.getUploadURLExternal', { filename: 'a.txt', length: 3 })
    expect((await fetch(String(upload_url), { method: 'POST', body: 'abc' })).status).toBe(200)
    return { files: [{ id: file_id, title: 'A' }], channel_id: channel }
  },
}

/** Methods of bots that Lianqun has no words for. */
const unanswered = [
  'bookmarks.add',
  'chat.meMessage',
  'chat.scheduleMessage',
  'chat.scheduledMessages.list',
  'conversations.archive',
  'conversations.kick',
  'conversations.rename',
  'conversations.setPurpose',
  'conversations.setTopic',
  'dnd.info',
  'files.delete',
  'files.info',
  'files.list',
  'pins.add',
  'pins.list',
  'reactions.list',
  'reminders.add',
  'search.messages',
  'usergroups.list',
  'users.getPresence',
]

test('calls that are answered, of the calls that bots make', async () => {
  const failed: string[] = []
  for (const [name, args] of Object.entries(answered)) {
    const result = await call(name, await args())
    if (result.ok !== true) failed.push(`${name}: ${JSON.stringify(result)}`)
  }
  expect(failed).toEqual([])
  for (const name of unanswered) expect((await call(name)).error).toBe('unknown_method')
  const page = readFileSync(new URL('../../../../../docs/bots.md', import.meta.url), 'utf8')
  const names = Object.keys(answered)
  expect(page).toContain(`Of ${names.length + unanswered.length} methods that bots call, ${names.length} are answered:`)
  for (const name of names) expect(page).toContain(`\`${name}\``)
  for (const name of unanswered) expect(page).toContain(`\`${name}\``)
})

test('a call that fails says why in the words of Slack', async () => {
  const strange = toChannelId('c_nobody', false)
  const own = await post({ text: '我的' })
  const { seq, sentAt } = await say(b, group, '别人的')
  const other = `${Math.floor(sentAt / 1_000)}.${String(seq).padStart(6, '0')}`
  const cases: [name: string, args: Record<string, unknown>, error: string][] = [
    ['chat.postMessage', { channel: 'general', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: strange, text: 'x' }, 'not_in_channel'],
    ['chat.postMessage', { channel }, 'no_text'],
    ['chat.postMessage', { channel, blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
    ['chat.postMessage', { channel, blocks: '{' }, 'invalid_blocks'],
    ['chat.postMessage', { channel, text: 'x', thread_ts: 'x' }, 'thread_not_found'],
    ['chat.update', { channel, ts: other, text: 'x' }, 'cant_update_message'],
    ['chat.update', { channel, ts: '1.999999', text: 'x' }, 'message_not_found'],
    ['chat.delete', { channel, ts: other }, 'cant_delete_message'],
    ['reactions.add', { channel, timestamp: own, name: 'no_such_emoji' }, 'invalid_name'],
    ['conversations.info', { channel: strange }, 'not_in_channel'],
    ['conversations.history', { channel, cursor: '!' }, 'invalid_cursor'],
    ['conversations.join', { channel: strange }, 'method_not_supported_for_channel_type'],
    ['users.info', { user: toUserId('nobody') }, 'user_not_found'],
    ['users.lookupByEmail', { email: 'x@example.com' }, 'users_not_found'],
    ['views.open', { trigger_id: 'x', view: modal }, 'expired_trigger_id'],
    ['views.open', { trigger_id: 'x' }, 'invalid_arguments'],
    ['files.completeUploadExternal', { files: [{ id: 'FAB' }] }, 'file_not_found'],
    ['no.such.method', {}, 'unknown_method'],
    ['toString', {}, 'unknown_method'],
  ]
  for (const [name, args, error] of cases) expect([name, (await call(name, args)).error]).toEqual([name, error])
  expect((await call('auth.test', {}, clientOf({ token: 'lqb-x' }))).error).toBe('invalid_auth')
  const open = await fetch(`${workspace.server.httpUrl}/api/slack/auth.test`, { method: 'POST' })
  expect(await open.json()).toEqual({ ok: false, error: 'not_authed' })
  const deaf = await makeBot(a, workspace.server.httpUrl, { name: '聋子', scopes: [] })
  expect(await call('users.list', {}, clientOf(deaf))).toMatchObject({
    error: 'missing_scope',
    needed: 'directory.read',
  })
  await a.request('bot.update', { botId: deaf.id, enabled: false })
  expect((await call('auth.test', {}, clientOf(deaf))).error).toBe('account_inactive')
})

test('a text and JSON are said as they are meant; the same client id is the same message', async () => {
  const client_msg_id = randomUUID()
  const text = `<@${toUserId('b')}> 看 <https://example.com|这里> &lt;b&gt;`
  const first = await post({ text, client_msg_id })
  expect(await post({ text, client_msg_id })).toBe(first)
  const { content } = await get(first)
  expect(contentText(content)).toContain('@B 看')
  expect(JSON.stringify(content)).toContain('<b>')
  const response = await fetch(`${workspace.server.httpUrl}/api/slack/chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bot.token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel, blocks: [section('*粗*')], text: '粗' }),
  })
  const { ts, message } = (await response.json()) as { ts: string; message: unknown }
  expect(message).toMatchObject({ text: '粗', blocks: [{ type: 'section', block_id: 'block-1' }] })
  expect(JSON.stringify((await get(ts)).content)).toContain('"weight":"bolder"')
})

test('a text becomes blocks and blocks become a text', async () => {
  const ts = await post({ text: '稍等' })
  await web.chat.update({ channel, ts, text: '好了', blocks: [section('*好了*')] as never })
  expect((await get(ts)).content).toMatchObject({ type: 'card' })
  await web.chat.update({ channel, ts, text: '收工', blocks: [] })
  expect(contentText((await get(ts)).content)).toBe('收工')
})

test('people are chosen, whom the bot names by its ids', async () => {
  const elements = [
    { type: 'users_select', action_id: 'one', initial_user: toUserId('a') },
    { type: 'multi_users_select', action_id: 'many', initial_users: [toUserId('b'), toUserId('e'), 'UNOBODY'] },
  ]
  const { content } = await get(await post({ blocks: [{ type: 'actions', elements }] }))
  const people: unknown[] = []
  visitCard((content as { card: Card }).card, node => node.type === 'Input.Person' && people.push(node))
  // Of the conversation alone.
  expect(people).toMatchObject([{ value: 'a' }, { value: 'b', isMultiSelect: true }])
})

test('a stream grows and ends', async () => {
  const { ts } = await call('chat.startStream', { channel, markdown_text: '**我' })
  expect((await get(ts)).attributes?.growing).toBe(true)
  await call('chat.appendStream', { channel, ts, markdown_text: '想** ' })
  await call('chat.stopStream', { channel, ts, markdown_text: '好了' })
  const { content, attributes } = await get(ts)
  expect(attributes?.growing).toBeUndefined()
  expect(contentText(content)).toBe('我想 好了')
  expect((await call('chat.appendStream', { channel, ts, markdown_text: 'x' })).error).toBe(
    'message_not_in_streaming_state',
  )
})

test('a reaction is given and taken back', async () => {
  const ts = await post({ text: '好吗' })
  await web.reactions.add({ channel, timestamp: ts, name: 'eyes' })
  expect((await get(ts)).attributes?.reactions).toMatchObject([{ emoji: '👀', userIds: [bot.id] }])
  const { message } = await call('reactions.get', { channel, timestamp: ts })
  expect(message).toMatchObject({ reactions: [{ name: 'eyes', count: 1, users: [toUserId(bot.id)] }] })
  await web.reactions.remove({ channel, timestamp: ts, name: 'eyes' })
  expect((await get(ts)).attributes?.reactions).toBeUndefined()
})

test('files.uploadV2 says the file, with its words', async () => {
  const uploaded = await web.files.uploadV2({
    channel_id: channel,
    filename: '报价.txt',
    file: Buffer.from('三千二'),
    title: '报价',
    initial_comment: '给你',
  })
  expect(uploaded.ok).toBe(true)
  const { messages } = await b.request('message.history', { conversationId: group, limit: 2 })
  expect(messages.map(({ content }) => content)).toMatchObject([
    { type: 'text', text: '给你' },
    { type: 'file', file: { name: '报价.txt', size: 9 } },
  ])
  expect((await bot.call('GET', '/values?prefix=slack.file.')).body.values).toEqual([])
  const { upload_url } = await call('files.getUploadURLExternal', { filename: 'a.txt', length: 3 })
  const wrong = await fetch(String(upload_url), { method: 'POST', body: 'abcd' })
  expect(await wrong.json()).toMatchObject({ ok: false, error: 'length_mismatch' })
  expect((await fetch(`${workspace.server.httpUrl}/api/slack/upload/x`, { method: 'POST' })).status).toBe(400)
})

test('history and replies come by pages', async () => {
  const root = await post({ text: '题' })
  const answers: string[] = []
  for (const text of ['一', '二', '三']) answers.push(await post({ text, thread_ts: root }))
  const first = await web.conversations.replies({ channel, ts: root, limit: 2 })
  expect(first.messages?.map(({ ts }) => ts)).toEqual([root, ...answers.slice(0, 2)])
  const cursor = first.response_metadata?.next_cursor ?? ''
  const second = await web.conversations.replies({ channel, ts: root, limit: 2, cursor })
  expect(second.messages?.map(({ ts, thread_ts }) => [ts, thread_ts])).toEqual([[answers[2], root]])
  const newest = await web.conversations.history({ channel, limit: 2 })
  expect(newest.messages?.map(({ ts }) => ts)).toEqual([answers[2], answers[1]])
  const next = await web.conversations.history({
    channel,
    limit: 2,
    cursor: newest.response_metadata?.next_cursor ?? '',
  })
  expect(next.messages?.map(({ ts }) => ts)).toEqual([answers[0], root])
  const since = await web.conversations.history({ channel, oldest: answers[0] ?? '' })
  expect(since.messages?.map(({ ts }) => ts)).toEqual([answers[2], answers[1]])
  const forward = await web.conversations.history({ channel, oldest: root, limit: 2 })
  expect([forward.has_more, forward.messages?.map(({ ts }) => ts)]).toEqual([true, [answers[1], answers[0]]])
  const onward = await web.conversations.history({
    channel,
    oldest: root,
    limit: 2,
    cursor: forward.response_metadata?.next_cursor ?? '',
  })
  expect([onward.has_more, onward.messages?.map(({ ts }) => ts)]).toEqual([false, [answers[2]]])
  const until = await web.conversations.history({ channel, latest: answers[0] ?? '', inclusive: true, limit: 1 })
  expect(until.messages?.map(({ ts }) => ts)).toEqual([answers[0]])
})

test('messages are read by any time, as bots that look back at a day ask for them', async () => {
  const said = await post({ text: '今天' })
  const seconds = Number(said.split('.')[0])
  const read = async (range: { oldest?: string; latest?: string }) =>
    (await web.conversations.history({ channel, limit: 1, ...range })).messages?.map(({ ts }) => ts)
  expect(await read({ oldest: `${seconds + 60}` })).toEqual([])
  expect(await read({ oldest: `${seconds + 60}.123456` })).toEqual([])
  expect(await read({ latest: `${seconds + 60}.5`, oldest: `${seconds - 3_600}` })).toEqual([said])
  expect(await read({ latest: `${seconds - 3_600}` })).toEqual([])
  expect(await read({ oldest: '0', latest: String(seconds + 1) })).toEqual([said])
  expect(await read({ oldest: said })).toEqual([])
})

test('a person is known by what the directory says', async () => {
  const { user } = await web.users.lookupByEmail({ email: 'lin@example.com' })
  expect(user).toMatchObject({
    id: toUserId('e'),
    real_name: '林晚',
    name: 'Wan Lin',
    profile: { email: 'lin@example.com' },
  })
  const { members } = await web.conversations.members({ channel })
  expect(members).toContain(toUserId(bot.id))
})

test('a form is changed by who saw its last version alone', async () => {
  const { view } = await call('views.open', { trigger_id: await trigger(), view: modal })
  const { id, hash } = view as { id: string; hash: string }
  expect((await call('views.update', { view_id: id, hash, view: modal })).ok).toBe(true)
  expect((await call('views.update', { view_id: id, hash, view: modal })).error).toBe('hash_conflict')
  const other = clientOf(await makeBot(a, workspace.server.httpUrl, { name: '别的' }))
  expect((await call('views.update', { view_id: id, view: modal }, other)).error).toBe('not_found')
})

test('a ticket opens one socket', async () => {
  const { url } = await call('apps.connections.open')
  const open = () =>
    new Promise<string>(resolve => {
      const ws = new WebSocket(String(url))
      ws.on('message', data => {
        resolve(JSON.parse(data.toString()).type)
        ws.close()
      })
      ws.on('close', code => resolve(`closed with ${code}`))
    })
  expect(await open()).toBe('hello')
  expect(await open()).toBe('closed with 4401')
})

test('words of a bot are never marks of ours', async () => {
  const card = (await get(await post({ blocks: [section('[x](javascript:alert(1)) <javascript:alert(1)|y>')] })))
    .content
  expect(JSON.stringify((card as { card: Card }).card.body)).not.toContain('OpenUrl')
})
