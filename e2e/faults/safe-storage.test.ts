import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyStore, type KeyStoreState } from '../../electron-standin/api/key-store.ts'
import { CacheError } from '../../main/cache/api.ts'
import { createSecrets } from '../../main/shell/secrets.ts'
import { memoryFile } from '../../main/shell/test-file.ts'
import { Account, type AccountOptions } from '../../main/workspace/account.ts'
import type { SessionState } from '../../preload/contract/index.ts'
import { accountOptions } from './account-options.ts'

/* Sessions over each kind of key store, with real cache threads and the real server. */

let server: WorkspaceServer
let root: string
let people = 0

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lianqun-safe-storage-'))
  server = await startServer({ dataDir: join(root, 'server'), limits: { rate: false } })
})
afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})

/** A user's machine, whose key store changes and whose client can be restarted. */
async function machine(start: KeyStoreState) {
  const id = `p${++people}`
  await server.domain.createEmployee({ id, name: id, latinName: id, account: id, password: 'secret words' })
  const userDataDir = join(root, id)
  const system = { state: start, key: Buffer.alloc(32, 'k') }
  const keyStore = createKeyStore({ state: () => system.state, key: () => system.key })
  let held: Promise<void> | null = null
  const { options } = accountOptions(userDataDir, id)
  const lost: string[] = []
  const watchers = new Set<(state: SessionState) => void>()
  const file = memoryFile()
  const client = (changes: Partial<AccountOptions> = {}): Account =>
    new Account({
      ...options,
      // A start of the app asks the key store anew.
      secrets: createSecrets({
        file,
        platform: 'linux',
        patienceMs: 20,
        safeStorage: {
          ...keyStore,
          encryptStringAsync: async text => {
            await held
            return keyStore.encryptStringAsync(text)
          },
        },
      }),
      emit: (name, payload) => {
        if (name === 'session.changed') for (const watcher of watchers) watcher(payload as SessionState)
      },
      onUnsentLost: () => lost.push('lost'),
      ...changes,
    })
  return {
    id,
    system,
    file,
    lost,
    client,
    credentials: { address: server.url, account: id, password: 'secret words' },
    /** The key store answers nothing until the returned function is called. */
    hold: () => {
      const answer = Promise.withResolvers<void>()
      held = answer.promise
      return () => {
        held = null
        answer.resolve()
      }
    },
    phase: (phase: SessionState['phase']) =>
      new Promise<SessionState>(resolve => {
        const watcher = (state: SessionState): void => {
          if (state.phase !== phase) return
          watchers.delete(watcher)
          resolve(state)
        }
        watchers.add(watcher)
      }),
    folders: () => (existsSync(join(userDataDir, 'workspaces')) ? readdirSync(join(userDataDir, 'workspaces')) : []),
  }
}

test('the question about safe storage comes after the workspace was reached and the password accepted', async () => {
  const { client, credentials, file } = await machine('weak')
  const account = client()
  await account.start()
  await expect(account.signIn({ ...credentials, address: 'ws://127.0.0.1:9' })).rejects.toThrow()
  await expect(account.signIn({ ...credentials, password: 'wrong' })).rejects.toThrow()
  expect(account.state).toMatchObject({ phase: 'signed-out', notice: null })
  await account.signIn(credentials)
  expect(account.state).toMatchObject({
    phase: 'blocked',
    notice: 'safe_storage_missing',
    signInWaits: true,
    workspace: null,
  })
  expect(file.get('secret.session')).toBeUndefined()
  // Back: nothing stays, here or on the server.
  expect(await account.signOut({ discardUnsent: false })).toEqual({ signedOut: true, unsent: 0 })
  expect(account.state).toMatchObject({ phase: 'signed-out', notice: null, signInWaits: false })
  await account.signIn(credentials)
  await account.recover({ action: 'without_safe_storage' })
  expect(account.state).toMatchObject({ phase: 'signed-in', signInWaits: false })
  await account.stop()
  const again = client()
  await again.start()
  expect(again.state.phase).toBe('signed-in')
  await again.stop()
})

test('the demo is opened without that question, which still stands for a workspace', async () => {
  const { client, credentials, id } = await machine('weak')
  const demo = { ...credentials, name: id, latinName: id, people: 1 }
  const account = client({ demo })
  await account.start()
  await account.signInDemo()
  expect(account.state.phase).toBe('signed-in')
  await account.stop()
  const again = client({ demo })
  await again.start()
  expect(again.state.phase).toBe('signed-in')
  await again.signOut({ discardUnsent: true })
  await again.signIn(credentials)
  expect(again.state).toMatchObject({ phase: 'blocked', notice: 'safe_storage_missing' })
})

test('a locked key store loses nothing: unlocked, the session goes on where it was', async () => {
  const { client, credentials, system, file, folders } = await machine('real')
  const account = client()
  await account.signIn(credentials)
  await account.workspace?.cache.setDraft('c', 'half a thought')
  await account.stop()
  const before = [file.get('secret.session'), folders()]
  system.state = 'locked'
  const locked = client()
  await locked.start()
  expect(locked.state).toMatchObject({ phase: 'blocked', notice: 'safe_storage_locked', signInWaits: false })
  await locked.recover({ action: 'retry' })
  expect(locked.state.notice).toBe('safe_storage_locked')
  // Electron has got no key in this run: only another one can.
  let restarts = 0
  const asked = client({ restart: () => void restarts++ })
  await asked.start()
  expect(restarts).toBe(0)
  await asked.recover({ action: 'retry' })
  expect([restarts, asked.state.notice]).toEqual([1, 'safe_storage_locked'])
  expect([file.get('secret.session'), folders()]).toEqual(before)
  system.state = 'real'
  await locked.recover({ action: 'retry' })
  expect([restarts, locked.state.phase]).toEqual([1, 'signed-in'])
  expect(await locked.workspace?.cache.unsent()).toBe(1)
  await locked.stop()
})

test('going back to the sign-in page from a locked session deletes nothing', async () => {
  const { client, credentials, system } = await machine('real')
  await (await signedIn(client(), credentials)).stop()
  system.state = 'locked'
  const locked = client()
  await locked.start()
  await locked.signOut({ discardUnsent: true })
  expect(locked.state).toMatchObject({ phase: 'signed-out', notice: null })
  system.state = 'real'
  const again = client()
  await again.start()
  expect(again.state.phase).toBe('signed-in')
  await again.stop()
})

test('a key store that asks for a password is awaited, and the client goes on by itself', async () => {
  const { client, credentials, hold, phase } = await machine('real')
  const account = client()
  const answer = hold()
  await account.signIn(credentials)
  expect(account.state).toMatchObject({ phase: 'blocked', notice: 'safe_storage_silent', signInWaits: true })
  const signedInAgain = phase('signed-in')
  answer()
  await signedInAgain
  await account.stop()
})

test('a cache that was given up while its key could not be read is recovered once it can', async () => {
  const { client, credentials, system, lost, folders } = await machine('real')
  const account = await signedIn(client(), credentials)
  await account.workspace?.cache.setDraft('c', 'half a thought')
  await account.stop()
  const corrupt = client({ openCache: () => Promise.reject(new CacheError('corrupt', 'damaged')) })
  await corrupt.start()
  expect(corrupt.state.notice).toBe('cache_corrupt')
  const right = system.key
  system.state = 'locked'
  await corrupt.recover({ action: 'reset_cache' })
  expect(corrupt.state).toMatchObject({ phase: 'blocked' })
  expect(folders().some(name => name.includes('.broken-'))).toBe(true)
  system.state = 'real'
  // Another key: as after the person refused for good. The session's own entry is written anew by a sign-in.
  system.key = Buffer.alloc(32, 'other')
  const other = client()
  await other.start()
  expect(other.state).toMatchObject({ phase: 'signed-out', notice: 'cache_key_lost' })
  await other.signIn(credentials)
  expect(other.state.phase).toBe('signed-in')
  expect(lost).toEqual(['lost'])
  await other.stop()
  const told = client()
  await told.start()
  expect(lost).toEqual(['lost'])
  await told.stop()
  system.key = right
  const unreadable = client()
  await unreadable.start()
  await unreadable.signIn(credentials)
  await unreadable.recover({ action: 'reset_cache' })
  expect(unreadable.state.phase).toBe('signed-in')
  expect(await unreadable.workspace?.cache.unsent()).toBe(1)
  await unreadable.stop()
})

async function signedIn(account: Account, credentials: Parameters<Account['signIn']>[0]): Promise<Account> {
  await account.signIn(credentials)
  expect(account.state.phase).toBe('signed-in')
  return account
}
