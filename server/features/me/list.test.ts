import type { ListChange } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let id: string
beforeEach(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  b = await workspace.client('b')
  id = await makeGroup(a, ['b'])
})
afterEach(() => workspace.end())

const change = async (list: ListChange, rest: { pinned?: boolean; readSeq?: number } = {}, client = b) =>
  (await client.request('membership.update', { conversationId: id, ...rest, list })).membership
const readOf = async () =>
  (await a.request('conversation.receipts', { conversationId: id })).receipts.find(({ userId }) => userId === 'b')
    ?.readSeq

test('how a conversation stands in the list is kept, and pushed to the devices of the person alone', async () => {
  const labels = { on: ['l1'], off: ['l2'] }
  const saved = await change({ pinRank: 'i', folded: true, doneSeq: 3, labels }, { pinned: true })
  expect(saved.list).toEqual({ pinRank: 'i', folded: true, doneSeq: 3, labels })
  const pushed = await b.waitFor('sync.push', p => p.scope === 'me' && p.to === saved.revision)
  expect(pushed.changes).toMatchObject([{ entity: 'membership', value: { list: saved.list } }])
  expect(a.events.some(e => e.event === 'sync.push' && JSON.stringify(e.params).includes('pinRank'))).toBe(false)
  const page = await b.request('sync.changes', { scope: 'me', since: saved.revision - 1, limit: 10 })
  expect(page.changes).toMatchObject([{ value: { list: saved.list } }])
  // The same again is no change.
  expect((await change({ folded: true })).revision).toBe(saved.revision)
  expect((await change({ pinRank: '', folded: false, doneSeq: 0, labels: { on: [], off: [] } })).list).toBeUndefined()
})

test('a rank ends with the pin', async () => {
  await change({ pinRank: 'i' }, { pinned: true })
  const { membership } = await b.request('membership.update', { conversationId: id, pinned: false })
  expect(membership.list).toBeUndefined()
})

test('what is unread again is so for the person alone', async () => {
  const seqs: number[] = []
  for (const text of ['一', '二', '三', '四']) seqs.push((await say(a, id, text)).seq)
  const [first = 0, second = 0, third = 0, last = 0] = seqs
  await b.request('membership.update', { conversationId: id, readSeq: last })
  const marked = await change({ unreadFrom: second })
  expect(marked).toMatchObject({ readSeq: last, list: { unread: { fromSeq: second, readSeq: last } } })
  expect(marked.readOrdinal - (marked.list?.unread?.readOrdinal ?? 0)).toBe(3)
  expect(await readOf()).toBe(last)
  // What was seen of it again moves it on, and then ends it.
  const seen = async (readSeq: number) =>
    (await b.request('membership.update', { conversationId: id, readSeq })).membership.list?.unread
  expect(await seen(first)).toMatchObject({ fromSeq: second })
  expect(await seen(third)).toMatchObject({ fromSeq: third + 1, readOrdinal: marked.readOrdinal - 1 })
  expect(await seen(last)).toBeUndefined()
  // Nothing that is unread anyway, and nothing beyond the end.
  expect((await change({ unreadFrom: last + 1 })).list).toBeUndefined()
  await change({ unreadFrom: second })
  expect((await change({ unreadFrom: 0 })).list).toBeUndefined()
})

test('a read mark in the same request comes first', async () => {
  const { seq } = await say(a, id, '一')
  const marked = await change({ unreadFrom: seq }, { readSeq: seq })
  expect(marked).toMatchObject({ readSeq: seq, list: { unread: { fromSeq: seq, readSeq: seq } } })
})

test('who is not a member changes nothing', async () => {
  const c = await workspace.client('c')
  expect(await errorOf(change({ folded: true }, {}, c))).toBe('not_member')
  await a.request('conversation.removeMembers', { conversationId: id, userIds: ['b'] })
  expect(await errorOf(change({ folded: true }))).toBe('not_member')
})

test('who comes back to a group finds it as a new member does; another role leaves the list as it is', async () => {
  const labels = { on: ['l1'], off: [] }
  await change({ pinRank: 'i', doneSeq: 9, labels }, { pinned: true })
  await b.request('membership.update', { conversationId: id, muted: true })
  await a.request('group.setRole', { conversationId: id, userId: 'b', role: 'admin' })
  const member = await b.request('membership.update', { conversationId: id })
  expect(member.membership).toMatchObject({ pinned: true, muted: true, list: { pinRank: 'i', doneSeq: 9, labels } })
  await a.request('conversation.removeMembers', { conversationId: id, userIds: ['b'] })
  await a.request('conversation.addMembers', { conversationId: id, userIds: ['b'] })
  const { head } = await b.waitFor('sync.joined', joined => joined.head.membership.visibleFrom > 0)
  expect(head.membership).toMatchObject({ pinned: false, muted: false })
  expect(head.membership.list).toBeUndefined()
  const again = await b.request('membership.update', { conversationId: id, muted: true })
  expect(again.membership.list).toBeUndefined()
})
