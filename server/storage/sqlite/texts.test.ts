import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Sqlite } from '../../../common/node/sqlite.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
const most = 40
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  await workspace.server.domain.transaction(async domain => {
    for (let i = 0; i < most; i++) await domain.createEmployee({ id: `p${i}`, name: `P${i}` })
  })
})
afterAll(() => workspace.end())

const people = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`)
const nobody = (count: number) => Array.from({ length: count }, (_, i) => `nobody${i}`)

test('lists of any length need a few statements: clients cannot grow the number of prepared ones', async () => {
  const a = await workspace.client('a')
  const ask = async (count: number) => {
    const id = await makeGroup(a, people(count))
    const text = (clientId: string) => ({
      conversationId: id,
      clientId,
      content: { type: 'text' as const, text: 'x', mentions: [] },
    })
    await a.request('message.send', text(crypto.randomUUID()))
    expect(await errorOf(a.request('conversation.addMembers', { conversationId: id, userIds: nobody(count) }))).toBe(
      'not_found',
    )
    await a.request('conversation.removeMembers', { conversationId: id, userIds: people(count) })
    await a.request('conversation.addMembers', { conversationId: id, userIds: people(count) })
    const { employees } = await a.request('directory.employees', { userIds: people(count) })
    expect(employees).toHaveLength(count)
    const { heads } = await a.request('sync.heads', { cursor: null, limit: count })
    expect(heads.length).toBeGreaterThan(0)
    // A page that is not the last one.
    await a.request('sync.heads', { cursor: null, limit: 1 })
    await a.request('message.search', { query: 'x', senderIds: people(count), limit: count })
  }
  const texts = new Set<string>()
  const original = Sqlite.prototype.statement
  const statement = vi.spyOn(Sqlite.prototype, 'statement').mockImplementation(function (this: Sqlite, sql) {
    // What the server asks of its own jobs comes when it comes.
    if (!/\bjobs\b/.test(sql)) texts.add(sql)
    return original.call(this, sql)
  })
  // Inserts of 1, 2, 4, 8 and 16 rows, and of 32.
  await ask(31)
  await ask(32)
  const known = new Set(texts)
  for (let count = 1; count <= most; count += 3) await ask(count)
  expect([...texts].filter(text => !known.has(text))).toEqual([])
  statement.mockRestore()
})
