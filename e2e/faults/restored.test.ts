import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketPath } from '@lianqun/protocol'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

/** As where the file system cannot tell a copy from the file: the mark of the copy is that of the file put back. */
function agreeWithMark(data: string): void {
  const path = join(data, 'workspace.mark')
  const inode = String(statSync(join(data, 'workspace.db'), { bigint: true }).ino)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), file: { inode } }))
}

test.each([
  { told: 'the file is told apart', silent: false },
  { told: 'nothing tells the file apart', silent: true },
])('a client that holds messages which the copy lacks shows the new ones: $told', async ({ silent }) => {
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
  const epoch = await person.cache.meta('epoch')
  rmSync(data, { recursive: true })
  renameSync(join(folder, 'copy'), data)
  if (silent) agreeWithMark(data)

  server = await startServer({ dataDir: data, port, limits })
  await write('after', 7)
  await agrees('after')
  expect((await person.cache.meta('epoch')) === epoch).toBe(silent)
})
