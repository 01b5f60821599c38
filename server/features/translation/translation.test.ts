import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ServerOptions } from '../../options.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { httpTranslator } from './http-translator.ts'
import { Translations } from './translations.ts'

/* A real translation service on this machine, whose answers each test gives. */

let service: Server
let address: string
let answer: RequestListener
const asked: Record<string, unknown>[] = []
const heard = new EventEmitter()

const json =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

beforeEach(async () => {
  asked.length = 0
  answer = json({ translatedText: 'Hello', detectedLanguage: { confidence: 90, language: 'zh' } })
  service = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    asked.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>)
    heard.emit('asked')
    answer(request, response)
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}/translate`
})

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
async function open(options: Partial<ServerOptions> = {}): Promise<void> {
  workspace = await startWorkspace({ limits: { rate: false }, translate: { url: address, key: 'k-123' }, ...options })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b'], '组')
}
afterEach(async () => {
  await workspace?.end()
  service.closeAllConnections()
  await new Promise(resolve => service.close(resolve))
})

const get = (client: TestClient, seq: number, language = 'en', conversationId = group) =>
  client.request('translation.get', { conversationId, seq, language })

test('what a message says is translated by the service, which is asked once, and for nothing but the text', async () => {
  await open()
  expect((await a.request('sync.hello', {})).features).toEqual(['translation'])
  const { seq } = await say(a, group, '你好\u0007')
  expect(await get(b, seq)).toEqual({ text: 'Hello', from: 'zh' })
  expect(asked).toEqual([{ q: '你好', source: 'auto', target: 'en', format: 'text', api_key: 'k-123' }])
  // The same text in another place, by another person.
  const again = await say(b, group, '你好')
  expect(await Promise.all([get(a, again.seq), get(b, again.seq)])).toHaveLength(2)
  expect(asked).toHaveLength(1)
  await get(b, seq, 'fr')
  expect(asked.map(({ target }) => target)).toEqual(['en', 'fr'])
})

test('formatted text, announcements, captions and polls are translated; what says nothing in words is not', async () => {
  await open()
  const words = { type: 'paragraph', content: [{ type: 'text', text: '粗', marks: [{ type: 'bold' }] }] }
  const send = async (content: object) =>
    (await a.request('message.send', { conversationId: group, clientId: randomUUID(), content: content as never }))
      .message.seq
  const options = ['三点', '四点'].map((text, i) => ({ id: `o${i}`, text }))
  const poll = { type: 'poll', question: '几点？', options, multiple: false, anonymous: false, open: false }
  await get(b, await send({ type: 'rich', doc: { type: 'doc', content: [words] } }))
  await get(b, await send(poll))
  expect(asked.map(({ q }) => q)).toEqual(['粗', '几点？\n- 三点\n- 四点'])
  for (const seq of [await send({ type: 'text', text: '👍 123', mentions: [] }), 1])
    expect(await errorOf(get(b, seq))).toBe('not_found')
  expect(asked).toHaveLength(2)
})

test('only who may read a message has it translated: a member, from where they may look', async () => {
  await open()
  const { seq } = await say(a, group, '早')
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['c'] })
  const c = await workspace.client('c')
  expect(await errorOf(get(c, seq))).toBe('not_found')
  const later = await say(a, group, '晚')
  expect(await get(c, later.seq)).toMatchObject({ text: 'Hello' })
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['c'] })
  const refused = asked.length
  expect(await errorOf(get(c, later.seq))).toBe('not_member')
  expect(await errorOf(get(await workspace.client('d'), later.seq))).toBe('not_member')
  await a.request('message.recall', { conversationId: group, seq })
  expect(await errorOf(get(b, seq))).toBe('not_found')
  expect(await errorOf(get(b, 4_000))).toBe('not_found')
  expect(asked).toHaveLength(refused)
})

test('what is recalled or edited while the service works is not answered', async () => {
  await open()
  for (const change of ['recall', 'edit'] as const) {
    const { seq } = await say(a, group, `先别发 ${change}`)
    let release = () => {}
    answer = (request, response) => {
      release = () => json({ translatedText: 'Not yet' })(request, response)
    }
    const waits = once(heard, 'asked')
    const asking = errorOf(get(b, seq))
    await waits
    if (change === 'recall') await a.request('message.recall', { conversationId: group, seq })
    else {
      const content = { type: 'text' as const, text: '改了', mentions: [] }
      await a.request('message.edit', { conversationId: group, seq, content })
    }
    release()
    expect(await asking).toBe('not_found')
  }
})

test('an answer that is slow, huge, wrong, a failure or a redirect is none, and others are answered meanwhile', async () => {
  await open({ limits: { rate: false, translateMs: 300 } })
  let redirected = 0
  const answers: Record<string, RequestListener> = {
    silent: () => {},
    slow: (_request, response) => void response.writeHead(200).write('{"translatedText":"'),
    huge: (_request, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(100_000))) {}
      }
      response.on('drain', more)
      more()
    },
    failing: json({ translatedText: 'no' }, 500),
    refusing: json({ error: 'xx is not supported' }, 400),
    moved: (request, response) => {
      if (request.url === '/elsewhere') redirected++
      response.writeHead(307, { location: '/elsewhere' }).end()
    },
    page: (_request, response) => void response.end('<html>'),
    empty: (_request, response) => void response.end(),
    other: json({ translation: 'x' }),
    number: json({ translatedText: 7 }),
    blank: json({ translatedText: ' ' }),
    nothing: json(null),
    cut: (_request, response) => void response.writeHead(200, { 'content-length': 90 }).end('{"translated'),
    closed: request => void request.socket.destroy(),
  }
  for (const [name, listener] of Object.entries(answers)) {
    answer = listener
    const { seq } = await say(a, group, `文 ${name}`)
    expect(await errorOf(get(b, seq)), name).toBe('translation_unavailable')
    // A failure is not remembered.
    answer = json({ translatedText: name })
    expect(await get(b, seq), name).toEqual({ text: name, from: null })
  }
  expect(redirected).toBe(0)
  answer = json({ translatedText: 'a\u0000b', detectedLanguage: { language: '<b>' } })
  expect(await get(b, (await say(a, group, '怪')).seq)).toEqual({ text: 'ab', from: null })
  // While the service is silent, all else goes on.
  answer = () => {}
  const waits = once(heard, 'asked')
  const asking = errorOf(get(b, (await say(a, group, '等')).seq))
  await waits
  await say(b, group, '不等')
  expect(await asking).toBe('translation_unavailable')
})

test('a person has a limit, and so have all together', async () => {
  await open({ limits: { translationsPerSecond: 0.001, translationBurst: 2 } })
  const { seq } = await say(a, group, '你好')
  for (let i = 0; i < 2; i++) await get(b, seq)
  expect(await errorOf(get(b, seq))).toBe('rate_limited')
  expect(await get(a, seq)).toMatchObject({ text: 'Hello' })
})

test('so many texts are asked for at once, others wait, and beyond that they are refused', async () => {
  await open()
  const limits = { translateMs: 60_000, translationsAtOnce: 2, translationsWaiting: 1, translationCacheChars: 8 }
  const running: { text: string; end: (text: string) => void }[] = []
  const reasons: string[] = []
  const made = new EventEmitter()
  const all = new Translations(
    text =>
      new Promise(resolve => {
        running.push({ text, end: translated => resolve({ text: translated, from: null }) })
        made.emit('asked')
      }),
    limits,
    reason => reasons.push(reason),
  )
  const [one, two, three] = ['一', '二', '三'].map(text => all.translate(text, 'en'))
  expect(await errorOf(all.translate('四', 'en'))).toBe('translation_unavailable')
  expect(reasons).toEqual(['too many texts wait'])
  expect(running.map(({ text }) => text)).toEqual(['一', '二'])
  const next = once(made, 'asked')
  running[0]?.end('one')
  expect(await one).toEqual({ text: 'one', from: null })
  await next
  running[1]?.end('two')
  running[2]?.end('three')
  expect(await Promise.all([two, three])).toMatchObject([{ text: 'two' }, { text: 'three' }])
  // The last eight characters are remembered.
  await all.translate('三', 'en')
  await all.translate('二', 'en')
  expect(running).toHaveLength(3)
  const asking = all.translate('一', 'en')
  expect(running).toHaveLength(4)
  running[3]?.end('one')
  await asking
  expect(await errorOf(all.translate('x'.repeat(10_001), 'en'))).toBe('too_large')
})

test('a server that stops gives up what it asked for', async () => {
  await open({ limits: { rate: false, translateMs: 600_000 } })
  answer = () => {}
  const { seq } = await say(a, group, '等')
  const waits = once(heard, 'asked')
  const asking = errorOf(get(b, seq))
  await waits
  await workspace.server.close()
  expect(await asking).toBe('translation_unavailable')
})

test('a workspace without a service says so, and knows no such request', async () => {
  await open({ translate: undefined as never })
  expect((await a.request('sync.hello', {})).features).toEqual([])
  const { seq } = await say(a, group, '你好')
  expect(await errorOf(get(b, seq))).toBe('unknown_method')
  expect(asked).toEqual([])
})

test('the log says why there was no translation, and nothing of the text', async () => {
  await open()
  const reasons: string[] = []
  const limits = { translateMs: 5_000, translationsAtOnce: 1, translationsWaiting: 1, translationCacheChars: 100 }
  const all = new Translations(httpTranslator({ url: address }), limits, reason => reasons.push(reason))
  for (const listener of [
    json({}, 503),
    ((_request, response) => void response.end('机密 is not JSON')) as RequestListener,
    ((request, response) =>
      void response.writeHead(302, { location: encodeURI(`${request.url}/机密`) }).end()) as RequestListener,
    json({ translatedText: '机密'.repeat(100_000) }),
  ]) {
    answer = listener
    expect(await errorOf(all.translate('机密', 'en'))).toBe('translation_unavailable')
  }
  service.closeAllConnections()
  const gone = new Translations(httpTranslator({ url: 'http://127.0.0.1:1/' }), limits, reason => reasons.push(reason))
  expect(await errorOf(gone.translate('机密', 'en'))).toBe('translation_unavailable')
  expect(reasons.slice(0, -1)).toEqual([
    'status 503',
    'the answer is not JSON',
    'unexpected redirect',
    'the answer is too long',
  ])
  expect(reasons).toHaveLength(5)
  expect(reasons.join()).not.toContain('机密')
})

test('an address that is none of the web, or that holds an account, is refused at the start', async () => {
  await open()
  for (const url of ['translate.example', 'ftp://example.com', 'https://a:b@example.com/translate', ''])
    expect(() => httpTranslator({ url })).toThrow(RangeError)
  await expect(startWorkspace({ translate: { url: 'file:///etc' } })).rejects.toThrow('with http or https')
})
