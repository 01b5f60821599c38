import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { encode, parseFrame, type Session } from '@lianqun/protocol'
import { expect, onTestFinished, test } from 'vitest'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import { type Cache, type CacheChange, clockOffsetKey } from '../cache/api.ts'
import { employee, fixedNames, freshCache, head, heads, message, page, push, shown } from '../cache/testing.ts'
import { parseAddress } from './address.ts'
import { SessionTokens } from './session.ts'
import type { Transport } from './transport/transport.ts'
import { Workspace } from './workspace.ts'

const hour = 3_600_000

/** No connection: every attempt stays open. */
const silent: Transport = {
  http: () => Promise.reject(new Error('there is no network')),
  connect: () => ({ isOpen: false, bytesRead: 0, send() {}, abandon() {} }),
}

/** A server whose answers are by method; nothing is waited for in between. */
function answering(answers: Record<string, () => unknown>): Transport {
  return {
    http: silent.http,
    connect: (_url, handlers) => {
      queueMicrotask(() => handlers.opened())
      const send = (text: string) => {
        for (const frame of parseFrame(text)) {
          if (frame.kind !== 'request') continue
          const result = answers[frame.method]?.() ?? {}
          queueMicrotask(() => handlers.received(encode.result(frame.id, result)))
        }
      }
      return { isOpen: true, bytesRead: 0, send, abandon() {} }
    },
  }
}

/** A workspace with a real cache and without a server, if the transport is not one. */
async function offline(transport = silent) {
  const fresh = freshCache()
  const told = new EventEmitter()
  const changes = new EventEmitter()
  const { db } = fresh
  const pass = (name: string, args: unknown[]) => {
    fresh.changes.length = 0
    const result = (db[name as keyof typeof db] as (...args: unknown[]) => unknown)(...args)
    for (const change of fresh.changes) changes.emit('change', change)
    return result
  }
  const cache = new Proxy({} as Cache, {
    get: (_target, name) => {
      if (name === 'onChange')
        return (listener: (change: CacheChange) => void) => {
          changes.on('change', listener)
          return () => changes.off('change', listener)
        }
      return name === 'then' ? undefined : async (...args: unknown[]) => pass(String(name), args)
    },
  })
  const secrets = { get: async () => null, set: async () => {}, copy: async () => {}, delete: async () => {} }
  const session: Session = {
    userId: 'me',
    deviceId: 'd',
    accessToken: 'a',
    accessExpiresAt: Date.now() + hour,
    refreshToken: 'r',
    refreshExpiresAt: Date.now() + hour,
    workspace: { id: 'w', name: 'W', latinName: 'W' },
  }
  const workspace = new Workspace({
    address: parseAddress('ws://127.0.0.1:1'),
    tokens: await SessionTokens.save(secrets, session),
    cache,
    transport,
    filesFolder: join(fresh.folder, 'files'),
    emit: (name, payload) => void told.emit(name, payload),
    notifier: { arrived: () => {}, read: () => {}, recalled: () => {} },
    requests: { remind: () => true, reminded: () => {} },
    reminders: { remind: () => true, reminded: () => {} },
    onSessionEnded: () => {},
    log: () => {},
  })
  onTestFinished(async () => {
    await workspace.stop()
    fresh[Symbol.dispose]()
  })
  return { db, cache, workspace, told }
}

test('what is written without a connection bears the time of the server’s clock as it was known last', async () => {
  const { db, workspace, told } = await offline()
  db.applyHeads(heads(head(0)))
  db.setMeta(clockOffsetKey, String(-24 * hour))
  const state = once(told, 'connection.changed')
  await workspace.start()
  expect((await state)[0]).toMatchObject({ clockOffset: -24 * hour })
  const before = Date.now()
  await workspace.outgoing.send({ id: 'c', content: { type: 'text', text: 'x', mentions: [] } })
  const sentAt = shown(db, { at: 'latest' }).items[0]?.sentAt ?? 0
  expect(sentAt).toBeGreaterThanOrEqual(before - 24 * hour)
  expect(sentAt).toBeLessThanOrEqual(Date.now() - 24 * hour)
})

test('the last sync is told and kept by the server’s clock, as all times beside it are', async () => {
  const day = 24 * hour
  const { db, workspace, told } = await offline(
    answering({
      'auth.resume': () => ({ userId: 'me' }),
      'sync.hello': () => ({ userId: 'me', epoch: 'e1', serverTime: Date.now() - day, revisions: {} }),
      'sync.heads': () => heads(),
    }),
  )
  const synced = new Promise<number>(resolve => {
    told.on('connection.changed', ({ lastSyncedAt }: DesktopEvent<'connection.changed'>) => {
      if (lastSyncedAt !== null) resolve(lastSyncedAt)
    })
  })
  await workspace.start()
  const at = await synced
  expect(at).toBeLessThan(Date.now() - day + hour)
  expect(db.meta('lastSyncedAt')).toBe(String(at))
})

test('a new name of somebody is told to all that shows names', async () => {
  const { db, cache, workspace, told } = await offline()
  db.applyHeads(heads(head(0)))
  db.applyPush(push(1, 1, [message(1)]), false)
  fixedNames(db, [employee('ann', '安娜')])
  await workspace.start()
  await workspace.setOpen('c')
  const whole = new Promise<DesktopEvent<'cache.changed'>>(resolve => {
    told.on('cache.changed', change => change.conversations === null && resolve(change))
  })
  const renamed = { entity: 'employee' as const, value: employee('ann', '安妮', { revision: 2 }) }
  await cache.applyChanges(page(2, [renamed], { scope: 'directory' }), 1, null)
  expect(await whole).toMatchObject({ messages: [{ id: 'c', from: 0 }], members: ['c'] })
})
