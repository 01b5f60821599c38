import { ProtocolError } from '@lianqun/protocol'
import { expect, test, vi } from 'vitest'
import { type AnswerBatch, type CallAnswer, callsInBatch } from '../../preload/contract/index.ts'
import { CacheError } from '../cache/api.ts'
import { callHandlers } from '../features.ts'
import { DesktopError } from '../workspace/errors.ts'
import { createAnswerQueue } from './answer-queue.ts'
import { answer, bindCalls, readBatch } from './calls.ts'
import type { Parts } from './parts.ts'
import { createWindowChannel } from './window-channel.ts'

// Importing the real package would download Electron's binary.
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

test('an unknown call and invalid arguments are refused with an error as data', async () => {
  const handlers = handlersWith(() => null)
  const names = ['no.such', 'constructor', '__proto__', 5, null, undefined, { toString: 5, valueOf: 5 }]
  for (const name of names) {
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
])('%s is sent to the page as its code', async (error, expected) => {
  const handlers = handlersWith(() => {
    throw error
  })
  expect(await answer(handlers, 'session.get', {}, log)).toMatchObject({ ok: false, error: expected })
})

test('the result of a handler is the value of the answer', async () => {
  expect(
    await answer(
      handlersWith(() => ({ phase: 'starting' })),
      'session.get',
      {},
      log,
    ),
  ).toEqual({ ok: true, value: { phase: 'starting' } })
})

/** Resolves when the answers of this tick have been sent. */
const nextTick = () => new Promise<void>(resolve => setImmediate(() => setImmediate(resolve)))

/** A page's frame, and the messages that main sent to it, structured-cloned as IPC does. */
function frameOf() {
  const sent: CallAnswer[][] = []
  const documents: string[] = []
  const state = { gone: false }
  const senderFrame = {
    isDestroyed: () => state.gone,
    postMessage(_channel: string, batch: AnswerBatch) {
      const { answers, document } = structuredClone(batch)
      sent.push(answers)
      documents.push(document)
    },
  }
  return { sent, documents, state, event: { senderFrame } }
}

/** A message from a document. */
const from = (calls: unknown, document = 'a document') => ({ document, calls })

/** Binds the calls, with a `session.get` that answers when `slow` is resolved. */
function bound({ ours = true, workbenchApps = () => [] as unknown } = {}) {
  const slow = Promise.withResolvers<unknown>()
  const logged: string[] = []
  const log = (message: string) => {
    logged.push(message)
  }
  bindCalls({
    handlers: {
      ...handlersWith(() => null),
      'session.get': () => slow.promise as never,
      'conversations.get': () => null,
      'workbench.apps': () => workbenchApps() as never,
    },
    isOurs: () => ours,
    answers: createAnswerQueue(log),
    log,
  })
  return { slow, logged, take: ipc.take }
}

test('calls of one message that are answered in one tick come back as one message', async () => {
  const { take } = bound()
  const { sent, event } = frameOf()
  take(
    event,
    from([
      { id: 1, name: 'conversations.get', args: { id: 'a' } },
      { id: 2, name: 'workbench.apps', args: {} },
      { id: 3, name: 'no.such', args: {} },
    ]),
  )
  await nextTick()
  expect(sent).toHaveLength(1)
  expect(sent[0]?.toSorted((a, b) => a.id - b.id)).toMatchObject([
    { id: 1, outcome: { ok: true, value: null } },
    { id: 2, outcome: { ok: true, value: [] } },
    { id: 3, outcome: { ok: false, error: { code: 'bad_arguments' } } },
  ])
})

test('a slow call does not delay others, and a frame that was destroyed meanwhile gets no answer', async () => {
  const { take, slow } = bound()
  const { sent, state, event } = frameOf()
  take(
    event,
    from([
      { id: 1, name: 'session.get', args: {} },
      { id: 2, name: 'workbench.apps', args: {} },
    ]),
  )
  await nextTick()
  expect(sent).toEqual([[{ id: 2, outcome: { ok: true, value: [] } }]])
  state.gone = true
  slow.resolve(null)
  await nextTick()
  expect(sent).toHaveLength(1)
})

test('an answer has the id of the calling document, whichever document the frame shows by then', async () => {
  const { take, slow } = bound()
  const { sent, documents, event } = frameOf()
  take(event, from([{ id: 1, name: 'session.get', args: {} }], 'before'))
  take(event, from([{ id: 1, name: 'workbench.apps', args: {} }], 'after'))
  slow.resolve(null)
  await nextTick()
  expect(documents).toEqual(['after', 'before'])
  expect(sent).toMatchObject([[{ outcome: { value: [] } }], [{ outcome: { value: null } }]])
})

const one = { id: 1, name: 'workbench.apps', args: {} }
test.each([
  ['no list of calls', from({ id: 1 })],
  ['null for its calls', from(null)],
  ['no document', { calls: [one] }],
  ['a document id that is not a string', { document: 5, calls: [one] }],
  ['a document id that is too long', from([one], 'x'.repeat(100))],
  ['no fields at all', null],
  ['a call without id', from([{ name: 'workbench.apps', args: {} }])],
  ['a call that is null', from([null])],
  // biome-ignore lint/suspicious/noSparseArray: the test is about a sparse array
  ['a sparse list', from([one, , { ...one, id: 2 }])],
  ['an id that is not a number', from([{ ...one, id: '1' }])],
  ['an id twice', from([one, one])],
  ['too many calls', from(Array.from({ length: callsInBatch + 1 }, (_, id) => ({ ...one, id })))],
])('a message with %s is refused as a whole', async (_, message) => {
  expect(() => readBatch(message)).toThrow(DesktopError)
  const { take, logged } = bound()
  const { sent, event } = frameOf()
  take(event, message)
  await nextTick()
  expect(logged).toEqual(['calls were refused'])
  for (const { outcome } of sent.flat()) expect(outcome).toMatchObject({ ok: false, error: { code: 'bad_arguments' } })
})

test('calls of a refused message are answered with the error', async () => {
  const { take } = bound()
  const { sent, event } = frameOf()
  take(event, from([one, one]))
  await nextTick()
  expect(sent).toMatchObject([[{ id: 1, outcome: { ok: false, error: { message: 'two calls have the id 1' } } }]])
})

test('a page that is not ours gets only errors; a missing frame gets nothing', async () => {
  const { take, logged } = bound({ ours: false })
  const { sent, event } = frameOf()
  take(event, from([one]))
  take({ senderFrame: null }, from([one]))
  await nextTick()
  expect(sent).toMatchObject([[{ id: 1, outcome: { ok: false, error: { code: 'bad_arguments' } } }]])
  expect(logged).toHaveLength(1)
})

test('an answer that cannot be cloned fails alone', async () => {
  const { take, logged } = bound({ workbenchApps: () => () => {} })
  const { sent, event } = frameOf()
  take(
    event,
    from([
      { id: 1, name: 'conversations.get', args: { id: 'a' } },
      { ...one, id: 2 },
    ]),
  )
  await nextTick()
  expect(sent).toMatchObject([
    [{ id: 1, outcome: { ok: true, value: null } }],
    [{ id: 2, outcome: { ok: false, error: { code: 'internal' } } }],
  ])
  expect(logged).toEqual(['an answer could not be sent'])
})

test('a frame that fails does not delay the others', async () => {
  const { take, logged } = bound()
  const { sent, event } = frameOf()
  const broken = {
    isDestroyed: () => false,
    postMessage: () => {
      throw new Error('Render frame was disposed')
    },
  }
  take({ senderFrame: broken }, from([one]))
  take(event, from([one]))
  await nextTick()
  expect(sent).toEqual([[{ id: 1, outcome: { ok: true, value: [] } }]])
  expect(logged).toEqual(['an answer could not be sent'])
})

test('an event does not overtake earlier answers', async () => {
  const line: string[] = []
  const mainFrame = {
    url: 'app://lianqun/index.html',
    isDestroyed: () => false,
    postMessage: (_channel: string, { answers }: AnswerBatch) =>
      line.push(...answers.map(({ id, outcome }) => `answer ${id} ${JSON.stringify(outcome.ok && outcome.value)}`)),
  }
  const webContents = { mainFrame, send: (_channel: string, name: string) => line.push(`event ${name}`) }
  const channel = createWindowChannel({ window: () => ({ webContents }) as never, log })
  let signedIn = false
  channel.answerCalls({
    ...handlersWith(() => (signedIn ? 'signed in' : 'starting')),
    // This handler changes the state that the call before it returned.
    'session.signInDemo': () => {
      signedIn = true
      channel.emit('session.changed', null as never)
      return {}
    },
  })
  ipc.take(
    { sender: webContents, senderFrame: mainFrame },
    from([
      { id: 1, name: 'session.get', args: {} },
      { id: 2, name: 'session.signInDemo', args: {} },
      { id: 3, name: 'session.get', args: {} },
    ]),
  )
  channel.emit('quitting', {})
  await nextTick()
  expect(line).toEqual([
    'answer 1 "starting"',
    'event session.changed',
    'answer 2 {}',
    'answer 3 "signed in"',
    'event quitting',
  ])
})
