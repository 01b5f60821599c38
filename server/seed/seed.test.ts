import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startServer } from '../index.ts'
import { Store } from '../storage/store.ts'
import { connect, testDevice } from '../testing/client.ts'
import { fingerprint, seedAccount, seedCompany } from './seed.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function seededStore(seed: number): Promise<{ store: Store; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-seed-'))
  folders.push(folder)
  const store = await Store.open(folder)
  await seedCompany(store.sqlite, { people: 60, groups: 80, messages: 900, seed }, () => {})
  return { store, folder }
}

test('the same seed makes the same company, another one another', async () => {
  const prints: string[] = []
  for (const seed of [1, 1, 2]) {
    const { store } = await seededStore(seed)
    prints.push(fingerprint(store.sqlite))
    await store.shutdown()
  }
  expect(prints[0]).toBe(prints[1])
  expect(prints[0]).not.toBe(prints[2])
})

test('counts, heads and ordinals are what the rows say, and a client can sign in and read', async () => {
  const { store, folder } = await seededStore(7)
  const wrong = store.sqlite.statement(
    `select c.id from conversations c where
       c.member_count <> (select count(*) from members m where m.conversation_id = c.id)
       or c.last_ordinal <> (select count(*) from messages m where m.conversation_id = c.id)
       or c.head <> 1 + c.member_count + c.last_ordinal`,
  )
  expect(wrong.all()).toEqual([])
  await store.shutdown()
  const server = await startServer({ dataDir: folder })
  const client = await connect(server.url)
  await client.request('auth.signIn', { ...seedAccount, device: testDevice() })
  await client.request('sync.hello', {})
  const { heads } = await client.request('sync.heads', { cursor: null, limit: 500 })
  expect(heads).toHaveLength(80)
  const busy = heads.find(head => head.lastOrdinal > 3)
  const page = await client.request('message.history', { conversationId: busy?.conversation.id ?? '', limit: 200 })
  expect(page.messages).toHaveLength(busy?.lastOrdinal ?? -1)
  client.close()
  await server.close()
})
