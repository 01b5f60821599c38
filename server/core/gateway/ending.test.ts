import { closeCodes } from '@lianqun/protocol'
import { afterEach, expect, test, vi } from 'vitest'
import { connect, connectAs, type TestClient, testDevice } from '../../testing/client.ts'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { Connection } from './connection.ts'

let workspace: TestWorkspace
afterEach(async () => {
  vi.restoreAllMocks()
  await workspace.end()
})

test('whoever is connected, signed in or not, is told when to come back, and closed with 1001', async () => {
  workspace = await startWorkspace({ limits: { returnAtOnce: 1, returnSocketsPerSecond: 0.5 } })
  const clients = [await workspace.client('a'), await workspace.client('b'), await connect(workspace.server.url)]
  await workspace.server.close()
  for (const client of clients) {
    expect(await client.closed).toMatchObject({ code: closeCodes.goingAway })
    // Two of three have to wait, each two seconds more.
    expect(client.events.at(-1)).toEqual({ event: 'server.ending', params: { returnWithinMs: 4_000 } })
  }
})

test('a handful comes back at once, and no window is longer than a minute', async () => {
  workspace = await startWorkspace()
  const a = await workspace.client('a')
  await workspace.server.close()
  expect(await a.waitFor('server.ending')).toEqual({ returnWithinMs: 0 })
  await workspace.end()

  workspace = await startWorkspace({ limits: { returnAtOnce: 0, returnSocketsPerSecond: 0.01 } })
  const b = await workspace.client('b')
  await workspace.server.close()
  expect(await b.waitFor('server.ending')).toEqual({ returnWithinMs: 60_000 })
})

test('hello says over which time to come back after a crash: the more are there, the longer', async () => {
  const limits = { returnAtOnce: 2, reconnectSocketsPerSecond: 2, reconnectMs: 900 }
  workspace = await startWorkspace({ limits })
  const windows: (number | undefined)[] = []
  const clients: TestClient[] = []
  for (const id of ['a', 'b', 'c', 'd']) {
    const client = await workspace.client(id)
    clients.push(client)
    windows.push((await client.request('sync.hello', {})).reconnectWithinMs)
  }
  expect(windows).toEqual([0, 0, 500, 900])
  await clients[1]?.close()
  await expect.poll(async () => (await clients[0]?.request('sync.hello', {}))?.reconnectWithinMs).toBe(500)
})

test('many are closed in steps, so that others are heard in between; none is left', async () => {
  workspace = await startWorkspace({ limits: { returnAtOnce: 2, drainMs: 150 } })
  const { url, domain } = workspace.server
  const clients: TestClient[] = []
  for (let i = 0; i < 9; i++) clients.push(await connectAs(url, await domain.issueSession('a', testDevice())))
  let steps = 0
  const perStep: number[] = []
  const close = Connection.prototype.close
  vi.spyOn(Connection.prototype, 'close').mockImplementation(function (this: Connection, ...args) {
    if (perStep[steps] === undefined) setImmediate(() => steps++)
    perStep[steps] = (perStep[steps] ?? 0) + 1
    return close.apply(this, args)
  })
  await workspace.server.close()
  expect(perStep).toEqual([3, 3, 3])
  for (const client of clients) expect(await client.closed).toMatchObject({ code: closeCodes.goingAway })
})
