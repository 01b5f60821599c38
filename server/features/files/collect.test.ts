import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FileRef } from '@lianqun/protocol'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diskBlobs } from '../../storage/blobs.ts'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startTestServer, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { FileKeeper } from './keeper.ts'
import { FilePolicy } from './policy.ts'

let workspace: TestWorkspace
let keeper: FileKeeper
let a: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  const { domain } = workspace.server
  const blobs = diskBlobs(workspace.dataDir)
  keeper = new FileKeeper((locks, fn, done) => domain.write(locks, fn, done), blobs, new FilePolicy([]), null)
  a = await workspace.client('a')
  group = await makeGroup(a, ['b'])
})
afterEach(() => workspace.end())

const day = 24 * 3_600_000
const add = (text: string) =>
  workspace.server.domain.addFile({ from: Buffer.from(text), name: 'a.txt', uploaderId: 'a' })
const send = (file: FileRef) =>
  a.request('message.send', {
    conversationId: group,
    clientId: randomUUID(),
    content: { type: 'file', file },
  })
const recall = async (sent: ReturnType<typeof send>) =>
  a.request('message.recall', { conversationId: group, seq: (await sent).message.seq })
async function keys(dataDir = workspace.dataDir): Promise<string[]> {
  const found: string[] = []
  for await (const key of diskBlobs(dataDir).keys()) found.push(key)
  return found
}
const rows = () =>
  workspace.server.domain.write('workspace', async w =>
    (await w.db.selectFrom('files').select('id').execute()).map(row => row.id).sort(),
  )

test('a file that no message shows goes a day after it came, one that is shown stays', async () => {
  const [shown, unused] = [await add('shown'), await add('unused')]
  await send(shown)
  expect(await keeper.collect(Date.now() + day - 60_000)).toBe(0)
  expect(await keeper.collect(Date.now() + day + 60_000)).toBe(1)
  expect(await rows()).toEqual([shown.id])
  expect((await keys()).length).toBe(1)
  expect(unused.id).not.toBe(shown.id)
})

test('what was recalled goes at once, unless another message shows it or the same bytes', async () => {
  const [gone, twice, same] = [await add('gone'), await add('twice'), await add('gone and same')]
  const claimed = (await a.request('file.claim', { sha256: await shaOf(same), name: 'b.txt' })).file
  if (claimed === null) throw new Error('nothing was claimed')
  const sent = [send(gone), send(twice), send(same)]
  await Promise.all([...sent, send(twice), send(claimed)])
  for (const one of sent) await recall(one)
  expect(await keeper.collect()).toBe(2)
  expect(await rows()).toEqual([twice.id, claimed.id].sort())
  expect((await keys()).length).toBe(2)
})

async function shaOf(file: FileRef): Promise<string> {
  return workspace.server.domain.write(
    'workspace',
    async w =>
      (await w.db.selectFrom('files').select('source_sha256').where('id', '=', file.id).executeTakeFirstOrThrow())
        .source_sha256,
  )
}

test('the smaller pictures go with the picture', async () => {
  const bytes = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#07a' } })
    .png()
    .toBuffer()
  await workspace.server.domain.addFile({ from: bytes, name: 'a.png', uploaderId: 'a' })
  expect((await keys()).length).toBe(3)
  await keeper.collect(Date.now() + 2 * day)
  expect(await keys()).toEqual([])
})

test('the same bytes that come again while they are removed are there', async () => {
  for (let turn = 0; turn < 20; turn++) {
    await add('again')
    const [, file] = await Promise.all([
      keeper.collect(Date.now() + 2 * day),
      keeper.addBytes(Buffer.from('again'), { name: 'a', uploaderId: 'a' }),
    ])
    const left = await rows()
    expect(left.length === 0 || (await keys()).length === 1).toBe(true)
    if (left.includes(file.id)) expect((await keys()).length).toBe(1)
    await keeper.collect(Date.now() + 2 * day)
  }
})

test('bytes without a file, which a kill left, go', async () => {
  await add('kept')
  const blobs = diskBlobs(workspace.dataDir)
  await blobs.put('a'.repeat(64), Buffer.from('orphan'))
  await blobs.put(`${'a'.repeat(64)}-preview`, Buffer.from('orphan'))
  await workspace.server.close()
  const again = await startTestServer({ dataDir: workspace.dataDir, limits: { sweepFilesMs: 20 } })
  await expect.poll(async () => (await keys()).length).toBe(1)
  await again.close()
  expect(readdirSync(join(workspace.dataDir, 'uploads'))).toEqual([])
})
