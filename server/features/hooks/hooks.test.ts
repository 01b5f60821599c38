import { createHmac, randomUUID } from 'node:crypto'
import { contentText, type Hook, type HookDialect, type Message } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let conversationId: string
let hook: Hook

beforeEach(async () => {
  workspace = await startWorkspace()
  ;[a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
  conversationId = await makeGroup(a, ['b'], '告警')
  hook = await create(b)
})
afterEach(() => workspace.end())

async function create(client: TestClient, name = '值班告警'): Promise<Hook> {
  const clientId = randomUUID()
  return (await client.request('hook.create', { conversationId, clientId, name, icon: 'siren', language: 'zh' })).hook
}
const secrets = () => b.request('hook.secrets', { hookId: hook.id })
async function post(dialect: HookDialect, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const { paths } = await secrets()
  return fetch(`${workspace.server.httpUrl}${paths[dialect]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
const history = async (client: TestClient = a): Promise<Message[]> =>
  (await client.request('message.history', { conversationId, limit: 50 })).messages
const last = async (): Promise<Message> => (await history()).at(-1) as Message
const wecom = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content, ...more } })
const log = async () => (await b.request('hook.deliveries', { hookId: hook.id, failed: false, limit: 50 })).deliveries
const configure = (options: object) => b.request('hook.update', { hookId: hook.id, options })

test('a hook speaks in its group as a bot of its own', async () => {
  const joined = await last()
  expect(joined.content).toMatchObject({ type: 'system', event: 'added', actorId: 'b', userIds: [hook.botId] })
  const answer = await post('wecom', wecom('库存告警'))
  expect([answer.status, await answer.json()]).toEqual([200, { errcode: 0, errmsg: 'ok' }])
  expect(await last()).toMatchObject({ senderId: hook.botId, content: { type: 'text', text: '库存告警' } })
  const { employees } = await a.request('directory.employees', { userIds: [hook.botId] })
  expect(employees).toMatchObject([{ name: '值班告警', bot: 'hook', icon: 'siren' }])
  expect(await log()).toMatchObject([{ verdict: 'shown', dialect: 'wecom', title: '库存告警', status: 200 }])
  // Nobody waits for a bot to read.
  const { seq } = await a
    .request('message.send', { conversationId, clientId: randomUUID(), content: text('看到了') })
    .then(sent => sent.message)
  expect(await a.request('message.readers', { conversationId, seq, read: false, limit: 10 })).toMatchObject({
    userIds: ['b'],
    unread: 1,
  })
})

const text = (words: string) => ({ type: 'text' as const, text: words, mentions: [] })

test('each address answers in the words of its dialect', async () => {
  const said = async (response: Response) => [response.status, await response.text()]
  expect(await said(await post('slack', { text: 'x' }))).toEqual([200, 'ok'])
  expect(await said(await post('mattermost', { text: 'x' }))).toEqual([200, 'ok'])
  expect(await said(await post('rocketchat', { text: 'x' }))).toEqual([200, '{"success":true}'])
  expect(
    JSON.parse(
      (await said(await post('feishu', { msg_type: 'text', content: { text: 'x' }, text: 'x' })))[1] as string,
    ),
  ).toMatchObject({ code: 0, StatusCode: 0 })
  expect(await said(await post('slack', '{'))).toEqual([400, 'invalid_payload'])
  expect((await said(await post('wecom', '{')))[1]).toContain('"errcode":40058')
  expect((await said(await post('mattermost', '{')))[1]).toContain('"status_code":400')
  expect((await said(await post('slack', 'x'.repeat(5_000_000))))[0]).toBe(400)
  await b.request('hook.update', { hookId: hook.id, enabled: false })
  expect(await said(await post('slack', { text: 'x' }))).toEqual([404, 'no_active_hooks'])
  expect((await said(await post('wecom', wecom('x'))))[1]).toContain('"errcode":93004')
  const wrong = await fetch(`${workspace.server.httpUrl}/cgi-bin/webhook/send?key=${randomUUID()}`, {
    method: 'POST',
    body: '{}',
  })
  expect(await wrong.json()).toMatchObject({ errcode: 93000 })
})

test('more than the vendor takes within a minute is refused with its code', async () => {
  const codes: number[] = []
  for (let i = 0; i < 21; i++)
    codes.push(((await (await post('wecom', wecom(`${i}`))).json()) as { errcode: number }).errcode)
  expect(codes).toEqual([...Array<number>(20).fill(0), 45009])
  expect((await history()).filter(({ senderId }) => senderId === hook.botId)).toHaveLength(20)
  expect((await log())[0]).toMatchObject({ verdict: 'refused', problem: 'More than 20 messages within 60 seconds.' })
})

test('a signed hook takes nothing without a fitting signature, and one signature once', async () => {
  await configure({ signed: true })
  const { secret, paths } = await secrets()
  const body = JSON.stringify(wecom('x'))
  const refused = async (response: Response) => ((await response.json()) as { errcode: number }).errcode
  expect(await refused(await post('dingtalk', body))).toBe(310000)
  const sign = (ts: number, key = secret) =>
    encodeURIComponent(createHmac('sha256', key).update(`${ts}\n${key}`).digest('base64'))
  const send = (ts: number, key?: string) =>
    fetch(`${workspace.server.httpUrl}${paths.dingtalk}&timestamp=${ts}&sign=${sign(ts, key)}`, {
      method: 'POST',
      body,
    })
  const now = Date.now()
  expect(await refused(await send(now, 'SECforged'))).toBe(310000)
  expect(await refused(await send(now - 2 * 3_600_000))).toBe(310000)
  expect(await refused(await send(now))).toBe(0)
  // The same again is answered as before, and shown once.
  expect(await refused(await send(now))).toBe(0)
  expect((await history()).filter(({ senderId }) => senderId === hook.botId)).toHaveLength(1)
  const github = { text: 'x' }
  const signature = `sha256=${createHmac('sha256', secret).update(JSON.stringify(github)).digest('hex')}`
  expect((await post('any', github, { 'x-hub-signature-256': signature })).status).toBe(200)
  expect((await post('any', github, { 'x-hub-signature-256': signature.replace(/.$/, 'z') })).status).toBe(401)
  // What proves who sent it is not kept.
  const [entry] = await log()
  const { delivery } = await b.request('hook.delivery', { hookId: hook.id, deliveryId: entry?.id ?? '' })
  expect(JSON.stringify(delivery)).not.toContain(signature.slice(8, 60))
})

test('only the networks of the hook may post', async () => {
  await configure({ networks: ['10.0.0.0/8'] })
  expect(await (await post('wecom', wecom('x'))).json()).toMatchObject({ errcode: 60020 })
  await configure({ networks: ['127.0.0.0/8', '::1'] })
  expect(await (await post('wecom', wecom('x'))).json()).toMatchObject({ errcode: 0 })
})

test('a delivery that is named comes once', async () => {
  const headers = { 'x-github-delivery': randomUUID() }
  await post('slack', { text: 'once' }, headers)
  await post('slack', { text: 'once' }, headers)
  expect((await history()).filter(({ content }) => contentText(content) === 'once')).toHaveLength(1)
  expect((await log()).map(({ verdict }) => verdict)).toEqual(['repeated', 'shown'])
})

test('who may: members make hooks and see none of the addresses of others; strangers nothing', async () => {
  const { hooks, mayAdd } = await a.request('hook.list', { conversationId })
  expect([hooks, mayAdd]).toMatchObject([[{ id: hook.id, manages: true, createdBy: 'b' }], true])
  expect(await errorOf(c.request('hook.list', { conversationId }))).toBe('not_member')
  expect(await errorOf(c.request('hook.secrets', { hookId: hook.id }))).toBe('not_found')
  const ofOwner = await create(a, '另一个')
  for (const ask of [
    () => b.request('hook.secrets', { hookId: ofOwner.id }),
    () => b.request('hook.update', { hookId: ofOwner.id, enabled: false }),
    () => b.request('hook.remove', { hookId: ofOwner.id }),
    () => b.request('hook.deliveries', { hookId: ofOwner.id, failed: false, limit: 5 }),
    () => b.request('hook.test', { hookId: ofOwner.id, body: '{}' }),
  ])
    expect(await errorOf(ask())).toBe('only_admins')
  await a.request('group.configure', { conversationId, settings: { addMembers: 'admins' } })
  expect(await errorOf(create(b, '再一个'))).toBe('only_admins')
  const { employees } = await a.request('directory.employees', { userIds: ['a'] })
  expect(await errorOf(create(a, employees[0]?.name ?? ''))).toBe('conflict')
})

test('new addresses end the old ones, and a removed hook is refused and gone', async () => {
  const { paths: before } = await secrets()
  await b.request('hook.renew', { hookId: hook.id })
  const old = await fetch(`${workspace.server.httpUrl}${before.slack}`, { method: 'POST', body: '{"text":"x"}' })
  expect([old.status, await old.text()]).toEqual([403, 'invalid_token'])
  expect(await (await post('slack', { text: 'x' })).text()).toBe('ok')
  const { paths } = await secrets()
  await b.request('hook.remove', { hookId: hook.id })
  expect(
    (await fetch(`${workspace.server.httpUrl}${paths.slack}`, { method: 'POST', body: '{"text":"x"}' })).status,
  ).toBe(403)
  const { heads } = await a.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads.find(({ conversation }) => conversation.id === conversationId)?.conversation.memberCount).toBe(2)
  expect((await history()).some(({ senderId }) => senderId === hook.botId)).toBe(true)
})

test('the log shows what came, and sends it again', async () => {
  await configure({ keywords: ['告警'] })
  await post('wecom', wecom('天气'))
  await post('wecom', wecom('告警一'))
  const [shown, refused] = await log()
  expect([shown?.verdict, refused?.verdict]).toEqual(['shown', 'refused'])
  expect(refused?.problem).toContain('告警')
  const { delivery } = await b.request('hook.delivery', { hookId: hook.id, deliveryId: shown?.id ?? '' })
  expect(JSON.parse(delivery.body)).toEqual(wecom('告警一'))
  const again = await b.request('hook.resend', { hookId: hook.id, deliveryId: shown?.id ?? '' })
  expect(again.delivery).toMatchObject({ verdict: 'shown', resent: true })
  expect((await history()).filter(({ content }) => contentText(content) === '告警一')).toHaveLength(2)
  const { deliveries } = await b.request('hook.deliveries', { hookId: hook.id, failed: true, limit: 5 })
  expect(deliveries).toMatchObject([{ id: refused?.id }])
})

test('a preview shows what it would be, to nobody else', async () => {
  const before = (await history()).length
  const shown = await b.request('hook.test', { hookId: hook.id, body: JSON.stringify({ text: '*x*' }) })
  expect(shown).toMatchObject({ dialect: 'text', problem: '' })
  expect((await b.request('hook.test', { hookId: hook.id, body: '{' })).problem).not.toBe('')
  expect((await history()).length).toBe(before)
})

test('a file that was uploaded is sent', async () => {
  const { paths } = await secrets()
  const form = new FormData()
  form.append('media', new Blob(['每日报表，第一行']), '报表.csv')
  const address = paths.wecom?.replace('/send?', '/upload_media?type=file&') ?? ''
  const uploaded = await fetch(`${workspace.server.httpUrl}${address}`, { method: 'POST', body: form })
  const { media_id: mediaId, ...rest } = (await uploaded.json()) as { media_id: string }
  expect(rest).toMatchObject({ errcode: 0, type: 'file' })
  await post('wecom', { msgtype: 'file', file: { media_id: mediaId } })
  expect((await last()).content).toMatchObject({ type: 'file', file: { name: '报表.csv' } })
  // Another hook has no part in it.
  hook = await create(b, '别的')
  expect(await (await post('wecom', { msgtype: 'file', file: { media_id: mediaId } })).json()).toMatchObject({
    errcode: 40058,
  })
})

test('JSON of an unknown tool is shown by what its fields are called, or by a mapping', async () => {
  const order = { no: 'PO-7', summary: '交期变更', state: 'late', link: 'https://erp.example/7' }
  expect((await post('any', order)).status).toBe(200)
  expect(contentText((await last()).content)).toContain('交期变更')
  const mapping = {
    title: '订单 {{no}}',
    key: 'no',
    tone: { path: 'state', values: { late: 'failing' as const } },
    closed: { path: 'state', equals: ['done'] },
    facts: [{ title: '情况', value: '{{summary}}' }],
  }
  const tried = await b.request('hook.test', { hookId: hook.id, body: JSON.stringify(order), mapping })
  expect([tried.dialect, tried.problem, tried.contents.map(contentText)]).toEqual([
    'json',
    '',
    [expect.stringContaining('订单 PO-7')],
  ])
  await configure({ mapping })
  await post('any', order)
  const { seq, content } = await last()
  expect(content).toMatchObject({ card: { header: { title: '订单 PO-7', tone: 'failing' } } })
  await post('any', { ...order, state: 'done' })
  expect(await last()).toMatchObject({ seq, content: { version: 3 } })
  expect((await log()).map(({ verdict, dialect }) => [verdict, dialect])).toEqual([
    ['updated', 'json'],
    ['updated', 'json'],
    ['shown', 'json'],
  ])
  expect(await errorOf(configure({ mapping: { title: '{{no', facts: [] } }))).toBe('invalid_params')
})
