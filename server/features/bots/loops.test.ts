import { randomUUID } from 'node:crypto'
import { botScopes } from '@lianqun/protocol'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Bot } from '../../../sdk/bot/index.ts'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { botById } from './domain.ts'
import { requireNoLoop } from './loops.ts'
import { type ApiAnswer, makeBot, type TestBot } from './testing.ts'

/* Bots that answer each other are stopped; bots that only tell are not. */

let workspace: TestWorkspace
let a: TestClient
let first: TestBot
let second: TestBot
let deaf: TestBot
let group: string
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  const { httpUrl } = workspace.server
  first = await makeBot(a, httpUrl, { name: '甲' })
  second = await makeBot(a, httpUrl, { name: '乙' })
  deaf = await makeBot(a, httpUrl, { name: '报警', scopes: ['messages.write'] })
  const command = { name: 'say', description: '说' }
  await first.call('PUT', '/manifest', {
    description: '',
    commands: [command],
    shortcuts: [],
    home: false,
    unfurlHosts: [],
  })
})
beforeEach(async () => {
  group = await makeGroup(a, ['b'], '两个机器人')
  for (const { id } of [first, second, deaf]) await a.request('bot.join', { botId: id, conversationId: group })
  await say('开始')
})
afterAll(async () => {
  await workspace.end()
})

const say = (text: string) => {
  const content = { type: 'text' as const, text, mentions: [] }
  return a.request('message.send', { conversationId: group, clientId: randomUUID(), content })
}
const send = (bot: TestBot, text = '你好', more: object = {}) =>
  bot.call('POST', `/conversations/${group}/messages`, { content: { type: 'text', text }, ...more })
/** Bots speak by turns; the status of each answer. */
async function turns(bots: readonly TestBot[], count: number): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < count; n++) statuses.push((await send(bots[n % bots.length] as TestBot)).status)
  return statuses
}
const all = (count: number, status = 200) => Array<number>(count).fill(status)

test('two bots that answer each other are refused after twenty turns, until a person says something', async () => {
  expect(await turns([first, second], 20)).toEqual(all(20))
  const refused = await send(first)
  expect(refused).toMatchObject({ status: 429, body: { error: 'limit_reached' } })
  expect((refused as ApiAnswer & { body: { message: unknown } }).body.message).toContain('20 times')
  expect((await send(second, '你好')).status).toBe(429)
  await say('够了')
  expect(await turns([first, second], 3)).toEqual(all(3))
})

test('what was said before the end is answered once more as it was', async () => {
  const twice = { clientId: randomUUID() }
  const said = await send(second, '一', twice)
  await turns([first, second], 20)
  expect((await send(second, '二')).status).toBe(429)
  const again = await send(second, '一', twice)
  expect([again.status, again.body.message.seq]).toEqual([200, said.body.message.seq])
  expect((await send(second, '一', { clientId: randomUUID() })).status).toBe(429)
})

test('what a bot says on and on, or at two turns, is no loop; neither is what it changes', async () => {
  const { body } = await send(second)
  expect(await turns([first], 40)).toEqual(all(40))
  expect(await turns([second, first], 17)).toEqual(all(17))
  for (let n = 0; n < 25; n++) {
    const on = `/conversations/${group}/messages/${body.message.seq}`
    const changed = await second.call('PATCH', on, { content: { type: 'text', text: `改 ${n}` } })
    expect(changed.status).toBe(200)
  }
  expect((await send(first)).status).toBe(200)
})

test('a bot that hears nobody tells of its alarms while others answer each other; one that is named is stopped', async () => {
  expect(await turns([first, second], 20)).toEqual(all(20))
  expect(await turns([deaf], 5)).toEqual(all(5))
  expect((await send(first)).status).toBe(429)
  await say('换一个话题')
  for (let n = 0; n < 10; n++) {
    expect((await send(first, `<@${deaf.id}> 在吗`)).status).toBe(200)
    expect((await send(deaf)).status).toBe(200)
  }
  expect((await send(deaf)).status).toBe(429)
})

test('what a hook says is neither a turn nor a person', async () => {
  const named = { name: '监控', icon: 'siren', language: 'zh' } as const
  const { hook } = await a.request('hook.create', { conversationId: group, clientId: randomUUID(), ...named })
  const { paths } = await a.request('hook.secrets', { hookId: hook.id })
  for (let n = 0; n < 10; n++) {
    expect(await turns([first, second], 2)).toEqual(all(2))
    const posted = await fetch(`${workspace.server.httpUrl}${paths.any}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content: `第 ${n} 次` } }),
    })
    expect(posted.status).toBe(200)
  }
  expect((await send(first)).status).toBe(429)
})

test('who gives a bot a command is answered; after some minutes of silence bots may again', async () => {
  expect(await turns([first, second], 20)).toEqual(all(20))
  expect((await send(first)).status).toBe(429)
  const use = { conversationId: group, botId: first.id, clientId: randomUUID(), command: 'say', text: '' }
  await a.request('bot.command', use)
  expect((await send(first)).status).toBe(200)
  // One that is said in the very millisecond of the command counts as said before it.
  const statuses = await turns([second, first], 22)
  expect(statuses.slice(0, 19)).toEqual(all(19))
  expect(statuses.slice(20)).toEqual(all(2, 429))
  const check = (minutes: number) =>
    workspace.server.domain.write([], async ({ db }) => {
      const bot = await botById(db, second.id)
      await requireNoLoop(db, { bot, conversationId: group, now: Date.now() + minutes * 60_000 })
    })
  await expect(check(4)).rejects.toMatchObject({ errorName: 'limit_reached' })
  await check(6)
})

test('a bot of the library passes over what bots say, unless it asks for it', async () => {
  const url = workspace.server.httpUrl
  const own = await makeBot(a, url, { name: '库', scopes: [...botScopes] })
  await a.request('bot.join', { botId: own.id, conversationId: group })
  const heard = { people: [] as string[], all: [] as string[] }
  const bot = new Bot({ url, token: own.token })
    .onMessage(({ text }) => heard.people.push(text))
    .onMessage(({ text }) => heard.all.push(text), { bots: true })
  await bot.start()
  await send(first, '机器人说')
  await say('人说')
  await expect.poll(() => heard.people).toContain('人说')
  expect(heard.people).not.toContain('机器人说')
  expect(heard.all.filter(text => text.endsWith('说'))).toEqual(['机器人说', '人说'])
  await bot.stop()
})
