import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace()
})
afterEach(() => workspace.end())

test('unknown parameters are ignored', async () => {
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  const content = { type: 'text', text: '新的', mentions: [], effect: 'confetti' }
  const sent = { conversationId: id, clientId: crypto.randomUUID(), content, silently: true }
  expect(await a.requestRaw('message.send', sent)).toMatchObject({ message: { content: { text: '新的' } } })
  expect(await a.requestRaw('sync.hello', { capabilities: ['threads'] })).toMatchObject({ userId: 'a' })
})

test('an unknown method or scope is an error by name, and the connection goes on', async () => {
  const a = await workspace.client('a')
  expect(await errorOf(a.requestRaw('thread.create', {}))).toMatch(/^unknown_method$/)
  const changes = a.requestRaw('sync.changes', { scope: 'calendar', since: 0, limit: 10 })
  expect(await errorOf(changes)).toMatch(/^invalid_params$/)
  expect((await a.request('sync.hello', {})).userId).toBe('a')
})

test('a page limit above the maximum is lowered to it', async () => {
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  await workspace.server.domain.sendMessages(
    Array.from({ length: 250 }, (_, i) => ({
      conversationId: id,
      senderId: 'b',
      clientId: null,
      content: { type: 'text', text: String(i), mentions: [] },
    })),
  )
  const history = { conversationId: id, limit: 1_000 }
  expect((await a.request('message.history', history)).messages).toHaveLength(200)
  expect((await a.request('sync.heads', { cursor: null, limit: 9_999 })).heads).toHaveLength(1)
  expect((await a.request('sync.changes', { scope: 'me', since: 0, limit: 9_999 })).more).toBe(false)
})

test('an unknown notice is ignored', async () => {
  const a = await workspace.client('a')
  a.sendRaw('{"jsonrpc":"2.0","method":"presence.away","params":{"since":1}}')
  expect((await a.request('sync.hello', {})).userId).toBe('a')
})
