import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketPath } from '@lianqun/protocol'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CuttingProxy } from '../../server/testing/cutting-proxy.ts'
import { startPostgres, startStandby, type TestPostgres, type TestStandby } from '../../server/testing/postgres.ts'
import { findPostgres } from '../../server/testing/programs.ts'
import { expectConvergence } from './convergence.ts'
import { Person } from './person.ts'
import { direct } from './views.ts'

/*
 * The primary dies, and an asynchronous standby that lacks its last transactions takes over: a client that saw them shows
 * what the server has.
 */

const here = findPostgres() !== null
const limits = { rate: false } as const

let folder: string
let primary: TestPostgres
let standby: TestStandby
let proxy: CuttingProxy
let server: WorkspaceServer
let person: Person

beforeEach(async () => {
  if (!here) return
  folder = mkdtempSync(join(tmpdir(), 'lianqun-promoted-'))
  primary = await startPostgres()
  let port = primary.port
  proxy = await CuttingProxy.start(() => port)
  const database = new URL(await primary.createDatabase())
  database.port = String(proxy.port)
  const start = (port: number) =>
    startServer({ dataDir: join(folder, 'server'), port, database: database.href, limits })
  server = await start(0)
  restart = async () => {
    await server.close()
    server = await start(server.port)
  }
  takeOver = async () => {
    await primary.kill('SIGKILL')
    await standby.restart()
    await standby.promote()
    port = standby.port
  }
})
let takeOver: () => Promise<void>
let restart: () => Promise<void>

afterEach(async () => {
  if (!here) return
  await person.close()
  await server.close()
  await proxy.close()
  await standby.stop('immediate')
  await primary.stop('immediate')
  rmSync(folder, { recursive: true, force: true })
})

test.skipIf(!here).each([
  { server: 'goes on', client: 'stays' },
  { server: 'goes on', client: 'is away meanwhile' },
  { server: 'is started anew', client: 'is away meanwhile' },
])(
  'a client that saw what the standby lacks reads everything anew: the server $server, the client $client',
  async how => {
    const url = `${server.url}${socketPath}`
    for (const id of ['ann', 'bob']) await server.domain.createEmployee({ id, name: id, latinName: id })
    const { id: group } = await server.domain.createGroup({ ownerId: 'ann', userIds: ['bob'], name: 'g' })
    const session = (device: string) =>
      server.domain.issueSession('ann', { id: device, name: 'test', platform: 'test' })
    person = await Person.start(join(folder, 'client'), url, await session('client'))
    /** In one commit, so that no client sees the revisions one by one. */
    const write = (life: string, count: number) =>
      server.domain.sendMessages(
        Array.from({ length: count }, (_, n) => ({
          conversationId: group,
          senderId: 'bob',
          clientId: null,
          content: { type: 'text' as const, text: `${life} ${n}`, mentions: [] },
        })),
      )
    const agrees = async (life: string) => {
      const truth = await direct(url, await session(`truth-${life}`))
      await expectConvergence([{ person, truth }], new Map(), life)
      truth.close()
    }

    await write('before', 3)
    await agrees('before')
    standby = await startStandby(primary)
    await standby.kill('SIGKILL')
    await write('lost', 5)
    await agrees('lost')
    if (how.client !== 'stays') await person.close()
    await takeOver()
    if (how.server !== 'goes on') await restart()
    await write('after', 7)
    if (how.client !== 'stays') await person.open()
    await agrees('after')
    const { items } = await person.cache.messagesPage({ id: group, anchor: { at: 'latest' }, limit: 100 })
    const texts = items.flatMap(({ content }) => (content.type === 'text' ? [String(content.text)] : []))
    expect(texts).toHaveLength(10)
    expect(texts.filter(text => text.startsWith('lost'))).toEqual([])
  },
)
