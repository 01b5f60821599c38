import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { seeded } from '../../../common/random.ts'
import { startServer, type WorkspaceServer } from '../../index.ts'
import type { ServerLimits } from '../../options.ts'
import { openS3Blobs } from '../../storage/s3-blobs.ts'
import { bucketKeys, startBucket, type TestBucket } from '../../testing/bucket.ts'
import { killSpawned, spawnServer } from '../../testing/spawned.ts'
import { errorIn, Uploader } from '../../testing/uploading.ts'
import { databaseOf, startTestServer, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

/*
 * Uploads whose unfinished parts are in a bucket: on SQLite of one server, which is opened again in a folder without what
 * it had of them; on PostgreSQL of several, which share no folder.
 */

// Nothing here is about speed, and a lease takes its time to end.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const shared = process.env.LIANQUN_TEST_DATABASE === 'postgres'

let bucket: TestBucket
let folder: string
let workspace: TestWorkspace
let servers: WorkspaceServer[]
let uploader: Uploader

beforeAll(async () => {
  bucket = await startBucket()
  for (const [name, value] of Object.entries(bucketKeys)) vi.stubEnv(name, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await bucket.stop()
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-elsewhere-'))
  servers = []
  workspace = await startWorkspace({ blobs: address(), limits: { rate: false } })
  uploader = await uploaderOf('a')
})
afterEach(async () => {
  await killSpawned()
  for (const server of servers) await server.close()
  await workspace.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Each test has a prefix of its own. */
const prefix = () => folder.split('-').at(-1) ?? ''
const address = () => `${bucket.address}/${prefix()}`
const parts = () => bucket.names(`${prefix()}/uploads`)
const here = () => workspace.server.httpUrl
const idOf = (url: string) => url.split('/').at(-1) ?? ''
async function uploaderOf(userId: string): Promise<Uploader> {
  const device = { id: `d_${userId}`, name: 'test', platform: 'linux' }
  return new Uploader((await workspace.server.domain.issueSession(userId, device)).accessToken)
}

const patient = { timeout: 60_000 }

/** Waits until a server has begun to take a piece. */
const underWay = (dataDir: string) =>
  expect.poll(() => readdirSync(join(dataDir, 'uploads')).filter(name => name.startsWith('.')).length, patient).toBe(1)

/** Another server of the workspace, or on SQLite the same one in a fresh folder; returns its address. */
async function elsewhere(limits: Partial<ServerLimits> = {}): Promise<string> {
  const options = { blobs: address(), linkPreviews: false as const, limits: { rate: false, ...limits } }
  if (shared) {
    const database = databaseOf(workspace.dataDir) ?? ''
    const server = await startServer({ ...options, database, dataDir: join(folder, `${servers.length}`) })
    servers.push(server)
    return server.httpUrl
  }
  await workspace.server.close()
  rmSync(join(workspace.dataDir, 'uploads'), { recursive: true })
  const server = await startTestServer({ ...options, dataDir: workspace.dataDir })
  const { end } = workspace
  workspace = { ...workspace, server, end: () => server.close().then(end) }
  return server.httpUrl
}

test('an upload that is cut at 30 points arrives whole, and leaves nothing beside the file', async () => {
  const random = seeded(9)
  const bytes = randomBytes(12_000_000)
  const url = await uploader.created(here(), bytes.length)
  let offset = 0
  let most = 0
  for (let cuts = 0; cuts < 30; cuts++) {
    const piece = bytes.subarray(offset, offset + 2 + Math.floor(random() * 300_000))
    const sent = Math.max(1, Math.floor(random() * piece.length))
    await uploader.cut(url, offset, piece, sent)
    most = Math.max(most, offset + sent)
    const next = await uploader.offsetOf(url)
    expect(next).toBeGreaterThanOrEqual(offset)
    expect(next).toBeLessThanOrEqual(most)
    offset = next
  }
  expect(offset).toBeGreaterThan(0)
  // More than one object's worth in one request.
  await uploader.complete(url, bytes)
  expect((await parts()).length).toBeGreaterThan(2)
  const file = await uploader.finish(url)
  expect((await uploader.contentOf(here(), file)).equals(bytes)).toBe(true)
  expect([await parts(), readdirSync(join(workspace.dataDir, 'uploads'))]).toEqual([[], []])
  // Whoever asks again hears the same.
  expect(await uploader.finish(url)).toEqual(file)
})

test('an upload goes on at another server with each piece', async () => {
  const bytes = randomBytes(900_000)
  const { pathname } = new URL(await uploader.created(here(), bytes.length))
  for (let offset = 0; offset < bytes.length; offset += 300_000) {
    const base = await elsewhere()
    expect(await uploader.offsetOf(base + pathname)).toBe(offset)
    expect((await uploader.patch(base + pathname, offset, bytes.subarray(offset, offset + 300_000))).status).toBe(204)
  }
  // A piece that was there already is none.
  expect(await errorIn(await uploader.patch(here() + pathname, 0, bytes.subarray(0, 10)))).toEqual([409, 'conflict'])
  const base = await elsewhere()
  expect((await uploader.contentOf(base, await uploader.finish(base + pathname))).equals(bytes)).toBe(true)
  expect(await parts()).toEqual([])
})

test('another person cannot see it; who made it can cancel it, and its parts go', async () => {
  const url = await uploader.created(here(), 10)
  await uploader.patch(url, 0, Buffer.from('hello'))
  const other = await uploaderOf('b')
  expect(await errorIn(await other.finished(url))).toEqual([404, 'not_found'])
  expect(await errorIn(await other.patch(url, 5, Buffer.from('world')))).toEqual([404, 'not_found'])
  expect(await errorIn(await uploader.finished(url))).toEqual([400, 'invalid_request'])
  expect(await parts()).toHaveLength(1)
  expect((await uploader.cancel(url)).status).toBe(204)
  expect(await parts()).toEqual([])
  expect(await errorIn(await uploader.patch(url, 5, Buffer.from('world')))).toEqual([404, 'not_found'])
})

test('what a person has unfinished counts at each server', async () => {
  const limits = { uploadsPerPerson: 3, uploadBytesPerPerson: 1_000 }
  const bases = shared ? [await elsewhere(limits), await elsewhere(limits)] : [await elsewhere(limits)]
  const made = await Promise.all(
    Array.from({ length: 12 }, (_, i) => uploader.create(bases[i % bases.length] ?? '', 10)),
  )
  expect(made.filter(({ status }) => status === 201)).toHaveLength(3)
  const refused = await Promise.all(made.filter(({ status }) => status !== 201).map(errorIn))
  expect(new Set(refused.map(String))).toEqual(new Set(['429,limit_reached']))
  const [first] = made.filter(({ status }) => status === 201)
  await uploader.cancel(bases[0] + (first?.headers.get('location') ?? ''))
  expect((await uploader.create(bases[0] ?? '', 10)).status).toBe(201)
})

test('an upload that nobody goes on with goes after three days, and so does what a kill left', async () => {
  const fresh = await uploader.created(here(), 10)
  await uploader.patch(fresh, 0, Buffer.from('hello'))
  const store = await openS3Blobs(address(), bucketKeys)
  const left = join(folder, 'left')
  writeFileSync(left, 'left')
  const gone = randomBytes(16).toString('hex')
  await store.beside('uploads').putFile(`${gone}/0-abc`, left)
  // Of another workspace, whose prefix happens to be this.
  await store.beside('uploads').putFile('0'.repeat(64), left)
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 73 * 3_600_000)
  const old = await uploader.created(here(), 10).finally(() => vi.restoreAllMocks())
  const base = await elsewhere({ collectFilesMs: 20 })
  await expect.poll(parts, patient).toEqual(['0'.repeat(64), expect.stringMatching(`^${idOf(fresh)}/0-`)])
  await expect.poll(async () => (await uploader.finished(base + new URL(old).pathname)).status, patient).toBe(404)
  if (!shared) return
  await elsewhere({ collectFilesMs: 20 })
  expect(await uploader.offsetOf(base + new URL(fresh).pathname)).toBe(5)
})

test('while the bucket does not answer nothing is acknowledged, and the upload goes on when it does', async () => {
  const url = await uploader.created(here(), 10)
  expect((await uploader.patch(url, 0, Buffer.from('hello'))).status).toBe(204)
  const { S3Blobs } = await import('../../storage/s3-blobs.ts')
  const putting = vi.spyOn(S3Blobs.prototype, 'putFile').mockRejectedValue(new Error('the bucket is away'))
  expect((await uploader.patch(url, 5, Buffer.from('world'))).status).toBe(500)
  putting.mockRestore()
  expect(await uploader.offsetOf(url)).toBe(5)
  expect((await uploader.patch(url, 5, Buffer.from('world'))).status).toBe(204)
  expect((await uploader.contentOf(here(), await uploader.finish(url))).toString()).toBe('helloworld')
})

test.runIf(shared)('a server makes room for another, and what comes late at the first is not appended', async () => {
  const bytes = randomBytes(400_000)
  const other = await elsewhere()
  const url = await uploader.created(here(), bytes.length)
  const { pathname } = new URL(url)
  const begun = uploader.begin(url, 0, bytes, 100_000)
  await underWay(workspace.dataDir)
  const at = await uploader.offsetOf(other + pathname)
  expect(at).toBeLessThanOrEqual(100_000)
  begun.rest()
  await begun.ended
  expect(await uploader.offsetOf(other + pathname)).toBe(at)
  expect((await uploader.patch(other + pathname, at, bytes.subarray(at))).status).toBe(204)
  expect((await uploader.contentOf(other, await uploader.finish(other + pathname))).equals(bytes)).toBe(true)
})

test.runIf(shared)('of two servers that finish an upload at once both answer the same file', async () => {
  const bytes = randomBytes(1_000_000)
  const other = await elsewhere()
  const url = await uploader.created(here(), bytes.length)
  await uploader.patch(url, 0, bytes)
  const [one, two] = await Promise.all([uploader.finish(url), uploader.finish(other + new URL(url).pathname)])
  expect(one).toEqual(two)
  expect((await uploader.contentOf(here(), one)).equals(bytes)).toBe(true)
})

test.runIf(shared)(
  'after kill -9 in the middle of a piece another server goes on from what was acknowledged',
  async () => {
    const bytes = randomBytes(600_000)
    const database = databaseOf(workspace.dataDir) ?? ''
    const own = join(folder, 'own')
    const start = () => spawnServer(['--data', own, '--database', database, '--blobs', address()], bucketKeys)
    let server = await start()
    const { pathname } = new URL(await uploader.created(here(), bytes.length))
    let offset = 0
    for (let kills = 0; kills < 2; kills++) {
      expect(
        (await uploader.patch(server.base + pathname, offset, bytes.subarray(offset, offset + 50_000))).status,
      ).toBe(204)
      const acknowledged = offset + 50_000
      const begun = uploader.begin(server.base + pathname, acknowledged, bytes.subarray(acknowledged), 100_000)
      await underWay(own)
      server.child.kill('SIGKILL')
      await Promise.all([begun.ended, server.ended])
      offset = await uploader.offsetOf(here() + pathname)
      expect(offset >= acknowledged && offset <= acknowledged + 100_000).toBe(true)
      expect((await uploader.patch(here() + pathname, offset, bytes.subarray(offset, offset + 70_000))).status).toBe(
        204,
      )
      offset += 70_000
      server = await start()
    }
    expect((await uploader.patch(server.base + pathname, offset, bytes.subarray(offset))).status).toBe(204)
    const file = await uploader.finish(server.base + pathname)
    expect((await uploader.contentOf(here(), file)).equals(bytes)).toBe(true)
    expect(await parts()).toEqual([])
  },
)

test.runIf(shared)('a server that stood still longer than its lease appends nothing when it goes on', async () => {
  const bytes = randomBytes(300_000)
  const database = databaseOf(workspace.dataDir) ?? ''
  const args = ['--data', join(folder, 'own'), '--database', database, '--blobs', address()]
  const server = await spawnServer(args, bucketKeys)
  const { pathname } = new URL(await uploader.created(here(), bytes.length))
  const begun = uploader.begin(server.base + pathname, 0, bytes, 100_000)
  // The lease is there as soon as the row has a holder: the other waits for it.
  await underWay(join(folder, 'own'))
  server.child.kill('SIGSTOP')
  const at = await uploader.offsetOf(here() + pathname)
  expect((await uploader.patch(here() + pathname, at, bytes.subarray(at, at + 150_000))).status).toBe(204)
  begun.rest()
  server.child.kill('SIGCONT')
  expect(await begun.ended).not.toBe(204)
  expect(await uploader.offsetOf(here() + pathname)).toBe(at + 150_000)
  expect((await uploader.patch(here() + pathname, at + 150_000, bytes.subarray(at + 150_000))).status).toBe(204)
  expect((await uploader.contentOf(here(), await uploader.finish(here() + pathname))).equals(bytes)).toBe(true)
})
