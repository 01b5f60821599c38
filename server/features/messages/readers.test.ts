import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
})
afterEach(() => workspace.end())

test('the sender asks who has read a message, and who has not, by pages; who joined later is in neither', async () => {
  const conversationId = await makeGroup(a, ['b', 'c'], '组')
  const { seq } = await say(a, conversationId, '看到回一下')
  await a.request('conversation.addMembers', { conversationId, userIds: ['d'] })
  const readers = (read: boolean, page: { after?: string; limit?: number } = {}) =>
    a.request('message.readers', { conversationId, seq, read, limit: 10, ...page })
  expect(await readers(true)).toEqual({ userIds: [], read: 0, unread: 2, more: false })
  await b.request('membership.update', { conversationId, readSeq: seq })
  expect(await readers(true)).toEqual({ userIds: ['b'], read: 1, unread: 1, more: false })
  expect(await readers(false)).toEqual({ userIds: ['c'], read: 1, unread: 1, more: false })

  const early = await say(a, conversationId, '再来')
  const page = (after?: string) =>
    a.request('message.readers', { conversationId, seq: early.seq, read: false, limit: 2, ...(after ? { after } : {}) })
  expect(await page()).toEqual({ userIds: ['b', 'c'], read: 0, unread: 3, more: true })
  expect(await page('c')).toEqual({ userIds: ['d'], read: 0, unread: 3, more: false })

  // Who is no colleague any more is not waited for.
  await workspace.server.domain.transaction(operations => operations.updateEmployee('d', { deleted: true }))
  expect(await page('c')).toEqual({ userIds: [], read: 0, unread: 2, more: false })

  // Neither of another's message, nor of one that is gone.
  expect(await errorOf(b.request('message.readers', { conversationId, seq, read: true, limit: 10 }))).toBe('forbidden')
  await a.request('message.recall', { conversationId, seq })
  expect(await errorOf(readers(true))).toBe('not_found')
})
