import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type WorkspaceServer } from '../index.ts'
import { connect, type TestClient, testDevice } from '../testing/client.ts'
import { startWorkspace } from '../testing/workspace.ts'
import { demoCompany } from './index.ts'
import { demoAccount, demoPassword, groupIdOf, loadDemo, timesOf } from './load.ts'

const now = Date.now()
let dataDir: string
let server: WorkspaceServer
let client: TestClient
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  server = await startServer({ dataDir })
  expect(await loadDemo(server.domain, demoCompany, now)).toBe(true)
  client = await connect(server.url)
  await client.request('auth.signIn', { account: demoAccount, password: demoPassword, device: testDevice() })
  await client.request('sync.hello', {})
})
afterAll(async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('is loaded once', async () => {
  const before = await client.request('sync.hello', {})
  expect(await loadDemo(server.domain, demoCompany, now)).toBe(false)
  expect((await client.request('sync.hello', {})).revisions).toEqual(before.revisions)
})

test('does not touch a workspace with other data', async () => {
  const other = await startWorkspace()
  await expect(loadDemo(other.server.domain, demoCompany, now)).rejects.toThrow(/another workspace/)
  await other.end()
})

test('a client sees the conversations as the demo user left them', async () => {
  const { heads } = await client.request('sync.heads', { cursor: null, limit: limits.headsPage })
  expect(heads).toHaveLength(demoCompany.groups.length + demoCompany.directs.length)
  const byId = new Map(heads.map(head => [head.conversation.id, head]))
  for (const group of demoCompany.groups) {
    const head = byId.get(groupIdOf(group.key))
    if (!head) throw new Error(`${group.key} is not there`)
    expect(head.lastOrdinal - head.membership.readOrdinal, group.key).toBe(group.unread ?? 0)
    expect(head.lastOrdinal).toBe(group.messages.length)
    expect(head.conversation).toMatchObject({ name: group.name, memberCount: group.members.length })
    expect(head.membership).toMatchObject({ pinned: group.pinned ?? false, muted: group.muted ?? false })
  }
  const unread = heads.filter(({ conversation }) => conversation.kind === 'direct')
  expect(unread.reduce((sum, head) => sum + head.lastOrdinal - head.membership.readOrdinal, 0)).toBe(
    demoCompany.directs.reduce((sum, chat) => sum + (chat.unread ?? 0), 0),
  )
})

test('histories are dense, ascending, in the past, and mentions name whom they mention', async () => {
  const names = new Map(demoCompany.people.map(({ key, name }) => [`u_${key}`, name]))
  names.set('all', '所有人')
  let mentions = 0
  for (const { key } of demoCompany.groups) {
    const conversationId = groupIdOf(key)
    const { changes, head } = await client.request('sync.changes', {
      scope: `conversation:${conversationId}`,
      since: 0,
      limit: limits.changesPage,
    })
    expect(changes.map(change => change.value.revision)).toEqual(
      // Revision 1 is the conversation's own row.
      Array.from({ length: head }, (_, i) => i + 1),
    )
    const messages = changes.flatMap(change => (change.entity === 'message' ? [change.value] : []))
    const times = messages.map(message => message.sentAt)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.at(-1)).toBeLessThanOrEqual(now)
    for (const { content } of messages) {
      if (content.type !== 'text') continue
      const { text, mentions: found } = content as {
        text: string
        mentions: { userId: string; offset: number; length: number }[]
      }
      expect(text).not.toContain('@{')
      for (const { userId, offset, length } of found) {
        expect(text.slice(offset, offset + length)).toBe(`@${names.get(userId)}`)
        mentions += 1
      }
    }
    const { receipts } = await client.request('conversation.receipts', { conversationId })
    expect(receipts.some(({ readSeq }) => readSeq === head)).toBe(true)
  }
  expect(mentions).toBeGreaterThan(50)
})

test('times are compressed while the morning is not over', () => {
  const early = new Date(2026, 2, 10, 0, 20).getTime()
  const midnight = new Date(2026, 2, 10).getTime()
  const times = timesOf([{ at: 'D-1 23:59' }, { at: 'D-0 09:10' }, { at: 'D-0 09:10' }, { at: 'D-0 10:40' }], early)
  expect(times[0]).toBeLessThan(midnight)
  expect(times[1]).toBeGreaterThan(midnight)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(times[3]).toBeLessThanOrEqual(early)
})

test('a load that fails leaves an empty workspace, which can be loaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const other = await startServer({ dataDir: folder })
  const [group, ...rest] = demoCompany.groups
  if (!group) throw new Error('there is no group')
  const broken = [...rest, { ...group, messages: [{ from: 'chenyu', at: 'D-1 10:00', text: '@{nobody}' }] }]
  await expect(loadDemo(other.domain, { ...demoCompany, groups: broken }, now)).rejects.toThrow(/does not work here/)
  expect(await loadDemo(other.domain, demoCompany, now)).toBe(true)
  await other.close()
  rmSync(folder, { recursive: true, force: true })
})
