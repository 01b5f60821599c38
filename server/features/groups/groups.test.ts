import { conversationScope } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let conversationId: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  ;[a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
  conversationId = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

const headOf = async (client: TestClient) =>
  (await client.request('sync.heads', { cursor: null, limit: 10 })).heads.find(
    head => head.conversation.id === conversationId,
  )
const lastNotice = async (client: TestClient) => (await headOf(client))?.lastMessage?.content
const configure = (settings: Parameters<typeof a.request<'group.configure'>>[1]['settings']) =>
  a.request('group.configure', { conversationId, settings })
const makeAdmin = (userId: string) => a.request('group.setRole', { conversationId, userId, role: 'admin' })

test('only admins speak, and everyone again: it is said in a notice and kept with the group', async () => {
  await makeAdmin('b')
  await configure({ speak: 'admins' })
  expect(await lastNotice(c)).toMatchObject({ event: 'settings', actorId: 'a', settings: { speak: 'admins' } })
  expect((await headOf(c))?.conversation).toMatchObject({ adminIds: ['b'], settings: { speak: 'admins' } })
  expect(await errorOf(say(c, conversationId, '我能说吗'))).toBe('only_admins')
  await say(b, conversationId, '我可以')
  await say(a, conversationId, '我也可以')
  const before = (await headOf(a))?.revision
  await configure({ speak: 'admins' })
  expect((await headOf(a))?.revision).toBe(before)
  await configure({ speak: 'everyone' })
  await say(c, conversationId, '又能说了')
})

test('in slow mode a member waits between two messages, an admin does not', async () => {
  await say(c, conversationId, '之前的')
  await configure({ slowSeconds: 600 })
  const refused = await say(c, conversationId, '太快了').catch((error: unknown) => error)
  expect(refused).toMatchObject({ errorName: 'slow_mode', retry: false, retryAfterMs: expect.any(Number) })
  expect((refused as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(590_000)
  await say(a, conversationId, '一')
  await say(a, conversationId, '二')
  await say(b, conversationId, '第一条不用等')
  expect(await errorOf(say(b, conversationId, '第二条要等'))).toBe('slow_mode')
  await configure({ slowSeconds: 0 })
  await say(c, conversationId, '可以了')
})

test('nobody waits in slow mode for a time that a clock ahead has written', async () => {
  await configure({ slowSeconds: 600 })
  const content = { type: 'text' as const, text: '明天', mentions: [] }
  const sentAt = Date.now() + 86_400_000
  await workspace.server.domain.sendMessage({ senderId: 'c', conversationId, clientId: null, content, sentAt })
  await say(c, conversationId, '时钟拨回来了')
  expect(await errorOf(say(c, conversationId, '太快了'))).toBe('slow_mode')
})

test('who may call all, pin, mark, edit, add and rename follows the settings', async () => {
  const { seq } = await say(c, conversationId, '一条')
  await configure({
    mentionAll: 'admins',
    pin: 'admins',
    mark: 'admins',
    editMessages: 'admins',
    addMembers: 'admins',
    editInfo: 'admins',
  })
  const on = { conversationId, seq }
  const content = { type: 'text' as const, text: '@', mentions: [{ userId: 'all', offset: 0, length: 1 }] }
  const refused = [
    say(c, conversationId, '@', 'all'),
    c.request('message.pin', { ...on, on: true }),
    c.request('message.mark', { ...on, kind: 'decision' }),
    c.request('message.edit', { ...on, content }),
    c.request('conversation.addMembers', { conversationId, userIds: ['d'] }),
    c.request('conversation.rename', { conversationId, name: '新' }),
    c.request('group.describe', { conversationId, description: '新' }),
  ]
  expect(await Promise.all(refused.map(errorOf))).toEqual(refused.map(() => 'only_admins'))
  await say(a, conversationId, '@', 'all')
  await a.request('message.pin', { ...on, on: true })
  await a.request('conversation.addMembers', { conversationId, userIds: ['d'] })
  // Edits are of all again, and yet calling all is not.
  await configure({ editMessages: 'everyone' })
  expect(await errorOf(c.request('message.edit', { ...on, content }))).toBe('only_admins')
  await c.request('message.edit', { ...on, content: { ...content, mentions: [] } })
})

test('a question accepts its answer also where only admins mark messages', async () => {
  const { seq } = await say(c, conversationId, '几点？')
  await c.request('message.mark', { conversationId, seq, kind: 'question' })
  const content = { type: 'text' as const, text: '三点', mentions: [] }
  const { message } = await b.request('message.send', {
    conversationId,
    clientId: crypto.randomUUID(),
    content,
    replyTo: seq,
  })
  await configure({ mark: 'admins' })
  await c.request('message.mark', { conversationId, seq, kind: 'question', answer: message.seq })
})

test('where only admins mark messages nobody marks their own by accepting an answer', async () => {
  const { seq } = await say(c, conversationId, '就这么定')
  await a.request('message.mark', { conversationId, seq, kind: 'decision' })
  const content = { type: 'text' as const, text: '好', mentions: [] }
  const sent = { conversationId, clientId: crypto.randomUUID(), content, replyTo: seq }
  const { message } = await b.request('message.send', sent)
  await configure({ mark: 'admins' })
  const accept = { conversationId, seq, kind: 'question' as const, answer: message.seq }
  expect(await errorOf(c.request('message.mark', accept))).toBe('only_admins')
})

test('who may not speak, or not call all, asks nothing of them either', async () => {
  const { seq } = await say(c, conversationId, '都看一下')
  const ask = (userIds?: string[]) =>
    c.request('message.request', { conversationId, seq, ask: 'done', urgent: true, ...(userIds && { userIds }) })
  await configure({ speak: 'admins' })
  expect(await errorOf(ask(['b']))).toBe('only_admins')
  await configure({ speak: 'everyone', mentionAll: 'admins' })
  expect(await errorOf(ask())).toBe('only_admins')
  await ask(['b'])
})

test('new members see all, or the last days, as the group says', async () => {
  const { seq: old } = await say(a, conversationId, '很早以前')
  await configure({ history: 'all' })
  await a.request('conversation.addMembers', { conversationId, userIds: ['d'] })
  const d = await workspace.client('d')
  const seen = async () => (await d.request('message.history', { conversationId, limit: 50 })).messages.map(m => m.seq)
  expect(await seen()).toContain(old)
  await a.request('conversation.removeMembers', { conversationId, userIds: ['d'] })

  const now = Date.now()
  const { domain } = workspace.server
  const at = (text: string, days: number) =>
    domain.sendMessage({
      senderId: 'a',
      conversationId: group,
      clientId: null,
      sentAt: now - days * 86_400_000,
      content: { type: 'text', text, mentions: [] },
    })
  const { id: group } = await domain.createGroup({ ownerId: 'a', userIds: ['b'], name: '旧群', createdAt: now - 9e9 })
  const sent = [await at('十天前', 10), await at('五天前', 5), await at('昨天', 1)]
  await a.request('group.configure', { conversationId: group, settings: { history: 7 } })
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  const { messages } = await d.request('message.history', { conversationId: group, limit: 50 })
  expect(messages[0]?.seq).toBe(sent[1]?.seq)
})

test('an admin removes members, and no other admin nor the owner', async () => {
  await makeAdmin('b')
  await makeAdmin('c')
  const remove = (client: TestClient, userId: string) =>
    client.request('conversation.removeMembers', { conversationId, userIds: [userId] })
  expect(await errorOf(remove(b, 'c'))).toBe('forbidden')
  expect(await errorOf(remove(b, 'a'))).toBe('forbidden')
  await a.request('group.setRole', { conversationId, userId: 'c', role: 'member' })
  await remove(b, 'c')
  // Who was an admin and comes back is a member.
  await remove(a, 'b')
  await a.request('conversation.addMembers', { conversationId, userIds: ['b'] })
  expect((await headOf(b))?.conversation.adminIds).toEqual([])
  expect(await errorOf(b.request('group.configure', { conversationId, settings: { speak: 'admins' } }))).toBe(
    'only_admins',
  )
})

test('the owner hands the group over, and an admin becomes owner when the owner leaves', async () => {
  await a.request('group.transfer', { conversationId, userId: 'c' })
  expect((await headOf(b))?.conversation.ownerId).toBe('c')
  expect(await errorOf(a.request('group.dissolve', { conversationId }))).toBe('forbidden')
  expect(await errorOf(c.request('group.transfer', { conversationId, userId: 'd' }))).toBe('not_found')
  expect(await errorOf(c.request('group.transfer', { conversationId, userId: 'c' }))).toBe('invalid_params')
  await c.request('group.setRole', { conversationId, userId: 'b', role: 'admin' })
  await c.request('conversation.leave', { conversationId })
  expect((await headOf(a))?.conversation).toMatchObject({ ownerId: 'b', adminIds: [] })
  const { changes } = await a.request('sync.changes', { scope: conversationScope(conversationId), since: 0, limit: 99 })
  const role = changes.flatMap(({ entity, value }) => (entity === 'member' ? [[value.userId, value.role]] : []))
  expect(role.sort()).toEqual([
    ['a', 'member'],
    ['b', 'owner'],
    ['c', 'member'],
  ])
})

test('a member has a name of their own in the group, until they leave', async () => {
  const members = async () => {
    const { changes } = await a.request('sync.changes', {
      scope: conversationScope(conversationId),
      since: 0,
      limit: 99,
    })
    return changes.flatMap(({ entity, value }) => (entity === 'member' && value.userId === 'b' ? [value.nickname] : []))
  }
  await b.request('group.setNickname', { conversationId, nickname: '值班' })
  expect(await members()).toEqual(['值班'])
  await b.request('group.setNickname', { conversationId, nickname: '' })
  expect(await members()).toEqual([undefined])
  await b.request('group.setNickname', { conversationId, nickname: '值班' })
  await b.request('conversation.leave', { conversationId })
  await a.request('conversation.addMembers', { conversationId, userIds: ['b'] })
  expect(await members()).toEqual([undefined])
})

test('a dissolved group has no members, who are told, and nobody comes back', async () => {
  await say(b, conversationId, '最后一条')
  await a.request('group.dissolve', { conversationId })
  const gone = await b.waitFor(
    'sync.push',
    push =>
      push.scope === 'me' &&
      push.changes[0]?.entity === 'membership' &&
      !(push.changes[0].value as { joined: boolean }).joined,
  )
  expect(gone.changes[0]?.value).toMatchObject({ left: { byId: 'a', reason: 'dissolved' } })
  expect(await errorOf(say(b, conversationId, '还在吗'))).toBe('not_member')
  expect(await errorOf(a.request('conversation.addMembers', { conversationId, userIds: ['b'] }))).toBe('not_member')
  expect(await headOf(a)).toBeUndefined()
})

test('what was done is noted with before and after, for owner and admins', async () => {
  await a.request('conversation.rename', { conversationId, name: '新名' })
  await configure({ speak: 'admins', slowSeconds: 30 })
  await a.request('group.describe', { conversationId, description: '说明' })
  const { entries, more } = await a.request('group.audit', { conversationId, limit: 3 })
  expect(more).toBe(true)
  expect(entries).toMatchObject([
    { actorId: 'a', action: 'described', before: { description: '' }, after: { description: '说明' } },
    {
      action: 'settings',
      before: { speak: 'everyone', slowSeconds: 0 },
      after: { speak: 'admins', slowSeconds: 30 },
    },
    { action: 'renamed', before: { name: '组' }, after: { name: '新名' } },
  ])
  const rest = await a.request('group.audit', { conversationId, limit: 3, before: entries.at(-1)?.id })
  expect(rest).toMatchObject({
    entries: [{ action: 'created', after: { userIds: ['b', 'c'], name: '组' } }],
    more: false,
  })
})
