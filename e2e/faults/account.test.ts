import { EventEmitter, once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketPath } from '@lianqun/protocol'
import { startServer, type WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cache, CacheError } from '../../main/cache/api.ts'
import { openCache } from '../../main/cache/client.ts'
import { Account, type AccountOptions } from '../../main/workspace/account.ts'
import type { SessionState } from '../../preload/contract/index.ts'
import { accountOptions } from './account-options.ts'
import { memorySecrets } from './person.ts'
import { direct } from './views.ts'

/* Sessions of one user on one machine, with real cache threads and the real server: sign-in, sign-out, crash, damage. */

const workerUrl = new URL('../../main/cache/worker.ts', import.meta.url)
let server: WorkspaceServer
let root: string
let people = 0

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lianqun-account-'))
  server = await startServer({ dataDir: join(root, 'server'), limits: { rate: false } })
})
afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})

/** A machine of one user, on which the client can be restarted. */
async function machine() {
  const id = `p${++people}`
  await server.domain.createEmployee({ id, name: id, latinName: id, account: id, password: 'secret words' })
  await server.domain.createEmployee({ id: `${id}friend`, name: 'friend', latinName: 'friend' })
  const group = await server.domain.createGroup({ ownerId: id, userIds: [`${id}friend`], name: 'group' })
  const userDataDir = join(root, id)
  const workspaces = join(userDataDir, 'workspaces')
  const kept = memorySecrets()
  const secrets = {
    ...kept,
    state: async () => 'real' as const,
    answered: async () => {},
    plainAllowed: () => false,
    allowPlain: () => {},
  }
  const { options, forget } = accountOptions(userDataDir, id)
  const events = new EventEmitter()
  const caches: Cache[] = []
  const lost: string[] = []
  const client = (changes: Partial<AccountOptions> = {}): Account =>
    new Account({
      ...options,
      secrets,
      openCache: async (path, key) => {
        const cache = await options.openCache(path, key)
        caches.push(cache)
        return cache
      },
      emit: (name, payload) => events.emit(name, payload),
      onUnsentLost: () => lost.push('lost'),
      ...changes,
    })
  return {
    id,
    group,
    secrets,
    workspaces,
    events,
    caches,
    lost,
    client,
    forgetSettings: forget,
    signIn: async (account: Account) => {
      await account.signIn({ address: server.url, account: id, password: 'secret words' })
      expect(account.state.phase).toBe('signed-in')
      return account
    },
    files: () => (existsSync(workspaces) ? readdirSync(workspaces) : []),
    session: (ok: (state: SessionState) => boolean) =>
      new Promise<SessionState>(resolve => {
        const check = (state: SessionState): void => {
          if (!ok(state)) return
          events.off('session.changed', check)
          resolve(state)
        }
        events.on('session.changed', check)
      }),
  }
}

const unsent = (n: number) => ({
  clientId: `0190a1b2-c3d4-7e5f-8a6b-${String(n).padStart(12, '0')}`,
  conversationId: 'elsewhere',
  content: { type: 'text' as const, text: `unsent ${n}`, mentions: [] },
  createdAt: n,
})

test('a start without the settings keeps the session; without an address it signs out', async () => {
  const { client, signIn, forgetSettings, secrets } = await machine()
  await (await signIn(client())).stop()
  forgetSettings()
  const again = client()
  await again.start()
  expect(again.state.phase).toBe('signed-in')
  await again.stop()
  const { address: _address, ...old } = JSON.parse((await secrets.get('session')) ?? '')
  for (const session of [old, { ...old, address: 'demo' }]) {
    await secrets.set('session', JSON.stringify(session))
    const lost = client()
    await lost.start()
    expect(lost.state).toMatchObject({ phase: 'signed-out', notice: 'address_lost' })
  }
  for (const text of ['{', '{}', 'null']) {
    await secrets.set('session', text)
    const lost = client()
    await lost.start()
    expect(lost.state).toMatchObject({ phase: 'signed-out', notice: 'cache_key_lost' })
  }
})

test('a second click does not sign in twice', async () => {
  const { client, signIn, caches } = await machine()
  const account = client()
  const [first, second] = await Promise.allSettled([signIn(account), signIn(account)])
  expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
  expect(caches).toHaveLength(1)
  await account.stop()
})

test('signing out is not reported as a revocation, and wipes even when other steps fail', async () => {
  const { client, signIn, events, files, secrets } = await machine()
  const account = await signIn(client({ onSignedOut: () => Promise.reject(new Error('a view would not close')) }))
  if (account.workspace?.state.status !== 'online') {
    await new Promise<void>(resolve => {
      events.on('connection.changed', ({ status }) => status === 'online' && resolve())
    })
  }
  const notices: unknown[] = []
  events.on('session.changed', ({ notice }) => notices.push(notice))
  expect(await account.signOut({ discardUnsent: false })).toEqual({ signedOut: true, unsent: 0 })
  expect(notices).toEqual(['signed_out'])
  expect(files()).toEqual([])
  expect(await secrets.get('session')).toBeNull()
})

test('signing out asks before it wipes a draft', async () => {
  const { client, signIn } = await machine()
  const account = await signIn(client())
  await account.workspace?.cache.setDraft('c', 'half a thought')
  expect(await account.signOut({ discardUnsent: false })).toEqual({ signedOut: false, unsent: 1 })
  await account.signOut({ discardUnsent: true })
})

test('the next start completes an interrupted wipe', async () => {
  const { client, signIn, files, workspaces, secrets } = await machine()
  await (await signIn(client())).stop()
  const [accountKey = ''] = files()
  writeFileSync(join(workspaces, `${accountKey}.wipe`), '')
  const account = client()
  await account.start()
  expect(account.state).toMatchObject({ phase: 'signed-out', notice: 'signed_out' })
  expect(files()).toEqual([])
  expect(await secrets.get(`cache-key:${accountKey}`)).toBeNull()
  expect(await secrets.get('session')).toBeNull()
})

test('a damaged cache blocks the session; a rebuilt one keeps unsent messages; no file is left behind', async () => {
  const { client, signIn, files, workspaces, caches, lost } = await machine()
  const first = await signIn(client())
  await first.workspace?.cache.enqueueSend(unsent(1))
  await first.workspace?.cache.outboxFailed(unsent(1).clientId, 'not_member')
  await first.workspace?.cache.setDraft('elsewhere', 'half a thought')
  await first.stop()
  const [accountKey = ''] = files()
  const newer = client({ openCache: () => Promise.reject(new CacheError('newer', 'of a later version')) })
  await newer.start()
  expect(newer.state).toMatchObject({ phase: 'blocked', notice: 'cache_newer' })
  // As if killed after the file was moved aside and before unsent data was recovered.
  await newer.recover({ action: 'reset_cache' })
  expect(files()).toEqual([accountKey, expect.stringContaining(`${accountKey}.broken-`)])

  const account = client()
  await account.start()
  expect(account.state.phase).toBe('signed-in')
  expect(await account.workspace?.cache.unsent()).toBe(2)
  expect(files()).toEqual([accountKey])
  await account.stop()

  const path = join(workspaces, accountKey, 'cache.db')
  writeFileSync(path, readFileSync(path).fill(7, 0, 4_096))
  const damaged = client()
  await damaged.start()
  expect(damaged.state).toMatchObject({ phase: 'blocked', notice: 'cache_corrupt' })
  await damaged.recover({ action: 'reset_cache' })
  expect(damaged.state.phase).toBe('signed-in')
  expect(lost).toEqual(['lost'])
  expect(files()).toHaveLength(2)
  await damaged.signOut({ discardUnsent: true })
  expect(files()).toEqual([])
  expect(caches.length).toBeGreaterThan(2)
})

test('a blocked session can be signed out', async () => {
  const { client, signIn, files, id } = await machine()
  await (await signIn(client())).stop()
  const account = client({ openCache: () => Promise.reject(new CacheError('corrupt', 'damaged')) })
  await account.start()
  expect(await account.signOut({ discardUnsent: false })).toEqual({ signedOut: false, unsent: 1 })
  expect(await account.signOut({ discardUnsent: true })).toMatchObject({ signedOut: true })
  expect(account.state).toMatchObject({ phase: 'signed-out', notice: 'signed_out' })
  expect(files()).toEqual([])
  // The session has ended on the server, too.
  const session = await server.domain.issueSession(id, { id: 'other', name: 'test', platform: 'test' })
  const line = await direct(`${server.url}${socketPath}`, session)
  expect((await line.request('device.list', {})).devices.map(device => device.id)).toEqual(['other'])
  line.close()
})

test('a cache that fails in use blocks the session, and a retry continues', async () => {
  let fail: (failure: CacheError) => void = () => {}
  const { client, signIn, session } = await machine()
  const account = await signIn(
    client({
      openCache: async (path, key) => {
        const cache = await openCache({ path, key, workerUrl })
        return new Proxy(cache, {
          get: (target, name) =>
            name === 'onFailure'
              ? (listener: typeof fail) => {
                  fail = listener
                  return () => {}
                }
              : target[name as keyof Cache],
        })
      },
    }),
  )
  const blocked = session(({ phase }) => phase === 'blocked')
  fail(new CacheError('full', 'the disk is full'))
  expect((await blocked).notice).toBe('disk_full')
  await account.recover({ action: 'retry' })
  expect(account.state.phase).toBe('signed-in')
  await account.stop()
})

test('an ended session keeps the user’s unsent texts on this machine, and nothing that they received', async () => {
  const { client, signIn, session, events, id, group } = await machine()
  const account = await signIn(client())
  const { cache } = account.require()
  while ((await cache.conversation(group.id)) === null) await once(events, 'cache.changed')
  await cache.enqueueSend(unsent(1))
  await cache.outboxFailed(unsent(1).clientId, 'not_member')
  const ended = session(({ phase }) => phase === 'signed-out')
  await server.domain.setDisabled(id, true)
  expect((await ended).notice).toBe('account_disabled')
  await server.domain.setDisabled(id, false)
  let first: Cache | undefined
  const back = client({
    openCache: async (path, key) => {
      first = await openCache({ path, key, workerUrl })
      expect(await first.conversation(group.id)).toBeNull()
      expect(await first.unsent()).toBe(1)
      return first
    },
  })
  await signIn(back)
  await back.stop()
})

test('what was not sent goes to no other address that claims to be this workspace, unless the person says it moved', async () => {
  const { client, signIn, session, id, files, secrets } = await machine()
  const account = await signIn(client())
  await account.require().cache.enqueueSend(unsent(1))
  const ended = session(({ phase }) => phase === 'signed-out')
  await server.domain.setDisabled(id, true)
  await ended
  await server.domain.setDisabled(id, false)

  const elsewhere = { address: server.url.replace('127.0.0.1', 'localhost'), account: id, password: 'secret words' }
  const other = client()
  await expect(other.signIn(elsewhere)).rejects.toMatchObject({ code: 'workspace_moved' })
  expect(other.state).toMatchObject({ movedFrom: new URL(server.url).origin.replace('http', 'ws') })
  expect(await secrets.get('session')).toBeNull()
  await other.signIn({ ...elsewhere, moved: 'other' })
  expect(await other.require().cache.unsent()).toBe(0)
  expect(files()).toHaveLength(2)
  await other.signOut({ discardUnsent: true })

  // At its own address it is there, unasked; and it goes along where the person says so.
  const same = await signIn(client())
  expect(await same.require().cache.unsent()).toBe(1)
  const again = session(({ phase }) => phase === 'signed-out')
  await server.domain.setDisabled(id, true)
  await again
  await server.domain.setDisabled(id, false)
  const moved = client()
  await moved.signIn({ ...elsewhere, moved: 'same' })
  expect(await moved.require().cache.unsent()).toBe(1)
  expect(files()).toHaveLength(1)
  await moved.stop()
  const next = client()
  await next.start()
  expect(next.state.phase).toBe('signed-in')
  await next.signOut({ discardUnsent: true })
  expect(files()).toEqual([])
})
