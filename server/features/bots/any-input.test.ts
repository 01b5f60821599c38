import { randomUUID } from 'node:crypto'
import type { Message, Method } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { methodExamples } from '../../../protocol/examples.ts'
import { type BotEndpoint, botApi } from '../../../protocol/http/bots.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { makePlace } from '../hooks/testing.ts'
import { makeBot, type TestBot } from './testing.ts'

/* What is asked of bots, cards and hooks, with each value in turn another than it should be: it is answered, or refused. */

let workspace: TestWorkspace
let a: TestClient
let bot: TestBot
/** What examples name, by its names in them. */
let known: Record<string, unknown>
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  bot = await makeBot(a, workspace.server.httpUrl)
  const conversationId = await makeGroup(a, ['b'], '轻羽')
  await a.request('bot.join', { botId: bot.id, conversationId })
  const { hook } = await makePlace(a, '发布')
  const card = {
    type: 'AdaptiveCard',
    body: [{ type: 'Input.Text', id: 'note' }],
    actions: [{ type: 'Action.Submit', title: 'x' }],
    refresh: { action: { type: 'Action.Execute', verb: 'x' } },
  }
  const { body } = await bot.call('POST', `/conversations/${conversationId}/messages`, {
    content: { type: 'card', card },
  })
  const { seq } = body.message as Message
  known = { conversationId, botId: bot.id, hookId: hook.id, seq, userId: 'b', ownerId: 'a' }
})
afterAll(() => workspace.end())

const odd: unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 31,
  2 ** 53 - 1,
  1e300,
  '',
  '0',
  '\0',
  'x\ud800y',
  '__proto__',
  "'; drop table bots; --",
  '%_\\',
  '../../me',
  '9223372036854775808',
  'ｘ'.repeat(300),
  [],
  ['x'],
  {},
  { __proto__: null, constructor: { prototype: {} } },
]

/** An example with what it names in this workspace. */
function here(value: unknown, name = ''): unknown {
  if (name === 'clientId') return randomUUID()
  if (Object.hasOwn(known, name) && typeof known[name] === typeof value) return known[name]
  if (Array.isArray(value)) return value.map(item => here(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, here(inner, key)]))
}

/** The same with each of its values in turn replaced by each that is odd. */
function* changed(value: unknown, levels = 4): Generator<unknown> {
  if (levels === 0 || typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const put = (other: unknown) => (Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other })
    for (const other of odd) yield put(other)
    for (const deeper of changed(inner, levels - 1)) yield put(deeper)
  }
}

const endpoints = Object.entries<BotEndpoint>(botApi).filter(([key]) => key !== 'POST /files')
test.each(endpoints)(
  '%s',
  async (key, { example }) => {
    const [method = '', template = ''] = key.split(' ')
    const input = here(example.input) as { params?: object; query?: object; body?: unknown }
    const wrong: string[] = []
    for (const one of [input, ...changed(input)]) {
      const { params = {}, query = {}, body } = one as { params?: object; query?: object; body?: unknown }
      const text = (value: unknown) =>
        encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed())
      const path = template.replace(/:(\w+)/g, (_all, name: string) =>
        text(Object.entries(params ?? {}).find(([each]) => each === name)?.[1] ?? 'x'),
      )
      const asked = Object.entries(query ?? {}).map(([name, value]) => `${name}=${text(value)}`)
      const { status, body: said } = await bot.call(
        method,
        asked.length > 0 ? `${path}?${asked.join('&')}` : path,
        method === 'GET' ? undefined : body,
      )
      if (status >= 500) wrong.push(`${status} ${JSON.stringify(one).slice(0, 300)} ${JSON.stringify(said)}`)
    }
    expect(wrong).toEqual([])
  },
  60_000,
)

const methods = (Object.keys(methodExamples) as Method[]).filter(
  name => /^(?:bot|card|hook)\./.test(name) && !/[.](?:remove|leave)$/.test(name),
)
test.each(methods)(
  '%s',
  async name => {
    const input = here(methodExamples[name].params)
    const wrong: string[] = []
    for (const params of [input, ...changed(input)]) {
      const error = await errorOf(a.request(name, params as never))
      if (error === 'internal') wrong.push(JSON.stringify(params).slice(0, 300))
    }
    expect(wrong).toEqual([])
  },
  60_000,
)
