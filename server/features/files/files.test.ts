import { createHash, randomUUID } from 'node:crypto'
import type { FileRef } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

const sha256 = createHash('sha256').update('bytes').digest('hex')

/** The row of a file that a person uploaded. */
async function uploaded(uploaderId: string, id = 'f1'): Promise<FileRef> {
  const file = { id, name: '报价单.xlsx', size: 5, mediaType: 'application/zip' }
  await workspace.server.domain.write(`user:${uploaderId}`, w =>
    w.db
      .insertInto('files')
      .values({
        id,
        sha256,
        source_sha256: sha256,
        name: file.name,
        size: file.size,
        media_type: file.mediaType,
        width: null,
        height: null,
        duration_ms: null,
        placeholder: null,
        previews: 0,
        uploader_id: uploaderId,
        created_at: 1,
      })
      .execute(),
  )
  return file
}
const send = async (client: TestClient, conversationId: string, file: FileRef) =>
  (await client.request('message.send', { conversationId, clientId: randomUUID(), content: { type: 'file', file } }))
    .message
const claim = async (client: TestClient) => (await client.request('file.claim', { sha256, name: '另一个.xlsx' })).file

test('a file is sent by who uploaded it, and on by those who see the message alone', async () => {
  const file = await uploaded('a')
  expect(await errorOf(send(b, group, file))).toBe('not_found')
  expect(await errorOf(send(a, group, { ...file, size: 6 }))).toBe('invalid_params')
  expect(await errorOf(send(a, group, { ...file, previews: true }))).toBe('invalid_params')
  const message = await send(a, group, file)
  const other = await makeGroup(b, ['d'])
  await send(b, other, file)
  const d = await workspace.client('d')
  await send(d, other, file)
  await a.request('message.recall', { conversationId: group, seq: message.seq })
  const c = await workspace.client('c')
  expect(await errorOf(send(c, group, file))).toBe('not_found')
  expect(await errorOf(send(d, other, file))).toBe('no error')
})

test('bytes are claimed without an upload by those who can see them alone', async () => {
  const file = await uploaded('a')
  expect(await claim(b)).toBeNull()
  const message = await send(a, group, file)
  const claimed = await claim(b)
  expect(claimed).toEqual({ ...file, id: claimed?.id, name: '另一个.xlsx' })
  expect(claimed?.id).not.toBe(file.id)
  expect(await claim(await workspace.client('d'))).toBeNull()
  await a.request('message.recall', { conversationId: group, seq: message.seq })
  expect(await claim(await workspace.client('c'))).toBeNull()
  if (claimed) expect(await errorOf(send(b, group, claimed))).toBe('no error')
})

test('who joins later does not see the files from before', async () => {
  const file = await uploaded('a')
  await send(a, group, file)
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  const d = await workspace.client('d')
  expect(await claim(d)).toBeNull()
  expect(await errorOf(send(d, group, file))).toBe('not_found')
})

test('the file of a message that one saved is sent on after one left its group', async () => {
  const file = await uploaded('a')
  const { seq } = await send(a, group, file)
  await b.request('message.save', { conversationId: group, seq, labels: [] })
  const other = await makeGroup(b, ['d'])
  await b.request('conversation.leave', { conversationId: group })
  expect(await errorOf(send(b, other, file))).toBe('no error')
  const c = await workspace.client('c')
  await c.request('conversation.leave', { conversationId: group })
  expect(await errorOf(send(c, await makeGroup(c, ['d']), file))).toBe('not_found')
})
