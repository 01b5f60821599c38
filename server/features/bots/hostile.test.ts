import { randomUUID } from 'node:crypto'
import { botScopes, isContent } from '@lianqun/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BotEndpoint, botApi } from '../../../protocol/http/bots.ts'
import { Tokens } from '../../core/tokens.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { type ApiAnswer, makeBot, type TestBot, type TestSocket } from './testing.ts'

/* What our API of bots is asked by bots that mean it no good, and by programs that are broken. */

let workspace: TestWorkspace
let url: string
let a: TestClient
let b: TestClient
let bot: TestBot
let socket: TestSocket
let group: string
let closed: string
let closedSeq: number
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  url = workspace.server.httpUrl
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, url, { name: '任务' })
  group = await makeGroup(a, ['b', 'c'], '轻羽')
  closed = await makeGroup(a, ['b'], '密谈')
  closedSeq = (await say(a, closed, 'https://git.example.com/air2/pulls/7')).seq
  await a.request('bot.join', { botId: bot.id, conversationId: group })
  await bot.call('PUT', '/manifest', {
    description: '',
    commands: [{ name: 'task', description: '' }],
    shortcuts: [],
    home: true,
    unfurlHosts: ['git.example.com'],
  })
  socket = await bot.connect()
})
afterAll(() => workspace.end())

const endpoints = Object.entries<BotEndpoint>(botApi)
type Input = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** Calls an endpoint as its example does, with other ids. */
function callAs(of: TestBot, key: string, ids: Record<string, unknown>, body?: unknown): Promise<ApiAnswer> {
  const { example } = botApi[key as keyof typeof botApi]
  const input = example.input as Input
  const [method = '', template = ''] = key.split(' ')
  const path = template.replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(String(ids[name] ?? input.params?.[name])),
  )
  const query = Object.entries(input.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  const sent = key === 'POST /files' ? new TextEncoder().encode('x') : (body ?? input.body)
  return of.call(method, query.length > 0 ? `${path}?${query.join('&')}` : path, sent)
}
const send = (of: TestBot, conversationId: string, content: unknown, more: object = {}) =>
  of.call('POST', `/conversations/${conversationId}/messages`, { content, ...more })
const text = (words: string) => ({ type: 'text', text: words })
const view = (data: object = {}) => ({ title: 'x', submit: '好', card: { type: 'AdaptiveCard' }, data })

/** A command of B, as the bot is told of it. */
async function commanded(of: TestBot = bot, on: TestSocket = socket) {
  const words = randomUUID()
  await b.request('bot.command', {
    conversationId: group,
    botId: of.id,
    clientId: randomUUID(),
    command: 'task',
    text: words,
  })
  return on.waitFor('command', ({ data }) => data.text === words)
}

describe('what is not its own', () => {
  const inConversations = endpoints.filter(([key]) => key.includes(':conversationId')).map(([key]) => key)
  test.each(inConversations)('%s of a conversation in which it is not', async key => {
    const ids = { conversationId: closed, seq: closedSeq }
    const whisper = { userId: 'b', content: text('x') }
    const answer = await callAs(bot, key, ids, key.endsWith('/whispers') ? whisper : undefined)
    expect([answer.status, answer.body.error]).toEqual([403, 'not_member'])
    // One that there is not is no different.
    const nowhere = await callAs(bot, key, { ...ids, conversationId: 'nowhere' })
    expect([404, 403]).toContain(nowhere.status)
    expect(['not_member', 'not_found']).toContain(nowhere.body.error)
  })

  test('it says nothing there, and changes nothing', async () => {
    const { messages } = await a.request('message.history', { conversationId: closed, limit: 50 })
    expect(messages.filter(({ content }) => !isContent(content, 'system'))).toMatchObject([{ seq: closedSeq }])
    expect(messages.at(-1)?.attributes?.preview).toBeUndefined()
    const mine = await bot.call('GET', '/conversations')
    expect(mine.body.conversations.map(({ id }) => id)).toEqual([group])
  })

  test.each(endpoints.filter(([, { scope }]) => scope !== null).map(([key, { scope }]) => [key, scope] as const))(
    '%s without %s',
    async (key, scope) => {
      const scopes = botScopes.filter(known => known !== scope)
      const own = await makeBot(a, url, { name: `无 ${randomUUID().slice(0, 8)}`, scopes })
      await a.request('bot.join', { botId: own.id, conversationId: group })
      const { status, body } = await callAs(own, key, { conversationId: group })
      expect([status, body.error]).toEqual([403, 'forbidden'])
      await a.request('bot.remove', { botId: own.id })
    },
  )

  test('what somebody said in its group, without messages.read; before it came, with it', async () => {
    const early = await say(b, group, '之前的')
    const deaf = await makeBot(a, url, { name: '聋子', scopes: ['messages.write'] })
    const late = await makeBot(a, url, { name: '晚到' })
    for (const { id } of [deaf, late]) await a.request('bot.join', { botId: id, conversationId: group })
    const { seq } = await say(b, group, '之后的')
    const get = (of: TestBot, at: number) => of.call('GET', `/conversations/${group}/messages/${at}`)
    expect((await get(deaf, seq)).body.error).toBe('forbidden')
    expect((await get(late, seq)).body.message.content).toMatchObject({ text: '之后的' })
    // As for people: who comes sees what was said before where the group says so.
    expect((await get(late, early.seq)).body.error).toBe('not_found')
    const page = await late.call('GET', `/conversations/${group}/messages`)
    expect(JSON.stringify(page.body)).not.toContain('之前的')
    for (const call of [
      send(late, group, text('接着说'), { replyTo: early.seq }),
      late.call('POST', `/conversations/${group}/messages/${early.seq}/reactions`, { emoji: '👀', on: true }),
    ])
      expect((await call).body.error).toBe('not_found')
    const open = await makeGroup(a, ['b'], '旧事')
    await a.request('group.configure', { conversationId: open, settings: { history: 'all' } })
    const before = await say(b, open, '旧事')
    await a.request('bot.join', { botId: late.id, conversationId: open })
    expect((await late.call('GET', `/conversations/${open}/messages/${before.seq}`)).status).toBe(200)
  })

  test('a message of somebody is neither changed nor recalled', async () => {
    const { seq } = await say(b, group, '我的')
    for (const call of [
      bot.call('PATCH', `/conversations/${group}/messages/${seq}`, { content: text('它的') }),
      bot.call('DELETE', `/conversations/${group}/messages/${seq}`),
    ])
      expect((await call).body.error).toBe('forbidden')
    const { messages } = await b.request('message.get', { conversationId: group, seqs: [seq] })
    expect(messages[0]?.content).toMatchObject({ text: '我的' })
  })

  test('views, events, values and triggers of another bot', async () => {
    const other = await makeBot(a, url, { name: '别的' })
    const { id, data } = await commanded()
    const opened = await bot.call('POST', '/views', { trigger: data.trigger, view: view({ secret: 1 }) })
    const { viewId } = opened.body as unknown as { viewId: string }
    expect((await other.call('PUT', `/views/${viewId}`, { view: view() })).body.error).toBe('not_found')
    const sent = b.request('bot.submitView', { viewId, version: 1, actionId: null, inputs: {}, clientId: randomUUID() })
    const submitted = await socket.waitFor('view.submitted')
    for (const event of [id, submitted.id])
      expect((await other.call('POST', `/events/${event}/answer`, {})).body.error).toBe('not_found')
    expect((await bot.call('POST', `/events/${id}/answer`, {})).body.error).toBe('not_found')
    await bot.call('POST', `/events/${submitted.id}/answer`, {})
    expect(await sent).toEqual({ outcome: 'done' })
    expect((await bot.call('POST', `/events/${submitted.id}/answer`, {})).body.error).toBe('too_late')
    await bot.call('PUT', '/values/k', { value: '我的' })
    expect((await other.call('GET', '/values/k')).body).toEqual({ value: null, version: 0 })
    expect((await other.call('PUT', '/values/k', { value: '它的' })).body).toEqual({ version: 1 })
    expect((await bot.call('GET', '/values/k')).body).toMatchObject({ value: '我的' })
    // To acknowledge for another one does nothing.
    const idle = await makeBot(a, url, { name: '闲着' })
    await a.request('bot.join', { botId: idle.id, conversationId: group })
    const { events } = (await idle.call('GET', '/events')).body as unknown as { events: { id: number }[] }
    await other.call('POST', '/events/acknowledge', { ids: events.map(event => event.id) })
    expect((await a.request('bot.mine', {})).bots.find(one => one.id === idle.id)?.waiting).toBe(events.length)
    const words = { userId: 'b', content: text('x'), trigger: data.trigger }
    await a.request('bot.join', { botId: other.id, conversationId: group })
    expect((await other.call('POST', `/conversations/${group}/whispers`, words)).body.error).toBe('too_late')
  })

  test('triggers that are forged, old, or of another workspace', async () => {
    const claims = { botId: bot.id, conversationId: group, userId: 'b', sessionId: 's' }
    const { data } = await commanded()
    const elsewhere = new Tokens(Buffer.from('x'.repeat(32)).toString('base64url'), 'w')
    const [head, , signature] = data.trigger.split('.')
    const body = Buffer.from(JSON.stringify({ sub: 'a', sid: 's', aud: `bot:${bot.id}`, exp: 9e9 })).toString(
      'base64url',
    )
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const triggers = [
      await elsewhere.trigger(claims, Date.now()),
      await elsewhere.trigger(claims, 0),
      `${head}.${body}.${signature}`,
      `${none}.${body}.`,
      `${data.trigger}x`,
      '',
      bot.token,
    ]
    for (const trigger of triggers) {
      expect((await bot.call('POST', '/views', { trigger, view: view() })).body.error).toBe('too_late')
      const words = { userId: 'b', content: text('x'), trigger }
      expect((await bot.call('POST', `/conversations/${group}/whispers`, words)).body.error).toBe('too_late')
    }
    // A good one, for somebody else.
    const wrong = { userId: 'c', content: text('x'), trigger: data.trigger }
    expect((await bot.call('POST', `/conversations/${group}/whispers`, wrong)).body.error).toBe('invalid_params')
  })

  test('nobody is whispered to unasked by a bot that may not write', async () => {
    const mute = await makeBot(a, url, { name: '哑巴', scopes: [] })
    await a.request('bot.join', { botId: mute.id, conversationId: group })
    const words = { userId: 'b', content: text('x') }
    expect((await mute.call('POST', `/conversations/${group}/whispers`, words)).body.error).toBe('forbidden')
  })

  test('a directory is not read by guessing', async () => {
    const own = await makeBot(a, url, { name: '好奇', scopes: ['messages.write', 'members.read'] })
    for (const path of ['/people/b', '/people/d', '/people/nobody', `/people/${bot.id}`])
      expect((await own.call('GET', path)).body.error).toBe('not_found')
    for (const path of ['/people?mail=b@x.com', '/people?q=B', '/people'])
      expect((await own.call('GET', path)).body.error).toBe('forbidden')
    await a.request('bot.join', { botId: own.id, conversationId: group })
    expect((await own.call('GET', '/people/b')).status).toBe(200)
    expect((await own.call('GET', '/people/d')).body.error).toBe('not_found')
  })

  test('with directory.read people are found by a part of their name, and a pattern is a text', async () => {
    const found = async (q: string) => {
      const { body } = await bot.call('GET', `/people?q=${encodeURIComponent(q)}`)
      return (body as unknown as { people: { id: string }[] }).people.map(({ id }) => id)
    }
    expect(await found('b')).toEqual(['b'])
    for (const q of ['%', '_', '\\', '', ' ', "' or 1=1"]) expect(await found(q), q).toEqual([])
  })

  test('a bot speaks with no bot, and is told of none', async () => {
    const other = await makeBot(a, url, { name: '对手' })
    expect((await bot.call('POST', '/conversations/direct', { userId: other.id })).body.error).toBe('not_found')
    expect((await bot.call('POST', '/conversations/direct', { userId: bot.id })).body.error).toBe('invalid_params')
    expect((await bot.call('PUT', `/people/${other.id}/home`, { view: view() })).body.error).toBe('not_found')
  })

  test('a group that somebody made is not found by their client id', async () => {
    const clientId = randomUUID()
    const { head } = await a.request('conversation.create', { clientId, name: '私事', userIds: ['b'] })
    const body = { name: '私事', ownerId: 'a', userIds: ['b'], clientId }
    const made = await bot.call('POST', '/conversations', body)
    const { conversation } = made.body as unknown as { conversation: { id: string } }
    expect(conversation.id).not.toBe(head.conversation.id)
    const again = await bot.call('POST', '/conversations', body)
    expect(again.body).toMatchObject({ conversation: { id: conversation.id } })
  })
})

describe('standing', () => {
  test('a bot that is out of the group meanwhile may do nothing there, and is told that it left', async () => {
    const own = await makeBot(a, url, { name: '过客' })
    await a.request('bot.join', { botId: own.id, conversationId: group })
    await own.call('PUT', '/manifest', {
      description: '',
      commands: [{ name: 'task', description: '' }],
      shortcuts: [],
      home: false,
      unfurlHosts: [],
    })
    const on = await own.connect()
    const { data } = await commanded(own, on)
    const { body } = await send(own, group, text('在'))
    await a.request('bot.leave', { botId: own.id, conversationId: group })
    await on.waitFor('conversation.left')
    await say(b, group, '背后的话')
    for (const call of [
      send(own, group, text('还在')),
      own.call('PATCH', `/conversations/${group}/messages/${body.message.seq}`, { content: text('还在') }),
      own.call('POST', `/conversations/${group}/whispers`, { userId: 'b', content: text('x'), trigger: data.trigger }),
      own.call('GET', `/conversations/${group}/messages`),
    ])
      expect((await call).body.error).toBe('not_member')
    expect(
      await errorOf(
        b.request('bot.command', {
          conversationId: group,
          botId: own.id,
          clientId: randomUUID(),
          command: 'task',
          text: '',
        }),
      ),
    ).toBe('not_found')
    expect(JSON.stringify(on.events)).not.toContain('背后的话')
    await on.close()
  })

  test('a bot of an employee who left goes on, and administrators manage it', async () => {
    const d = await workspace.client('d')
    const own = await makeBot(d, url, { name: '留下的' })
    await a.request('bot.join', { botId: own.id, conversationId: group })
    await workspace.server.domain.transaction(async domain => {
      await domain.updateEmployee('d', { deleted: true })
    })
    expect((await own.call('GET', '/me')).body).toMatchObject({ ownerId: 'd' })
    expect((await send(own, group, text('还在'))).status).toBe(200)
    expect((await a.request('bot.mine', {})).bots.map(({ id }) => id)).not.toContain(own.id)
    await workspace.server.domain.write('workspace', w =>
      w.db.updateTable('users').set({ admin: 1 }).where('id', '=', 'c').execute(),
    )
    const c = await workspace.client('c')
    expect((await c.request('bot.mine', {})).bots.map(({ id }) => id)).toContain(own.id)
    await c.request('bot.update', { botId: own.id, enabled: false })
    expect((await own.call('GET', '/me')).status).toBe(403)
  })

  test('where only admins may call everybody, a bot may not, by a message or by changing one', async () => {
    const strict = await makeGroup(a, ['b'], '安静')
    await a.request('bot.join', { botId: bot.id, conversationId: strict })
    const quiet = (settings: { mentionAll?: 'admins'; speak?: 'admins' }) =>
      a.request('group.configure', { conversationId: strict, settings })
    const calling = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '<at>all</at>' }] }
    expect((await send(bot, strict, text('<@all> 开会'))).status).toBe(200)
    await quiet({ mentionAll: 'admins' })
    expect((await send(bot, strict, text('<@all> 开会'))).body.error).toBe('only_admins')
    const { body } = await send(bot, strict, text('开会'))
    const change = (content: unknown, growing = false) =>
      bot.call('PATCH', `/conversations/${strict}/messages/${body.message.seq}`, { content, growing })
    expect((await change(text('<@all> 开会'))).body.error).toBe('only_admins')
    expect((await change(text('<@all> 开会'), true)).body.error).toBe('only_admins')
    expect((await change(text('开会了'))).status).toBe(200)
    expect((await send(bot, strict, { type: 'card', card: calling })).status).toBeLessThan(500)
    await quiet({ speak: 'admins' })
    expect((await send(bot, strict, text('开会'))).body.error).toBe('only_admins')
    expect((await change(text('散会'))).body.error).toBe('only_admins')
  })
})

describe('words and numbers', () => {
  const nul = '好\0的'
  const half = '好\ud83d的'
  test.each<[name: string, method: string, path: string, body?: unknown]>([
    ['a NUL in a mail', 'GET', '/people?mail=%00'],
    ['a NUL in a name', 'GET', '/people?q=%00x'],
    ['a NUL in a prefix', 'GET', '/values?prefix=%00'],
    ['a NUL in a key', 'GET', '/values/%00'],
    ['a NUL in an id', 'GET', '/people/%00'],
    ['half a character in an id', 'GET', '/conversations/%ed%a0%80'],
    ['a path out of it', 'GET', '/conversations/..%2f..%2fme'],
    ['a list for an id', 'GET', '/conversations?after[]=x&after[]=y'],
    ['two limits', 'GET', '/conversations?limit=1&limit=2'],
    ['a limit of 1e9', 'GET', '/conversations?limit=1000000000'],
    ['a place beyond all', 'GET', '/conversations/GROUP/messages/9007199254740991'],
    ['a place beyond numbers', 'GET', '/conversations/GROUP/messages/1e300'],
    ['a place below', 'GET', '/conversations/GROUP/messages/-1'],
    ['no place', 'GET', '/conversations/GROUP/messages/x'],
    ['pages from beyond all', 'GET', '/conversations/GROUP/messages?after=9007199254740991'],
    ['pages to beyond all', 'GET', '/conversations/GROUP/messages?before=9007199254740991'],
    ['an event beyond all', 'POST', '/events/9007199254740991/answer', {}],
    ['events beyond all', 'POST', '/events/acknowledge', { ids: [9_007_199_254_740_991] }],
    ['a reply to beyond all', 'POST', '/conversations/GROUP/messages', { content: text('x'), replyTo: 1_073_741_823 }],
    ['nothing', 'POST', '/conversations/GROUP/messages', {}],
    ['null', 'POST', '/conversations/GROUP/messages', null],
    ['a list', 'POST', '/conversations/GROUP/messages', []],
    ['white space', 'POST', '/conversations/GROUP/messages', { content: text(' \u200b ') }],
    ['too much', 'POST', '/conversations/GROUP/messages', { content: text('x'.repeat(100_000)) }],
    [
      'a notice of the system',
      'POST',
      '/conversations/GROUP/messages',
      { content: { type: 'system', event: 'added' } },
    ],
    [
      'a file of nobody',
      'POST',
      '/conversations/GROUP/messages',
      {
        content: { type: 'file', file: { id: 'f_x', name: 'x', size: 1, mediaType: 'text/plain' } },
      },
    ],
    ['an attribute', 'PUT', '/values/k2', { value: 'x'.repeat(70_000) }],
    ['a negative version', 'PUT', '/values/k2', { value: 1, version: -1 }],
    ['a key of a path', 'PUT', '/values/..%2f..%2fx', { value: 1, version: 5 }],
    ['a key that is too long', 'PUT', `/values/${'k'.repeat(201)}`, { value: 1 }],
    ['100 levels', 'POST', '/views', { trigger: 'x', view: { title: 'x', card: nested(100) } }],
  ])('%s is refused', async (_name, method, path, body) => {
    const { status, body: answer } = await bot.call(method, path.replace('GROUP', group), body)
    if (status === 200)
      expect(JSON.stringify(answer)).toMatch(/"people":\[\]|"messages":\[|^\{\}$|"conversations"|"values"/)
    else expect(status, JSON.stringify(answer)).toBeLessThan(500)
  })

  function nested(depth: number): object {
    let inner: object = { type: 'TextBlock', text: 'x' }
    for (let i = 0; i < depth; i++) inner = { type: 'Container', items: [inner] }
    return { type: 'AdaptiveCard', body: [inner] }
  }

  test('what no database takes is said and kept without it', async () => {
    for (const words of [nul, half]) {
      expect((await send(bot, group, text(words))).body.message.content).toMatchObject({ text: '好的' })
      expect((await send(bot, group, { type: 'markdown', text: words })).status).toBe(200)
      expect((await bot.call('PUT', '/values/odd', { value: { [words]: words } })).status).toBe(200)
      expect((await bot.call('GET', '/values/odd')).status).toBe(200)
      const file = await bot.call('POST', `/files?name=${encodeURIComponent(nul)}`, new TextEncoder().encode('x'))
      expect(file.body.file.name).not.toContain('\0')
      const { data } = await commanded()
      const odd = { title: words, card: { type: 'AdaptiveCard' }, data: { [words]: words } }
      expect((await bot.call('POST', '/views', { trigger: data.trigger, view: odd })).status).toBe(200)
    }
  })

  test('the text of a command comes without control characters', async () => {
    await b.request('bot.command', {
      conversationId: group,
      botId: bot.id,
      clientId: randomUUID(),
      command: 'task',
      text: '装订\0线\u202e\u0007 五',
    })
    const { data } = await socket.waitFor('command', event => event.data.text.startsWith('装订'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(data.text).not.toMatch(/[\u0000-\u0008]/)
  })

  test('the same client id in another conversation is a conflict, of a text and of a card', async () => {
    const other = await makeGroup(a, ['b'], '另一个')
    await a.request('bot.join', { botId: bot.id, conversationId: other })
    const card = { type: 'card', card: { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: '密' }] } }
    for (const content of [text('密'), card]) {
      const clientId = randomUUID()
      expect((await send(bot, group, content, { clientId })).status).toBe(200)
      expect((await send(bot, other, content, { clientId })).body.error).toBe('conflict')
    }
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is an id as any', async id => {
    const { data } = await commanded()
    const form = {
      title: id,
      submit: '好',
      card: { type: 'AdaptiveCard', body: [{ type: 'Input.Text', id, label: id }] },
    }
    const opened = await bot.call('POST', '/views', { trigger: data.trigger, view: form })
    const { viewId } = opened.body as unknown as { viewId: string }
    const inputs = JSON.parse(`{"${id}":"值"}`) as Record<string, string>
    const on = { viewId, version: 1, inputs }
    expect(await errorOf(b.request('bot.submitView', { ...on, actionId: id, clientId: randomUUID() }))).toBe(
      'not_found',
    )
    const sent = b.request('bot.submitView', { ...on, actionId: null, clientId: randomUUID() })
    sent.catch(() => {})
    const submitted = await Promise.race([
      socket.waitFor('view.submitted', event => event.data.viewId === viewId),
      sent.then(
        () => null,
        () => null,
      ),
    ])
    if (submitted !== null) {
      await bot.call('POST', `/events/${submitted.id}/answer`, { errors: JSON.parse(`{"${id}":"不对"}`) })
      // A body with `__proto__` is refused as a whole, and then nothing is answered.
      expect((await sent).outcome).toBe(id === '__proto__' ? 'waiting' : 'errors')
    }
    // As a key it is one as any.
    expect((await bot.call('PUT', `/values/${id}`, { value: { polluted: 1 } })).status).toBe(200)
    expect((await bot.call('GET', `/values/${id}`)).body).toMatchObject({ value: { polluted: 1 } })
    expect({}).not.toHaveProperty('polluted')
  })

  test('a body that is too large, or no JSON, is refused before it is understood', async () => {
    const headers = { authorization: `Bearer ${bot.token}` }
    const post = (body: string, type = 'application/json') =>
      fetch(`${url}/api/bots/v1/conversations/${group}/messages`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      })
    expect((await post(JSON.stringify({ content: text('x'.repeat(1_100_000)) }))).status).toBe(413)
    for (const body of ['', '{', 'null', '[]', '"x"', `${'['.repeat(100_000)}`, '{"content":{"type":"text"}}'])
      expect((await post(body)).status, body.slice(0, 20)).toBe(400)
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])
      expect((await post('{"content":{"type":"text","text":"x"}}', type)).status).toBe(400)
    const nothing = await fetch(`${url}/api/bots/v1/files?name=x`, { method: 'POST', headers })
    expect(nothing.status).toBe(400)
  })
})

describe('tokens', () => {
  const me = (headers: Record<string, string>, query = '') => fetch(`${url}/api/bots/v1/me${query}`, { headers })
  test('a token counts as a bearer alone', async () => {
    expect((await me({ authorization: `bearer ${bot.token}` })).status).toBe(200)
    const wrong: [Record<string, string>, string?][] = [
      [{}],
      [{}, `?token=${bot.token}`],
      [{}, `?access_token=${bot.token}`],
      [{ cookie: `token=${bot.token}` }],
      [{ 'x-api-key': bot.token }],
      [{ authorization: bot.token }],
      [{ authorization: `Basic ${Buffer.from(`bot:${bot.token}`).toString('base64')}` }],
      [{ authorization: `Bearer ${bot.token}x` }],
      [{ authorization: `Bearer ${bot.token} x` }],
      [{ authorization: `Bearer ${bot.token.toUpperCase()}` }],
      [{ authorization: `Bearer ${'x'.repeat(10_000)}` }],
      [{ authorization: `Bearer lqb-${'A'.repeat(43)}` }],
    ]
    for (const [headers, query] of wrong) {
      const answer = await me(headers, query)
      expect(answer.status, JSON.stringify(headers)).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer(?: error="invalid_token")?$/)
      expect(await answer.text()).not.toContain(bot.token)
    }
  })

  test('a token that may not do something is told what it lacks', async () => {
    const deaf = await makeBot(a, url, { name: '聋子', scopes: [] })
    const headers = { authorization: `Bearer ${deaf.token}` }
    const refused = await fetch(`${url}/api/bots/v1/people?name=x`, { headers })
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer error="insufficient_scope", scope="directory.read"',
    ])
  })

  test('a token of a bot signs in no person, and one of a person is no bot', async () => {
    const answer = await fetch(`${url}/api/apps/me`, { headers: { authorization: `Bearer ${bot.token}` } })
    expect(answer.status).toBe(401)
    const { token } = await workspace.server.domain.issueSession('b', { name: 'x' } as never).then(
      session => ({ token: JSON.stringify(session).match(/"accessToken":"([^"]+)"/)?.[1] ?? 'none' }),
      () => ({ token: 'none' }),
    )
    const refused = await me({ authorization: `Bearer ${token}` })
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"'])
  })
})
