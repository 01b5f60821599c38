import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, renameSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { FileRef } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seeded } from '../../../common/random.ts'
import type { ServerLimits } from '../../options.ts'
import { connectAs, testDevice } from '../../testing/client.ts'
import { killSpawned, spawnServer } from '../../testing/spawned.ts'
import { errorIn, Uploader } from '../../testing/uploading.ts'
import { databaseOf, startTestServer, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let uploader: Uploader
beforeEach(async () => {
  await start({})
})
afterEach(async () => {
  await killSpawned()
  await workspace.end()
})

async function start(options: Parameters<typeof startWorkspace>[0]): Promise<void> {
  workspace = await startWorkspace({ ...options, limits: { rate: false, ...options?.limits } })
  uploader = await uploaderOf('a')
}
/** The same server once more, with other limits. */
async function reopen(limits: Partial<ServerLimits>): Promise<void> {
  await workspace.server.close()
  const server = await startTestServer({ dataDir: workspace.dataDir, limits: { rate: false, ...limits } })
  const { end } = workspace
  workspace = { ...workspace, server, end: () => server.close().then(end) }
}
async function restart(options: Parameters<typeof startWorkspace>[0]): Promise<void> {
  await workspace.end()
  await start(options)
}
const uploaderOf = async (userId: string) =>
  new Uploader(
    (await workspace.server.domain.issueSession(userId, { id: `d_${userId}`, name: 'test', platform: 'linux' }))
      .accessToken,
  )
const create = (size: number, name?: string) => uploader.create(workspace.server.httpUrl, size, name)
const created = (size: number, base = workspace.server.httpUrl) => uploader.created(base, size)
const patch = (url: string, offset: number, bytes: Buffer) => uploader.patch(url, offset, bytes)
const offsetOf = (url: string) => uploader.offsetOf(url)
const finish = (url: string) => uploader.finish(url)
const contentOf = (file: FileRef, base = workspace.server.httpUrl) => uploader.contentOf(base, file)

test('an upload that is cut at 200 points arrives whole', async () => {
  const random = seeded(8)
  const bytes = randomBytes(40_000_000)
  const url = await created(bytes.length)
  let offset = 0
  // A request that was cut may be read after the question that follows it.
  let most = 0
  for (let cuts = 0; cuts < 200; cuts++) {
    const piece = bytes.subarray(offset, offset + 2 + Math.floor(random() * 300_000))
    const sent = Math.max(1, Math.floor(random() * piece.length))
    await uploader.cut(url, offset, piece, sent)
    most = Math.max(most, offset + sent)
    const next = await offsetOf(url)
    expect(next).toBeGreaterThanOrEqual(offset)
    expect(next).toBeLessThanOrEqual(most)
    offset = next
  }
  // Much of what was sent before the cuts is there.
  expect(offset).toBeGreaterThan(1_000_000)
  await uploader.complete(url, bytes)
  expect((await contentOf(await finish(url))).equals(bytes)).toBe(true)
}, 180_000)

test('a full disk is said as such, and the upload goes on when there is space', async () => {
  const bytes = randomBytes(200_000)
  const url = await created(bytes.length)
  expect((await patch(url, 0, bytes.subarray(0, 100_000))).status).toBe(204)
  const path = join(workspace.dataDir, 'uploads', url.split('/').at(-1) ?? '')
  renameSync(path, `${path}.kept`)
  symlinkSync('/dev/full', path)
  expect(await errorIn(await patch(url, 0, bytes.subarray(0, 100)))).toEqual([507, 'storage_full'])
  unlinkSync(path)
  renameSync(`${path}.kept`, path)
  expect((await patch(url, 100_000, bytes.subarray(100_000))).status).toBe(204)
  expect((await contentOf(await finish(url))).equals(bytes)).toBe(true)
})

test('a store that fails while the file is kept loses nothing', async () => {
  const url = await created(5)
  await patch(url, 0, Buffer.from('hello'))
  const blobs = join(workspace.dataDir, 'blobs')
  symlinkSync('/dev/full/none', blobs)
  expect((await uploader.finished(url)).status).toBe(500)
  unlinkSync(blobs)
  expect((await contentOf(await finish(url))).toString()).toBe('hello')
})

test('limits of a person, of size and of types are said before a byte is sent', async () => {
  await restart({ limits: { fileBytes: 100, uploadsPerPerson: 2, uploadBytesPerPerson: 150 }, blockedTypes: ['.EXE'] })
  expect(await errorIn(await create(101))).toEqual([413, 'too_large'])
  for (const name of ['a.exe', 'a.ExE. ', 'x/../a.exe', 'a\u202Egpj.exe'])
    expect([name, await errorIn(await create(1, name))]).toEqual([name, [403, 'forbidden']])
  expect(await errorIn(await create(1, ' '))).toEqual([400, 'invalid_params'])
  const first = await created(100)
  expect(await errorIn(await create(51))).toEqual([429, 'limit_reached'])
  await created(10)
  expect(await errorIn(await create(1))).toEqual([429, 'limit_reached'])
  await uploader.cancel(first)
  expect((await create(100)).status).toBe(201)
  expect(await errorIn(await patch(first, 0, Buffer.from('x')))).toEqual([404, 'not_found'])
})

test('what a person uploads within a day has a limit, which outlives a restart; what needs no upload does not count', async () => {
  const limits = { uploadBytesPerDay: 100 }
  await restart({ limits })
  const bytes = randomBytes(60)
  const url = await created(60)
  await patch(url, 0, bytes)
  // Unfinished ones count from the start, so that many of them do not pass together.
  expect(await errorIn(await create(41))).toEqual([429, 'upload_quota'])
  await finish(url)
  expect(await errorIn(await create(41))).toEqual([429, 'upload_quota'])
  await reopen(limits)
  expect(await errorIn(await create(41))).toEqual([429, 'upload_quota'])
  const { server } = workspace
  const client = await connectAs(server.url, await server.domain.issueSession('a', testDevice()))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  for (let i = 0; i < 3; i++)
    expect((await client.request('file.claim', { sha256, name: '又.bin' })).file).toMatchObject({ size: 60 })
  const many = await Promise.all(Array.from({ length: 8 }, () => create(10)))
  expect(many.filter(({ status }) => status === 201)).toHaveLength(4)
  uploader = await uploaderOf('b')
  expect((await create(100)).status).toBe(201)
})

test('while the disk is nearly full uploads wait, and go on once there is space', async () => {
  const url = await created(10)
  await patch(url, 0, Buffer.from('hello'))
  const here = () => workspace.server.httpUrl + new URL(url).pathname
  // More than any disk has.
  await reopen({ minFreeBytes: Number.MAX_SAFE_INTEGER, minFreeShare: 2 })
  expect(await errorIn(await create(1))).toEqual([507, 'storage_full'])
  expect(await errorIn(await patch(here(), 5, Buffer.from('world')))).toEqual([507, 'storage_full'])
  // Either of the two is enough.
  await reopen({ minFreeBytes: Number.MAX_SAFE_INTEGER, minFreeShare: 0 })
  expect(await offsetOf(here())).toBe(5)
  await patch(here(), 5, Buffer.from('world'))
  expect((await contentOf(await finish(here()))).toString()).toBe('helloworld')
})

test('a file of a blocked type is refused under any name, and its bytes are not kept', async () => {
  await restart({ blockedTypes: ['application/x-elf', 'video/*'] })
  const elf = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(100)])
  const url = await created(elf.length)
  await patch(url, 0, elf)
  expect(await errorIn(await uploader.finished(url))).toEqual([403, 'forbidden'])
  expect(readdirSync(join(workspace.dataDir, 'uploads'))).toEqual([])
})

test('a line on which nothing comes is cut, and what came before is there', async () => {
  await restart({ limits: { uploadIdleMs: 100 } })
  const url = await created(1_000)
  await uploader.begin(url, 0, Buffer.alloc(1_000), 400).ended
  expect(await offsetOf(url)).toBe(400)
})

test('an upload that nobody goes on with is removed after three days', async () => {
  const [old, fresh] = [await created(10), await created(10)]
  const past = (Date.now() - 73 * 3_600_000) / 1_000
  utimesSync(join(workspace.dataDir, 'uploads', `${old.split('/').at(-1)}.json`), past, past)
  await workspace.server.close()
  const { dataDir } = workspace
  const again = await startTestServer({ dataDir, limits: { collectFilesMs: 20 } })
  await expect.poll(() => readdirSync(join(dataDir, 'uploads')).length).toBe(2)
  expect(readdirSync(join(dataDir, 'uploads'))).toContain(fresh.split('/').at(-1))
  await again.close()
})

/** A server in a process of its own. */
const spawned = (dataDir: string) => spawnServer(['--data', dataDir], { LIANQUN_DATABASE: databaseOf(dataDir) ?? '' })

test('an upload goes on after the server was killed, and keeps what was acknowledged', async () => {
  const bytes = randomBytes(500_000)
  await workspace.server.close()
  let server = await spawned(workspace.dataDir)
  const path = new URL(await created(bytes.length, server.base)).pathname
  let offset = 0
  for (let kills = 0; kills < 2; kills++) {
    const url = server.base + path
    expect((await patch(url, offset, bytes.subarray(offset, offset + 50_000))).status).toBe(204)
    const acknowledged = offset + 50_000
    const cutting = uploader.cut(url, acknowledged, bytes.subarray(acknowledged, acknowledged + 80_000), 40_000)
    server.child.kill('SIGKILL')
    await Promise.all([cutting, server.ended])
    server = await spawned(workspace.dataDir)
    offset = await offsetOf(server.base + path)
    expect(offset >= acknowledged && offset <= acknowledged + 40_000).toBe(true)
  }
  expect((await patch(server.base + path, offset, bytes.subarray(offset))).status).toBe(204)
  const file = await finish(server.base + path)
  expect((await contentOf(file, server.base)).equals(bytes)).toBe(true)
}, 180_000)
