import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Card, cardText, type HookDialect, type Message, visitWhole } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import type { Resolve } from '../links/index.ts'
import { cardOf, makePlace, type Place } from './testing.ts'

/* What the buttons of cards call: a server on loopback under the name `ci.test`, which the policy lets through. */

interface Got {
  path: string
  headers: IncomingHttpHeaders
  body: string
}
type Reply = (response: ServerResponse) => void

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let place: Place
let site: Server
let port: number
let got: Got[]
let reply: Reply
/** Where names lead that are no `ci.test`. */
let addresses: string[]

const resolve: Resolve = async host =>
  (host === 'ci.test' ? ['127.0.0.1'] : addresses).map(address => ({ address, family: address.includes(':') ? 6 : 4 }))

beforeEach(async () => {
  got = []
  addresses = ['127.0.0.1']
  reply = json({})
  site = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    got.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() })
    reply(response)
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  port = (site.address() as AddressInfo).port
  workspace = await startWorkspace({
    linkPreviews: { hosts: [`pages.test:${port}`], resolve },
    outgoing: { hosts: [`ci.test:${port}`], resolve },
    // One person alone could not press so often.
    limits: { hookCallMs: 300, rate: false },
  })
  ;[a, b] = await Promise.all([workspace.client('a'), workspace.client('b')])
  place = await makePlace(a, '发布')
})
afterEach(async () => {
  await workspace.end()
  site.closeAllConnections()
  site.close()
})

const url = (path = '/act') => `http://ci.test:${port}${path}`
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  response =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))

async function post(dialect: HookDialect, body: unknown): Promise<Message> {
  const sent = await fetch(`${workspace.server.httpUrl}${place.paths[dialect]}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  expect(sent.status).toBe(200)
  return (await place.read()).at(-1) as Message
}
const button = (to = url(), context: object = { build: 7 }) => ({
  username: 'ci',
  attachments: [{ text: '发布 **v1**', actions: [{ id: 'ok', name: '批准', integration: { url: to, context } }] }],
})
const httpPost = (more: object = {}) => ({
  '@type': 'MessageCard',
  title: '报销',
  potentialAction: [{ '@type': 'HttpPOST', name: '批准', target: url(), body: '{}', ...more }],
})
const versionOf = ({ content }: Message) => Number((content as { version?: number }).version ?? 1)
function actionIn(message: Message, title = '批准'): string {
  let id = ''
  visitWhole(cardOf(message), node => {
    if (node.title === title && typeof node.id === 'string') id = node.id
  })
  return id
}
const press = (message: Message, more: object = {}, client = b) =>
  client.request('card.submit', {
    conversationId: message.conversationId,
    seq: message.seq,
    actionId: actionIn(message),
    inputs: {},
    version: versionOf(message),
    clientId: randomUUID(),
    ...more,
  })
const now = async () => (await place.read()).at(-1) as Message
const textOf = (message: Message) => cardText(cardOf(message) as Card).text

describe('Mattermost', () => {
  test('a press is posted, the post changes and who pressed it is answered', async () => {
    reply = json({ update: { message: '已由 B 批准', props: {} }, ephemeral_text: '**收到**，谢谢' })
    const message = await post('mattermost', button())
    expect(JSON.stringify(message)).not.toContain('ci.test')
    expect(await press(message)).toEqual({ answer: 'done', notice: '收到，谢谢' })
    expect(got).toHaveLength(1)
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
      user_id: 'b',
      user_name: 'B',
      channel_id: message.conversationId,
      channel_name: '发布',
      post_id: `${message.conversationId}.${message.seq}`,
      context: { build: 7 },
    })
    const after = await now()
    expect([after.seq, versionOf(after), textOf(after)]).toEqual([message.seq, 2, '已由 B 批准\nci'])
    expect(await place.log()).toMatchObject([
      { verdict: 'called', outgoing: true, title: '批准 · B', status: 200, dialect: 'mattermost', problem: '' },
      { verdict: 'shown' },
    ])
  })

  test('a post that keeps its props keeps its buttons, which go on calling', async () => {
    reply = json({ update: { message: '第一次' } })
    await press(await post('mattermost', button()))
    const second = await now()
    expect(textOf(second)).toContain('第一次')
    expect(await press(second)).toEqual({ answer: 'done', notice: `ci.test:${port} 已收到` })
    expect(got).toHaveLength(2)
    expect(versionOf(await now())).toBe(3)
  })

  test('a menu sends what was chosen', async () => {
    const action = { id: 'env', type: 'select', name: '环境', options: [{ text: '生产', value: 'prod' }] }
    const attachments = [{ text: 'x', actions: [{ ...action, integration: { url: url() } }] }]
    const message = await post('mattermost', { attachments })
    const inputs = { 'attachment-1/1/env': 'prod' }
    expect(await press(message, { actionId: actionIn(message, 'OK'), inputs })).toMatchObject({ answer: 'done' })
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ type: 'select', context: { selected_option: 'prod' } })
  })
})

test('people are chosen whom the directory has, and told by their ids', async () => {
  const action = { id: 'who', type: 'select', name: '谁', data_source: 'users', integration: { url: url() } }
  const message = await post('mattermost', { attachments: [{ text: 'x', actions: [action] }] })
  const choose = (who: string) =>
    press(message, { actionId: actionIn(message, 'OK'), inputs: { 'attachment-1/1/who': who } })
  for (const wrong of ['nobody', place.hook.botId, 'a,b', "' or 1=1"])
    expect([wrong, await errorOf(choose(wrong))]).toEqual([wrong, 'invalid_params'])
  expect(got).toHaveLength(0)
  // Nobody of the group.
  expect(await choose('d')).toMatchObject({ answer: 'done' })
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ data_source: 'users', context: { selected_option: 'd' } })
  await workspace.server.domain.transaction(domain => domain.updateEmployee('d', { deleted: true }))
  expect(await errorOf(choose('d'))).toBe('invalid_params')
})

describe('HttpPOST', () => {
  test('what was filled in is sent, and the answer is said in its header', async () => {
    reply = json('', 200, { 'card-action-status': Buffer.from('报销已批准').toString('latin1') })
    const card = {
      '@type': 'ActionCard',
      name: '备注',
      inputs: [{ '@type': 'TextInput', id: 'why' }],
      actions: [
        {
          '@type': 'HttpPOST',
          name: '批准',
          target: `${url()}?why={{why.value}}`,
          body: '{"why":"{{why.value}}"}',
          headers: [{ name: 'X-Bill', value: '7' }],
        },
      ],
    }
    const message = await post('teams', { ...httpPost(), potentialAction: [card] })
    const inputs = { why: '"好" & 快' }
    expect(await press(message, { inputs })).toEqual({ answer: 'done', notice: '报销已批准' })
    expect(got[0]).toMatchObject({
      path: '/act?why=%22%E5%A5%BD%22%20%26%20%E5%BF%AB',
      headers: { 'x-bill': '7', 'content-type': 'application/json' },
      body: '{"why":"\\"好\\" & 快"}',
    })
    expect(versionOf(await now())).toBe(1)
  })

  test('what proves who sends it is sent, and not kept', async () => {
    const names = ['Authorization', 'X-Auth', 'X-Api_Key', 'Ocp-Apim-Subscription-Key', 'X-Password', 'Private-Token']
    const headers = names.map(name => ({ name, value: 'hush' }))
    await press(await post('teams', httpPost({ headers: [...headers, { name: 'X-Build', value: '7' }] })))
    for (const name of names) expect(got[0]?.headers[name.toLowerCase()]).toBe('hush')
    const deliveryId = (await place.log())[0]?.id ?? ''
    const { delivery } = await a.request('hook.delivery', { hookId: place.hook.id, deliveryId })
    expect(delivery.headers).toEqual({ 'content-type': 'application/json', 'x-build': '7' })
  })

  test('a card in the answer is the next face', async () => {
    const next = { ...httpPost(), title: '已批准', potentialAction: [] }
    reply = json(next, 200, { 'card-update-in-body': 'true' })
    expect(await press(await post('teams', httpPost()))).toMatchObject({ answer: 'done' })
    expect(cardOf(await now())?.header).toEqual({ title: '已批准' })
  })

  test('what is refused is said, and the card stays', async () => {
    reply = json({ title: 'x' }, 403, { 'card-action-status': 'Not yours', 'card-update-in-body': 'true' })
    const message = await post('teams', httpPost())
    expect(await press(message)).toEqual({ answer: 'failed', notice: 'Not yours' })
    expect(versionOf(await now())).toBe(1)
    expect((await place.log())[0]).toMatchObject({ verdict: 'failed', status: 403, problem: 'HTTP 403' })
  })
})

test('a press is sent once, however often its request comes', async () => {
  const message = await post('mattermost', button())
  const clientId = randomUUID()
  const answers = await Promise.all([press(message, { clientId }), press(message, { clientId })])
  expect(answers).toContainEqual({ answer: 'done', notice: `ci.test:${port} 已收到` })
  // What it was answered in the end.
  expect(await press(message, { clientId })).toEqual({ answer: 'done', notice: `ci.test:${port} 已收到` })
  expect(got).toHaveLength(1)
})

test('a hook that may not call posts no such buttons, and those that stand call nobody', async () => {
  const before = await post('mattermost', button())
  await a.request('hook.update', { hookId: place.hook.id, options: { calls: false } })
  expect(await press(before)).toEqual({ answer: 'failed', notice: '这个 Webhook 不能调用其他系统，操作没有发出。' })
  expect(actionIn(await post('mattermost', button()))).toBe('')
  await a.request('hook.update', { hookId: place.hook.id, options: { calls: true, language: 'en' } })
  await a.request('hook.update', { hookId: place.hook.id, enabled: false })
  expect(await press(before)).toEqual({ answer: 'failed', notice: 'This webhook is switched off. Nothing was sent.' })
  expect(got).toHaveLength(0)
})

test('a call of the log is not taken as a payload', async () => {
  const { seq } = await post('mattermost', button())
  await press(await now())
  const [call] = await place.log()
  const deliveryId = call?.id ?? ''
  expect(await errorOf(a.request('hook.resend', { hookId: place.hook.id, deliveryId }))).toBe('invalid_params')
  const { delivery } = await a.request('hook.delivery', { hookId: place.hook.id, deliveryId })
  expect(delivery).toMatchObject({ outgoing: true, source: url(), answer: '{}', seq })
  expect((await a.request('hook.events', { hookId: place.hook.id })).total).toBe(1)
})

describe('hostile', () => {
  test('a host of the company that pages are loaded from is not posted to for that', async () => {
    const pressed = press(await post('mattermost', button(`http://pages.test:${port}/`)))
    expect(await pressed).toMatchObject({ answer: 'failed' })
    expect(got).toEqual([])
  })

  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://rebind.test/',
    'http://ci.test.evil.test/',
    'http://ci.test:1/',
  ])('%s is not called', async to => {
    expect(await press(await post('mattermost', button(to)))).toEqual({
      answer: 'failed',
      notice: '这个按钮的地址不允许访问，操作没有发出。',
    })
    expect((await place.log())[0]).toMatchObject({ verdict: 'refused', status: 0 })
    expect(got).toHaveLength(0)
  })

  test('what somebody fills in leads nowhere that the policy does not', async () => {
    const message = await post('teams', {
      ...httpPost(),
      sections: [],
      potentialAction: [
        {
          '@type': 'ActionCard',
          name: 'x',
          inputs: [{ '@type': 'TextInput', id: 'host' }],
          actions: [{ '@type': 'HttpPOST', name: '批准', target: 'http://a.test/{{host.value}}', body: '' }],
        },
      ],
    })
    const inputs = { host: '@127.0.0.1/' }
    expect(await press(message, { inputs })).toMatchObject({ answer: 'failed' })
    expect(got).toHaveLength(0)
  })

  test('a redirect is not followed', async () => {
    reply = response => void response.writeHead(307, { location: 'http://127.0.0.1/' }).end()
    const notice = `ci.test:${port} 没有接受（HTTP 307）。`
    expect(await press(await post('mattermost', button()))).toEqual({ answer: 'failed', notice })
    expect(got).toHaveLength(1)
    expect((await place.log())[0]?.problem).toBe('HTTP 307: redirects are not followed')
  })

  test('an answer that does not come, or does not end, is waited for no longer', async () => {
    const notice = `ci.test:${port} 没有及时应答，不确定是否已经处理。`
    for (const slow of [() => {}, (response: ServerResponse) => void response.writeHead(200).write('{')]) {
      reply = slow
      expect(await press(await post('mattermost', button()))).toEqual({ answer: 'failed', notice })
    }
    reply = response => void response.socket?.destroy()
    expect(await press(await post('mattermost', button()))).toMatchObject({ answer: 'failed' })
    expect(got).toHaveLength(3)
  })

  test('an answer that goes over to another protocol leaves room for the next call', async () => {
    reply = response =>
      void response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
    const message = await post('mattermost', button())
    // One more than are under way at once.
    for (let n = 0; n < 9; n++)
      expect(await press(message)).toEqual({
        answer: 'failed',
        notice: `连不上 ci.test:${port}，不确定是否已经处理。`,
      })
    expect(got).toHaveLength(9)
  })

  test('of an endless answer the beginning is read', async () => {
    reply = response => {
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      }
      response.on('drain', more)
      more()
    }
    const result = await press(await post('mattermost', button()))
    expect(result).toEqual({ answer: 'done', notice: `ci.test:${port} 已收到` })
  })

  test('an answer brings neither scripts nor links that a card may not have', async () => {
    const actions = [{ id: 'x', name: '坏', integration: { url: 'javascript:alert(1)' } }]
    const text = '[点](javascript:alert(1)) <script>alert(1)</script>'
    const attachments = [
      { text, title: 'x', title_link: 'javascript:alert(1)', image_url: 'file:///etc/passwd', actions },
    ]
    reply = json({ update: { message: text, props: { attachments } }, ephemeral_text: text })
    const result = await press(await post('mattermost', button()))
    expect(result.notice).toContain('<script>')
    const types: unknown[] = []
    visitWhole(cardOf(await now()), ({ type }) => types.push(type))
    expect(types).not.toContain('Action.OpenUrl')
    expect(types).not.toContain('Action.Submit')
    expect(types).not.toContain('Image')
  })

  test('an answer that is no card changes nothing', async () => {
    for (const body of ['null', '[]', '"x"', '{"update":{"message":" ","props":{"attachments":7}}}', '{"@type":1}']) {
      reply = json(body, 200, { 'card-update-in-body': 'true' })
      const { answer } = await press(await post('mattermost', button()))
      expect(answer).toBe('done')
      expect(versionOf(await now())).toBe(1)
    }
  })

  test('of 2,000 presses within a minute a few are sent', async () => {
    const message = await post('mattermost', button())
    const names: string[] = []
    for (let n = 0; n < 20; n++)
      names.push(...(await Promise.all(Array.from({ length: 100 }, () => errorOf(press(message))))))
    expect(names.filter(name => name === 'no error')).toHaveLength(60)
    expect(got.length).toBeGreaterThan(0)
    expect(got.length).toBeLessThanOrEqual(60)
    expect(names.filter(name => name === 'rate_limited').length).toBe(1_940)
  })
})
