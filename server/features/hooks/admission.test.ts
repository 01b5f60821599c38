import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { contentText, type HookDialect, hookDialects } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { wecomWays } from './paths.ts'
import { makePlace, type Place } from './testing.ts'

/* Who may come in, by what is known before a body is read, and how much. */

let workspace: TestWorkspace
let client: TestClient
let place: Place
const sockets: Socket[] = []

beforeEach(async () => {
  workspace = await startWorkspace()
  client = await workspace.client('a')
  place = await makePlace(client, '告警')
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await workspace.end()
})

const configure = (options: object) => client.request('hook.update', { hookId: place.hook.id, options })
const post = (path: string, body: string | FormData = '{"text":"好"}', headers: Record<string, string> = {}) =>
  fetch(workspace.server.httpUrl + path, { method: 'POST', body, headers })
const withQuery = ({ path, query }: { path: string; query: string }, key: string) => `${path}?${query}=${key}`
const upload = (key: string) => `${withQuery(wecomWays.upload, key)}&type=file`
const media = (words = '每日报表，第一行') => {
  const form = new FormData()
  form.append('media', new Blob([words]), '报表.csv')
  return form
}

/** Says that a body comes, and sends none of it. Resolves with what is answered. */
async function promise(path: string, how = 'content-length: 4000000'): Promise<string> {
  const socket = open(path, how)
  const [data] = await once(socket, 'data')
  return String(data)
}
function open(path: string, how: string): Socket {
  const { hostname, port } = new URL(workspace.server.httpUrl)
  const socket = connect(Number(port), hostname)
  sockets.push(socket)
  socket.on('error', () => {})
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\n${how}\r\n\r\n`)
  return socket
}

describe('a body is not read', () => {
  const ways = (key: string): string[] => [
    ...Object.values(place.paths).map(path => path.replace(place.key, key)),
    withQuery(wecomWays.app, key),
    upload(key),
  ]

  it('of a stranger', async () => {
    for (const path of ways(randomUUID())) expect(await promise(path), path).toMatch(/^HTTP\/1\.1 (200|40[34]) /)
  })

  it('where the hook is off', async () => {
    await client.request('hook.update', { hookId: place.hook.id, enabled: false })
    for (const path of ways(place.key)) expect(await promise(path), path).toMatch(/^HTTP\/1\.1 (200|40[34]) /)
  })

  it('from another network', async () => {
    await configure({ networks: ['10.0.0.0/8'] })
    for (const path of ways(place.key)) expect(await promise(path), path).toMatch(/^HTTP\/1\.1 (200|403) /)
    expect(await (await post(upload(place.key), media())).json()).toMatchObject({ errcode: 60020 })
    const token = await fetch(workspace.server.httpUrl + withQuery(wecomWays.token, place.key))
    expect(await token.json()).toMatchObject({ errcode: 60020 })
  })
})

it('files and tokens need a signature too, where the hook asks for one', async () => {
  const token = withQuery(wecomWays.token, place.key)
  const ask = async (headers: Record<string, string> = {}) => [
    await (await post(upload(place.key), media(), headers)).json(),
    await (await fetch(workspace.server.httpUrl + token, { headers })).json(),
  ]
  await configure({ signed: true })
  expect(await ask()).toMatchObject([{ errcode: 93000 }, { errcode: 93000 }])
  expect(await ask({ authorization: `Bearer ${place.secret}` })).toMatchObject([{ errcode: 0 }, { errcode: 0 }])
})

it('all addresses of a hook together have one rate', async () => {
  const taken = async (dialect: HookDialect) => {
    const body = JSON.stringify({ msgtype: 'text', text: '好', alias: '值班' })
    return (await post(place.paths[dialect], body)).status !== 429
  }
  let count = 0
  for (let i = 0; i < 100; i++) if (await taken('any')) count++
  for (let i = 0; i < 30; i++) if (await taken('mattermost')) count++
  expect(count).toBe(120)
  const others = hookDialects.filter(dialect => dialect !== 'any' && dialect !== 'mattermost')
  const answers = await Promise.all(others.map(async dialect => (await post(place.paths[dialect])).text()))
  expect(answers.join()).toMatch(/45009.*130101.*11232.*rate_limited.*rate.*More than 120/)
  expect(await (await post(upload(place.key), media())).json()).toMatchObject({ errcode: 45009 })
  // Another hook has a rate of its own.
  const other = await makePlace(client, '别的')
  expect((await post(other.paths.any)).status).toBe(200)
})

it('who tries keys has to wait, and whoever had a right one has not', async () => {
  expect((await post(place.paths.any)).status).toBe(200)
  const statuses: number[] = []
  for (let i = 0; i < 101; i++) statuses.push((await post(`/hook/${randomUUID()}`)).status)
  expect(statuses).toEqual([...Array<number>(100).fill(404), 429])
  expect((await post(place.paths.any)).status).toBe(200)
})

it('of one hook so many bytes are read at a time, and room is given back', async () => {
  const hold: Socket[] = []
  const full = async () => {
    hold.push(open(place.paths.any, 'transfer-encoding: chunked'))
    return (await post(place.paths.any)).status
  }
  await expect.poll(full).toBe(503)
  const answer = await post(place.paths.any)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  const other = await makePlace(client, '别的')
  expect((await post(other.paths.any)).status).toBe(200)
  for (const socket of hold) socket.destroy()
  await expect.poll(async () => (await post(place.paths.any)).status).toBe(200)
})

it('a hook is changed and tried at a rate', async () => {
  const slow = await startWorkspace({ limits: { hookRequestsPerSecond: 0.001, hookRequestBurst: 4 } })
  try {
    const someone = await slow.client('a')
    const { hook } = await makePlace(someone, '告警')
    const hookId = hook.id
    await someone.request('hook.test', { hookId, body: '{"text":"好"}' })
    await someone.request('hook.update', { hookId, enabled: true })
    await someone.request('hook.renew', { hookId })
    await someone.request('hook.update', { hookId, name: '别的' })
    for (const ask of [
      () => someone.request('hook.test', { hookId, body: '{"text":"好"}' }),
      () => someone.request('hook.update', { hookId, enabled: true }),
      () => someone.request('hook.renew', { hookId }),
      () => someone.request('hook.resend', { hookId, deliveryId: 'x' }),
      () => someone.request('hook.remove', { hookId }),
    ])
      expect(await errorOf(ask())).toBe('rate_limited')
  } finally {
    await slow.end()
  }
})

describe('what is no text for a database', () => {
  it.each(['\0', 'a\0b', '钥'.repeat(100)])('is no media id: %j', async mediaId => {
    const answer = await post(place.paths.wecom, JSON.stringify({ msgtype: 'file', file: { media_id: mediaId } }))
    expect(await answer.json()).toMatchObject({ errcode: 40058 })
  })

  it('is nobody’s name', async () => {
    const text = { content: '好', mentioned_list: ['\0', 'a\0'], mentioned_mobile_list: ['1380\x000013'] }
    const answer = await post(place.paths.wecom, JSON.stringify({ msgtype: 'text', text }))
    expect(await answer.json()).toMatchObject({ errcode: 0 })
  })
})

describe('signatures', () => {
  const shown = async () => (await place.read()).map(({ content }) => contentText(content))
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text)

  it('of a body are taken once, whatever the delivery is called', async () => {
    await configure({ signed: true })
    const body = '{"text":"好"}'
    const signature = `sha256=${hmac(place.secret, body).digest('hex')}`
    for (let i = 0; i < 3; i++) {
      const headers = { 'x-hub-signature-256': signature, 'x-github-delivery': randomUUID() }
      expect((await post(place.paths.any, body, headers)).status).toBe(200)
    }
    expect(await shown()).toEqual(['好'])
    expect((await place.log()).map(({ verdict }) => verdict)).toEqual(['repeated', 'repeated', 'shown'])
  })

  it('of a time alone are taken with 20 bodies', async () => {
    await configure({ signed: true })
    const time = Date.now()
    const sign = encodeURIComponent(hmac(place.secret, `${time}\n${place.secret}`).digest('base64'))
    const statuses: number[] = []
    for (let i = 0; i < 21; i++)
      statuses.push((await post(`${place.paths.any}?timestamp=${time}&sign=${sign}`, `{"text":"${i}"}`)).status)
    expect(statuses).toEqual([...Array<number>(20).fill(200), 403])
    expect(await shown()).toHaveLength(20)
  })
})

it('words that are asked for are not told', async () => {
  await configure({ keywords: ['密语'] })
  for (const path of Object.values(place.paths)) {
    const body = JSON.stringify({ msgtype: 'text', msg_type: 'text', text: { content: 'x' }, content: { text: 'x' } })
    expect(await (await post(path, body)).text(), path).not.toContain('密语')
  }
  const dingtalk = await post(place.paths.dingtalk, '{"msgtype":"text","text":{"content":"x"}}')
  expect(await dingtalk.json()).toMatchObject({
    errcode: 310000,
    errmsg: expect.stringMatching(/^keywords not in content/),
  })
})
