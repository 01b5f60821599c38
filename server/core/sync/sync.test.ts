import { conversationScope, digestOfHeads, type Message, type ReceivedChange, singleScopes } from '@lianqun/protocol'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
})
afterEach(() => workspace.end())

type Row = ReceivedChange['value']

/** A scope as a client holds it: the newest row of each entity. */
class Replica {
  readonly rows = new Map<string, Row>()
  at = 0

  apply(changes: ReceivedChange[]): void {
    for (const change of changes) {
      const key = keyOf(change)
      const known = this.rows.get(key)
      if (!known || known.revision <= change.value.revision) this.rows.set(key, change.value)
    }
  }

  async catchUp(
    client: TestClient,
    scope: `conversation:${string}` | 'me' | 'directory',
    limit: number,
  ): Promise<void> {
    for (;;) {
      const page = await client.request('sync.changes', { scope, since: this.at, limit })
      const revisions = page.changes.map(change => change.value.revision)
      expect(revisions).toEqual([...new Set(revisions)].sort((x, y) => x - y))
      expect(revisions.every(revision => revision > this.at && revision <= page.upTo)).toBe(true)
      this.apply(page.changes)
      this.at = page.upTo
      if (!page.more) {
        expect(page.upTo).toBe(page.head)
        return
      }
    }
  }
}

function keyOf({ entity, value }: ReceivedChange): string {
  if (entity === 'message') return `message ${value.seq}`
  if (entity === 'member') return `member ${value.userId}`
  if (entity === 'membership') return `membership ${value.conversationId}`
  return 'id' in value ? `${entity} ${value.id}` : entity
}

const operation = fc.oneof(
  fc.record({ kind: fc.constant('say' as const), by: fc.constantFrom('a', 'b'), text: fc.string({ minLength: 1 }) }),
  fc.record({ kind: fc.constant('recall' as const), nth: fc.nat(20) }),
  fc.record({ kind: fc.constant('rename' as const), name: fc.string({ minLength: 1, maxLength: 20 }) }),
  fc.record({ kind: fc.constant('add' as const), who: fc.constantFrom('c', 'd') }),
  fc.record({ kind: fc.constant('remove' as const), who: fc.constantFrom('c', 'd') }),
  fc.record({ kind: fc.constant('read' as const), seq: fc.nat(40) }),
)

test.each(singleScopes)('a new workspace answers with the scope %s, so that its tables exist', async scope => {
  const a = await workspace.client('a')
  const page = await a.request('sync.changes', { scope, since: 0, limit: 50 })
  expect(page).toMatchObject({ scope, more: false, upTo: page.head })
})

test('pages of any size from any revision give the same state as the pushes', async () => {
  const a = await workspace.client('a')
  const b = await workspace.client('b')
  const clients = { a, b }
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 14 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(12),
      async (ops, limit, cut) => {
        const id = await makeGroup(a, ['b'])
        const scope = conversationScope(id) as `conversation:${string}`
        const mine: Message[] = []
        const early = new Replica()
        for (const [i, op] of ops.entries()) {
          if (i === cut) await early.catchUp(b, scope, limit)
          if (op.kind === 'say') {
            const message = await say(clients[op.by], id, `${op.text}.`)
            if (op.by === 'a') mine.push(message)
          } else if (op.kind === 'recall') {
            const message = mine[op.nth]
            if (message) await a.request('message.recall', { conversationId: id, seq: message.seq })
          } else if (op.kind === 'rename') {
            await a.request('conversation.rename', { conversationId: id, name: `${op.name}.` })
          } else if (op.kind === 'add') {
            await b.request('conversation.addMembers', { conversationId: id, userIds: [op.who] })
          } else if (op.kind === 'remove') {
            await a.request('conversation.removeMembers', { conversationId: id, userIds: [op.who] })
          } else await b.request('membership.update', { conversationId: id, readSeq: op.seq })
        }
        await early.catchUp(b, scope, limit)
        const late = new Replica()
        await late.catchUp(b, scope, 2_000)
        expect(new Map(early.rows)).toEqual(new Map(late.rows))

        // The pushes after b joined (revisions 1 to 4) give the same state and have no gap.
        const pushed = new Replica()
        const joined = await b.waitFor('sync.joined', p => p.head.conversation.id === id)
        let next = joined.head.revision + 1
        await b.request('sync.hello', {})
        for (const { event, params } of b.events) {
          if (event !== 'sync.push' || params.scope !== scope) continue
          expect(params.from).toBe(next)
          expect(params.changes.map(change => change.value.revision)).toEqual(
            Array.from({ length: params.to - params.from + 1 }, (_, i) => params.from + i),
          )
          next = params.to + 1
          pushed.apply(params.changes)
        }
        expect(next - 1).toBe(late.at)
        for (const [key, value] of pushed.rows) expect(late.rows.get(key)).toEqual(value)

        const me = new Replica()
        await me.catchUp(b, 'me', limit)
        const whole = new Replica()
        await whole.catchUp(b, 'me', 2_000)
        expect(me.rows).toEqual(whole.rows)
        await checkHistory(b, id, limit, late)
      },
    ),
    { numRuns: 25 },
  )
})

/** Checks that pages of history from either end cover every message once. */
async function checkHistory(client: TestClient, id: string, limit: number, replica: Replica): Promise<void> {
  const expected = [...replica.rows.values()]
    .filter(row => 'seq' in row)
    .sort((x, y) => (x as Message).seq - (y as Message).seq)
  let page = await client.request('message.history', { conversationId: id, limit })
  expect(page.to).toBe(page.head)
  let found = page.messages
  while (page.from > 0) {
    const before = page.from
    page = await client.request('message.history', { conversationId: id, before, limit })
    expect(page.to).toBe(before - 1)
    found = [...page.messages, ...found]
  }
  expect(found).toEqual(expected)
  let forward = await client.request('message.history', { conversationId: id, after: 0, limit })
  found = forward.messages
  while (forward.to < forward.head) {
    const after = forward.to
    forward = await client.request('message.history', { conversationId: id, after, limit })
    expect(forward.from).toBe(after + 1)
    found = [...found, ...forward.messages]
  }
  expect(found).toEqual(expected)
}

test('pages of heads return each head once, and later only changed heads', async () => {
  const a = await workspace.client('a')
  const ids: string[] = []
  for (let i = 0; i < 7; i++) ids.push(await makeGroup(a, ['b'], `组${i}`))
  const seen: string[] = []
  let cursor: string | null = null
  for (let more = true; more; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(cursor)
    expect(page.remaining).toBe(ids.length - seen.length - page.heads.length)
    seen.push(...page.heads.map(head => head.conversation.id))
    ;({ cursor, more } = page)
  }
  function read(from: string | null) {
    return a.request('sync.heads', { cursor: from, limit: 3 })
  }
  expect(seen).toEqual(ids)
  expect((await read(cursor)).heads).toEqual([])
  await say(a, ids[3] ?? '', '动了')
  const moved = await read(cursor)
  expect(moved.heads.map(head => head.conversation.id)).toEqual([ids[3]])
  expect((await read('of another epoch.5.x')).remaining).toBe(4)
})

test('the heartbeat matches exactly when the heads are equal', async () => {
  const a = await workspace.client('a')
  const b = await workspace.client('b')
  const one = await makeGroup(a, ['b'])
  const two = await makeGroup(a, ['b', 'c'])
  const digest = async () => {
    const { heads } = await b.request('sync.heads', { cursor: null, limit: 100 })
    return digestOfHeads(heads.map(head => [head.conversation.id, head.revision]))
  }
  const agrees = async (heads: { count: number; hash: number }) =>
    (await b.request('sync.heartbeat', { heads })).headsAgree
  const before = await digest()
  expect(await agrees(before)).toBe(true)
  await say(a, one, '一')
  expect(await agrees(before)).toBe(false)
  expect(await agrees(await digest())).toBe(true)
  await a.request('conversation.removeMembers', { conversationId: two, userIds: ['b'] })
  expect(await agrees(await digest())).toBe(true)
  await a.request('conversation.addMembers', { conversationId: two, userIds: ['b'] })
  expect(await agrees(await digest())).toBe(true)
  await b.request('conversation.leave', { conversationId: one })
  expect(await agrees(await digest())).toBe(true)
})

test('messagesUpTo leaves newer messages out, not the rest', async () => {
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  const first = await say(a, id, '一')
  await say(a, id, '二')
  await a.request('conversation.rename', { conversationId: id, name: '新' })
  const scope = conversationScope(id) as `conversation:${string}`
  const page = await a.request('sync.changes', { scope, since: 0, limit: 100, messagesUpTo: first.seq })
  expect(page.changes.map(c => c.entity)).toEqual(['member', 'member', 'message', 'message', 'conversation'])
  expect(page).toMatchObject({ upTo: page.head, more: false })
})

test('long pages are cut below the frame limit', async () => {
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  const long = '长'.repeat(8_000)
  await workspace.server.domain.sendMessages(
    Array.from({ length: 60 }, () => ({
      conversationId: id,
      senderId: 'a',
      clientId: null,
      content: { type: 'text' as const, text: long, mentions: [] },
    })),
  )
  const scope = conversationScope(id) as `conversation:${string}`
  const changes = await a.request('sync.changes', { scope, since: 0, limit: 2_000 })
  expect(changes.more).toBe(true)
  expect(changes.upTo).toBe(changes.changes.at(-1)?.value.revision)
  const history = await a.request('message.history', { conversationId: id, limit: 200 })
  expect(history.messages.length).toBeLessThan(60)
  expect(history.messages[0]?.seq).toBe(history.from)
  const pushes = a.events.filter(e => e.event === 'sync.push' && e.params.scope === scope)
  expect(pushes.length).toBeGreaterThan(1)
})

test('the directory, the catalogue and the preferences are scopes like the others', async () => {
  const a = await workspace.client('a')
  const { domain } = workspace.server
  const department = await domain.createDepartment({ name: '研发部', latinName: 'R&D' })
  await domain.updateEmployee('b', { departmentIds: [department.id], title: '工程师' })
  await domain.updateEmployee('c', { deleted: true })
  await a.waitFor('sync.push', p => p.changes.some(c => c.entity === 'employee' && c.value.deleted))
  const page = await a.request('sync.changes', { scope: 'directory', since: 0, limit: 100 })
  expect(page.changes.filter(c => c.entity === 'employee')).toHaveLength(4)
  await domain.updateApp('announcements', { deleted: true })
  await a.waitFor('sync.push', p => p.scope === 'apps')
  const apps = await a.request('sync.changes', { scope: 'apps', since: 0, limit: 100 })
  expect(apps.changes.map(c => 'deleted' in c.value && c.value.deleted)).toEqual([false, true])
  const { preferences } = await a.request('preferences.update', { favouriteApps: ['x', 'x', 'y'] })
  expect(preferences.favouriteApps).toEqual(['x', 'y'])
  const me = await a.request('sync.changes', { scope: 'me', since: 0, limit: 10 })
  expect(me.changes).toEqual([{ entity: 'preferences', value: preferences }])
})

test('employees can be read by id before the directory is synced; unknown ids are left out', async () => {
  const a = await workspace.client('a')
  await workspace.server.domain.updateEmployee('c', { deleted: true })
  const { employees } = await a.request('directory.employees', { userIds: ['b', 'nobody', 'c', 'b'] })
  expect(employees.map(({ id, deleted }) => [id, deleted]).sort()).toEqual([
    ['b', false],
    ['c', true],
  ])
})

test('a cursor of commits that this database never saw begins from the start', async () => {
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'])
  const page = await a.request('sync.heads', { cursor: null, limit: 10 })
  expect((await a.request('sync.heads', { cursor: page.cursor, limit: 10 })).heads).toEqual([])
  const [epoch, commits] = page.cursor.split('.')
  const ahead = `${epoch}.${Number(commits) + 1_000_000}.`
  const { heads, cursor } = await a.request('sync.heads', { cursor: ahead, limit: 10 })
  expect(heads.map(head => head.conversation.id)).toEqual([id])
  expect(cursor).toBe(page.cursor)
})

test('a client whose checkpoint is not of this database is told so; the last one of a heartbeat is', async () => {
  const a = await workspace.client('a')
  const first = await a.request('sync.hello', {})
  expect(first.lost).toBeUndefined()
  await makeGroup(a, ['b'])
  const { checkpoint } = await a.request('sync.heartbeat', { heads: { count: 0, hash: 0 } })
  expect(checkpoint).not.toBe(first.checkpoint)
  for (const seen of [first.checkpoint, checkpoint])
    expect((await a.request('sync.hello', { seen })).lost).toBeUndefined()
  expect(await a.request('sync.hello', { seen: 'another.3' })).toMatchObject({ epoch: first.epoch, lost: true })
})
