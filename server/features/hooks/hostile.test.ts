import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { contentText, type HookDialect } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { cardOf, makePlace, type Place } from './testing.ts'

/* What a hook gets from those who mean it no good, and from programs that are broken. */

let workspace: TestWorkspace
let client: TestClient
let place: Place

beforeEach(async () => {
  workspace = await startWorkspace()
  client = await workspace.client('a')
  place = await makePlace(client, '告警')
})
afterEach(() => workspace.end())

type Headers = Record<string, string | string[]>
const formType: Headers = { 'content-type': 'application/x-www-form-urlencoded' }
const boundary = 'lianqun'.repeat(5)
interface Answered {
  status: number
  body: string
}

/** Posts as it stands: a path that nobody puts right, and headers as often as they are given. */
async function send(path: string, body: string | Buffer, headers: Headers = {}, method = 'POST'): Promise<Answered> {
  const { hostname, port } = new URL(workspace.server.httpUrl)
  const request = httpRequest({ hostname, port, path, method, headers })
  // It may be answered before all of it was sent.
  request.on('error', () => {})
  request.end(body)
  const [response] = await once(request, 'response')
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return { status: response.statusCode as number, body: Buffer.concat(parts).toString() }
}
const post = (dialect: HookDialect, body: unknown, headers: Headers = {}) =>
  send(place.paths[dialect], typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body), headers)
const text = (content: string) => ({ msgtype: 'text', text: { content } })
const said = async () => (await place.read()).map(({ content }) => contentText(content))
const verdicts = async () => (await place.log()).map(({ verdict }) => verdict)

describe('bodies', () => {
  const refused: [name: string, body: string | Buffer, headers: Headers, wanted: number][] = [
    ['nothing', '', {}, 400],
    ['no JSON', '<xml/>', { 'content-type': 'application/xml' }, 400],
    ['a list', '[]', {}, 400],
    ['a number', '1', {}, 400],
    ['null', 'null', {}, 400],
    ['half of it', '{"text": "x', {}, 400],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x7b]), {}, 400],
    ['a NUL between values', '{\0"text":"x"}', {}, 400],
    ['an empty form', 'payload=', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['a form with something else', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 400],
    ['a type that is none', '{"text":"x"}', { 'content-type': ';;' }, 400],
    ['compressed', gzipSync('{"text":"x"}'), { 'content-encoding': 'gzip' }, 400],
    ['what grows to 100 MB', gzipSync(Buffer.alloc(100_000_000, 32)), { 'content-encoding': 'gzip' }, 400],
    ['100,000 lists in each other', `{"text":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, {}, 400],
    ['100,000 objects in each other', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, {}, 400],
    ['more than 4 MB', `{"text":"${'x'.repeat(4 * 1_048_576)}"}`, {}, 413],
  ]
  it.each(refused)('%s is refused, and the sender is told not to try again', async (_name, body, headers, wanted) => {
    expect((await post('any', body, headers)).status).toBe(wanted)
    expect(await said()).toEqual([])
    // It can be read in the log, but for what was too large to be read at all.
    expect(await verdicts()).toEqual(wanted === 413 || headers['content-type'] === ';;' ? [] : ['refused'])
  })

  it.each<HookDialect>(['wecom', 'dingtalk', 'feishu', 'slack', 'teams', 'mattermost', 'rocketchat'])(
    '100,000 levels are refused by %s too, where words are looked for in them',
    async dialect => {
      await client.request('hook.update', { hookId: place.hook.id, options: { keywords: ['告警'] } })
      const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
      const answer = await post(dialect, deep)
      expect([200, 400]).toContain(answer.status)
      expect(answer.body).not.toBe('ok')
      expect(await verdicts()).toEqual(['refused'])
    },
  )

  it.each<[name: string, headers: Headers]>([
    ['no type', {}],
    ['another type', { 'content-type': 'text/plain' }],
    ['a charset', { 'content-type': 'application/json; charset=UTF-8' }],
    ['big letters', { 'content-type': 'APPLICATION/JSON' }],
  ])('JSON comes with %s', async (_name, headers) => {
    expect(await post('any', { text: '好' }, headers)).toEqual({ status: 200, body: 'ok' })
    expect(await said()).toEqual(['好'])
  })

  it.each<[name: string, dialect: HookDialect, body: string, headers: Headers]>([
    ['a mark of its order of bytes', 'slack', '\ufeff{"text":"好"}', {}],
    ['a form', 'slack', `payload=${encodeURIComponent('{"text":"好"}')}`, formType],
    [
      'a form in big letters',
      'slack',
      `payload=${encodeURIComponent('{"text":"好"}')}`,
      {
        'content-type': 'Application/X-WWW-Form-Urlencoded; Charset=utf-8',
      },
    ],
    [
      'a form of parts',
      'mattermost',
      `--${boundary}\r\ncontent-disposition: form-data; name="payload"\r\n\r\n{"text":"好"}\r\n--${boundary}--\r\n`,
      { 'content-type': `multipart/form-data; boundary=${boundary}` },
    ],
    ['line ends in its texts', 'mattermost', '{"text":"好\n的"}', {}],
  ])('JSON comes with %s', async (_name, dialect, body, headers) => {
    expect(await post(dialect, body, headers)).toEqual({ status: 200, body: 'ok' })
    expect((await said()).map(words => words.slice(0, 1))).toEqual(['好'])
  })

  it('a body that does not end is given up', async () => {
    const patient = await startWorkspace({ limits: { httpRequestMs: 200 } })
    try {
      const { paths } = await makePlace(await patient.client('a'), '慢')
      const { hostname, port } = new URL(patient.server.httpUrl)
      const socket = connect(Number(port), hostname)
      let answer = ''
      socket.on('data', data => {
        answer += data.toString()
      })
      socket.write(`POST ${paths.any} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"text":`)
      await once(socket, 'close')
      expect(answer).toContain('408')
    } finally {
      await patient.end()
    }
  })
})

describe('words that no database takes', () => {
  const nul = '库存\0告警'
  const half = '库存\ud83d告警'
  const alert = (words: string) => ({
    version: '4',
    groupKey: `{}:{alertname="${words}"}`,
    status: 'firing',
    receiver: words,
    groupLabels: { alertname: words },
    commonLabels: { alertname: words, [words]: words },
    commonAnnotations: { summary: words },
    externalURL: 'http://alerts.example.com',
    alerts: [
      { status: 'firing', labels: { alertname: words }, annotations: {}, startsAt: '2026-06-02T06:00:00Z', endsAt: '' },
    ],
  })
  const payloads: [name: string, dialect: HookDialect, payload: (words: string) => unknown][] = [
    ['WeCom', 'wecom', text],
    ['WeCom markdown', 'wecom', words => ({ msgtype: 'markdown', markdown: { content: `**${words}**` } })],
    ['DingTalk', 'dingtalk', words => ({ msgtype: 'markdown', markdown: { title: words, text: words } })],
    ['Feishu', 'feishu', words => ({ msg_type: 'text', content: { text: words } })],
    ['Slack', 'slack', words => ({ text: words, username: words, attachments: [{ title: words, text: words }] })],
    ['Teams', 'teams', words => ({ '@type': 'MessageCard', summary: words, title: words, text: words })],
    ['Mattermost', 'mattermost', words => ({ text: words, username: words })],
    ['Rocket.Chat', 'rocketchat', words => ({ text: words, alias: words })],
    ['Alertmanager', 'any', alert],
    ['any JSON', 'any', words => ({ title: words, [words]: words, event: words, id: words })],
    [
      'an event of GitHub',
      'any',
      words => ({ action: words, repository: { full_name: words }, sender: { login: words } }),
    ],
  ]
  it.each(payloads)('%s is shown without them', async (_name, dialect, payload) => {
    for (const words of [nul, half]) {
      const answer = await post(dialect, payload(words), {
        'x-github-event': 'issues',
        'idempotency-key': randomUUID(),
      })
      expect(answer.status, answer.body).toBe(200)
    }
    const shown = await said()
    expect(shown.join()).not.toMatch(/\0|\p{Cs}/u)
    for (const verdict of await verdicts()) expect(['shown', 'updated']).toContain(verdict)
    // The whole of it can be read.
    for (const { id } of await place.log())
      expect((await client.request('hook.delivery', { hookId: place.hook.id, deliveryId: id })).delivery.id).toBe(id)
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])('%s is a name as any', async name => {
    const own = (value: unknown) =>
      JSON.parse(JSON.stringify({ title: '好', x: value }).replace('"x"', `"${name}"`)) as object
    for (const body of [
      own('值'),
      own({ polluted: 1 }),
      own(null),
      { msgtype: name, [name]: {} },
      { object_kind: name },
    ]) {
      const { status } = await post('any', body, { 'x-github-event': name })
      expect([200, 400]).toContain(status)
    }
    await client.request('hook.update', {
      hookId: place.hook.id,
      options: { conditions: [{ path: `${name}.polluted`, is: 'equals', value: '1' }] },
    })
    expect((await post('any', { title: '好' })).status).toBe(200)
    expect((await verdicts())[0]).toBe('filtered')
    expect({}).not.toHaveProperty('polluted')
  })
})

describe('addresses', () => {
  const strange = (key: string) => [
    '/hook/',
    '/hook/%00',
    `/hook/${key}%00`,
    `/hook/${key}%0a`,
    `/hook/%20${key}`,
    `/hook/${key}/`,
    `/hook/${key}/..`,
    `/hook/../hook/${key}`,
    `/hook/%2e%2e/hook/${key}`,
    `/hook/..%2f..%2fhook%2f${key}`,
    `//hook/${key}`,
    `/hook/${key.toUpperCase()}x`,
    `/HOOK/${key}`,
    `/hook/${key};a=b`,
    `/hook/%zz`,
    `/hook/%ff`,
    `/hook/${'x'.repeat(5_000)}`,
    `/hook/'%20or%201=1--`,
    `/cgi-bin/webhook/send?key=%00`,
    `/cgi-bin/webhook/send?key=${key}%00`,
    `/cgi-bin/webhook/send?key[]=${key}`,
    `/cgi-bin/message/send?access_token=%00`,
    `/cgi-bin/webhook/upload_media?type=file&key=%00`,
    `/robot/send?access_token=%00`,
    `/services/T/B/%00`,
    `/services/%00/%00/%ed%a0%80`,
  ]
  it('that are not quite those of a hook lead nowhere', async () => {
    for (const path of strange(place.key)) {
      const { status, body } = await send(path, JSON.stringify(text('x')))
      expect(status, path).toBeLessThan(500)
      expect(status === 200 ? body : '', path).not.toMatch(/"errcode":(0|-1)\b|"status":"ok"/)
    }
    expect(await said()).toEqual([])
  })

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])('take no %s', async method => {
    // Of these methods Node sends no length by itself, and what comes behind would be no request.
    for (const path of Object.values(place.paths))
      expect((await send(path, '{"text":"x"}', { 'content-length': '12' }, method)).status).toBe(404)
    expect(await said()).toEqual([])
  })

  it('of another workspace are unknown', async () => {
    const other = await startWorkspace()
    try {
      const answers = await Promise.all(
        Object.entries(place.paths).map(async ([dialect, path]) => {
          const response = await fetch(other.server.httpUrl + path, { method: 'POST', body: '{"text":"x"}' })
          return [dialect, response.status]
        }),
      )
      expect(Object.fromEntries(answers)).toEqual({
        any: 404,
        wecom: 200,
        dingtalk: 200,
        feishu: 200,
        slack: 403,
        teams: 404,
        mattermost: 404,
        rocketchat: 404,
      })
    } finally {
      await other.end()
    }
  })

  it('of senders are those of their connections, whatever a header says', async () => {
    await client.request('hook.update', { hookId: place.hook.id, options: { networks: ['10.0.0.0/8'] } })
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'true-client-ip'])
      expect((await post('any', { text: 'x' }, { [name]: '10.0.0.1' })).status).toBe(403)
    expect(await said()).toEqual([])
  })
})

describe('floods', () => {
  it('of 1,000 at once: as many are taken as the vendor takes, and others are served meanwhile', async () => {
    const bodies = Array.from({ length: 1_000 }, (_, i) => `第 ${i} 条`)
    const answers = Promise.all(
      bodies.map(words =>
        fetch(workspace.server.httpUrl + place.paths.wecom, {
          method: 'POST',
          body: JSON.stringify(text(words)),
        }).then(response => response.json() as Promise<{ errcode: number }>),
      ),
    )
    const others = await makePlace(client, '别的')
    const other = await fetch(workspace.server.httpUrl + others.paths.slack, {
      method: 'POST',
      body: '{"text":"别的"}',
    })
    expect(await other.text()).toBe('ok')
    const codes = (await answers).map(({ errcode }) => errcode)
    expect(codes.filter(code => code === 0)).toHaveLength(20)
    expect(codes.filter(code => code === 45009)).toHaveLength(980)
    // Each that was taken is there, once.
    expect((await said()).toSorted()).toEqual(bodies.filter((_, i) => codes[i] === 0).toSorted())
    // The log is not filled.
    expect((await verdicts()).length).toBeLessThan(50)
  })

  it('of one delivery: it is shown once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 15 }, () => post('wecom', text('一次'), { 'idempotency-key': 'k' })),
    )
    for (const { body } of answers) expect(JSON.parse(body)).toMatchObject({ errcode: 0 })
    expect(await said()).toEqual(['一次'])
    expect((await verdicts()).toSorted()).toEqual([...Array(14).fill('repeated'), 'shown'])
  })

  it('of one alert group at once: it has one card', async () => {
    const group = (n: number) => ({
      version: '4',
      groupKey: '{}:{alertname="Slow"}',
      status: 'firing',
      receiver: 'groups',
      groupLabels: { alertname: 'Slow' },
      commonLabels: { alertname: 'Slow' },
      commonAnnotations: {},
      externalURL: 'http://alerts.example.com',
      alerts: [{ status: 'firing', labels: { n: String(n) }, annotations: {}, startsAt: '2026-06-02T06:00:00Z' }],
    })
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => post('any', group(n))))
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200))
    const shown = await place.read()
    expect(shown).toHaveLength(1)
    expect(cardOf(shown[0])?.header?.tone).toBe('failing')
    expect((await verdicts()).filter(verdict => verdict === 'updated')).toHaveLength(29)
  })
})
