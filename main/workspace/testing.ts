import { EventEmitter } from 'node:events'
import { type Params, protocolVersion, type Result } from '@lianqun/protocol'
import { onTestFinished } from 'vitest'
import type { Cache } from '../cache/api.ts'
import { epoch, freshCache, heads, page } from '../cache/testing.ts'
import type { Request } from './connection.ts'
import { MessagePager } from './message-pager.ts'
import { Sync } from './sync.ts'

export type Answers = {
  [M in 'sync.hello' | 'sync.heads' | 'sync.changes' | 'message.history' | 'sync.heartbeat']: (
    params: Params<M>,
  ) => Result<M> | Promise<Result<M>>
}

/** Sync and message pager with a real cache, and a server whose answers the test defines. */
export function harness(answers: Partial<Answers> = {}) {
  const fresh = freshCache()
  const { db } = fresh
  const cache = new Proxy({} as Cache, {
    get: (_target, name) =>
      name === 'then'
        ? undefined
        : async (...args: unknown[]) => (db[name as keyof typeof db] as (...args: unknown[]) => unknown)(...args),
  })
  const asked: { method: string; params: Record<string, unknown> }[] = []
  const told = new EventEmitter()
  const all: Answers = {
    'sync.hello': () => ({ userId: 'me', epoch, serverTime: 1, protocol: protocolVersion, revisions: {} }),
    'sync.heads': () => heads(),
    'sync.changes': ({ scope, since }) => page(since, [], { scope }),
    'message.history': ({ conversationId }) => ({ conversationId, epoch, messages: [], from: 1, to: 0, head: 0 }),
    'sync.heartbeat': () => ({ headsAgree: true, revisions: { me: 0, directory: 0, apps: 0 }, serverTime: 1 }),
    ...answers,
  }
  const request = (async (method: keyof Answers, params: Record<string, unknown>) => {
    asked.push({ method, params })
    return (all[method] as (params: unknown) => unknown)(params)
  }) as unknown as Request
  const log = (text: string): void => void told.emit('log', text)
  const sync = new Sync({
    onServerVersion: () => {},
    onFeatures: () => {},
    onServerTime: async serverTime => void told.emit('server time', serverTime),
    onNewEpoch: () => told.emit('new epoch'),
    cache,
    request,
    timings: { gapWaitMs: 1, backfillRestMs: 0 },
    onProgress: progress => told.emit('progress', progress),
    onCaughtUp: () => told.emit('caught up'),
    log,
  })
  onTestFinished(() => {
    sync.stop()
    fresh[Symbol.dispose]()
  })
  return { db, sync, pages: new MessagePager({ cache, sync, log }), request, asked, told }
}
