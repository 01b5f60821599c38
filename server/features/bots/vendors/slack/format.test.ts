import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../../../testing/workspace.ts'
import { makeBot, type TestBot } from '../../testing.ts'
import { signSlack } from './format.ts'
import { toChannelId } from './ids.ts'
import { Heard } from './testing.ts'

/* A bot without a library: what is posted, as it is, and what strange answers and calls do. */

interface Got {
  headers: IncomingMessage['headers']
  body: string
}

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let bot: TestBot
let group: string
const heard = new Heard()
let answer: (got: Got) => { status: number; body: string } = () => ({ status: 200, body: '' })
const own = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', part => parts.push(part))
  request.on('end', () => {
    const got = { headers: request.headers, body: Buffer.concat(parts).toString('utf8') }
    heard.add('post', got)
    const { status, body } = answer(got)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
})
beforeAll(async () => {
  await new Promise<void>(resolve => own.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(own.address() as AddressInfo).port}`
  const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }]
  workspace = await startWorkspace({ limits: { rate: false }, outgoing: { hosts: [host], resolve } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '任务' })
  const commands = [{ name: 'go', description: '' }]
  await bot.call('PUT', '/manifest', { description: '', commands, shortcuts: [], home: true, unfurlHosts: [] })
  await a.request('bot.update', { botId: bot.id, webhook: { url: `http://${host}/`, format: 'slack' } })
  group = await makeGroup(a, ['b'], '轻羽')
  await a.request('bot.join', { botId: bot.id, conversationId: group })
})
afterAll(async () => {
  await workspace.end()
  own.closeAllConnections()
  await new Promise(resolve => own.close(resolve))
})

const go = (text: string) =>
  b.request('bot.command', { conversationId: group, botId: bot.id, clientId: randomUUID(), command: 'go', text })
const posted = (text: string) => heard.next<Got>('post', ({ body }) => new URLSearchParams(body).get('text') === text)
const call = async (name: string, args: unknown) => {
  const response = await fetch(`${workspace.server.httpUrl}/api/slack/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bot.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  return { status: response.status, body: (await response.json()) as { ok: boolean; error?: string } }
}

test('the signature is that of the example of Slack', () => {
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
  expect(signSlack('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  )
})

test('a command is a signed form; the address of answers is where the bot called from', async () => {
  await go('不知道在哪')
  expect(new URLSearchParams((await posted('不知道在哪')).body).get('response_url')).toBeNull()
  await call('auth.test', {})
  await go('知道了')
  const { headers, body } = await posted('知道了')
  const { secret } = await a.request('bot.secret', { botId: bot.id })
  expect(headers['x-slack-signature']).toBe(signSlack(secret, String(headers['x-slack-request-timestamp']), body))
  const url = new URLSearchParams(body).get('response_url') ?? ''
  expect(url.startsWith(`${workspace.server.httpUrl}/api/slack/response/`)).toBe(true)
  const post = (to: string) =>
    fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"好","response_type":"in_channel"}',
    })
  const statuses: number[] = []
  for (let n = 0; n < 6; n++) statuses.push((await post(url)).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
  expect((await post(`${url}x`)).status).toBe(404)
  expect((await post(`${workspace.server.httpUrl}/api/slack/response/x`)).status).toBe(404)
})

test('a command that the bot refuses is told once, and what comes after it arrives', async () => {
  answer = ({ body }) => ({ status: body.includes('refused') ? 404 : 200, body: '' })
  await go('refused')
  await go('taken')
  await posted('taken')
  expect(heard.all.filter(({ value }) => (value as Got).body.includes('refused'))).toHaveLength(1)
})

test('a strange answer does not hold up what comes after it', async () => {
  answer = () => ({ status: 200, body: '{"text":{"a":1},"blocks":[{"type":"x"}],"response_type":"in_channel"}' })
  await go('strange')
  await posted('strange')
  answer = () => ({ status: 200, body: '{"text":"明白","response_type":"in_channel"}' })
  await go('plain')
  await b.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes('明白'))
})

test('a call with anything in it is answered in the words of Slack', async () => {
  const channel = toChannelId(group, false)
  const junk = fc.dictionary(
    fc.constantFrom(
      'text',
      'blocks',
      'attachments',
      'view',
      'ts',
      'thread_ts',
      'users',
      'files',
      'unfurls',
      'cursor',
      'name',
      'trigger_id',
      'chunks',
    ),
    fc.jsonValue({ maxDepth: 3 }),
  )
  const name = fc.constantFrom(
    'chat.postMessage',
    'chat.update',
    'chat.startStream',
    'chat.unfurl',
    'conversations.history',
    'conversations.open',
    'conversations.list',
    'views.open',
    'views.publish',
    'files.completeUploadExternal',
    'reactions.add',
  )
  await fc.assert(
    fc.asyncProperty(name, junk, async (method, args) => {
      const { status, body } = await call(method, { ...args, channel })
      expect([method, status, body.error]).not.toEqual([method, status, 'internal_error'])
      expect(status).toBe(200)
      expect(typeof body.ok).toBe('boolean')
    }),
    { numRuns: 150 },
  )
})
