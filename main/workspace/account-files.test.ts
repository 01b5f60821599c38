import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Cache, CacheDatabase } from '../cache/api.ts'
import { openDatabase } from '../cache/database.ts'
import { readUnsent } from '../cache/outbox/unsent-recovery.ts'
import { uuid } from '../cache/testing.ts'
import { AccountFiles } from './account-files.ts'

const account = 'w-u'

/** Files of accounts in a fresh folder, with real caches on this thread. */
function fresh() {
  const userDataDir = mkdtempSync(join(tmpdir(), 'lianqun-account-'))
  onTestFinished(() => rmSync(userDataDir, { recursive: true, force: true }))
  const secrets = new Map<string, string>()
  const files = new AccountFiles({
    userDataDir,
    secrets: {
      get: async name => secrets.get(name) ?? null,
      set: async (name, value) => void secrets.set(name, value),
      copy: async (from, to) => void secrets.set(to, secrets.get(from) ?? ''),
      delete: async name => void secrets.delete(name),
    },
    openCache: async (path, key) => {
      const database: CacheDatabase = openDatabase(path, key, () => {})
      return new Proxy({} as Cache, {
        get: (_target, name) =>
          name === 'then'
            ? undefined
            : async (...args: unknown[]) =>
                (database[name as keyof CacheDatabase] as (...args: unknown[]) => unknown)(...args),
      })
    },
    readUnsent: async (path, key) => readUnsent(path, key),
    log: () => {},
  })
  return { files, workspaces: join(userDataDir, 'workspaces') }
}

/** Queues a message with a file whose bytes are a blob. */
async function queue(files: AccountFiles, blob: string): Promise<void> {
  const { cache } = await files.open(account)
  mkdirSync(files.blobFolder(account), { recursive: true })
  writeFileSync(join(files.blobFolder(account), blob), 'bytes')
  const file = { id: uuid(100), name: 'a', size: 5, mediaType: 'application/octet-stream' }
  await cache.enqueueFiles({ clientId: uuid(1), conversationId: 'c', content: { type: 'file', file }, createdAt: 1 }, [
    { ...file, source: { blob, key: 'k' } },
  ])
  await cache.close()
}

test('the bytes of unsent files come along when a cache is given up, and those of others do not stay', async () => {
  const { files, workspaces } = fresh()
  await queue(files, 'aa')
  writeFileSync(join(files.blobFolder(account), 'bb'), 'loaded')
  await files.setAside(account)
  const { cache, lost } = await files.open(account)
  expect(lost).toBe(false)
  expect(await cache.uploads()).toMatchObject([{ id: uuid(100), source: { blob: 'aa', key: 'k' } }])
  expect(readFileSync(join(files.blobFolder(account), 'aa'), 'utf8')).toBe('bytes')
  expect(readdirSync(workspaces)).toEqual([account])
  expect(readdirSync(files.blobFolder(account))).toEqual(['aa'])
  await cache.close()
})

test('that bytes of unsent files are gone is told', async () => {
  const { files } = fresh()
  await queue(files, 'aa')
  rmSync(join(files.blobFolder(account), 'aa'))
  await files.setAside(account)
  const { cache, lost } = await files.open(account)
  expect(lost).toBe(true)
  expect(await cache.unsent()).toBe(1)
  await cache.close()
})

test('an account that is wiped leaves no file', async () => {
  const { files, workspaces } = fresh()
  await queue(files, 'aa')
  await files.wipe(account)
  expect(existsSync(join(workspaces, account))).toBe(false)
})
