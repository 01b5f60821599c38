import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NewJob } from '../../core/jobs/jobs.ts'
import type { Writer } from '../../core/writer.ts'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { LinkPolicy, type Resolve } from '../links/index.ts'
import { recordEvent } from './queue.ts'
import { makeBot, type TestBot } from './testing.ts'
import { ownFormat, type WebhookFormat, WebhookPoster } from './webhooks.ts'

/* What is posted to the addresses of bots, by a poster whose clock is that of the test; jobs are done when it says so. */

interface Got {
  path: string
  headers: Record<string, string>
  body: { type: string; id: number; attempt: number; data: { text?: string; conversationId: string | null } }
  raw: string
}
type Answer = (got: Got, response: ServerResponse, request: IncomingMessage) => void

let workspace: TestWorkspace
let a: TestClient
let site: Server
let port: number
let got: Got[]
let answer: Answer
let now: number
let bot: TestBot
let failures: unknown[]
const ok: Answer = (_got, response) => void response.end()
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_got, response) =>
    void response.writeHead(code, headers).end()

beforeEach(async () => {
  got = []
  asked = []
  failures = []
  answer = ok
  now = Date.now()
  site = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const raw = Buffer.concat(parts).toString()
    const one = {
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body: JSON.parse(raw) as Got['body'],
      raw,
    }
    got.push(one)
    answer(one, response, request)
  })
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
  port = (site.address() as AddressInfo).port
  // The server itself posts nowhere and looks for no jobs.
  workspace = await startWorkspace()
  a = await workspace.client('a')
  bot = await makeBot(a, workspace.server.httpUrl, { scopes: [] })
  poster = makePoster()
})
afterEach(async () => {
  await workspace.end()
  site.closeAllConnections()
  site.close()
})

let poster: WebhookPoster
/** What was asked for to be done later; the server itself does not hear of it. */
let asked: Extract<NewJob, { kind: 'botPosts' }>[]
const write = <T>(fn: (w: Writer) => Promise<T>) =>
  workspace.server.domain.write([], w => {
    w.enqueue = jobs => void asked.push(...(jobs as typeof asked))
    return fn(w)
  })
const loopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
function makePoster(
  policy: LinkPolicy | null = new LinkPolicy([`site.test:${port}`], loopback),
  formats: Record<string, WebhookFormat> = { lianqun: ownFormat },
  patienceMs?: number,
): WebhookPoster {
  return new WebhookPoster({
    ...(patienceMs !== undefined && { patienceMs }),
    write: (_locks, fn) => write(fn),
    policy,
    formats,
    now: () => now,
    failed: error => void failures.push(error),
  })
}
const address = (path = '/hook') => `http://site.test:${port}${path}`

/** Gives a bot an address; without a word to the server, which would begin to post there. */
const aim = (of: TestBot, url: string | null) =>
  write(w => w.db.updateTable('bots').set({ webhook_url: url }).where('id', '=', of.id).execute())

/** Something that a bot is to be told. */
const tell = (of: TestBot, conversationId: string | null, text: string) =>
  write(w =>
    recordEvent(w, { id: of.id, enabled: 1, webhook_url: null }, 'command', conversationId, {
      conversationId: conversationId ?? '',
      userId: 'a',
      command: 'c',
      text,
      trigger: 't',
    }),
  )
const rowsOf = (of: TestBot) =>
  write(w => w.db.selectFrom('bot_events').selectAll().where('bot_id', '=', of.id).orderBy('id').execute())
const states = async (of = bot) => (await rowsOf(of)).map(({ state }) => state)
const problems = async (of = bot) => (await rowsOf(of)).map(({ problem }) => problem)
const post = (conversationId: string | null, of = bot, signal = new AbortController().signal) =>
  poster.post(of.id, conversationId, signal)
const texts = () => got.map(({ body }) => body.data.text)
const until = (wanted: () => unknown) => expect.poll(async () => Boolean(await wanted())).toBe(true)
const secretOf = async (of = bot) => (await a.request('bot.secret', { botId: of.id })).secret
/** The clock goes on to when the last thing was asked for. */
const goOn = () => {
  const at = asked.at(-1)?.runAt
  expect(at).toBeDefined()
  now = at ?? now
}
const hour = 3_600_000

test('what is posted is verified by Standard Webhooks, and by no other secret', async () => {
  await aim(bot, address('/in?x=1'))
  const id = await tell(bot, 'c', '装订线 \u2028 “周五”')
  await post('c')
  const [one] = got
  expect(one).toMatchObject({ path: '/in?x=1', body: { type: 'command', id, attempt: 0 } })
  expect(one?.headers).toMatchObject({ 'webhook-id': `evt_${id}`, 'content-type': 'application/json' })
  expect(new Webhook(await secretOf()).verify(one?.raw ?? '', one?.headers ?? {})).toEqual(one?.body)
  const other = await makeBot(a, workspace.server.httpUrl, { name: '别的' })
  const wrong = new Webhook(await secretOf(other))
  expect(() => wrong.verify(one?.raw ?? '', one?.headers ?? {})).toThrow()
  expect(() => wrong.verify(`${one?.raw} `, one?.headers ?? {})).toThrow()
  expect([await states(), asked]).toEqual([['done'], []])
})

test('what fails rests longer each time, is signed anew, and is given up after twelve times in about an hour', async () => {
  await aim(bot, address())
  await tell(bot, 'c', '一')
  await tell(bot, 'c', '二')
  answer = status(500)
  const began = now
  const rests: number[] = []
  for (let i = 1; i < 12; i++) {
    await post('c')
    const before = now
    goOn()
    rests.push(now - before)
  }
  for (const [i, ms] of rests.slice(1).entries()) expect(ms).toBeGreaterThan((rests[i] ?? 0) * 0.79)
  expect([rests[0], rests[10]].map(ms => Math.round((ms ?? 0) / 1_000))).toEqual([
    expect.toSatisfy((s: number) => s >= 4 && s <= 5),
    expect.toSatisfy((s: number) => s >= 720 && s <= 900),
  ])
  expect(now - began).toBeGreaterThan(0.7 * hour)
  expect(now - began).toBeLessThan(1.5 * hour)
  expect(await states()).toEqual(['waiting', 'waiting'])
  await post('c')
  expect(got.map(({ body }) => body.attempt)).toEqual(Array.from({ length: 12 }, (_, n) => n))
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(got.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(12)
  expect(await states()).toEqual(['dead', 'waiting'])
  expect(await problems()).toEqual(['HTTP 500', ''])
  // The next one begins at once.
  expect(asked.at(-1)?.runAt).toBeUndefined()
  answer = ok
  await post('c')
  expect(texts().at(-1)).toBe('二')
  expect(await states()).toEqual(['dead', 'done'])
})

test('news do not make what rests come sooner, and nothing overtakes it; another conversation goes on', async () => {
  await aim(bot, address())
  answer = ({ body }, response) => void response.writeHead(body.data.text === '一' ? 500 : 200).end()
  await tell(bot, 'c', '一')
  await post('c')
  await tell(bot, 'c', '二')
  const { runAt } = asked.at(-1) ?? {}
  await post('c')
  await post('c')
  expect(texts()).toEqual(['一'])
  expect(asked.at(-1)?.runAt).toBe(runAt)
  await tell(bot, 'd', '三')
  await tell(bot, null, '四')
  await post('d')
  await post(null)
  expect(texts()).toEqual(['一', '三', '四'])
  answer = ok
  now = runAt ?? 0
  await post('c')
  expect(texts()).toEqual(['一', '三', '四', '一', '二'])
})

test('what a socket or another process has got is not overtaken', async () => {
  await aim(bot, address())
  const first = await tell(bot, 'c', '一')
  await tell(bot, 'c', '二')
  await bot.call('GET', '/events?limit=1')
  await post('c')
  expect(got).toEqual([])
  expect(asked.at(-1)?.runAt).toBeGreaterThan(now)
  await bot.call('POST', '/events/acknowledge', { ids: [first] })
  await post('c')
  expect(texts()).toEqual(['二'])
})

test('an address that is away rests for all conversations of its bot, not for other bots', async () => {
  const other = await makeBot(a, workspace.server.httpUrl, { name: '别的' })
  await aim(bot, address('/away'))
  await aim(other, address('/here'))
  answer = ({ path }, response) => void response.writeHead(path === '/away' ? 503 : 200, { 'retry-after': '90' }).end()
  for (const conversation of ['c', 'd']) await tell(bot, conversation, conversation)
  await tell(other, 'c', '别的')
  await post('c')
  await post('d')
  await post('c', other)
  expect(got.map(({ path }) => path)).toEqual(['/away', '/here'])
  // As long as the address asks for.
  expect(asked.map(({ runAt = 0 }) => runAt - now >= 90_000)).toEqual([true, true])
  answer = ok
  goOn()
  await post('d')
  expect(texts().at(-1)).toBe('d')
})

test('a slow address has four conversations at most, and those that wait have their turn after', async () => {
  await aim(bot, address())
  const open: (() => void)[] = []
  answer = (_got, response) => void open.push(() => response.end())
  const places = Array.from({ length: 7 }, (_, n) => `c${n}`)
  for (const place of places) await tell(bot, place, place)
  const posting = places.slice(0, 4).map(place => post(place))
  await until(() => open.length === 4)
  for (const place of places.slice(4)) await post(place)
  expect(got).toHaveLength(4)
  expect(asked.map(({ payload }) => payload.conversationId)).toEqual(places.slice(4))
  for (const job of asked.splice(0)) expect(job.runAt).toBeGreaterThan(now)
  for (const done of open.splice(0)) done()
  await Promise.all(posting)
  expect(asked.map(({ payload, runAt }) => [payload.conversationId, runAt]).toSorted()).toEqual(
    places.slice(4).map(place => [place, undefined]),
  )
  answer = ok
  for (const place of places.slice(4)) await post(place)
  expect(await states()).toEqual(places.map(() => 'done'))
})

test('an address that is gone is switched off, and what waits for the bot stays', async () => {
  await aim(bot, address())
  answer = status(410)
  await tell(bot, 'c', '一')
  await post('c')
  expect(asked).toEqual([])
  expect((await a.request('bot.mine', {})).bots).toMatchObject([{ id: bot.id, webhook: null, waiting: 1, dead: 0 }])
  expect(await problems()).toEqual(['HTTP 410: the address is gone, and was switched off.'])
  await post('c')
  expect(got).toHaveLength(1)
  expect((await bot.call('GET', '/events')).body).toMatchObject({ events: [{ data: { text: '一' } }] })
})

test.each([301, 302, 307, 308])('a redirect by %i is not followed', async code => {
  await aim(bot, address())
  answer = ({ path }, response) =>
    void response.writeHead(path === '/else' ? 200 : code, { location: address('/else') }).end()
  await tell(bot, 'c', '一')
  await post('c')
  expect(got.map(({ path }) => path)).toEqual(['/hook'])
  expect(await problems()).toEqual([`HTTP ${code}: redirects are not followed.`])
})

test.each([
  ['http://[::ffff:127.0.0.1]/', '::ffff'],
  ['http://2130706433/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://0177.0.0.1/', '127.0.0.1'],
  ['http://127.1/', '127.0.0.1'],
  ['http://169.254.169.254/latest/meta-data/', '169.254.169.254'],
  ['http://[fe80::1]/', 'fe80::1'],
  ['http://[::1]/', '::1'],
  ['http://[64:ff9b::7f00:1]/', '64:ff9b'],
  ['http://10.0.0.8/', '10.0.0.8'],
  ['http://0.0.0.0/', '0.0.0.0'],
  ['http://example.com:6379/', 'port 6379'],
  ['http://user:secret@example.com/', 'an account'],
  ['ftp://example.com/', 'neither http nor https'],
  // A name of the web with an address of this machine among its addresses.
  ['http://rebinding.test/', 'rebinding.test is 127.0.0.1'],
  ['http://nowhere.test/', 'nowhere.test has no address'],
])('%s is refused, and said to be so', async (url, why) => {
  const resolve: Resolve = async host =>
    host === 'nowhere.test'
      ? []
      : [
          { address: '93.184.215.14', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ]
  poster = makePoster(new LinkPolicy([], resolve))
  await aim(bot, url)
  await tell(bot, 'c', '一')
  await post('c')
  const [problem] = await problems()
  expect(problem).toMatch(/^The address is not allowed: /)
  expect(problem).toContain(why)
  expect(await states()).toEqual(['waiting'])
})

test('a workspace that reaches no addresses says so', async () => {
  poster = makePoster(null)
  await aim(bot, address())
  await tell(bot, 'c', '一')
  await post('c')
  expect(await problems()).toEqual(['This workspace reaches no addresses.'])
})

test('a host that does not answer is given up when the server stops, and the event is free at once', async () => {
  await aim(bot, address())
  const hung: IncomingMessage[] = []
  answer = (_got, _response, request) => void hung.push(request)
  await tell(bot, 'c', '一')
  const stopping = new AbortController()
  const posting = post('c', bot, stopping.signal)
  await until(() => hung.length === 1)
  stopping.abort()
  await posting
  expect(await rowsOf(bot)).toMatchObject([{ state: 'waiting', leased_until: 0, problem: '' }])
  answer = ok
  await post('c')
  expect(await states()).toEqual(['done'])
})

test.each<[string, Answer]>([
  ['with nothing', () => {}],
  ['drop by drop', (_got, response) => void response.writeHead(200, { 'content-length': 1_000 }).write('x')],
])('a host that answers %s is given up after a while, and is left alone', async (_name, slow) => {
  poster = makePoster(undefined, undefined, 100)
  await aim(bot, address())
  answer = slow
  for (const place of ['c', 'd']) await tell(bot, place, place)
  await post('c')
  await post('d')
  expect(got).toHaveLength(1)
  expect(await problems()).toEqual(['no whole answer within 0.1 seconds', ''])
})

test('of a huge answer the beginning is enough; one that breaks off is none', async () => {
  await aim(bot, address())
  let written = 0
  answer = (_got, response) => {
    const part = Buffer.alloc(65_536, 32)
    const more = () => {
      while (!response.destroyed && written < 200_000_000 && response.write(part)) written += part.length
    }
    response.on('drain', more)
    more()
  }
  await tell(bot, 'c', '一')
  await post('c')
  expect(await states()).toEqual(['done'])
  expect(written).toBeLessThan(200_000_000)
  answer = (_got, response, request) => {
    response.writeHead(200, { 'content-length': 1_000 }).write('x')
    setImmediate(() => request.socket.destroy())
  }
  await tell(bot, 'c', '二')
  await post('c')
  expect(await states()).toEqual(['done', 'waiting'])
  expect((await problems())[1]).not.toBe('')
})

test('a secret that is renewed in between signs what comes after', async () => {
  await aim(bot, address())
  const before = await secretOf()
  let renewed: Promise<unknown> = Promise.resolve()
  answer = (_got, response) => {
    renewed = a.request('bot.renew', { botId: bot.id }).then(() => response.writeHead(500).end())
  }
  await tell(bot, 'c', '一')
  await post('c')
  await renewed
  answer = ok
  goOn()
  await post('c')
  const [first, second] = got
  expect(await secretOf()).not.toBe(before)
  expect(new Webhook(before).verify(first?.raw ?? '', first?.headers ?? {})).toBeTruthy()
  expect(() => new Webhook(before).verify(second?.raw ?? '', second?.headers ?? {})).toThrow()
  expect(new Webhook(await secretOf()).verify(second?.raw ?? '', second?.headers ?? {})).toBeTruthy()
})

test.each([200, 500])('a bot that is removed while it is told (%i) is told no more', async code => {
  await aim(bot, address())
  answer = (_got, response) =>
    void a.request('bot.remove', { botId: bot.id }).then(() => response.writeHead(code).end())
  await tell(bot, 'c', '一')
  await tell(bot, 'c', '二')
  await post('c')
  await post('c')
  expect(texts()).toEqual(['一'])
  expect(asked).toEqual([])
})

test('an address that is changed while the old one fails is told at once', async () => {
  await aim(bot, address('/old'))
  let aimed: Promise<unknown> = Promise.resolve()
  answer = ({ path }, response) => {
    if (path === '/new') return void response.end()
    aimed = aim(bot, address('/new')).then(() => response.writeHead(410).end())
  }
  await tell(bot, 'c', '一')
  await post('c')
  await aimed
  expect(asked.at(-1)).toMatchObject({ payload: { botId: bot.id, conversationId: 'c' } })
  expect(asked.at(-1)?.runAt).toBeUndefined()
  await post('c')
  expect(got.map(({ path }) => path)).toEqual(['/old', '/new'])
  expect(await states()).toEqual(['done'])
})

test('a format may pass over an event, and may fail at the answer of one that was taken', async () => {
  const format: WebhookFormat = {
    request: async (of, row, at) => (row.payload.includes('不要') ? null : ownFormat.request(of, row, at)),
    answered: async () => {
      throw new Error('no words for it')
    },
  }
  poster = makePoster(undefined, { lianqun: format })
  await aim(bot, address())
  await tell(bot, 'c', '不要')
  await tell(bot, 'c', '要')
  await post('c')
  expect(texts()).toEqual(['要'])
  expect(await states()).toEqual(['done', 'done'])
  expect(failures).toEqual([new Error('no words for it')])
})

test('a long conversation makes room for others in between', async () => {
  await aim(bot, address())
  for (let i = 0; i < 55; i++) await tell(bot, 'c', String(i))
  await post('c')
  expect(got).toHaveLength(50)
  expect(asked).toMatchObject([{ payload: { conversationId: 'c' } }])
  await post('c')
  expect(texts()).toEqual(Array.from({ length: 55 }, (_, n) => String(n)))
})

test('the server does all of it by itself: what waits when an address is given, commands, and what was given up', async () => {
  const own = await startWorkspace({ outgoing: { hosts: [`127.0.0.1:${port}`] } })
  try {
    const client = await own.client('a')
    const made = await makeBot(client, own.server.httpUrl, { scopes: [] })
    const group = await makeGroup(client, ['b'], '轻羽')
    await client.request('bot.join', { botId: made.id, conversationId: group })
    await made.call('PUT', '/manifest', {
      description: '',
      commands: [{ name: 'task', description: '' }],
      shortcuts: [],
      home: false,
      unfurlHosts: [],
    })
    const url = `http://127.0.0.1:${port}/own`
    await client.request('bot.update', { botId: made.id, webhook: { url, format: 'lianqun' } })
    await until(() => got.length === 1)
    expect(got[0]?.body.type).toBe('conversation.joined')
    const use = { conversationId: group, botId: made.id, command: 'task' }
    await client.request('bot.command', { ...use, clientId: randomUUID(), text: '一' })
    await until(() => got.length === 2)
    expect(got[1]?.body).toMatchObject({ type: 'command', data: { text: '一' } })
    const { secret } = await client.request('bot.secret', { botId: made.id })
    expect(new Webhook(secret).verify(got[1]?.raw ?? '', got[1]?.headers ?? {})).toBeTruthy()
    // Switched off, it is told nothing; then it is.
    await client.request('bot.update', { botId: made.id, enabled: false })
    await client.request('bot.update', { botId: made.id, enabled: true })
    await until(
      async () => (await client.request('bot.events', { botId: made.id, limit: 9, state: 'done' })).events.length === 2,
    )
    await own.server.domain.write([], w =>
      w.db.updateTable('bot_events').set({ state: 'dead', attempts: 12 }).where('bot_id', '=', made.id).execute(),
    )
    expect(await client.request('bot.replay', { botId: made.id })).toEqual({ count: 2 })
    await until(() => got.length === 4)
    expect(got.slice(2).map(({ body }) => [body.type, body.attempt])).toEqual([
      ['conversation.joined', 0],
      ['command', 0],
    ])
  } finally {
    await own.end()
  }
})
