import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Content, isContent, socketPath } from '@lianqun/protocol'
import type { WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { seeded } from '../../common/random.ts'
import type { MessageItem } from '../../preload/contract/index.ts'
import { CuttingProxy } from '../../server/testing/cutting-proxy.ts'
import { startTestServer } from '../../server/testing/workspace.ts'
import { Person, patient } from './person.ts'
import { seedsOf } from './seeds.ts'

/*
 * Files between real clients and the real server, over a network that cuts sockets and HTTP in the middle: each arrives
 * once and whole. The seeds are those of `seeds.ts`.
 */

let server: WorkspaceServer
let folder: string
let runs = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-files-'))
  server = await serve(0)
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const serve = (port: number) => startTestServer({ dataDir: join(folder, 'server'), port, limits: { rate: false } })

/** Two members of a group, the first behind a proxy that cuts. */
async function pair() {
  const run = ++runs
  const [a, b] = [`f${run}a`, `f${run}b`]
  const { domain } = server
  for (const id of [a, b]) await domain.createEmployee({ id, name: id, latinName: id })
  const { id: group } = await domain.createGroup({ ownerId: a, userIds: [b], name: `files ${run}` })
  const proxy = await CuttingProxy.start(() => server.port)
  onTestFinished(() => proxy.close())
  const start = async (id: string, port: number): Promise<Person> => {
    const session = await domain.issueSession(id, { id: `device-${id}`, name: 'test', platform: 'test' })
    const person = await Person.start(join(folder, id), `ws://127.0.0.1:${port}${socketPath}`, session, patient)
    onTestFinished(() => person.close())
    return person
  }
  return { group, proxy, sender: await start(a, proxy.port), reader: await start(b, server.port) }
}

function disk(name: string, bytes: Buffer): string {
  const place = join(folder, `disk${runs}`)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, name), bytes)
  return join(place, name)
}

async function send(person: Person, id: string, path: string): Promise<string> {
  const { file } = await person.workspace.files.staging.addPath(path)
  return (await person.workspace.outgoing.sendFiles({ id, items: [{ staged: file.id }], as: 'file' })).clientId
}

async function paste(person: Person, id: string, name: string, bytes: Buffer): Promise<string> {
  const { files } = person.workspace
  const begun = await files.stage({ step: 'begin', name, mediaType: '', size: bytes.length })
  for (let at = 0; at < bytes.length; at += 100_000)
    await files.stage({ step: 'piece', id: begun.id, bytes: Uint8Array.from(bytes.subarray(at, at + 100_000)) })
  await files.stage({ step: 'end', id: begun.id })
  return (await person.workspace.outgoing.sendFiles({ id, items: [{ staged: begun.id }], as: 'file' })).clientId
}

async function items(person: Person, id: string): Promise<MessageItem[]> {
  return (await person.workspace.page({ id, anchor: { at: 'latest' }, limit: 200 })).items
}

/** The message once it is as it should be. */
async function until(person: Person, id: string, clientId: string, holds: (item: MessageItem) => boolean) {
  for (;;) {
    const changed = once(person.events, 'change')
    const found = (await items(person, id)).find(item => item.clientId === clientId)
    if (found !== undefined && holds(found)) return found
    await changed
  }
}

const sent = (item: MessageItem) => item.seq > 0
const fileOf = (content: Content) => {
  if (!isContent(content, 'file')) throw new Error(`no file: ${content.type}`)
  return content.file
}

async function load(person: Person, id: string): Promise<Buffer> {
  const stored = await person.workspace.files.downloads.whole(id)
  return readAll(person, id, stored.size)
}

async function readAll(person: Person, id: string, size: number): Promise<Buffer> {
  const { read } = await person.workspace.files.downloads.open(id)
  const parts: Buffer[] = []
  for await (const part of read(0, size)) parts.push(part)
  return Buffer.concat(parts)
}

const blobs = (person: Person) => readdirSync(person.filesFolder)

test('a file of the disk and one without a place arrive, and are kept encrypted', async () => {
  const { group, sender, reader } = await pair()
  const bytes = Buffer.alloc(300_000, 'the words of a file ')
  const one = await send(sender, group, disk('报价.bin', bytes))
  const two = await paste(sender, group, 'clip.bin', randomBytes(250_000))
  for (const [clientId, name] of [
    [one, '报价.bin'],
    [two, 'clip.bin'],
  ] as const) {
    const { content } = await until(reader, group, clientId, sent)
    expect(fileOf(content)).toMatchObject({ name })
  }
  const { content } = await until(reader, group, one, sent)
  expect((await load(reader, fileOf(content).id)).equals(bytes)).toBe(true)
  await until(sender, group, two, sent)
  await sender.workspace.files.downloads.emptyTrash()
  expect(blobs(sender)).toEqual([])
  expect(blobs(reader)).toHaveLength(1)
})

test('a message with a file does not keep a later text back, and goes after a restart from where it was', async () => {
  const { group, proxy, sender, reader } = await pair()
  const bytes = randomBytes(9_000_000)
  const path = disk('large.bin', bytes)
  // The first connections are those of the socket and of the claim; one chunk of the upload goes through.
  proxy.cutAfter(Array.from({ length: 400 }, () => 5_000_000))
  const clientId = await send(sender, group, path)
  for (;;) {
    const changed = once(sender.events, 'change')
    if (((await sender.cache.uploads())[0]?.url ?? null) !== null) break
    await changed
  }
  const { clientId: later } = await sender.workspace.outgoing.send({
    id: group,
    content: { type: 'text', text: 'later', mentions: [] },
  })
  await sender.restart()
  proxy.cutAfter([])
  await until(reader, group, later, sent)
  const { content } = await until(reader, group, clientId, sent)
  expect((await load(reader, fileOf(content).id)).equals(bytes)).toBe(true)
  expect((await items(reader, group)).filter(item => item.clientId === clientId)).toHaveLength(1)
})

test('a file that was changed or is gone since is not sent, and says so', async () => {
  const { group, sender } = await pair()
  await sender.close()
  await sender.open()
  const { files } = sender.workspace
  files.uploads.stop()
  const path = disk('a.txt', Buffer.from('one'))
  const gone = disk('b.txt', Buffer.from('two'))
  const one = await send(sender, group, path)
  const two = await send(sender, group, gone)
  writeFileSync(path, 'another')
  utimesSync(path, 1, 1)
  rmSync(gone)
  files.uploads.start()
  expect(await until(sender, group, one, ({ state }) => state === 'failed')).toMatchObject({ error: 'file_changed' })
  expect(await until(sender, group, two, ({ state }) => state === 'failed')).toMatchObject({
    error: 'file_gone',
    transfer: { state: 'failed' },
  })
})

test('what is queued offline outlives a restart, and goes when the server is back', async () => {
  const { group, sender, reader } = await pair()
  const { port } = server
  await server.close()
  const clientId = await paste(sender, group, 'clip.bin', Buffer.from('from the clipboard'))
  await sender.restart()
  expect((await items(sender, group)).at(-1)).toMatchObject({ clientId, state: 'sending' })
  server = await serve(port)
  const { content } = await until(reader, group, clientId, sent)
  expect((await load(reader, fileOf(content).id)).toString()).toBe('from the clipboard')
})

test('a paused file waits, and a discarded one leaves no bytes', async () => {
  const { group, sender, reader } = await pair()
  const { files } = sender.workspace
  files.uploads.stop()
  const one = await paste(sender, group, 'a', randomBytes(1_000))
  const two = await paste(sender, group, 'b', randomBytes(1_000))
  await files.uploads.pause(one, true)
  await sender.workspace.outgoing.discard(two)
  files.uploads.start()
  expect(await until(sender, group, one, ({ transfer }) => transfer?.state === 'paused')).toMatchObject({
    state: 'sending',
  })
  await files.downloads.emptyTrash()
  expect(blobs(sender)).toHaveLength(1)
  await files.uploads.pause(one, false)
  await until(reader, group, one, sent)
})

test('the bytes of a recalled message go from the disk', async () => {
  const { group, sender, reader } = await pair()
  const clientId = await paste(sender, group, 'secret.bin', randomBytes(200_000))
  const { content, seq } = await until(reader, group, clientId, sent)
  await load(reader, fileOf(content).id)
  expect(blobs(reader)).toHaveLength(1)
  await sender.workspace.request('message.recall', { conversationId: group, seq })
  await until(reader, group, clientId, item => item.content.type === 'recalled')
  await reader.workspace.files.downloads.emptyTrash()
  expect(blobs(reader)).toEqual([])
  expect(await reader.cache.storedFile(fileOf(content).id)).toBeNull()
})

test('a download goes on after a restart from where it was', async () => {
  const { group, proxy, sender } = await pair()
  const bytes = randomBytes(8_000_000)
  const clientId = await send(sender, group, disk('large.bin', bytes))
  const { content } = await until(sender, group, clientId, sent)
  const { id } = fileOf(content)
  // The socket's connection is the first, and each attempt another one.
  proxy.cutAfter(Array.from({ length: 400 }, () => 1_500_000))
  const first = await sender.workspace.files.downloads.open(id)
  await first.read(1_000_000, 1_000_001).next()
  await sender.restart()
  const begun = await sender.cache.storedFile(id)
  expect(begun).toMatchObject({ done: false, size: bytes.length })
  proxy.cutAfter([])
  expect((await load(sender, id)).equals(bytes)).toBe(true)
  expect(await sender.cache.storedFile(id)).toEqual({ ...begun, done: true })
})

test('a page gets ranges of a file that is on its way, and of one that is here', async () => {
  const { group, sender, reader } = await pair()
  const bytes = randomBytes(6_000_000)
  const clientId = await send(sender, group, disk('film.bin', bytes))
  const { content } = await until(reader, group, clientId, sent)
  const { id } = fileOf(content)
  const get = (range: string) => reader.workspace.files.serve(`/files/${id}`, new Headers({ range }))
  for (const [range, start, end] of [
    ['bytes=5900000-', 5_900_000, 6_000_000],
    ['bytes=10-99999', 10, 100_000],
    ['bytes=-5', 5_999_995, 6_000_000],
  ] as const) {
    const { status, headers, body } = await get(range)
    expect({ status, range: headers['content-range'] }).toEqual({
      status: 206,
      range: `bytes ${start}-${end - 1}/6000000`,
    })
    const got = Buffer.from(await new Response(body).arrayBuffer())
    expect(got.equals(bytes.subarray(start, end))).toBe(true)
  }
  expect((await get('bytes=6000000-')).status).toBe(416)
  expect((await reader.workspace.files.serve('/files/nothing', new Headers())).status).toBe(404)
  expect((await reader.workspace.files.serve(`/files/${id}/thumbnail`, new Headers())).status).toBe(404)
})

test.each(seedsOf(20))('seed %i: ten cuts on the way up and on the way down', { timeout: 120_000 }, async seed => {
  const random = seeded(seed)
  const { group, proxy, sender } = await pair()
  const bytes = randomBytes(1_000_000 + Math.floor(random() * 2_000_000))
  const budgets = () => Array.from({ length: 5 }, () => Math.floor(random() * 900_000) + 500)
  proxy.cutAfter(budgets())
  const clientId = await send(sender, group, disk('f.bin', bytes))
  const { content } = await until(sender, group, clientId, sent)
  const { id } = fileOf(content)
  proxy.cutAfter(budgets())
  expect((await load(sender, id)).equals(bytes)).toBe(true)
  const { size } = statSync(join(sender.filesFolder, (await sender.cache.storedFile(id))?.blob ?? ''))
  expect(size).toBeGreaterThan(bytes.length)
})
