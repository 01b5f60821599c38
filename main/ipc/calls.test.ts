import { ProtocolError } from '@lianqun/protocol'
import { expect, test, vi } from 'vitest'
import { calls } from '../../preload/contract.ts'
import { CacheError } from '../cache/api.ts'
import { DesktopError } from '../workspace/errors.ts'
import { answer } from './calls.ts'
import { callHandlers, type Parts } from './handlers.ts'

// Importing the real package would fetch Electron's binary; nothing of it is called here.
vi.mock('electron', () => ({ ipcMain: { handle: () => {} } }))

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
