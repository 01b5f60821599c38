import { randomUUID } from 'node:crypto'
import {
  type groupAnnouncementMethods,
  limits,
  type Message,
  type MessageState,
  type Params,
  type ProtocolError,
} from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  c = await workspace.client('c')
  group = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

const doc = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })
type Publish = Params<'groupAnnouncement.publish'>
const written = (text: string, given: Partial<Publish> = {}): Publish => ({
  conversationId: group,
  clientId: randomUUID(),
  doc: doc(text),
  mentionAll: false,
  confirm: false,
  ...given,
})
const publish = async (client: TestClient, text: string, given?: Partial<Publish>): Promise<Message> =>
  (await client.request('groupAnnouncement.publish', written(text, given))).message
const withdraw = (client: TestClient) => client.request('groupAnnouncement.withdraw', { conversationId: group })
const headOf = async (client: TestClient) =>
  (await client.request('sync.heads', { cursor: null, limit: 10 })).heads.flatMap(head =>
    'unreadable' in head || head.conversation.id !== group ? [] : [head],
  )[0]
const inForce = async (client: TestClient) => (await headOf(client))?.conversation.announcement
const owes = async (client: TestClient): Promise<MessageState[]> =>
  (await client.request('sync.changes', { scope: 'me', since: 0, limit: 500 })).changes.flatMap(change =>
    change.entity === 'messageState' ? [change.value as MessageState] : [],
  )

test('an announcement is a message that the group names, and the next one takes its place', async () => {
  const first = await publish(a, '周五 18:00 起封版')
  expect(first).toMatchObject({ senderId: 'a', content: { type: 'announcement', doc: doc('周五 18:00 起封版') } })
  expect(first.attributes).toBeUndefined()
  expect(await inForce(b)).toEqual({ seq: first.seq, byId: 'a', at: first.sentAt, text: '周五 18:00 起封版' })
  expect((await headOf(b))?.mentionSeqs).toEqual([])
  // Who wrote it has read it.
  expect((await headOf(a))?.membership.readSeq).toBe(first.seq)
  const second = await publish(a, '改为周六', { mentionAll: true })
  expect(await inForce(b)).toMatchObject({ seq: second.seq, text: '改为周六' })
  expect((await headOf(b))?.mentionSeqs).toEqual([second.seq])
  // Who joins later may not see the message, and reads what is in force.
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  const d = await workspace.client('d')
  expect(await inForce(d)).toMatchObject({ text: '改为周六' })
  const found = await b.request('message.search', { query: '封版', kinds: ['announcement'], limit: 5 })
  expect(found.messages.map(({ seq }) => seq)).toEqual([first.seq])
  const { entries } = await a.request('group.audit', { conversationId: group, limit: 10 })
  expect(entries.filter(({ action }) => action === 'announced')).toMatchObject([
    { actorId: 'a', before: { seq: first.seq }, after: { seq: second.seq, confirm: false } },
    { actorId: 'a', after: { seq: first.seq } },
  ])
})

test('the same client id gives the same announcement, and another one with it is refused', async () => {
  const params = written('封版', { confirm: true })
  const { message } = await a.request('groupAnnouncement.publish', params)
  expect((await a.request('groupAnnouncement.publish', params)).message.seq).toBe(message.seq)
  expect(await errorOf(a.request('groupAnnouncement.publish', { ...params, doc: doc('解封') }))).toBe('conflict')
  expect(await errorOf(a.request('groupAnnouncement.publish', { ...params, confirm: false }))).toBe('conflict')
})

test('all members there are asked to confirm; author and admins see who has, and remind the others', async () => {
  await a.request('group.setRole', { conversationId: group, userId: 'b', role: 'admin' })
  const message = await publish(a, '请确认值班', { confirm: true })
  const on = { conversationId: group, seq: message.seq }
  expect(message.attributes?.request).toMatchObject({ ask: 'acknowledged', of: 2, done: 0 })
  expect(await owes(c)).toMatchObject([{ seq: message.seq, request: { ask: 'acknowledged' } }])
  expect(await owes(a)).toEqual([])
  await c.request('message.respond', { ...on, done: true })
  expect((await b.request('message.owed', on)).people).toMatchObject([
    { userId: 'b', at: null },
    { userId: 'c', at: expect.any(Number) },
  ])
  expect(await errorOf(c.request('message.owed', on))).toBe('forbidden')
  await b.request('message.urge', on)
  expect(await errorOf(b.request('message.urge', on))).toBe('rate_limited')
  expect((await owes(b))[0]?.request?.urgedAt).toBeTypeOf('number')
  expect((await owes(c))[0]?.request?.urgedAt).toBeUndefined()
  expect((await b.request('message.get', { conversationId: group, seqs: [message.seq] })).messages[0]).toMatchObject({
    attributes: { request: { of: 2, done: 1 } },
  })
})

test('one that is withdrawn or recalled is in force no more', async () => {
  expect(await errorOf(withdraw(a))).toBe('not_found')
  const first = await publish(a, '封版', { confirm: true })
  await withdraw(a)
  expect(await inForce(b)).toBeUndefined()
  const { messages } = await b.request('message.history', { conversationId: group, limit: 2 })
  expect(messages.map(({ content }) => content)).toMatchObject([
    { type: 'announcement' },
    { type: 'system', event: 'unannounced', actorId: 'a' },
  ])
  const second = await publish(a, '再次封版', { confirm: true })
  // An earlier one ends nothing.
  await a.request('message.recall', { conversationId: group, seq: first.seq })
  expect(await inForce(b)).toMatchObject({ seq: second.seq })
  await a.request('message.recall', { conversationId: group, seq: second.seq })
  expect(await inForce(b)).toBeUndefined()
  expect((await owes(b)).filter(({ request }) => request !== undefined)).toEqual([])
  const { entries } = await a.request('group.audit', { conversationId: group, limit: 10 })
  expect(entries.map(({ action }) => action).filter(action => action.includes('announce'))).toEqual([
    'unannounced',
    'announced',
    'unannounced',
    'announced',
  ])
  // Of what was recalled no word is left, there neither.
  expect(JSON.stringify(entries)).not.toContain('封版')
})

test('who may announce is a setting; mentioning everyone is another', async () => {
  expect(await errorOf(publish(b, '我来说'))).toBe('only_admins')
  await a.request('group.configure', { conversationId: group, settings: { announce: 'everyone', speak: 'admins' } })
  await publish(b, '我来说')
  await a.request('group.configure', { conversationId: group, settings: { mentionAll: 'admins' } })
  expect(await errorOf(publish(b, '都来', { mentionAll: true }))).toBe('only_admins')
  const all = { type: 'mention', attrs: { userId: 'all', label: '所有人' } }
  const calling = { type: 'doc', content: [{ type: 'paragraph', content: [all] }] }
  expect(await errorOf(publish(b, '', { doc: calling }))).toBe('only_admins')
  expect(await errorOf(withdraw(c))).toBe('no error')
  const direct = (await a.request('conversation.direct', { userId: 'b' })).head.conversation.id
  expect(await errorOf(publish(a, '你好', { conversationId: direct }))).toBe('forbidden')
})

test('in slow mode an announcement of a member is a message like others; an admin need not wait', async () => {
  await a.request('group.configure', { conversationId: group, settings: { announce: 'everyone', slowSeconds: 60 } })
  const params = written('先说一句')
  await b.request('groupAnnouncement.publish', params)
  expect(await errorOf(publish(b, '再说一句'))).toBe('slow_mode')
  expect(await errorOf(say(b, group, '还要说'))).toBe('slow_mode')
  // The same again after a lost answer is no second one.
  await b.request('groupAnnouncement.publish', params)
  await say(c, group, '我先说')
  expect(await errorOf(publish(c, '我再发公告'))).toBe('slow_mode')
  await publish(a, '管理员')
  await publish(a, '不用等')
})

test('a member closes it on all their devices', async () => {
  const { seq } = await publish(a, '封版')
  await b.request('membership.update', { conversationId: group, list: { closedAnnouncement: seq } })
  expect((await headOf(b))?.membership.list).toMatchObject({ closedAnnouncement: seq })
  expect((await headOf(c))?.membership.list).toBeUndefined()
  await b.request('membership.update', { conversationId: group, list: { closedAnnouncement: 0 } })
  expect((await headOf(b))?.membership.list).toBeUndefined()
})

test('it cannot be sent as an ordinary message, or edited into one', async () => {
  const content = { type: 'announcement', doc: doc('我是公告') } as never
  const send = { conversationId: group, clientId: randomUUID(), content }
  expect(await errorOf(b.requestRaw('message.send', send))).toBe('invalid_params')
  const { seq } = await say(b, group, '普通消息')
  expect(await errorOf(b.requestRaw('message.edit', { conversationId: group, seq, content }))).toBe('invalid_params')
  const { doc: most } = written('x'.repeat(limits.announcementChars))
  await publish(a, '', { doc: most })
})

test.each([
  ['owner', 'done'],
  ['admin', 'done'],
  ['member', 'only_admins'],
  ['former', 'not_member'],
  ['outsider', 'not_member'],
] as const)('%s: %s', async (role, wanted) => {
  const ids = { owner: 'a', admin: 'b', member: 'c', former: 'd', outsider: 'e' }
  await workspace.server.domain.createEmployee({ id: 'e', name: 'E' })
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['d'] })
  await a.request('group.setRole', { conversationId: group, userId: 'b', role: 'admin' })
  await publish(a, '在')
  const client = await workspace.client(ids[role])
  const cases = {
    'groupAnnouncement.publish': written('新的', { confirm: true, mentionAll: true }),
    'groupAnnouncement.withdraw': { conversationId: group },
  } satisfies { [M in keyof typeof groupAnnouncementMethods]: Params<M> }
  for (const [name, params] of Object.entries(cases)) {
    const got = await client.requestRaw(name as keyof typeof cases, params as never).then(
      () => 'done',
      (error: ProtocolError) => error.errorName,
    )
    expect(`${name} ${got}`).toBe(`${name} ${wanted}`)
  }
})
