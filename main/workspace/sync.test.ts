import { once } from 'node:events'
import { ProtocolError } from '@lianqun/protocol'
import { describe, expect, test } from 'vitest'
import { epoch, head, heads, membership, mePush, message, messages, page, push, text } from '../cache/testing.ts'
import { DesktopError } from './errors.ts'
import { type Answers, harness } from './testing.ts'

const rows = (from: number, to: number) => messages(from, to).map(value => ({ entity: 'message' as const, value }))
/** A server that has messages 1 to `top` of the conversation `c`. */
const server = (top: number): Partial<Answers> => ({
  'sync.heads': () => heads(head(top, { lastOrdinal: top, lastMessage: message(top) })),
  'sync.changes': ({ since, limit, messagesUpTo }) => {
    const upTo = Math.min(top, since + limit)
    return page(upTo, messagesUpTo === undefined ? rows(since + 1, upTo) : [], { head: top, more: upTo < top })
  },
  'message.history': ({ before, after, limit }) => {
    const to = before === undefined ? (after === undefined ? top : Math.min(top, after + limit)) : before - 1
    const from = Math.max(1, after === undefined ? to - limit + 1 : after + 1)
    return { conversationId: 'c', epoch, messages: messages(from, to), from, to, head: top }
  },
})

test('a conversation that is far behind opens at its first unread message', async () => {
  const { db, sync, pages, request } = harness(server(1_000))
  const read = membership({ revision: 2, readSeq: 400, readOrdinal: 400 })
  db.applyHeads(heads(head(300)))
  db.applyPush(push(1, 300, messages(1, 300)), false)
  db.applyHeads(heads(head(1_000, { membership: read, lastOrdinal: 1_000 })))
  await sync.start(request)
  const opened = await pages.page({ id: 'c', anchor: { at: 'unread' }, limit: 60 })
  const seqs = opened.items.map(item => item.seq)
  expect(seqs).toContain(401)
  expect(seqs.indexOf(401)).toBeGreaterThan(5)
  expect(seqs.length).toBe(60)
  sync.stop()
})

test('a push of a scope of a later version is passed over', async () => {
  const { db, sync, told } = harness()
  const logs: string[] = []
  told.on('log', line => logs.push(line))
  sync.onPush({ ...push(1, 1, []), scope: 'later' } as Parameters<typeof sync.onPush>[0])
  await sync.settled()
  expect([logs, db.meta('epoch')]).toEqual([[], null])
})

test('a conversation that the cache does not know yet is read after its head', async () => {
  const { db, sync } = harness(server(3))
  db.setMeta('epoch', epoch)
  await sync.catchUp('conversation:c')
  expect(db.scope('conversation:c').cursor).toBe(3)
})

test('a conversation that the user was told of by their own scope alone is fetched', async () => {
  const { sync, request, asked, told } = harness()
  const caughtUp = once(told, 'caught up')
  await sync.start(request)
  await caughtUp
  asked.length = 0
  sync.onPush(mePush(1, { conversationId: 'unheard' }))
  await expect.poll(() => asked.map(({ method }) => method)).toContain('sync.heads')
  sync.stop()
})

test('when the server fails, the page has what is in the cache', async () => {
  const { db, sync, pages, request, told } = harness({
    'message.history': () => Promise.reject(new DesktopError('timeout', 'too late')),
  })
  db.applyHeads(heads(head(90)))
  db.applyHistory({ conversationId: 'c', epoch, messages: messages(50, 60), from: 50, to: 60, head: 90 })
  await sync.start(request)
  const logged = once(told, 'log')
  const opened = await pages.page({ id: 'c', anchor: { before: 55 }, limit: 20 })
  expect(opened.items.map(item => item.seq)).toEqual([50, 51, 52, 53, 54])
  expect(opened.gapOlder).toBe(true)
  await logged
  sync.stop()
})

test('after a timeout smaller pages are requested', async () => {
  const usual = server(1_000)
  const { db, sync, request, asked } = harness({
    ...usual,
    'message.history': params =>
      params.limit > 60
        ? Promise.reject(new DesktopError('timeout', 'too late'))
        : (usual['message.history'] as NonNullable<Answers['message.history']>)(params),
  })
  db.applyHeads(heads(head(1_000)))
  await sync.start(request)
  await sync.history('c', { before: 900, limit: 200 })
  const limits = asked.filter(({ method, params }) => method === 'message.history' && params.before === 900)
  expect(limits.map(({ params }) => params.limit)).toEqual([200, 100, 50])
  sync.stop()
})

test('one conversation that cannot be read does not stop the others', async () => {
  const bad = head(5, { conversation: { id: 'bad' } })
  const { sync, request, told, db } = harness({
    'sync.heads': () => heads(bad, head(5)),
    'sync.changes': ({ scope, since }) => {
      if (scope === 'conversation:bad') throw new ProtocolError('not_member')
      return page(5, rows(since + 1, 5), { scope, head: 5 })
    },
  })
  const skipped = once(told, 'log')
  await sync.start(request)
  await skipped
  while (db.scope('conversation:c').cursor < 5) await new Promise(resolve => setImmediate(resolve))
  expect(db.behind(5).map(({ conversationId }) => conversationId)).toEqual(['bad'])
  sync.stop()
})

test('a heartbeat that finds a difference does not report that all is caught up', async () => {
  let agree = false
  const { sync, request, told } = harness({
    'sync.heartbeat': () => ({ headsAgree: agree, revisions: { me: 0, directory: 0, apps: 0 }, serverTime: 1 }),
  })
  const first = once(told, 'caught up')
  await sync.start(request)
  await first
  let times = 0
  told.on('caught up', () => times++)
  await sync.heartbeat(request)
  expect(times).toBe(0)
  agree = true
  await sync.heartbeat(request)
  expect(times).toBe(1)
  sync.stop()
})

test.each([
  ['none', 0],
  ['the same', 0],
  ['another', 1],
] as const)('with %s known before, onNewEpoch is called %i times', async (known, times) => {
  const { db, sync, request, told } = harness(server(5))
  let calls = 0
  told.on('new epoch', () => calls++)
  if (known !== 'none') db.setMeta('epoch', known === 'the same' ? epoch : 'before')
  await sync.start(request)
  expect(calls).toBe(times)
  sync.stop()
})

test('a scope of an old epoch is read again', async () => {
  const { db, sync, request } = harness(server(5))
  db.setMeta('epoch', epoch)
  db.applyHeads({ ...heads(head(9)), epoch: 'before' })
  await sync.start(request)
  await sync.catchUp('conversation:c')
  expect(db.scope('conversation:c')).toMatchObject({ epoch, cursor: 5 })
  sync.stop()
})

test('a server that asks to wait is asked again, and catching up goes on', async () => {
  let refusals = 2
  const { sync, request, asked, told } = harness({
    ...server(3),
    'sync.changes': ({ scope, since }) => {
      if (scope === 'directory' && refusals-- > 0) throw new ProtocolError('rate_limited', { retryAfterMs: 1 })
      return page(since, [], { scope })
    },
    'sync.hello': () => ({ userId: 'me', epoch, serverTime: 1, protocol: 1, revisions: { directory: 2 } }),
  })
  const logs: string[] = []
  told.on('log', text => logs.push(text))
  await sync.start(request)
  await sync.catchUp('directory')
  expect(asked.filter(({ params }) => params.scope === 'directory')).toHaveLength(3)
  expect(logs.filter(text => text.includes('failed'))).toEqual([])
  sync.stop()
})

test('after a wait nothing is asked on another connection', async () => {
  const { sync, request, asked, told } = harness({
    ...server(3),
    'sync.changes': () => {
      throw new ProtocolError('rate_limited', { retryAfterMs: 1 })
    },
  })
  await sync.start(request)
  const before = asked.length
  const reading = sync.catchUp('directory')
  const waiting = once(told, 'log')
  await waiting
  sync.stop()
  await expect(reading).rejects.toThrow(ProtocolError)
  expect(asked.length).toBeLessThanOrEqual(before + 1)
})

test('one scope that cannot be read does not stop the others, nor the backfill', async () => {
  const { db, sync, request, asked, told } = harness({
    ...server(3),
    'sync.hello': () => ({
      userId: 'me',
      epoch,
      serverTime: 1,
      protocol: 1,
      revisions: { me: 1, apps: 2, directory: 2 },
    }),
    'sync.changes': ({ scope, since }) => {
      if (scope === 'me') throw new DesktopError('not_understood', 'later')
      return scope === 'conversation:c' ? page(3, rows(since + 1, 3), { head: 3 }) : page(2, [], { scope, head: 2 })
    },
  })
  let caughtUp = 0
  told.on('caught up', () => caughtUp++)
  await sync.start(request)
  while (db.scope('conversation:c').cursor < 3) await new Promise(resolve => setImmediate(resolve))
  expect([db.scope('apps').cursor, db.scope('directory').cursor, db.scope('me').cursor]).toEqual([2, 2, 0])
  expect(asked.filter(({ params }) => params.scope === 'me')).toHaveLength(1)
  expect(caughtUp).toBe(0)
  sync.stop()
})

test('an unreadable answer about one conversation does not stop the others', async () => {
  const bad = head(5, { conversation: { id: 'bad' } })
  const { sync, request, db } = harness({
    'sync.heads': () => heads(bad, head(5)),
    'sync.changes': ({ scope, since }) => {
      if (scope === 'conversation:bad') throw new DesktopError('not_understood', 'later')
      return page(5, rows(since + 1, 5), { scope, head: 5 })
    },
  })
  await sync.start(request)
  while (db.scope('conversation:c').cursor < 5) await new Promise(resolve => setImmediate(resolve))
  sync.stop()
})

test('pages that do not advance are not requested in a loop', async () => {
  const { sync, request, asked, told } = harness({
    'sync.heads': ({ cursor }) => ({ ...heads(head(3)), cursor: cursor ?? 'x', more: true }),
    'sync.changes': ({ scope, since }) => page(since, [], { scope, head: 9, more: true }),
  })
  const logged = once(told, 'log')
  await sync.start(request)
  await logged
  await expect(sync.catchUp('conversation:c')).rejects.toThrow('did not advance')
  expect(asked.filter(({ method }) => method === 'sync.heads')).toHaveLength(2)
  sync.stop()
})

test('when heads differ but none has changed, all are read again once, missing conversations left', async () => {
  const { db, sync, request, asked, told } = harness({
    'sync.heads': () => ({ ...heads(head(3, { lastOrdinal: 3 })), cursor: 'here' }),
    'sync.changes': ({ scope, since }) =>
      page(3, scope === 'conversation:c' ? rows(since + 1, 3) : [], {
        scope,
        head: scope === 'conversation:gone' ? 5 : 3,
      }),
    'sync.heartbeat': () => ({ headsAgree: false, revisions: {}, serverTime: 1 }),
  })
  db.setMeta('epoch', epoch)
  db.applyHeads({ ...heads(head(5, { conversation: { id: 'gone' } })), cursor: 'here' })
  const ready = once(told, 'caught up')
  await sync.start(request)
  await ready
  for (let i = 0; i < 3; i++) {
    await sync.heartbeat(request)
    while (db.headsCursor() === null) await new Promise(resolve => setImmediate(resolve))
    await sync.settled()
  }
  while (db.conversationIds().length > 1) await new Promise(resolve => setImmediate(resolve))
  expect(db.conversationIds()).toEqual(['c'])
  expect(asked.filter(({ method, params }) => method === 'sync.heads' && params.cursor === null)).toHaveLength(1)
  sync.stop()
})

describe('a server that was put back to an older copy, and says the same epoch', () => {
  const messagesOf = (db: ReturnType<typeof harness>['db']) =>
    db
      .messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 50 })
      .items.map(item => (item.content as { text?: string }).text)
  /** A server of which `state.to` messages are of this life and the rest of the copy. */
  const restored = (state: { me: number; to: number }) => ({
    'sync.hello': () => ({ userId: 'me', epoch, serverTime: 1, protocol: 1, revisions: { me: state.me } }),
    'sync.heads': () => ({ ...heads(head(state.to, { lastOrdinal: state.to })), cursor: 'here' }),
    'sync.changes': ({ scope, since }: Parameters<Answers['sync.changes']>[0]) => {
      const to = scope === 'conversation:c' ? state.to : state.me
      const fresh = scope === 'conversation:c' ? messages(since + 1, to) : []
      const changes = fresh.map(value => ({
        entity: 'message' as const,
        value: { ...value, content: text(`new ${value.seq}`) },
      }))
      return page(Math.max(to, since), changes, { scope, head: to })
    },
    'sync.heartbeat': () => ({ headsAgree: true, revisions: { me: state.me }, serverTime: 1 }),
  })
  const held = (db: ReturnType<typeof harness>['db'], to: number) => {
    db.setMeta('epoch', epoch)
    db.applyHeads({ ...heads(head(0)), cursor: 'here' })
    db.applyPush(push(1, to, messages(1, to)), false)
    db.applyPush(push(1, 7, [], { scope: 'me' }), false)
  }

  test('is noticed on connecting, by a scope below its cursor', async () => {
    const { db, sync, request, told } = harness(restored({ me: 4, to: 3 }))
    held(db, 5)
    const ready = once(told, 'caught up')
    const epoch2 = once(told, 'new epoch')
    await sync.start(request)
    await Promise.all([ready, epoch2])
    await sync.catchUp('conversation:c')
    expect(messagesOf(db)).toEqual(['new 1', 'new 2', 'new 3'])
    expect(db.scope('me').cursor).toBe(4)
  })

  test('is noticed by the server, from the checkpoint that the client was sent last', async () => {
    const { db, sync, request, asked, told } = harness({
      ...restored({ me: 9, to: 9 }),
      'sync.hello': ({ seen }) => ({
        userId: 'me',
        epoch,
        serverTime: 1,
        protocol: 2,
        revisions: { me: 9 },
        checkpoint: 'copy.9',
        ...(seen === 'lost.8' ? { lost: true } : {}),
      }),
      'sync.heartbeat': () => ({ headsAgree: true, revisions: {}, serverTime: 1, checkpoint: 'copy.10' }),
    })
    held(db, 5)
    db.setMeta('checkpoint', 'lost.8')
    const heldAtEpoch = once(told, 'new epoch').then(() => ({
      items: messagesOf(db),
      checkpoint: db.meta('checkpoint'),
    }))
    const ready = once(told, 'caught up')
    await sync.start(request)
    // A client that is closed before all is forgotten asks again.
    expect(await heldAtEpoch).toEqual({ items: [], checkpoint: 'lost.8' })
    await ready
    await sync.catchUp('conversation:c')
    expect(messagesOf(db)[0]).toBe('new 1')
    await sync.heartbeat(request)
    await sync.start(request)
    const hellos = asked.filter(({ method }) => method === 'sync.hello')
    expect(hellos.map(({ params }) => params.seen)).toEqual(['lost.8', 'copy.10'])
  })

  test('is noticed at a heartbeat', async () => {
    const state = { me: 7, to: 5 }
    const { db, sync, request, told } = harness(restored(state))
    held(db, 5)
    const ready = once(told, 'caught up')
    await sync.start(request)
    await ready
    Object.assign(state, { me: 2, to: 2 })
    const again = once(told, 'caught up')
    await sync.heartbeat(request)
    await again
    await sync.catchUp('conversation:c')
    expect(messagesOf(db)).toEqual(['new 1', 'new 2'])
  })

  test('is noticed when all heads are read again', async () => {
    const state = { me: 7, to: 5 }
    const answers = restored(state)
    const { db, sync, request, told } = harness({
      ...answers,
      'sync.heads': ({ cursor }) => (cursor === null ? answers['sync.heads']() : { ...heads(), cursor: 'here' }),
      'sync.heartbeat': () => ({ headsAgree: false, revisions: { me: state.me }, serverTime: 1 }),
    })
    held(db, 5)
    const ready = once(told, 'caught up')
    await sync.start(request)
    await ready
    state.to = 3
    const epoch2 = once(told, 'new epoch')
    await sync.heartbeat(request)
    await epoch2
  })

  test('is noticed in a conversation whose head is below what is held', async () => {
    const { db, sync, request, told } = harness(restored({ me: 7, to: 3 }))
    held(db, 5)
    const ready = once(told, 'caught up')
    await sync.start(request)
    await ready
    const again = once(told, 'caught up')
    await sync.catchUp('conversation:c')
    await again
    await sync.catchUp('conversation:c')
    expect(messagesOf(db)).toEqual(['new 1', 'new 2', 'new 3'])
  })
})

test('who is taken out of a conversation and back while away reads its members from the beginning', async () => {
  const member = (userId: string, revision: number, left = false) => ({
    entity: 'member' as const,
    value: { conversationId: 'c', userId, role: 'member', joinedAt: 1, left, revision },
  })
  // Ann left while the person was out of it: of that they are told nothing.
  const back = membership({ revision: 4, visibleFrom: 8, readSeq: 8, readOrdinal: 8 })
  const { db, sync, request } = harness({
    'sync.heads': () => heads(head(9, { membership: back, lastOrdinal: 9, lastMessage: message(9) })),
    'sync.changes': ({ scope, since }) => {
      const all = [member('me', 8), member('bob', 2), ...rows(9, 9)]
      const found = scope === 'conversation:c' ? all.filter(({ value }) => value.revision > since) : []
      return page(9, found, { scope, head: 9 })
    },
  })
  db.setMeta('epoch', epoch)
  db.applyHeads(heads(head(0, { membership: membership({ revision: 2 }) })))
  const before = [member('me', 1), member('bob', 2), member('ann', 3), ...rows(4, 5)]
  db.applyChanges(page(5, before, { head: 5 }), 0, null)
  expect(db.conversationMembers('c').map(({ userId }) => userId)).toEqual(['ann', 'bob', 'me'])
  await sync.start(request)
  while (db.scope('conversation:c').cursor < 9) await new Promise(resolve => setImmediate(resolve))
  expect(db.conversationMembers('c').map(({ userId }) => userId)).toEqual(['bob', 'me'])
  expect(db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 9 }).items.map(({ seq }) => seq)).toEqual([9])
})

test('the server’s time is heard on connecting and at each heartbeat', async () => {
  let serverTime = 5_000
  const { sync, request, told } = harness({
    'sync.hello': () => ({ userId: 'me', epoch, serverTime, protocol: 1, revisions: {} }),
    'sync.heartbeat': () => ({ headsAgree: true, revisions: {}, serverTime }),
  })
  const heard: number[] = []
  told.on('server time', time => heard.push(time))
  await sync.start(request)
  serverTime = 6_000
  await sync.heartbeat(request)
  expect(heard).toEqual([5_000, 6_000])
})
