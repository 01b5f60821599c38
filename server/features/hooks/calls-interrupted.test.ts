import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isContent, type Message, visitWhole } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectAs, type TestClient, testDevice } from '../../testing/client.ts'
import { errorOf, startTestServer, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { cardOf, makePlace, type Place } from './testing.ts'

/* What happens between the press of a button that calls another system and its answer. */

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let place: Place
let site: Server
let host: string
let calls: number
/** Answers a call with the body that it gives; never, where that does not come. */
let answer: () => Promise<object>

const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const outgoing = () => ({ hosts: [host], resolve })
const never = () => new Promise<never>(() => {})

beforeEach(async () => {
  calls = 0
  site = createServer((request, response) => {
    request.resume()
    calls++
    void answer().then(
      body => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.destroy(),
    )
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  host = `ci.test:${(site.address() as AddressInfo).port}`
})
afterEach(async () => {
  await workspace.end()
  site.closeAllConnections()
  site.close()
})

async function open(options: Parameters<typeof startWorkspace>[0] = { outgoing: outgoing() }): Promise<void> {
  workspace = await startWorkspace(options)
  ;[a, b] = await Promise.all([workspace.client('a'), workspace.client('b')])
  place = await makePlace(a, '发布')
}

async function post(): Promise<Message> {
  const actions = [{ id: 'ok', name: '批准', integration: { url: `http://${host}/` } }]
  await fetch(`${workspace.server.httpUrl}${place.paths.mattermost}`, {
    method: 'POST',
    body: JSON.stringify({ attachments: [{ text: 'v1', actions }] }),
  })
  return (await place.read()).at(-1) as Message
}
function actionIn(message: Message): string {
  let id = ''
  visitWhole(cardOf(message), node => {
    if (node.title === '批准' && typeof node.id === 'string') id = node.id
  })
  return id
}
const press = (message: Message, { client = b, clientId = randomUUID() } = {}) =>
  client.request('card.submit', {
    conversationId: message.conversationId,
    seq: message.seq,
    actionId: actionIn(message),
    inputs: {},
    version: 1,
    clientId,
  })
const update = { update: { message: '已批准', props: {} } }
const versionNow = async ({ conversationId, seq }: Message) => {
  const { messages } = await a.request('message.get', { conversationId, seqs: [seq] })
  const content = messages[0]?.content
  return content !== undefined && isContent(content, 'card') ? (content.version ?? 1) : null
}

test.each<[string, () => Promise<unknown>]>([
  ['removed', () => a.request('hook.remove', { hookId: place.hook.id })],
  ['switched off', () => a.request('hook.update', { hookId: place.hook.id, enabled: false })],
  ['kept from calling', () => a.request('hook.update', { hookId: place.hook.id, options: { calls: false } })],
  [
    'one of nobody who may speak',
    async () => {
      const { conversationId } = place.hook
      await a.request('group.transfer', { conversationId, userId: 'b' })
      await b.request('group.configure', { conversationId, settings: { speak: 'admins' } })
    },
  ],
])('a hook that is %s meanwhile changes its card no more', async (_name, end) => {
  await open()
  answer = async () => {
    await end()
    return update
  }
  const message = await post()
  expect(await press(message)).toMatchObject({ answer: 'done' })
  expect(await versionNow(message)).toBe(1)
})

test('who is removed from the group meanwhile is answered, and the card changes', async () => {
  await open()
  const { conversationId } = place.hook
  answer = async () => {
    await a.request('conversation.removeMembers', { conversationId, userIds: ['b'] })
    return update
  }
  const message = await post()
  expect(await press(message)).toMatchObject({ answer: 'done' })
  expect(await versionNow(message)).toBe(2)
  expect(await errorOf(press(message))).toBe('not_member')
  expect(calls).toBe(1)
})

test('two at once both call, and the card has what came last', async () => {
  await open()
  let both = () => {}
  const together = new Promise<void>(resolve => {
    both = resolve
  })
  answer = async () => {
    if (calls === 2) both()
    await together
    return update
  }
  const message = await post()
  expect(await Promise.all([press(message), press(message, { client: a })])).toMatchObject([
    { answer: 'done' },
    { answer: 'done' },
  ])
  expect(await versionNow(message)).toBe(3)
})

test('one person alone leaves room for others', async () => {
  await open({ outgoing: outgoing(), limits: { rate: false } })
  const answers: (() => void)[] = []
  answer = () => new Promise(resolve => answers.push(() => resolve({})))
  const message = await post()
  const six = Array.from({ length: 6 }, () => press(message))
  await expect.poll(() => calls, { timeout: 20_000 }).toBe(6)
  expect(await press(message)).toMatchObject({ answer: 'failed', notice: expect.stringContaining('没有发出') })
  const other = press(message, { client: a })
  await expect.poll(() => calls, { timeout: 20_000 }).toBe(7)
  for (const go of answers) go()
  for (const pressed of [...six, other]) expect(await pressed).toMatchObject({ answer: 'done' })
  answer = async () => ({})
  expect(await press(message)).toMatchObject({ answer: 'done' })
})

test('a server that ends meanwhile sends nothing again, and says that it is not known what came of it', async () => {
  const limits = { stopMs: 50 }
  await open({ outgoing: outgoing(), limits })
  answer = never
  const message = await post()
  const clientId = randomUUID()
  const lost = press(message, { clientId }).then(
    () => 'answered',
    () => 'lost',
  )
  await expect.poll(() => calls, { timeout: 20_000 }).toBe(1)
  await workspace.server.close()
  expect(await lost).toBe('lost')
  const { dataDir } = workspace
  const server = await startTestServer({ outgoing: outgoing(), linkPreviews: false, limits, dataDir })
  try {
    const client = await connectAs(server.url, await server.domain.issueSession('b', testDevice()))
    expect(await press(message, { client, clientId })).toEqual({
      answer: 'waiting',
      notice: '操作已经发出，还没有应答，不确定是否已经处理。',
    })
    expect(calls).toBe(1)
  } finally {
    await server.close()
  }
})

test('cards have such buttons where calls are made, whether or not previews are', async () => {
  answer = async () => ({})
  await open({ outgoing: outgoing(), linkPreviews: false })
  expect(await press(await post())).toMatchObject({ answer: 'done' })
  await workspace.end()
  await open({ outgoing: false, linkPreviews: { hosts: [], resolve } })
  expect(actionIn(await post())).toBe('')
})
