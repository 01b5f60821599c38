import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { encode, fileRoutes, type Method } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { Sqlite } from '../common/node/sqlite.ts'
import { methodExamples } from '../protocol/examples.ts'
import { createLogger } from './core/log.ts'
import { connect, connectAs, type TestClient, testDevice } from './testing/client.ts'
import { errorOf, errorsOf, makeGroup, say, startWorkspace, type TestWorkspace } from './testing/workspace.ts'

/* What people write, are named and sign in with: none of it may be in a line of the log, at any level. */
const secrets = {
  text: '不可外传的一句话',
  edited: '改过的那句机密',
  name: '欧阳慕容',
  latinName: 'Zamboni-Quixote',
  group: '裁员筹备小组',
  account: 'ouyang.zamboni',
  password: 'correct-horse-battery',
  wrongPassword: 'tr0ub4dor-and-three',
  search: '查找此隐秘词',
  linkPath: 'geheimer-pfad-4711',
  fileName: '薪酬明细表.txt',
  fileText: '每人的薪水都在这里',
  announcement: '公告里的秘密标题',
  translationKey: 'key-of-the-translation-service',
  forged: 'forged-token-of-a-stranger',
  unknown: 'method.named.as.secret',
}

interface Line {
  level: number
  msg: string
  request?: number | string
  connection?: string
  method?: string
  outcome?: string
}

async function signIn({ server }: TestWorkspace): Promise<{ client: TestClient; tokens: string[] }> {
  const { account, password } = secrets
  const client = await connect(server.url)
  const device = testDevice()
  expect(await errorOf(client.request('auth.signIn', { account, password: secrets.wrongPassword, device }))).toBe(
    'wrong_credentials',
  )
  const first = await client.request('auth.signIn', { account, password, device })
  const second = await client.request('auth.refresh', { refreshToken: first.refreshToken })
  await client.close()
  const again = await connectAs(server.url, second)
  return { client: again, tokens: [first, second].flatMap(each => [each.accessToken, each.refreshToken]) }
}

async function failInManyWays(client: TestClient, url: string): Promise<void> {
  const wrong: [string, unknown][] = [
    [secrets.unknown, { text: secrets.text }],
    ['message.send', { conversationId: secrets.text, content: secrets.text }],
    ['message.send', { conversationId: 'none', clientId: randomUUID(), content: { type: 'text', text: secrets.text } }],
    ['message.history', { conversationId: secrets.group, limit: 10 }],
    ['message.search', { query: secrets.search.repeat(200), limit: 20 }],
    ['auth.changePassword', { current: secrets.wrongPassword, next: secrets.password }],
    ['directory.search', secrets.name],
    ['group.joinByLink', { token: secrets.forged }],
    ['auth.resume', { accessToken: secrets.forged }],
  ]
  for (const [method, params] of wrong) expect(await errorOf(client.requestRaw(method, params))).not.toBe('no error')
  const stranger = await connect(url)
  stranger.sendRaw(`{"text": ${secrets.text}`)
  await stranger.nextError()
  stranger.sendRaw(JSON.stringify([secrets.text, { id: secrets.name, method: 7 }]))
  await stranger.nextError()
  stranger.sendRaw(encode.batch(Array.from({ length: 101 }, (_, i) => encode.request(i, secrets.unknown, {}))))
  stranger.sendRaw(Buffer.from(secrets.text))
  await stranger.closed
}

async function failOverHttp(httpUrl: string, token: string, accessToken: string): Promise<void> {
  const own = { authorization: `Bearer ${accessToken}` }
  const bearer = { authorization: `Bearer ${token}` }
  const asked: [string, RequestInit][] = [
    [`/api/apps/directory/search?q=${encodeURIComponent(secrets.search)}`, { headers: bearer }],
    [`/api/apps/directory/search?q=${secrets.latinName}`, { headers: { authorization: `Bearer ${secrets.forged}` } }],
    ['/api/apps/announcements', { method: 'POST', headers: bearer, body: `{"title": ${secrets.announcement}` }],
    [
      '/api/apps/announcements',
      {
        method: 'POST',
        headers: { ...bearer, 'content-type': 'application/json' },
        body: `{"title": ${secrets.announcement}`,
      },
    ],
    [`/${secrets.linkPath}`, {}],
    [`/join/${secrets.forged}`, {}],
    [`/files/${secrets.forged}`, { headers: own }],
    [fileRoutes.uploads, { method: 'POST', headers: { ...own, 'upload-metadata': secrets.linkPath } }],
    [
      fileRoutes.uploads,
      {
        method: 'POST',
        headers: { ...own, 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': '!,,=' },
      },
    ],
    [fileRoutes.upload(secrets.forged), { method: 'PATCH', headers: own, body: secrets.fileText }],
  ]
  for (const [path, init] of asked) await (await fetch(httpUrl + path, init)).arrayBuffer()
  const socket = connectSocket(Number(new URL(httpUrl).port), '127.0.0.1')
  socket.end(`GET /${secrets.linkPath} HTTP/1.1\r\nAuthorization: ${secrets.forged}\r\n broken\r\n\r\n`)
  socket.resume()
  await once(socket, 'close')
}

/** Uploads a file as tus has it: first its size and name, then its bytes. */
async function upload(httpUrl: string, token: string): Promise<void> {
  const bytes = Buffer.from(secrets.fileText)
  const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' }
  const metadata = `name ${Buffer.from(secrets.fileName).toString('base64')}`
  const made = await fetch(httpUrl + fileRoutes.uploads, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  })
  expect(made.status).toBe(201)
  const address = new URL(made.headers.get('location') ?? '', httpUrl)
  const type = 'application/offset+octet-stream'
  const sent = await fetch(address, {
    method: 'PATCH',
    headers: { ...headers, 'content-type': type, 'upload-offset': '0' },
    body: bytes,
  })
  expect(sent.status).toBe(204)
  const { file } = (await (await fetch(`${address.href}/file`, { headers })).json()) as { file: { name: string } }
  expect(file.name).toBe(secrets.fileName)
}

/** Makes reading what is stored fail, as a disk that returns something else would. */
function damage(dataDir: string, conversationId: string): void {
  const sqlite = new Sqlite(join(dataDir, 'workspace.db'), { timeout: 5_000 })
  sqlite.run('update messages set content = ? where conversation_id = ?', `{"text": ${secrets.text}`, conversationId)
  sqlite.exec('drop table labels')
  sqlite.close()
}

test.each(['debug', 'trace'])('at level %s no line holds what people write, are named or sign in with', async level => {
  const lines: string[] = []
  const logger = createLogger(level, { write: line => void lines.push(line) })
  // A translation service that answers nonsense, with the text in it.
  const service = createServer((_request, response) => response.end(`{"translatedText": ${secrets.text}`))
  await once(service.listen(0, '127.0.0.1'), 'listening')
  const translate = {
    url: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
    key: secrets.translationKey,
  }
  const workspace = await startWorkspace({ logger, translate, linkPreviews: {}, limits: { rate: false } })
  const { server, dataDir } = workspace
  try {
    const { name, latinName, account, password } = secrets
    await server.domain.createEmployee({ id: 'ouyang', name, latinName, account, password })
    const { client, tokens } = await signIn(workspace)
    const id = await makeGroup(client, ['a', 'b'], secrets.group)
    const { seq } = await say(client, id, `${secrets.text} http://10.9.8.7/${secrets.linkPath}?token=x`)
    const content = { type: 'text' as const, text: secrets.edited, mentions: [] }
    await client.request('message.edit', { conversationId: id, seq, content })
    await client.request('message.search', { query: secrets.search, limit: 20 })
    await errorOf(client.request('message.search', { query: `"${secrets.search}" OR (* NEAR`, limit: 20 }))
    expect(await errorOf(client.request('translation.get', { conversationId: id, seq, language: 'en' }))).not.toBe(
      'no error',
    )
    const { token } = await client.request('app.token', { appId: 'directory-lookup' })
    const link = await client.request('group.createLink', {
      conversationId: id,
      expiresInMs: null,
      maxUses: null,
      approval: false,
    })
    await (await fetch(`${server.httpUrl}/join/${link.token}`)).arrayBuffer()
    await upload(server.httpUrl, tokens[2] ?? '')
    await failInManyWays(client, server.url)
    await failOverHttp(server.httpUrl, token, tokens[2] ?? '')
    // Every method with what its examples say, good and bad; a sign-out comes last.
    const asked: string[] = []
    for (const [method, { params, invalid }] of Object.entries(methodExamples)) {
      if (/^auth\.(signOut|changePassword)$/.test(method)) continue
      for (const each of [params, ...invalid]) {
        asked.push(...textsIn(each))
        await errorOf(client.requestRaw(method as Method, each))
      }
    }
    damage(dataDir, id)
    const [history] = await errorsOf([
      client.request('message.history', { conversationId: id, limit: 10 }),
      client.request('label.set', { id: null, name: secrets.name, hue: 1, rules: [] } as never),
    ])
    expect(history).not.toBe('no error')
    await errorOf(client.request('auth.signOut', {}))
    await server.close()

    const parsed = lines.map(line => JSON.parse(line) as Line)
    const requests = parsed.filter(({ msg, method }) => msg === 'request' && method !== undefined)
    expect(requests.length).toBeGreaterThan(200)
    for (const request of requests) expect(request.request).toBeDefined()
    const errors = parsed.filter(({ msg }) => msg === 'request failed')
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors)
      expect(error).toMatchObject({ connection: expect.any(String), request: expect.any(Number) })
    const log = lines.join('')
    const hidden = [...Object.values(secrets), ...tokens, token, link.token, translate.key, ...asked]
    const found = hidden.filter(secret => log.includes(secret) || log.includes(encodeURIComponent(secret)))
    expect(found).toEqual([])
  } finally {
    await workspace.end()
    service.close()
  }
})

/** The words of an example that are no word of the program: in Chinese, with a space, or long. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return /[^\p{ASCII}]|\s/u.test(value.trim()) || value.length > 30 ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
