import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../converted.ts'
import { type CallContext, CallError, type CallReply } from './call.ts'
import { callOf } from './index.ts'

const context: CallContext = {
  userId: 'e1',
  userName: '王五',
  conversationId: 'c1',
  conversationName: '告警',
  seq: 7,
  workspaceId: 'w1',
  workspaceName: '青屿',
  trigger: 't1',
}
const url = 'https://ci.example/act'
const requestOf = (data: unknown, inputs: Record<string, string> = {}) => callOf(data)?.request(context, inputs)
const post = (more: object) => ({ httpPost: { target: url, body: '', headers: [], ...more } })
const reply = (body: unknown, more: Partial<CallReply> = {}): CallReply => ({
  status: 200,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  ...more,
})

test.each([
  ['nothing', undefined],
  ['what calls nobody', { hook: 'take' }],
  ['an address of no web', { mattermost: { url: 'javascript:alert(1)' } }],
  ['a path of a plugin', { mattermost: { url: '/plugins/x' } }],
  ['a file', post({ target: 'file:///etc/passwd' })],
  ['another method', post({ method: 'DELETE' })],
  ['no object', { httpPost: 'https://ci.example' }],
])('%s is not called', (_name, data) => {
  expect(callOf(data)).toBeNull()
})

test('a button of Mattermost sends who pressed it where, and its context', () => {
  const made = requestOf({ mattermost: { id: 'x', type: 'button', url, context: { step: 1 } } })
  expect(made).toMatchObject({ url, headers: { 'content-type': 'application/json' } })
  expect(JSON.parse(made?.body ?? '')).toEqual({
    user_id: 'e1',
    user_name: '王五',
    channel_id: 'c1',
    channel_name: '告警',
    team_id: 'w1',
    team_domain: '青屿',
    post_id: 'c1.7',
    trigger_id: 't1',
    type: 'button',
    data_source: '',
    context: { step: 1 },
  })
})

test('a menu of Mattermost sends what was chosen', () => {
  const data = { mattermost: { id: 'x', type: 'select', url, dataSource: 'users', input: 'who' } }
  expect(JSON.parse(requestOf(data, { who: 'e2' })?.body ?? '')).toMatchObject({
    type: 'select',
    data_source: 'users',
    context: { selected_option: 'e2' },
  })
})

describe('what was filled in', () => {
  const value = '好"& \n{{b.value}}'
  test.each([
    ['application/json', '{"a":"{{a.value}}"}', '{"a":"好\\"& \\n{{b.value}}"}'],
    ['application/x-www-form-urlencoded', 'a={{ a.value }}', 'a=%E5%A5%BD%22%26%20%0A%7B%7Bb.value%7D%7D'],
    ['text/plain', '{{a.value}}', value],
    ['application/json', '{{none.value}} {{__proto__.value}}', '{{none.value}} {{__proto__.value}}'],
  ])('stands in a body of %s as that wants it', (type, body, sent) => {
    const made = requestOf(post({ body, headers: [{ name: 'Content-Type', value: type }] }), { a: value })
    expect(made?.body).toBe(sent)
  })

  test('stands in an address as one part of it', () => {
    const made = requestOf(post({ target: 'https://ci.example/{{a.value}}?x={{a.value}}' }), { a: '../?y=1#\ud800' })
    expect(made?.url).toBe('https://ci.example/..%2F%3Fy%3D1%23%EF%BF%BD?x=..%2F%3Fy%3D1%23%EF%BF%BD')
  })

  test('makes nothing that is too long', () => {
    expect(() => requestOf(post({ body: '{{a.value}}'.repeat(5_000) }), { a: 'x'.repeat(12_000) })).toThrow(CallError)
  })
})

test('a card says nothing of the connection, and no header breaks out of its line', () => {
  const headers = [
    { name: 'X-Build', value: '7' },
    { name: 'Authorization', value: 'Bearer x' },
    { name: 'Host', value: 'internal' },
    { name: 'Transfer-Encoding', value: 'chunked' },
    { name: 'Content-Length', value: '0' },
    { name: 'Cookie', value: 'a=b' },
    { name: 'X-Forwarded-For', value: '10.0.0.1' },
    { name: 'X-A\r\nHost', value: 'internal' },
    { name: 'X-B', value: 'x\r\nHost: internal' },
    { name: 'X-C', value: '密' },
    { name: '__proto__', value: 'x' },
  ]
  const made = requestOf(post({ headers }))?.headers
  expect(Object.entries(made ?? {})).toEqual([
    ['content-type', 'application/json'],
    ['x-build', '7'],
    ['authorization', 'Bearer x'],
  ])
})

const mattermost = callOf({ mattermost: { id: 'x', type: 'button', url } })
const original: JsonObject = { text: 'before', username: 'ci', attachments: [{ text: 'kept' }] }
test.each<[string, CallReply, object]>([
  ['nothing', reply(''), { taken: true }],
  ['no JSON', reply('<html>'), { taken: true, problem: expect.any(String) }],
  ['words', reply({ ephemeral_text: '**Done** <https://a.example|here>' }), { taken: true, notice: 'Done here' }],
  ['an error', reply({ error: { message: 'no' }, update: { message: 'x' } }), { taken: false, notice: 'no' }],
  ['a refusal', reply({ error: 'too late' }, { status: 409 }), { taken: false, notice: 'too late' }],
  ['a page of a proxy', reply('<h1>no</h1>', { status: 502 }), { taken: false }],
  [
    'a post without props',
    reply({ update: { message: 'after' } }),
    { taken: true, update: { text: 'after', username: 'ci', attachments: [{ text: 'kept' }] } },
  ],
  [
    'a post with props',
    reply({ update: { message: 'after', props: {} } }),
    { taken: true, update: { text: 'after', username: 'ci', props: {} } },
  ],
  ['a post that is none', reply({ update: 'x', ephemeral_text: 1 }), { taken: true, notice: '1' }],
])('an integration answers %s', (_name, answered, meaning) => {
  expect(mattermost?.answer(answered, original)).toEqual(meaning)
})

const service = callOf(post({}))
const status = (text: string) => ({ 'card-action-status': Buffer.from(text).toString('latin1') })
test.each<[string, CallReply, object]>([
  ['words', reply('', { headers: status('已批准') }), { taken: true, notice: '已批准' }],
  ['why not', reply('', { status: 400, headers: status('too late') }), { taken: false, notice: 'too late' }],
  ['a body that is no card', reply({ text: 'x' }), { taken: true }],
  [
    'a card',
    reply({ text: 'x' }, { headers: { 'card-update-in-body': 'TRUE' } }),
    { taken: true, update: { text: 'x' } },
  ],
  [
    'half a card',
    reply('{"text":', { headers: { 'card-update-in-body': 'true' } }),
    { taken: true, problem: expect.any(String) },
  ],
  ['a card with an error', reply({}, { status: 500, headers: { 'card-update-in-body': 'true' } }), { taken: false }],
])('a service answers %s', (_name, answered, meaning) => {
  expect(service?.answer(answered, null)).toEqual(meaning)
})

test('whatever a card holds and whatever is answered, it is read', () => {
  const anything = fc.jsonValue()
  const part = (known: object) => fc.record({ ...known, x: anything }, { requiredKeys: [] })
  const data = fc.oneof(
    anything,
    fc.record({ mattermost: part({ url: fc.constant(url), type: anything, context: anything, input: anything }) }),
    fc.record({ httpPost: part({ target: fc.constant(url), body: anything, headers: anything, method: anything }) }),
  )
  const answers = fc.record({
    status: fc.integer({ min: 100, max: 599 }),
    headers: fc.record({ 'card-action-status': fc.string(), 'card-update-in-body': fc.constant('true') }),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map(bytes => Buffer.from(bytes)),
      part({ update: anything, ephemeral_text: anything, error: anything }).map(said =>
        Buffer.from(JSON.stringify(said)),
      ),
    ),
  })
  fc.assert(
    fc.property(data, answers, fc.dictionary(fc.string(), fc.string()), (held, answered, inputs) => {
      const call = callOf(held)
      if (call === null) return
      const { url: to, headers, body } = call.request(context, inputs)
      expect([to, body, ...Object.values(headers)].every(said => typeof said === 'string')).toBe(true)
      expect(typeof call.answer(answered, original).taken).toBe('boolean')
    }),
  )
  const deep = reply(`${'{"update":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
  expect(mattermost?.answer(deep, original)).toEqual({ taken: true, problem: expect.any(String) })
})
