import { randomBytes, randomUUID } from 'node:crypto'
import type { FileRef } from '@lianqun/protocol'
import { fileRoutes } from '@lianqun/protocol'
import sharp from 'sharp'
import { Upload } from 'tus-js-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
})
afterEach(() => workspace.end())

const tokenOf = async (userId: string) =>
  (await workspace.server.domain.issueSession(userId, { id: `d_${userId}`, name: 'test', platform: 'linux' }))
    .accessToken
const get = (token: string, path: string, headers: Record<string, string> = {}) =>
  fetch(workspace.server.httpUrl + path, { headers: { authorization: `Bearer ${token}`, ...headers } })

/** Uploads as the client does; returns the address of the upload. */
function upload(token: string, bytes: Buffer, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const started = new Upload(bytes, {
      endpoint: workspace.server.httpUrl + fileRoutes.uploads,
      headers: { authorization: `Bearer ${token}` },
      metadata: { name },
      chunkSize: 100_000,
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(new URL(started.url ?? '').pathname),
    })
    started.start()
  })
}
async function uploaded(token: string, bytes: Buffer, name: string): Promise<FileRef> {
  const path = await upload(token, bytes, name)
  const response = await get(token, `${path}/file`)
  return ((await response.json()) as { file: FileRef }).file
}

test('a file goes up in pieces, is what its content says, and comes down whole or in part', async () => {
  const token = await tokenOf('a')
  const bytes = randomBytes(350_000)
  const file = await uploaded(token, bytes, '数据 (1).bin')
  expect(file).toMatchObject({ name: '数据 (1).bin', size: bytes.length, mediaType: 'application/octet-stream' })
  const whole = await get(token, fileRoutes.file(file.id))
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  expect(whole.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E6%95%B0%E6%8D%AE%20%281%29.bin")
  const part = await get(token, fileRoutes.file(file.id), { range: 'bytes=100-199' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe('bytes 100-199/350000')
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true)
  expect((await get(token, fileRoutes.file(file.id), { range: 'bytes=350000-' })).status).toBe(416)
})

test('a finished upload answers the same file again; another person neither sees nor goes on with it', async () => {
  const [a, b] = [await tokenOf('a'), await tokenOf('b')]
  const path = await upload(a, Buffer.from('hello'), 'hello.txt')
  const first = await (await get(a, `${path}/file`)).json()
  expect(await (await get(a, `${path}/file`)).json()).toEqual(first)
  expect((await get(b, `${path}/file`)).status).toBe(404)
  const head = await fetch(workspace.server.httpUrl + path, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${b}`, 'tus-resumable': '1.0.0' },
  })
  expect(head.status).toBe(404)
  expect((await get('nonsense', `${path}/file`)).status).toBe(401)
})

test('a picture has its size, a placeholder and smaller pictures, and no position', async () => {
  const token = await tokenOf('a')
  const position = { IFD0: { Make: 'secret-camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1' } }
  const bytes = await sharp({ create: { width: 2_000, height: 1_000, channels: 3, background: '#0a7' } })
    .jpeg()
    .withExif(position)
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const file = await uploaded(token, bytes, '门店.jpg')
  expect(file).toMatchObject({ mediaType: 'image/jpeg', width: 1_000, height: 2_000, previews: true })
  expect(file.placeholder).toMatch(/^[A-Za-z0-9+/=]{20,60}$/)
  const served = Buffer.from(await (await get(token, fileRoutes.file(file.id))).arrayBuffer())
  expect(served.length).toBe(file.size)
  expect(served.includes('secret-camera')).toBe(false)
  const metadata = await sharp(served).metadata()
  expect(metadata).toMatchObject({ width: 2_000, height: 1_000, orientation: 6 })
  expect(metadata.exif?.includes('GPS')).toBeFalsy()
  const thumbnail = await get(token, fileRoutes.variant(file.id, 'thumbnail'))
  expect(await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata()).toMatchObject({ width: 200, height: 400 })
})

test('who may load a file: who uploaded it, and who sees a message with it', async () => {
  const [a, b] = [await workspace.client('a'), await workspace.client('b')]
  const tokens = { a: await tokenOf('a'), b: await tokenOf('b'), c: await tokenOf('c') }
  const file = await uploaded(tokens.a, Buffer.from('hello'), 'hello.txt')
  const status = async (token: string) => (await get(token, fileRoutes.file(file.id))).status
  expect([await status(tokens.a), await status(tokens.b)]).toEqual([200, 404])
  const group = await makeGroup(a, ['b'])
  const { message } = await a.request('message.send', {
    conversationId: group,
    clientId: randomUUID(),
    content: { type: 'file', file },
  })
  expect([await status(tokens.b), await status(tokens.c)]).toEqual([200, 404])
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['c'] })
  expect(await status(tokens.c)).toBe(404)
  await b.request('conversation.leave', { conversationId: group })
  expect(await status(tokens.b)).toBe(404)
  await a.request('message.recall', { conversationId: group, seq: message.seq })
  expect(await status(tokens.a)).toBe(200)
})

test('what is no picture is not served as one', async () => {
  const token = await tokenOf('a')
  const broken = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(500)])
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  for (const [bytes, name] of [
    [broken, 'a.png'],
    [svg, 'a.svg'],
    [Buffer.from('<script>alert(1)</script>'), 'a.html'],
  ] as const) {
    const file = await uploaded(token, bytes, name)
    expect([name, file.previews, file.mediaType]).toEqual([name, undefined, 'application/octet-stream'])
    const response = await get(token, fileRoutes.file(file.id))
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  }
})
