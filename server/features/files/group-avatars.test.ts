import { randomUUID } from 'node:crypto'
import { type FileRef, fileRoutes } from '@lianqun/protocol'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diskBlobs } from '../../storage/blobs.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { FileKeeper } from './keeper.ts'
import { FilePolicy } from './policy.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b'], '组')
})
afterEach(() => workspace.end())

const day = 24 * 3_600_000
/** An uploaded picture of `a`, wider than high, red on its left side. */
async function picture(name = 'team.png'): Promise<FileRef> {
  const side = await sharp({ create: { width: 300, height: 600, channels: 3, background: '#f00' } })
    .png()
    .toBuffer()
  const from = await sharp({ create: { width: 1_200, height: 600, channels: 3, background: '#00f' } })
    .composite([{ input: side, left: 0, top: 0 }])
    .png()
    .toBuffer()
  return workspace.server.domain.addFile({ from, name, uploaderId: 'a' })
}
const set = (fileId: string | null, by = a) => by.request('group.setAvatar', { conversationId: group, fileId })
const avatarOf = async (client: TestClient) =>
  (await client.request('sync.heads', { cursor: null, limit: 10 })).heads.flatMap(head =>
    'unreadable' in head || head.conversation.id !== group ? [] : [head.conversation.avatar],
  )[0]
const load = async (userId: string, id: string) => {
  const device = { id: `t_${userId}`, name: 'test', platform: 'linux' as const }
  const { accessToken } = await workspace.server.domain.issueSession(userId, device)
  const headers = { authorization: `Bearer ${accessToken}` }
  return (await fetch(workspace.server.httpUrl + fileRoutes.file(id), { headers })).status
}
const collect = (now: number) => {
  const { domain } = workspace.server
  const blobs = diskBlobs(workspace.dataDir)
  const keeper = new FileKeeper((locks, fn, done) => domain.write(locks, fn, done), blobs, new FilePolicy([]), null)
  return keeper.collect(now)
}
const fileIds = () =>
  workspace.server.domain.write('workspace', async w =>
    (await w.db.selectFrom('files').select('id').execute()).map(row => row.id),
  )

test('a picture is made square, seen by all members, and goes when another takes its place', async () => {
  const source = await picture()
  await set(source.id)
  const first = await avatarOf(b)
  expect(first).toMatchObject({ mediaType: 'image/webp', width: 256, height: 256 })
  expect([await load('b', first?.id ?? ''), await load('c', first?.id ?? '')]).toEqual([200, 404])
  const { messages } = await b.request('message.history', { conversationId: group, limit: 1 })
  expect(messages[0]?.content).toMatchObject({ type: 'system', event: 'avatar', actorId: 'a' })
  // The upload itself was shown by nothing; the avatar stays.
  await collect(Date.now() + 2 * day)
  expect(await fileIds()).toEqual([first?.id])
  const next = await picture('next.png')
  await set(next.id)
  const second = await avatarOf(b)
  expect(second?.id).not.toBe(first?.id)
  await collect(Date.now())
  expect((await fileIds()).sort()).toEqual([next.id, second?.id].sort())
  await set(null)
  expect(await avatarOf(b)).toBeUndefined()
  await collect(Date.now() + 2 * day)
  expect(await fileIds()).toEqual([])
  const { entries } = await a.request('group.audit', { conversationId: group, limit: 3 })
  expect(entries[0]).toMatchObject({ action: 'avatar', before: { fileId: second?.id }, after: { fileId: null } })
})

test('only pictures that one may load become an avatar, and only by who may change the group', async () => {
  const text = await workspace.server.domain.addFile({ from: Buffer.from('hi'), name: 'a.txt', uploaderId: 'a' })
  expect(await errorOf(set(text.id))).toBe('invalid_params')
  const source = await picture()
  expect(await errorOf(set(source.id, b))).toBe('not_found')
  expect(await errorOf(set(randomUUID()))).toBe('not_found')
  await a.request('group.configure', { conversationId: group, settings: { editInfo: 'admins' } })
  expect(await errorOf(set(null, b))).toBe('only_admins')
  expect(await errorOf(set(null, await workspace.client('c')))).toBe('not_member')
})

test('a group that is dissolved keeps no picture', async () => {
  await set((await picture()).id)
  await a.request('group.dissolve', { conversationId: group })
  await collect(Date.now() + 2 * day)
  expect(await fileIds()).toEqual([])
})
