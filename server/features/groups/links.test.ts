import { limits, type Params } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
let conversationId: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { linkBurst: 12 } })
  ;[a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
  conversationId = await makeGroup(a, ['b'], '组')
})
afterEach(() => workspace.end())

const create = async (client: TestClient, change: Partial<Params<'group.createLink'>> = {}) =>
  client.request('group.createLink', { conversationId, expiresInMs: null, maxUses: null, approval: false, ...change })
const join = (client: TestClient, token: string) => client.request('group.joinByLink', { token })
const details = async () =>
  (await a.request('sync.heads', { cursor: null, limit: 10 })).heads.find(h => h.conversation.id === conversationId)
    ?.conversation

test('a link says what it leads to, and whoever has it joins; the notice says by whom', async () => {
  const { token, link } = await create(b)
  expect(link).toMatchObject({ createdBy: 'b', uses: 0, approval: false })
  expect(await c.request('group.previewLink', { token })).toMatchObject({
    conversationId,
    name: '组',
    memberCount: 2,
    invitedBy: 'b',
    member: false,
  })
  const { state, head } = await join(c, token)
  expect(state).toBe('joined')
  expect(head?.lastMessage?.content).toMatchObject({ event: 'joined', actorId: 'c', userIds: ['b'] })
  expect(await c.request('group.previewLink', { token })).toMatchObject({ member: true })
  expect((await join(c, token)).state).toBe('joined')
  expect((await a.request('group.links', { conversationId })).links).toMatchObject([{ id: link.id, uses: 1 }])
})

test('the page of a link leads to the app, and says nothing of what is no token', async () => {
  const { token } = await create(a)
  const open = (path: string) => fetch(`${workspace.server.httpUrl}${path}`)
  const page = await open(`/join/${token}`)
  expect(await page.text()).toContain(`href="lianqun://join/${token}"`)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const wrong = await open(`/join/${encodeURIComponent('"><script>alert(1)</script>')}`)
  expect([wrong.status, (await wrong.text()).includes('script>')]).toEqual([404, false])
})

test('one that is used up, expired, revoked or of somebody who may add nobody lets nobody in', async () => {
  const once = await create(a, { maxUses: 1 })
  await join(c, once.token)
  const d = await workspace.client('d')
  expect(await errorOf(join(d, once.token))).toBe('not_found')
  const revoked = await create(b)
  expect(await errorOf(c.request('group.revokeLink', { conversationId, linkId: revoked.link.id }))).toBe('only_admins')
  await b.request('group.revokeLink', { conversationId, linkId: revoked.link.id })
  expect(await errorOf(join(d, revoked.token))).toBe('not_found')
  const ofMember = await create(b)
  await a.request('group.configure', { conversationId, settings: { addMembers: 'admins' } })
  expect(await errorOf(join(d, ofMember.token))).toBe('not_found')
  // Nor does it tell what the group is now.
  expect(await errorOf(d.request('group.previewLink', { token: ofMember.token }))).toBe('not_found')
  expect(await errorOf(create(b))).toBe('only_admins')
  const dissolved = await create(a)
  await a.request('group.dissolve', { conversationId })
  expect(await errorOf(join(d, dissolved.token))).toBe('not_found')
})

test('so many may wait to be let in, and no more', async () => {
  const { token } = await create(a, { approval: true })
  await workspace.server.domain.write(`conversation:${conversationId}`, async w => {
    const group = await w.conversation(conversationId)
    group.touch({ details: JSON.stringify({ joinRequests: limits.joinRequests }) })
  })
  expect(await errorOf(join(c, token))).toBe('limit_reached')
})

test('with approval one asks, the admins see it and let in or not', async () => {
  const { token } = await create(a, { approval: true })
  expect(await join(c, token)).toEqual({ state: 'asked', head: null })
  expect((await join(c, token)).state).toBe('asked')
  const d = await workspace.client('d')
  await join(d, token)
  expect(await details()).toMatchObject({ joinRequests: 2, memberCount: 2 })
  const { requests } = await a.request('group.requests', { conversationId })
  expect(requests).toMatchObject([
    { userId: 'c', invitedBy: 'a' },
    { userId: 'd', invitedBy: 'a' },
  ])
  const decide = (client: TestClient, userId: string, accept: boolean) =>
    client.request('group.decide', { conversationId, userId, accept })
  expect(await errorOf(decide(b, 'c', true))).toBe('only_admins')
  await decide(a, 'c', true)
  await c.waitFor('sync.joined')
  await decide(a, 'd', false)
  expect(await errorOf(decide(a, 'd', true))).toBe('not_found')
  expect(await details()).toMatchObject({ memberCount: 3 })
  expect((await details())?.joinRequests).toBeUndefined()
  expect(await errorOf(d.request('message.history', { conversationId, limit: 5 }))).toBe('not_member')
})

test('who asked and is added by hand meanwhile waits no more', async () => {
  const { token } = await create(a, { approval: true })
  await join(c, token)
  expect(await details()).toMatchObject({ joinRequests: 1 })
  await a.request('conversation.addMembers', { conversationId, userIds: ['c'] })
  expect((await a.request('group.requests', { conversationId })).requests).toEqual([])
  expect((await details())?.joinRequests).toBeUndefined()
})

test('who tries tokens is soon told to wait', async () => {
  const tries = Array.from({ length: 20 }, (_, i) => errorOf(join(c, `${'x'.repeat(30)}${i}`)))
  expect(await Promise.all(tries)).toContain('rate_limited')
})
