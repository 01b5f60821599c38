import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketPath, subprotocol } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Role } from './core/roles.ts'
import { StartupError, startServer, type WorkspaceServer } from './index.ts'
import { connectAs, testDevice } from './testing/client.ts'
import { dropDatabase } from './testing/postgres.ts'
import { makeGroup, ownDatabase, say } from './testing/workspace.ts'

/* Processes of one workspace, of which each does a part. */

let dataDir: string
let own: { database?: string }
const servers: WorkspaceServer[] = []
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianqun-roles-'))
  own = await ownDatabase()
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
  if (own.database !== undefined) await dropDatabase(own.database)
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(roles: Role[], hosts: string[] = []): Promise<WorkspaceServer> {
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  const limits = { rate: false, compareEveryMs: 50, lookForJobsMs: 50 }
  const server = await startServer({ dataDir, ...own, roles, limits, linkPreviews: { hosts, resolve } })
  servers.push(server)
  return server
}
const get = async (server: WorkspaceServer, path: string) => {
  const response = await fetch(`${server.httpUrl}${path}`)
  return { status: response.status, body: (await response.json()) as unknown }
}
/** What a process answers to who asks for a WebSocket: its status, and its words where it refuses. */
function upgrade(server: WorkspaceServer): Promise<[number, string]> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    'sec-websocket-protocol': subprotocol,
  }
  return new Promise((resolve, reject) => {
    request(`${server.httpUrl}${socketPath}`, { headers })
      .on('upgrade', ({ statusCode = 0 }, socket) => {
        socket.destroy()
        resolve([statusCode, ''])
      })
      .on('response', response => {
        let text = ''
        response.on('data', data => (text += String(data))).on('end', () => resolve([response.statusCode ?? 0, text]))
      })
      .on('error', reject)
      .end()
  })
}

test.skipIf(process.env.LIANQUN_TEST_DATABASE === 'postgres')(
  'the one process on the database of a folder has all roles',
  async () => {
    const starting = start(['gateway', 'api'])
    await expect(starting).rejects.toThrow(StartupError)
    await expect(starting).rejects.toThrow(/--role/)
    expect((await get(await start(['gateway', 'api', 'jobs']), '/readyz')).status).toBe(200)
  },
)

test.skipIf(process.env.LIANQUN_TEST_DATABASE !== 'postgres')(
  'each process does its part, says which, and refuses the rest in words',
  async () => {
    const site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<title>Plan</title>')
    })
    site.listen(0, '127.0.0.1')
    await once(site, 'listening')
    const host = `site.test:${(site.address() as AddressInfo).port}`
    const gateway = await start(['gateway'], [host])
    const api = await start(['api'], [host])
    await gateway.domain.transaction(async operations => {
      for (const id of ['a', 'b']) await operations.createEmployee({ id, name: id.toUpperCase() })
    })

    const refused = expect.stringContaining('This process serves no')
    for (const [server, role] of [
      [gateway, 'gateway'],
      [api, 'api'],
    ] as const)
      expect(await get(server, '/readyz')).toEqual({
        status: 200,
        body: { status: 'ready', roles: [role], reasons: {} },
      })
    expect(await upgrade(gateway)).toEqual([101, ''])
    expect(await upgrade(api)).toEqual([503, refused])
    expect(await get(api, '/api/apps/me')).toMatchObject({ status: 401 })
    for (const path of ['/api/apps/me', '/files/x', '/apps/x/'])
      expect(await get(gateway, path)).toEqual({ status: 503, body: { error: 'unavailable', message: refused } })

    // What is said at the gateway waits for who does the jobs.
    const a = await connectAs(gateway.url, await gateway.domain.issueSession('a', testDevice()))
    const conversationId = await makeGroup(a, ['b'])
    const { seq } = await say(a, conversationId, `http://${host}/plan`)
    const waiting = () => gateway.domain.write([], w => w.db.selectFrom('jobs').select(['kind', 'attempts']).execute())
    expect(await waiting()).toEqual([{ kind: 'linkPreview', attempts: 0 }])
    const jobs = await start(['jobs'], [host])
    const title = async () =>
      (await a.request('message.get', { conversationId, seqs: [seq] })).messages[0]?.attributes?.preview?.title
    await expect.poll(title).toBe('Plan')
    expect(await upgrade(jobs)).toEqual([503, refused])
    expect(await get(jobs, '/files/x')).toMatchObject({ status: 503 })
    expect((await a.request('message.search', { query: 'plan', limit: 5 })).messages).toHaveLength(1)
    a.ws.close()
    site.closeAllConnections()
    site.close()
  },
)
