import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Card } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { makeBot, type TestBot } from './testing.ts'

/* Sockets that send junk or do not listen, floods, and what is for one pair of eyes. */

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let group: string
beforeEach(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '任务' })
  group = await makeGroup(a, ['b'], '轻羽')
  await a.request('bot.join', { botId: bot.id, conversationId: group })
})
afterEach(() => workspace.end())

const text = (words: string) => ({ type: 'text', text: words })
const open = (token = bot.token) =>
  new WebSocket(`${workspace.server.httpUrl.replace('http', 'ws')}/api/bots/v1/socket`, {
    headers: { authorization: `Bearer ${token}` },
  })
const codeOf = async (ws: WebSocket): Promise<number> => {
  ws.on('error', () => {})
  const [code] = (await once(ws, 'close')) as [number]
  return code
}
const send = (content: unknown, more: object = {}, of = bot) =>
  of.call('POST', `/conversations/${group}/messages`, { content, ...more })

describe('sockets', () => {
  test('of a hundred of one bot ten stay, and another bot comes in', async () => {
    const sockets = Array.from({ length: 100 }, () => open())
    const codes: number[] = []
    const hellos: WebSocket[] = []
    await Promise.all(
      sockets.map(
        ws =>
          new Promise<void>(resolve => {
            ws.on('error', () => {})
            ws.on('message', data => {
              if (data.toString().includes('"hello"')) hellos.push(ws)
              resolve()
            })
            ws.on('close', code => {
              codes.push(code)
              resolve()
            })
          }),
      ),
    )
    expect([hellos.length, codes.length]).toEqual([10, 90])
    expect(new Set(codes)).toEqual(new Set([4429]))
    const other = await makeBot(a, workspace.server.httpUrl, { name: '别的' })
    await (await other.connect()).close()
    for (const ws of hellos) ws.terminate()
    await expect.poll(async () => (await a.request('bot.mine', {})).bots[0]?.connected).toBe(false)
    await (await bot.connect()).close()
  })

  test.each(['', 'lqb-x', 'x'.repeat(5_000)])('a stranger is sent away (%j)', async token => {
    const ws = open(token)
    ws.on('open', () => {
      for (let i = 0; i < 100; i++) ws.send('x'.repeat(10_000))
    })
    expect(await codeOf(ws)).toBe(4401)
  })

  test('one that sends junk is told what is wrong, and closed at last', async () => {
    const ws = open()
    const said: string[] = []
    ws.on('message', data => void said.push(data.toString()))
    await once(ws, 'message')
    const junk = ['', '{', 'null', '[]', '{"acknowledge":1}', '{"acknowledge":["1"]}', '{"acknowledge":[1.5]}', '"x"']
    for (let i = 0; i < 30; i++) ws.send(junk[i % junk.length] ?? '')
    ws.send(Buffer.from([0xff, 0xfe]))
    expect(await codeOf(ws)).toBe(1008)
    expect(said.filter(one => one.includes('"error"'))).toHaveLength(20)
  })

  test('a message of more than a MiB closes it', async () => {
    const ws = open()
    await once(ws, 'message')
    ws.send('x'.repeat(1_048_577))
    expect(await codeOf(ws)).toBe(1009)
  })

  test('one that acknowledges nothing gets a hundred events, and the next one all of them', async () => {
    const deaf = await bot.connect({ acknowledge: false })
    await workspace.server.domain.sendMessages(
      Array.from({ length: 150 }, (_, n) => ({
        conversationId: group,
        senderId: 'b',
        clientId: randomUUID(),
        content: { type: 'text' as const, text: String(n), mentions: [] },
      })),
    )
    await expect.poll(() => deaf.events.length).toBe(100)
    // What it has not got, or of another bot, or of nobody, it acknowledges in vain.
    for (const id of [0, -1, 1e15, 999_999]) deaf.acknowledge(id)
    await deaf.close()
    const next = await bot.connect()
    await next.waitFor('message', ({ data }) => (data.message.content as { text?: string }).text === '149')
    const texts = next.events.flatMap(event =>
      event.type === 'message' ? [(event.data.message.content as { text?: string }).text] : [],
    )
    expect(texts).toEqual(Array.from({ length: 150 }, (_, n) => String(n)))
    await next.close()
  })

  test('what one that does not read was sent is not overtaken in its conversation, others go on, and its end frees all', async () => {
    const ws = open()
    await once(ws, 'message')
    const told = once(ws, 'message')
    await say(b, group, '第一')
    await told
    ws.pause()
    const other = await bot.connect()
    await workspace.server.domain.sendMessages(
      Array.from({ length: 250 }, (_, n) => ({
        conversationId: group,
        senderId: 'b',
        clientId: randomUUID(),
        content: { type: 'text' as const, text: `${n} ${'长'.repeat(3_000)}`, mentions: [] },
      })),
    )
    // Of what waits it has as much as it may have.
    await expect
      .poll(
        () =>
          workspace.server.domain.write([], async ({ db }) => {
            const rows = await db.selectFrom('bot_events').select('id').where('leased_until', '>', 0).execute()
            return rows.length
          }),
        { timeout: 20_000 },
      )
      .toBe(100)
    const elsewhere = await makeGroup(a, ['b'], '别处')
    await a.request('bot.join', { botId: bot.id, conversationId: elsewhere })
    await say(b, elsewhere, '还在')
    const wordsOf = (conversationId: string) =>
      other.events.flatMap(event =>
        event.type === 'message' && event.data.message.conversationId === conversationId
          ? [(event.data.message.content as { text: string }).text.split(' ')[0]]
          : [],
      )
    await expect.poll(() => wordsOf(elsewhere), { timeout: 20_000 }).toEqual(['还在'])
    expect(wordsOf(group)).toEqual([])
    ws.terminate()
    const all = ['第一', ...Array.from({ length: 250 }, (_, n) => String(n))]
    await expect.poll(() => wordsOf(group), { timeout: 20_000 }).toEqual(all)
    await other.close()
  })
})

describe('floods', () => {
  test('of requests: what is beyond the rate of the bot is refused with a time, and another bot is served', async () => {
    const other = await makeBot(a, workspace.server.httpUrl, { name: '别的' })
    const answers = Promise.all(Array.from({ length: 500 }, () => bot.call('GET', '/me')))
    expect((await other.call('GET', '/me')).status).toBe(200)
    const statuses = (await answers).map(({ status }) => status)
    expect(statuses.filter(status => status === 200).length).toBeGreaterThanOrEqual(200)
    expect(statuses.filter(status => status === 429).length).toBeGreaterThan(100)
  })

  test('of messages and whispers: each conversation and person has its own rate', async () => {
    const said = await Promise.all(Array.from({ length: 40 }, (_, n) => send(text(String(n)))))
    expect(said.filter(({ status }) => status === 429).length).toBeGreaterThan(5)
    const words = { userId: 'b', content: text('x') }
    const whispered = await Promise.all(
      Array.from({ length: 40 }, () => bot.call('POST', `/conversations/${group}/whispers`, words)),
    )
    expect(whispered.filter(({ status }) => status === 429).length).toBeGreaterThan(5)
    const { body } = await bot.call('POST', '/conversations/direct', { userId: 'b' })
    const direct = (body as unknown as { conversation: { id: string } }).conversation.id
    expect((await bot.call('POST', `/conversations/${direct}/messages`, { content: text('x') })).status).toBe(200)
  })

  test('of commands of one person', async () => {
    await bot.call('PUT', '/manifest', {
      description: '',
      commands: [{ name: 'task', description: '' }],
      shortcuts: [],
      home: false,
      unfurlHosts: [],
    })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 120 }, () =>
        b.request('bot.command', {
          conversationId: group,
          botId: bot.id,
          clientId: randomUUID(),
          command: 'task',
          text: '',
        }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(20)
  })

  test('a message that grows a thousand times stays one message, and its readers follow', async () => {
    const calm = await startWorkspace({ limits: { rate: false } })
    try {
      const owner = await calm.client('a')
      const own = await makeBot(owner, calm.server.httpUrl, { name: '长答' })
      const place = await makeGroup(owner, ['b'], '长谈')
      await owner.request('bot.join', { botId: own.id, conversationId: place })
      const path = `/conversations/${place}/messages`
      const { body } = await own.call('POST', path, { content: text('0'), growing: true })
      const { seq } = body.message
      for (let i = 1; i < 1_000; i++)
        await own.call('PATCH', `${path}/${seq}`, { content: text(`第 ${i} 句`), growing: i < 999 })
      const { messages } = await owner.request('message.history', { conversationId: place, limit: 10 })
      const last = messages.filter(({ senderId }) => senderId === own.id)
      expect(last).toMatchObject([{ seq, content: { text: '第 999 句' } }])
      expect(last[0]?.attributes?.growing).toBeUndefined()
      const edits = await owner.request('message.edits', { conversationId: place, seq }).catch(() => ({ edits: [] }))
      expect(edits.edits).toEqual([])
    } finally {
      await calm.end()
    }
  })
})

describe('for one pair of eyes', () => {
  const secret = { type: 'Action.Submit', title: '好', data: { secret: '口令' } }
  const card: Card = {
    type: 'AdaptiveCard',
    body: [
      { type: 'TextBlock', text: '选一个' },
      { type: 'Input.Text', id: 'x', label: 'x' },
      { type: 'Container', items: [{ type: 'TextBlock', text: '里面' }], selectAction: secret as never },
      { type: 'ActionSet', actions: [{ ...secret, type: 'Action.Execute', verb: '口令' } as never] },
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.ShowCard',
            title: '更多',
            card: { type: 'AdaptiveCard', body: [], actions: [secret as never] },
          } as never,
        ],
      },
    ],
    actions: [secret as never, { type: 'Action.OpenUrl', title: '看', url: 'https://a.example/' }],
  }

  test('a card that is whispered has nothing to answer, and nothing that the bot keeps with it', async () => {
    const heard = b.waitFor('bot.whisper')
    const answer = await bot.call('POST', `/conversations/${group}/whispers`, {
      userId: 'b',
      content: { type: 'card', card },
    })
    expect(answer.status).toBe(200)
    const { content } = await heard
    const shown = JSON.stringify(content)
    expect(shown).not.toMatch(/口令|Action\.(Submit|Execute)/)
    expect(shown).toContain('选一个')
    expect(shown).toContain('https://a.example/')
    expect(JSON.stringify(a.events)).not.toContain('选一个')
  })

  test('who left the group is not whispered to', async () => {
    await a.request('conversation.removeMembers', { conversationId: group, userIds: ['b'] })
    const words = { userId: 'b', content: text('x') }
    expect((await bot.call('POST', `/conversations/${group}/whispers`, words)).body.error).toBe('not_member')
  })

  test('a preview is of a host of the manifest, of a link that is there, and by http', async () => {
    const manifest = { description: '', commands: [], shortcuts: [], home: false, unfurlHosts: ['git.example.com'] }
    await bot.call('PUT', '/manifest', manifest)
    const link = 'https://git.example.com/air2/pulls/7'
    const script = 'javascript://git.example.com/%0aalert(1)'
    const { seq } = await say(b, group, `${link} https://bank.example/x ${script}`)
    const preview = (url: string) =>
      bot.call('POST', `/conversations/${group}/messages/${seq}/previews`, { url, title: '装订线' })
    for (const url of ['https://bank.example/x', script, 'https://git.example.com.evil.example/', 'file:///etc/passwd'])
      expect((await preview(url)).body.error, url).toBe('forbidden')
    expect((await preview('https://git.example.com/other')).body.error).toBe('not_found')
    expect((await preview(link)).status).toBe(200)
    await b.request('message.recall', { conversationId: group, seq })
    expect((await preview(link)).body.error).toBe('not_found')
  })

  test('links of its hosts are told, in no other conversation and not what is no link', async () => {
    const manifest = { description: '', commands: [], shortcuts: [], home: false, unfurlHosts: ['git.example.com'] }
    await bot.call('PUT', '/manifest', manifest)
    const socket = await bot.connect()
    const closed = await makeGroup(a, ['b'], '密谈')
    await say(b, closed, 'https://git.example.com/secret')
    await say(b, group, 'https://git.example.com.evil.example/x https://evil.example/?u=git.example.com')
    await say(b, group, 'https://git.example.com/one')
    const { data } = await socket.waitFor('links.shared')
    expect(data.urls).toEqual(['https://git.example.com/one'])
    expect(JSON.stringify(socket.events)).not.toContain('secret')
    await socket.close()
  })
})
