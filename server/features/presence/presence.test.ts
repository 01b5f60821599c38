import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false, presenceEveryMs: 20 } })
})
afterEach(() => workspace.end())

const watch = async (client: Awaited<ReturnType<TestWorkspace['client']>>, ...userIds: string[]) =>
  (await client.request('presence.watch', { userIds })).people

test('who is watched is told as they come, are away on all their devices, and leave', async () => {
  const a = await workspace.client('a')
  const b = await workspace.client('b')
  expect(await watch(a, 'a', 'b', 'c', 'nobody')).toEqual([{ userId: 'b', state: 'online' }])
  const c = await workspace.client('c')
  await a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'c' && p.state === 'online'))
  const phone = await workspace.client('c')
  await c.request('presence.report', { state: 'away' })
  await phone.request('presence.report', { state: 'away' })
  await a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'c' && p.state === 'away'))
  await phone.request('presence.report', { state: 'online' })
  await a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'c' && p.state === 'online'))
  c.ws.close()
  phone.ws.close()
  await a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'c' && p.state === 'offline'))
  expect(b.events.filter(({ event }) => event === 'presence.changed')).toEqual([])
})

test('a new list takes the place of the one before, and who is back at once has not gone', async () => {
  const a = await workspace.client('a')
  const b = await workspace.client('b')
  const c = await workspace.client('c')
  await watch(a, 'b', 'c')
  expect(await watch(a, 'c')).toEqual([{ userId: 'c', state: 'online' }])
  b.ws.close()
  await c.request('presence.report', { state: 'away' })
  await c.request('presence.report', { state: 'online' })
  await workspace.client('d').then(d => d.request('presence.report', { state: 'away' }))
  await c.request('presence.report', { state: 'away' })
  await a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'c'))
  const told = a.events.flatMap(({ event, params }) => (event === 'presence.changed' ? params.people : []))
  expect(told).toEqual([{ userId: 'c', state: 'away' }])
})

test('somebody of another organisation is told only of people they share a conversation with', async () => {
  const { domain } = workspace.server
  await domain.transaction(operations => operations.createEmployee({ id: 'guest', name: 'Guest', external: true }))
  const a = await workspace.client('a')
  await workspace.client('b')
  const guest = await workspace.client('guest')
  expect(await watch(guest, 'a', 'b')).toEqual([])
  const id = await makeGroup(a, ['guest'])
  expect(await watch(guest, 'a', 'b')).toEqual([{ userId: 'a', state: 'online' }])
  expect(await watch(a, 'guest')).toEqual([{ userId: 'guest', state: 'online' }])
  await a.request('conversation.removeMembers', { conversationId: id, userIds: ['guest'] })
  await guest.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'a' && p.state === 'offline'))
  guest.clear()
  await a.request('presence.report', { state: 'away' })
  expect(await watch(guest, 'a')).toEqual([])
  expect(guest.events.filter(({ event }) => event === 'presence.changed')).toEqual([])
})

test('somebody who was disabled is not there', async () => {
  const a = await workspace.client('a')
  await workspace.client('b')
  await watch(a, 'b')
  await workspace.server.domain.transaction(operations => operations.updateEmployee('b', { deleted: true }))
  await a.waitFor('presence.changed', ({ people }) => people.some(p => p.userId === 'b' && p.state === 'offline'))
  expect(await watch(a, 'b')).toEqual([])
})

test('a flood of lists is refused', async () => {
  const limited = await startWorkspace({ limits: { watchesPerSecond: 0.001, watchBurst: 3 } })
  try {
    const a = await limited.client('a')
    for (let i = 0; i < 3; i++) await watch(a, 'b')
    expect(await errorOf(watch(a, 'b'))).toBe('rate_limited')
    expect(await errorOf(a.request('presence.report', { state: 'away' }))).toBe('rate_limited')
  } finally {
    await limited.end()
  }
})
