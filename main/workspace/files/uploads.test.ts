import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileRef } from '@lianqun/protocol'
import { fileRoutes } from '@lianqun/protocol'
import { expect, onTestFinished, test } from 'vitest'
import type { Cache, PendingUpload } from '../../cache/api.ts'
import type { HttpRequest } from '../transport/transport.ts'
import type { Blobs } from './blobs.ts'
import { FilesHttp } from './http-files.ts'
import { Uploads } from './uploads.ts'

const ref: FileRef = { id: 'f1', name: 'a.bin', size: 10_000, mediaType: 'application/octet-stream' }

/** A server of one upload that has some bytes of it, and clients that go on with it. */
async function begun({ has, finished = false }: { has: number; finished?: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-uploads-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'a.bin')
  writeFileSync(path, Buffer.alloc(ref.size, 7))
  const asked: string[] = []
  /** Statuses that answer whoever asks how far the upload is, before the server does. */
  const failures: number[] = []
  /** What the window is told. */
  const told: string[] = []
  let [received, done] = [has, finished]
  const server = createServer((message, response) => {
    asked.push(`${message.method} ${message.url}`)
    const tus = (status: number, headers: Record<string, string | number> = {}): ServerResponse =>
      response.writeHead(status, { 'tus-resumable': '1.0.0', ...headers })
    const failure = message.method === 'HEAD' ? failures.shift() : undefined
    message.on('data', (bytes: Buffer) => {
      received += bytes.length
    })
    message.on('end', () => {
      if (failure !== undefined) tus(failure).end()
      else if (message.url === fileRoutes.uploaded('u1')) {
        const error = done ? null : received === ref.size ? null : 'invalid_request'
        done ||= error === null
        tus(error === null ? 200 : 400).end(JSON.stringify(error === null ? { file: ref } : { error }))
      } else if (done) tus(404).end()
      else if (message.method === 'POST') tus(201, { location: fileRoutes.upload('u1') }).end()
      else if (message.method === 'PATCH') tus(204, { 'upload-offset': received }).end()
      else tus(200, { 'upload-offset': received, 'upload-length': ref.size }).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const http = ({ method, url, headers, body, signal }: HttpRequest) =>
    new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': body.byteLength }
      request(url, { method, headers: { ...headers, ...length }, ...(signal ? { signal } : {}) })
        .on('response', resolve)
        .on('error', reject)
        .end(body)
    })
  const queued: PendingUpload = {
    ...ref,
    source: { path, mtime: statSync(path).mtimeMs },
    clientId: 'c1',
    conversationId: 'g1',
    url: fileRoutes.upload('u1'),
    paused: false,
    file: null,
    state: 'pending',
    error: null,
  }
  const ready = new Promise<FileRef>(resolve => {
    const cache = {
      uploads: async () => [queued],
      uploadBegan: async () => {},
      uploadDone: async (_id: string, file: FileRef) => {
        queued.file = file
        resolve(file)
      },
    } as unknown as Cache
    const uploads = new Uploads({
      cache,
      blobs: {} as Blobs,
      http: new FilesHttp({ transport: { http }, origin, token: async () => 'token' }),
      request: async () => {
        throw new Error('nothing is claimed')
      },
      onReady: () => {},
      onProgress: (_id, { state, error }) => told.push(error === null ? state : `${state} ${error}`),
      log: () => {},
      retryMs: 1,
    })
    onTestFinished(() => uploads.stop())
    // What the test sets up first counts.
    setImmediate(() => uploads.start())
  })
  return { asked, failures, told, ready }
}

const [upload, uploaded] = [fileRoutes.upload('u1'), fileRoutes.uploaded('u1')]

test('an upload goes on where it was, also when the server cannot say at first', async () => {
  const { asked, failures, ready } = await begun({ has: 6_000 })
  failures.push(503, 429)
  expect(await ready).toEqual(ref)
  expect(asked.filter(line => line.startsWith('POST'))).toEqual([])
  expect(asked.slice(-4)).toEqual([`GET ${uploaded}`, `HEAD ${upload}`, `PATCH ${upload}`, `GET ${uploaded}`])
})

test('while the server has no space an upload waits and says why, and goes on when it has', async () => {
  const { failures, told, ready } = await begun({ has: 6_000 })
  failures.push(507, 503)
  expect(await ready).toEqual(ref)
  expect(told).toContain('waiting storage_full')
  // Of what ends by itself in a moment nothing is said.
  expect(told.filter(line => line.startsWith('waiting '))).toEqual(['waiting storage_full'])
})

test('an upload whose last answer was lost is not sent again', async () => {
  const { asked, ready } = await begun({ has: ref.size, finished: true })
  expect(await ready).toEqual(ref)
  expect(asked).toEqual([`GET ${uploaded}`])
})
