import { afterEach, expect, test, vi } from 'vitest'
import { Sqlite } from '../../common/node/sqlite.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../testing/workspace.ts'
import { Readiness } from './readiness.ts'

let workspace: TestWorkspace | null = null
afterEach(async () => {
  vi.restoreAllMocks()
  await workspace?.end()
  workspace = null
})

test('it is ready while every check passes, and says in words which does not', async () => {
  const readiness = new Readiness()
  expect(await readiness.read()).toEqual({ ready: true, reasons: {} })
  let bus: string | null = 'The bus is not connected.'
  readiness.add('database', async () => null)
  readiness.add('bus', async () => bus)
  readiness.add('broken', async () => {
    throw new Error('connect ECONNREFUSED 10.0.0.7:5432')
  })
  const reasons = { bus: 'The bus is not connected.', broken: 'The check failed.' }
  expect(await readiness.read()).toEqual({ ready: false, reasons })
  readiness.add('broken', async () => null)
  bus = null
  expect(await readiness.read()).toEqual({ ready: true, reasons: {} })
})

test('a check that does not answer in time has failed; who asks meanwhile makes no other run', async () => {
  const readiness = new Readiness(50)
  const check = vi.fn(() => new Promise<null>(() => {}))
  readiness.add('database', check)
  const answers = await Promise.all([readiness.read(), readiness.read()])
  for (const answer of answers) {
    expect(answer).toEqual({ ready: false, reasons: { database: 'No answer within 0.05 s.' } })
  }
  expect(check).toHaveBeenCalledOnce()
})

test('once it stops it is ready no more, also for who asked before', async () => {
  const readiness = new Readiness()
  let pass = (_: null) => {}
  readiness.add('slow', () => new Promise<null>(resolve => (pass = resolve)))
  const asked = readiness.read()
  readiness.close()
  const stopping = { ready: false, reasons: { server: 'The server is stopping.' } }
  expect(await readiness.read()).toEqual(stopping)
  pass(null)
  expect(await asked).toEqual(stopping)
})

const roles = ['gateway', 'api', 'jobs']

test('/readyz is 200 while the server serves, and 503 while its database fails', async () => {
  workspace = await startWorkspace()
  const url = `${workspace.server.httpUrl}/readyz`
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toEqual({ status: 'ready', roles, reasons: {} })
  const spy = vi.spyOn(Sqlite.prototype, 'statement').mockImplementation(() => {
    throw new Error('disk I/O error')
  })
  const failing = await fetch(url)
  expect(failing.status).toBe(503)
  expect(await failing.json()).toEqual({ status: 'not_ready', roles, reasons: { database: 'The database fails.' } })
  spy.mockRestore()
  expect((await fetch(url)).status).toBe(200)
})

test('a server that stops says so while it still answers what is under way', async () => {
  workspace = await startWorkspace()
  const { server } = workspace
  const a = await workspace.client('a')
  let arrived = () => {}
  const waiting = new Promise<void>(resolve => {
    arrived = resolve
  })
  let release = () => {}
  // Holds a transaction open, and with it a request, so that the server cannot stop yet.
  const held = server.domain.transaction(async () => {
    arrived()
    await new Promise<void>(resolve => {
      release = resolve
    })
  })
  await waiting
  const making = makeGroup(a, ['b'])
  // Frames come in order: the answer says that the request before has begun.
  expect(await errorOf(a.requestRaw('made.up', {}))).toBe('unknown_method')
  const closing = server.close()
  const answer = await fetch(`${server.httpUrl}/readyz`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toEqual({ status: 'not_ready', roles, reasons: { server: 'The server is stopping.' } })
  release()
  await Promise.all([held, making, closing])
})
