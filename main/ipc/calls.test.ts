import { ProtocolError } from '@lianqun/protocol'
import { expect, test, vi } from 'vitest'
import { type CallAnswer, calls, callsInBatch } from '../../preload/contract/index.ts'
import { CacheError } from '../cache/api.ts'
import { callHandlers } from '../features.ts'
import { DesktopError } from '../workspace/errors.ts'
import { answer, bindCalls, readBatch } from './calls.ts'
import type { Parts } from './parts.ts'

// Importing the real package would fetch Electron's binary; nothing of it is called here.
const ipc = vi.hoisted(() => ({ take: (_event: unknown, _batch: unknown) => {} }))
vi.mock('electron', () => ({
  ipcMain: {
    on: (_channel: string, take: typeof ipc.take) => {
      ipc.take = take
    },
  },
}))

const log = () => {}

function handlersWith(state: () => unknown) {
  return callHandlers({
    account: {
      get state() {
        return state()
      },
    },
    onListening: () => {},
  } as unknown as Parts)
}

test('main implements every call of the contract and no other', () => {
  expect(Object.keys(handlersWith(() => null)).sort()).toEqual(Object.keys(calls).sort())
})

test('a call that does not exist and arguments that do not fit are refused as data', async () => {
  const handlers = handlersWith(() => null)
  for (const name of ['no.such', 'constructor', '__proto__', 5, null, undefined]) {
    expect(await answer(handlers, name, {}, log)).toMatchObject({ ok: false, error: { code: 'bad_arguments' } })
  }
  for (const text of ['', ' \n ']) {
    expect(
      await answer(handlers, 'messages.send', { id: 'c', content: { type: 'text', text, mentions: [] } }, log),
    ).toMatchObject({
      ok: false,
      error: { code: 'bad_arguments' },
    })
  }
  for (const args of [null, 'x', {}, { id: 'a b' }, { id: 'c', anchor: { at: 'never' }, limit: 10 }]) {
    expect(await answer(handlers, 'messages.page', args, log)).toMatchObject({
      ok: false,
      error: { code: 'bad_arguments' },
    })
  }
})

test.each([
  [new ProtocolError('not_member', { field: 'conversationId' }), { code: 'not_member', field: 'conversationId' }],
  [new DesktopError('offline', 'no line'), { code: 'offline' }],
  [new CacheError('full', 'no space'), { code: 'disk_full' }],
  [new CacheError('io', 'unreadable'), { code: 'cache_failed' }],
  [new TypeError('a mistake of ours'), { code: 'internal' }],
])('%s goes to the page as its code', async (error, expected) => {
  const handlers = handlersWith(() => {
    throw error
  })
  expect(await answer(handlers, 'session.get', {}, log)).toMatchObject({ ok: false, error: expected })
})

test('an answer goes as it is', async () => {
  expect(
    await answer(
      handlersWith(() => ({ phase: 'starting' })),
      'session.get',
      {},
      log,
    ),
  ).toEqual({ ok: true, value: { phase: 'starting' } })
})

/** Until what this tick answered has been sent: it is sent at the end of the next one. */
const nextTick = () => new Promise<void>(resolve => setImmediate(() => setImmediate(resolve)))

/** A page's frame, and what main sent to it. */
function frameOf() {
  const sent: CallAnswer[][] = []
  const state = { gone: false }
  const senderFrame = {
    isDestroyed: () => state.gone,
    send: (_channel: string, answers: CallAnswer[]) => sent.push(answers),
  }
  return { sent, state, event: { senderFrame } }
}

/** Main, with a `session.get` that answers when it is let. */
function bound({ ours = true } = {}) {
  const slow = Promise.withResolvers<unknown>()
  const logged: string[] = []
  const handlers = handlersWith(() => null)
  bindCalls(
    {
      ...handlers,
      'session.get': () => slow.promise as never,
      'conversations.get': () => null,
      'workbench.apps': () => [],
    },
    () => ours,
    message => logged.push(message),
  )
  return { slow, logged, take: ipc.take }
}

test('calls of one message that are answered in one tick come back as one message', async () => {
  const { take } = bound()
  const { sent, event } = frameOf()
  take(event, [
    { id: 1, name: 'conversations.get', args: { id: 'a' } },
    { id: 2, name: 'workbench.apps', args: {} },
    { id: 3, name: 'no.such', args: {} },
  ])
  await nextTick()
  expect(sent).toHaveLength(1)
  expect(sent[0]?.toSorted((a, b) => a.id - b.id)).toMatchObject([
    { id: 1, outcome: { ok: true, value: null } },
    { id: 2, outcome: { ok: true, value: [] } },
    { id: 3, outcome: { ok: false, error: { code: 'bad_arguments' } } },
  ])
})

test('a slow call holds up no other, and a page that is gone meanwhile is no error', async () => {
  const { take, slow } = bound()
  const { sent, state, event } = frameOf()
  take(event, [
    { id: 1, name: 'session.get', args: {} },
    { id: 2, name: 'workbench.apps', args: {} },
  ])
  await nextTick()
  expect(sent).toEqual([[{ id: 2, outcome: { ok: true, value: [] } }]])
  state.gone = true
  slow.resolve(null)
  await nextTick()
  expect(sent).toHaveLength(1)
})

test.each([
  ['no list', { id: 1 }],
  ['nothing', null],
  ['a call without id', [{ name: 'workbench.apps', args: {} }]],
  ['a call that is none', [null]],
  ['an id that is no number', [{ id: '1', name: 'workbench.apps', args: {} }]],
  [
    'an id twice',
    [
      { id: 1, name: 'workbench.apps', args: {} },
      { id: 1, name: 'workbench.apps', args: {} },
    ],
  ],
  ['too many', Array.from({ length: callsInBatch + 1 }, (_, id) => ({ id, name: 'workbench.apps', args: {} }))],
])('a message with %s is refused whole', async (_, batch) => {
  expect(() => readBatch(batch)).toThrow(DesktopError)
  const { take, logged } = bound()
  const { sent, event } = frameOf()
  take(event, batch)
  await nextTick()
  expect(logged).toEqual(['calls were refused'])
  for (const { outcome } of sent.flat()) expect(outcome).toMatchObject({ ok: false, error: { code: 'bad_arguments' } })
})

test('who asks in a refused message is told', async () => {
  const { take } = bound()
  const { sent, event } = frameOf()
  take(event, [
    { id: 1, name: 'workbench.apps', args: {} },
    { id: 1, name: 'workbench.apps', args: {} },
  ])
  await nextTick()
  expect(sent).toMatchObject([[{ id: 1, outcome: { ok: false, error: { message: 'two calls have the id 1' } } }]])
})

test('another page than ours is not answered, nor is a frame that is gone', async () => {
  const { take, logged } = bound({ ours: false })
  const { sent, event } = frameOf()
  take(event, [{ id: 1, name: 'workbench.apps', args: {} }])
  take({ senderFrame: null }, [{ id: 1, name: 'workbench.apps', args: {} }])
  await nextTick()
  expect(sent).toEqual([])
  expect(logged).toHaveLength(1)
})

test('a frame that takes no answers keeps the others from none', async () => {
  const { take, logged } = bound()
  const { sent, event } = frameOf()
  const broken = {
    isDestroyed: () => false,
    send: () => {
      throw new Error('Render frame was disposed')
    },
  }
  take({ senderFrame: broken }, [{ id: 1, name: 'workbench.apps', args: {} }])
  take(event, [{ id: 1, name: 'workbench.apps', args: {} }])
  await nextTick()
  expect(sent).toEqual([[{ id: 1, outcome: { ok: true, value: [] } }]])
  expect(logged).toEqual(['answers did not reach the page'])
})
