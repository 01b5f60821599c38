import { randomUUID } from 'node:crypto'
import type { Params } from '@lianqun/protocol'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { indexMessages } from '../../storage/message-index.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b', 'c'], '组')
})
afterEach(() => workspace.end())

type Search = Partial<Params<'message.search'>>
const search = (client: TestClient, query: string, more: Search = {}) =>
  client.request('message.search', { query, limit: 20, ...more })
const texts = async (client: TestClient, query: string, more: Search = {}) =>
  (await search(client, query, more)).messages.map(({ content }) => ('text' in content ? content.text : content.type))

test('finds by any part of a word of Chinese, folded, newest first', async () => {
  for (const text of ['季度會議在周三', '会议改到周四', '別的', 'Café at noon']) await say(a, group, text)
  expect(await texts(b, '会议')).toEqual(['会议改到周四', '季度會議在周三'])
  expect(await texts(b, '度会议在')).toEqual(['季度會議在周三'])
  expect(await texts(b, 'ＣＡＦＥ')).toEqual(['Café at noon'])
  expect(await texts(b, '周 会议')).toHaveLength(2)
})

test('filters by sender, conversation, kind, link, mention and time', async () => {
  const other = await makeGroup(b, ['a'], '另一个')
  await say(a, group, '方案一')
  const second = await say(b, group, '方案二 https://example.com/x')
  await say(b, other, '方案三')
  await say(a, group, '@方案四', 'c')
  expect(await texts(a, '方案', { senderIds: ['b'] })).toEqual(['方案三', '方案二 https://example.com/x'])
  expect(await texts(a, '方案', { conversationIds: [other] })).toEqual(['方案三'])
  expect(await texts(a, '', { kinds: ['link'] })).toEqual(['方案二 https://example.com/x'])
  expect(await texts(a, '方案', { mentionsMe: true })).toEqual([])
  expect(await texts(await workspace.client('c'), '', { mentionsMe: true })).toEqual(['@方案四'])
  expect(await texts(a, '方案', { until: second.sentAt - 1 })).not.toContain('方案三')
  expect(await texts(a, '方案', { since: Date.now() + 60_000 })).toEqual([])
  expect(await errorOf(search(a, ' '))).toBe('invalid_params')
})

test('shows nobody what they may not see: outsiders, former members, what was said before one joined', async () => {
  await say(a, group, '机密一')
  const [c, d] = await Promise.all(['c', 'd'].map(id => workspace.client(id)))
  if (!c || !d) throw new Error('no clients')
  expect(await texts(c, '机密')).toEqual(['机密一'])
  expect(await texts(d, '机密')).toEqual([])
  expect(await errorOf(search(d, '机密', { conversationIds: [group] }))).toBe('not_member')
  expect(await errorOf(search(d, '机密', { conversationIds: ['none'] }))).toBe('not_member')
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['c'] })
  expect(await texts(c, '机密')).toEqual([])
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['c', 'd'] })
  await say(a, group, '机密二')
  expect(await texts(d, '机密')).toEqual(['机密二'])
  expect(await texts(c, '机密')).toEqual(['机密二'])
  expect(await texts(b, '机密')).toEqual(['机密二', '机密一'])
})

test.skipIf(process.env.LIANQUN_TEST_DATABASE !== 'postgres')(
  'what another is indexing just now is found: a search waits for it',
  async () => {
    await say(a, group, '正在收录')
    const { domain } = workspace.server
    const indexed = Promise.withResolvers<void>()
    const searched = Promise.withResolvers<void>()
    const other = domain.write([], async ({ db }) => {
      await indexMessages(db, 1_000, { waits: true })
      indexed.resolve()
      await searched.promise
    })
    await indexed.promise
    const found = texts(b, '收录')
    const waiting = () =>
      domain.write([], async ({ db }) => {
        const { rows } = await sql<{ count: number }>`select count(*) as count from pg_locks
          where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())`.execute(db)
        return rows[0]?.count
      })
    try {
      await expect.poll(waiting).toBe(1)
    } finally {
      searched.resolve()
      await other
    }
    expect(await found).toEqual(['正在收录'])
  },
)

test('a message of odd characters, or of very many words, keeps no other from being found', async () => {
  // The first is cut in the middle of a word of characters beyond the basic plane; each of the last becomes four letters.
  await say(a, group, `x${'\u{10330}'.repeat(40)}`)
  await say(a, group, 'ﷲ'.repeat(8_000))
  await say(a, group, '后来的话')
  expect(await texts(b, '后来')).toEqual(['后来的话'])
})

test.skipIf(process.env.LIANQUN_TEST_DATABASE !== 'postgres')(
  'of a text that is too long for the index what comes first is found',
  async () => {
    const { seq } = await say(a, group, '很长')
    // Each is one word of its own: letters alone.
    const word = (i: number) =>
      `${String(i).replace(/\d/g, digit => 'abcdefghij'[Number(digit)] ?? '')}${'z'.repeat(24)}`
    const text = Array.from({ length: 40_000 }, (_, i) => word(i)).join(' ')
    await workspace.server.domain.write([], async ({ db }) => {
      const content = JSON.stringify({ type: 'text', text, mentions: [] })
      await sql`update messages set content = ${content} where conversation_id = ${group} and seq = ${seq}`.execute(db)
      await sql`delete from message_index where conversation_id = ${group} and seq = ${seq}`.execute(db)
      await sql`insert into unindexed values (${group}, ${seq}) on conflict do nothing`.execute(db)
    })
    const found = async (i: number) => (await texts(b, word(i))).length
    expect([await found(0), await found(15_900), await found(39_990)]).toEqual([1, 1, 0])
  },
)

test('what was recalled is found no more, what was edited as it now is', async () => {
  const recalled = await say(a, group, '发错了')
  const edited = await say(a, group, '旧的说法')
  expect(await texts(b, '发错')).toHaveLength(1)
  await a.request('message.recall', { conversationId: group, seq: recalled.seq })
  const content = { type: 'text' as const, text: '新的说法', mentions: [] }
  await a.request('message.edit', { conversationId: group, seq: edited.seq, content })
  expect(await texts(b, '发错')).toEqual([])
  expect(await texts(b, '旧的')).toEqual([])
  expect(await texts(b, '说法')).toEqual(['新的说法'])
  expect(await texts(b, '', { conversationIds: [group] })).toEqual(['新的说法'])
})

test('who deleted a message for themselves finds it no more, the others do', async () => {
  const { seq } = await say(a, group, '不想再看见')
  await b.request('message.hide', { conversationId: group, seq })
  expect(await texts(b, '再看见')).toEqual([])
  expect(await texts(a, '再看见')).toEqual(['不想再看见'])
})

test('pages lead through all, each once; many sent in one millisecond are all found', async () => {
  const sentAt = Date.now()
  await workspace.server.domain.sendMessages(
    Array.from({ length: 450 }, (_, i) => ({
      conversationId: group,
      senderId: 'a',
      clientId: randomUUID(),
      content: { type: 'text' as const, text: `第 ${i} 句`, mentions: [] },
      sentAt: sentAt - (i % 3),
    })),
  )
  const found: number[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await search(b, '句', { limit: 50, ...(cursor && { cursor }) })
    found.push(...page.messages.map(({ seq }) => seq))
    if (page.cursor === null) break
    cursor = page.cursor
  }
  expect(found).toHaveLength(450)
  expect(new Set(found).size).toBe(450)
})

test('searches are limited for each person', async () => {
  const limited = await startWorkspace({ limits: { searchesPerSecond: 0.01, searchBurst: 2 } })
  try {
    const client = await limited.client('a')
    await search(client, 'x')
    await search(client, 'x')
    expect(await errorOf(search(client, 'x'))).toBe('rate_limited')
  } finally {
    await limited.end()
  }
})
