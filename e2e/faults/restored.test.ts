import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketPath } from '@lianqun/protocol'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterEach, beforeEach, test } from 'vitest'
import { expectConvergence } from './convergence.ts'
import { Person } from './person.ts'
import { direct } from './views.ts'

/* A copy of the server's data is put back, and life goes on from there: what a client shows is what the server has. */

let folder: string
let server: WorkspaceServer
let person: Person

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-restored-'))
})
afterEach(async () => {
  await person.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a client that holds messages which the copy lacks shows the new ones that took their places', async () => {
  const data = join(folder, 'server')
  const limits = { rate: false } as const
  server = await startServer({ dataDir: data, limits })
  const port = Number(new URL(server.url).port)
  const url = `ws://127.0.0.1:${port}${socketPath}`
  for (const id of ['ann', 'bob']) await server.domain.createEmployee({ id, name: id, latinName: id })
  const { id: group } = await server.domain.createGroup({ ownerId: 'ann', userIds: ['bob'], name: 'g' })
  const session = (device: string) => server.domain.issueSession('ann', { id: device, name: 'test', platform: 'test' })
  person = await Person.start(join(folder, 'client'), url, await session('client'))

  /** Bob writes; resolves when the client holds it all. */
  const write = async (life: string, count: number) => {
    for (let n = 1; n <= count; n++)
      await server.domain.sendMessage({
        conversationId: group,
        senderId: 'bob',
        clientId: null,
        content: { type: 'text', text: `${life} ${n}`, mentions: [] },
      })
  }
  const agrees = async (life: string) => {
    const truth = await direct(url, await session(`truth-${life}`))
    await expectConvergence([{ person, truth }], new Map(), life)
    truth.close()
  }

  await write('before the copy', 3)
  await agrees('before the copy')
  await server.close()
  cpSync(data, join(folder, 'copy'), { recursive: true })

  server = await startServer({ dataDir: data, port, limits })
  await write('lost', 5)
  await agrees('lost')
  await server.close()
  rmSync(data, { recursive: true })
  renameSync(join(folder, 'copy'), data)

  server = await startServer({ dataDir: data, port, limits })
  await write('after', 7)
  await agrees('after')
})
