import { expect, test } from 'vitest'
import { createCallBatch } from './call-batch.ts'
import type { CallAnswer, CallBatch, CallRequest } from './contract/index.ts'

/** A document's call batch, and the calls that main received from it, structured-cloned as IPC does. */
function batchTo(limit = 200) {
  const sent: CallRequest[][] = []
  const send = (batch: CallBatch) => {
    sent.push(structuredClone(batch).calls)
  }
  const { call, receive } = createCallBatch({ send, limit, document: 'this' })
  const answer = (answers: CallAnswer[], document = 'this') => receive({ document, answers })
  return { sent, batch: { call, receive: answer } }
}

test('calls of one tick travel as one message, and each gets its own answer', async () => {
  const { sent, batch } = batchTo()
  const outcomes = [batch.call('conversations.get', { id: 'a' }), batch.call('workbench.apps', {})]
  expect(sent).toEqual([])
  await Promise.resolve()
  expect(sent).toEqual([
    [
      { id: 1, name: 'conversations.get', args: { id: 'a' } },
      { id: 2, name: 'workbench.apps', args: {} },
    ],
  ])
  batch.receive([{ id: 2, outcome: { ok: true, value: [] } }])
  expect(await outcomes[1]).toEqual({ ok: true, value: [] })
  batch.receive([{ id: 1, outcome: { ok: true, value: null } }])
  expect(await outcomes[0]).toEqual({ ok: true, value: null })
})

test('a call of a later tick travels by itself', async () => {
  const { sent, batch } = batchTo()
  void batch.call('workbench.apps', {})
  await Promise.resolve()
  void batch.call('workbench.apps', {})
  await Promise.resolve()
  expect(sent.map(calls => calls.length)).toEqual([1, 1])
})

test('more calls than a message may hold travel as several', async () => {
  const { sent, batch } = batchTo(2)
  for (let at = 0; at < 5; at++) void batch.call('workbench.apps', {})
  await Promise.resolve()
  expect(sent.map(calls => calls.length)).toEqual([2, 2, 1])
})

test('an answer to an unknown call is ignored', () => {
  const { batch } = batchTo()
  expect(() => batch.receive([{ id: 7, outcome: { ok: true, value: {} } }])).not.toThrow()
})

test('answers to the previous document of the frame settle no call of this one', async () => {
  const { batch } = batchTo()
  const outcome = batch.call('workbench.apps', {})
  await Promise.resolve()
  batch.receive([{ id: 1, outcome: { ok: true, value: null } }], 'previous')
  batch.receive([{ id: 1, outcome: { ok: true, value: [] } }])
  expect(await outcome).toEqual({ ok: true, value: [] })
})

test('a call whose arguments cannot be cloned fails alone', async () => {
  const { sent, batch } = batchTo()
  const good = batch.call('workbench.apps', {})
  const bad = batch.call('conversations.get', { id: (() => 'a') as never })
  const other = batch.call('workbench.tabs', {})
  expect(await bad).toMatchObject({ ok: false, error: { code: 'bad_arguments' } })
  expect(sent.flat().map(call => call.id)).toEqual([1, 3])
  batch.receive([1, 3].map(id => ({ id, outcome: { ok: true, value: [] } })))
  expect(await good).toEqual({ ok: true, value: [] })
  expect(await other).toEqual({ ok: true, value: [] })
})
