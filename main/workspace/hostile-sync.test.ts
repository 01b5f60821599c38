import { type EventEmitter, once } from 'node:events'
import { methods } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { epoch, head, heads, item, message, messages, page } from '../cache/testing.ts'
import { harness } from './testing.ts'

/* What a server may do that is hostile, broken, or of a later version. */

/** The heads were read so many times. */
async function progressTimes(told: EventEmitter, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await once(told, 'progress')
}

test('a server of two epochs is not asked without end, nor is all forgotten each time', async () => {
  let n = 0
  const { sync, request, asked, told } = harness({
    'sync.heads': () => {
      if (n > 500) throw new Error('asked without end')
      return { ...heads(), epoch: `e${n++ % 2}` }
    },
  })
  const failed = once(told, 'log')
  await sync.start(request)
  await failed
  sync.stop()
  expect(asked.length).toBeLessThan(10)
})

test('a page of history that reaches beyond what the cache can hold leaves the conversation readable', async () => {
  const { db, sync, request, told } = harness({
    'sync.heads': () => heads(head(5, { lastOrdinal: 5, lastMessage: message(5) })),
    'sync.changes': ({ scope }) =>
      page(
        5,
        messages(1, 5).map(value => ({ entity: 'message', value })),
        { scope },
      ),
    'message.history': ({ conversationId }) => ({
      conversationId,
      epoch,
      messages: [],
      from: 0,
      to: 2 ** 31,
      head: 2 ** 31,
    }),
  })
  const caughtUp = once(told, 'caught up')
  await sync.start(request)
  await caughtUp
  await sync.catchUp('conversation:c')
  await expect(sync.history('c', { limit: 5 })).rejects.toThrow(/beyond what the cache can hold/)
  expect(db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 5 }).items).not.toEqual([])
})

test('a conversation whose head cannot be read at all is not left when all heads are read again', async () => {
  let later = false
  const { db, sync, request, told } = harness({
    'sync.heads': () => {
      const whole = head(5, { lastOrdinal: 5, lastMessage: message(5) })
      // As the connection reads it; a revision of a later form.
      const sent = { ...heads(), heads: [later ? { ...whole, revision: { major: 6 } } : whole] }
      return methods['sync.heads'].result.parse(sent)
    },
    'sync.changes': ({ scope }) =>
      page(
        5,
        messages(1, 5).map(value => ({ entity: 'message', value })),
        { scope },
      ),
    'sync.heartbeat': () => ({ headsAgree: false, revisions: {}, serverTime: 1 }),
  })
  const caughtUp = once(told, 'caught up')
  await sync.start(request)
  await caughtUp
  db.enqueueSend(item(1))
  later = true
  const read = progressTimes(told, 2)
  await sync.heartbeat(request)
  await read
  // All its messages are gone, and what waits failed as of a group that the person is out of.
  expect(db.messagesPage({ id: 'c', anchor: { at: 'latest' }, limit: 9 }).items.map(each => each.state)).not.toContain(
    'failed',
  )
})
