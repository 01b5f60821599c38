import { mkdtempSync, rmSync } from 'node:fs'
import { connect, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { expect, test, vi } from 'vitest'
import { Sqlite } from '../../common/node/sqlite.ts'
import { startWorkspace } from '../testing/workspace.ts'
import { answerBroken, answerError } from './errors.ts'

/** What is answered when a request ends with an error. */
async function answerTo(fail: () => unknown) {
  const app = fastify()
  app.setErrorHandler(answerError)
  app.get('/', async () => fail())
  const answer = await app.inject('/')
  await app.close()
  return answer
}

test('a full disk is said as such', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lianqun-full-'))
  const sqlite = new Sqlite(join(dir, 'x.db'))
  sqlite.exec('create table t (v); pragma max_page_count = 1')
  const answer = await answerTo(() => sqlite.statement('insert into t values (?)').run('x'.repeat(100_000)))
  sqlite.close()
  rmSync(dir, { recursive: true })
  expect(answer.statusCode).toBe(507)
  expect(answer.json()).toMatchObject({ error: 'storage_full' })
})

test('an error of the server is not told to the client, nor is its answer stored', async () => {
  const answer = await answerTo(() => {
    throw new Error('/srv/data/workspace.db')
  })
  expect(answer.statusCode).toBe(500)
  expect(answer.json()).toMatchObject({ error: 'internal' })
  expect(answer.body).not.toContain('workspace.db')
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
})

test.each(['NO HTTP AT ALL\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\nx: '])(
  'whoever sends no request, or none in time, is not kept: %j',
  async text => {
    const workspace = await startWorkspace({ limits: { httpRequestMs: 200 } })
    const socket = connect({ port: workspace.server.port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => undefined)
    socket.write(text)
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
    expect(answer).toMatch(/^HTTP\/1.1 40[08]/)
    const gone = new Promise<void>(resolve => socket.resume().once('close', () => resolve()))
    // Only writing tells that the other side is gone, and not only done with its own half.
    const again = () => {
      if (!socket.destroyed) socket.write('x', () => setImmediate(again))
    }
    again()
    await gone
    await workspace.end()
  },
)

test('a server that stops does not wait for ever for a request that never comes whole', async () => {
  const workspace = await startWorkspace({ limits: { stopMs: 100, httpRequestMs: 600_000 } })
  const a = await workspace.client('a')
  const { token } = await a.request('app.token', { appId: 'announcements' })
  const socket = connect({ port: workspace.server.port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  const begun = new Promise<void>(resolve => socket.once('data', () => resolve()))
  socket.write(
    `POST /api/apps/announcements/none/confirm HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n',
  )
  await begun
  const gone = new Promise<void>(resolve => socket.resume().once('close', () => resolve()))
  await workspace.end()
  await gone
})

test('above the limit of sockets in all a new one is closed', async () => {
  const workspace = await startWorkspace({ limits: { rate: false, maxSockets: 1, maxUnauthenticated: 1 } })
  const open = async () => {
    const socket = connect({ port: workspace.server.port, host: '127.0.0.1' })
    socket.on('error', () => undefined)
    await new Promise<void>(resolve => socket.once('connect', () => resolve()))
    return socket
  }
  const [first, second, third] = [await open(), await open(), await open()]
  await new Promise<void>(resolve => third.resume().once('close', () => resolve()))
  first.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(await new Promise(resolve => first.once('data', data => resolve(String(data))))).toMatch(/^HTTP\/1.1 200/)
  first.destroy()
  second.destroy()
  await workspace.end()
})

test('what was no request takes no place, though its client stays and says nothing more', async () => {
  const workspace = await startWorkspace({ limits: { rate: false, maxSockets: 1, maxUnauthenticated: 0 } })
  const socket = connect({ port: workspace.server.port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  socket.write('NO HTTP AT ALL\r\n\r\n')
  await new Promise<void>(resolve => socket.once('data', () => resolve()))
  const health = () =>
    fetch(`${workspace.server.httpUrl}/healthz`).then(
      ({ status }) => status,
      () => null,
    )
  await expect.poll(health, { timeout: 10_000 }).toBe(200)
  socket.destroy()
  await workspace.end()
})

test('a connection that was reset gets no answer', () => {
  const socket = new Socket()
  const end = vi.spyOn(socket, 'end')
  answerBroken(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), socket)
  expect(end).not.toHaveBeenCalled()
  expect(socket.destroyed).toBe(true)
})
