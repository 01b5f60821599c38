import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message, Push } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient } from '../testing/client.ts'
import { demoCompany } from './index.ts'
import { holds, startLiving } from './living.ts'
import { demoAccount, groupIdOf, loadDemo, textOf, timeOf, userIdOf } from './load.ts'

let folder: string
let server: WorkspaceServer
let stop: () => void
let me: TestClient
const now = new Date(2026, 5, 9, 10, 45).getTime()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  server = await startServer({ dataDir: folder })
  expect(await loadDemo(server.domain, demoCompany, now)).toBe(true)
  stop = await startLiving(server, demoCompany, { speed: Number.POSITIVE_INFINITY, log: () => {} })
  me = await connectAs(
    server.url,
    await server.domain.issueSession(userIdOf(demoAccount), { id: 'me', name: 'me', platform: 'test' }),
  )
})

afterAll(async () => {
  me.close()
  stop()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

function messages(push: Push): Message[] {
  return push.changes.flatMap(change => (change.entity === 'message' ? [change.value] : []))
}

test('loading again changes nothing', async () => {
  const { heads } = await me.request('sync.heads', { cursor: null, limit: 500 })
  expect(await loadDemo(server.domain, demoCompany, now)).toBe(false)
  expect((await me.request('sync.heads', { cursor: null, limit: 500 })).heads).toHaveLength(heads.length)
  expect(heads).toHaveLength(demoCompany.groups.length + demoCompany.directs.length)
})

test('the demo user has the unread, pins and mutes that the source says', async () => {
  const { heads } = await me.request('sync.heads', { cursor: null, limit: 500 })
  for (const group of demoCompany.groups) {
    const head = heads.find(each => each.conversation.id === groupIdOf(group.key))
    expect(head?.membership, group.key).toMatchObject({ pinned: group.pinned ?? false, muted: group.muted ?? false })
  }
})

test('a colleague answers in the direct chat, another when mentioned', async () => {
  const bot = demoCompany.bots.find(each => each.replies.some(reply => reply.when.direct))
  const { head } = await me.request('conversation.direct', { userId: userIdOf(bot?.person ?? '') })
  const answered = me.waitFor('sync.push', push =>
    messages(push).some(
      message => message.conversationId === head.conversation.id && message.senderId === userIdOf(bot?.person ?? ''),
    ),
  )
  await me.request('message.send', {
    conversationId: head.conversation.id,
    clientId: crypto.randomUUID(),
    content: { type: 'text', text: '在吗', mentions: [] },
  })
  await answered

  const called = demoCompany.bots.find(each =>
    each.replies.some(reply => reply.when.mentioned && reply.when.matches === undefined),
  )
  const group = demoCompany.groups.find(
    each =>
      [each.owner, ...each.members].includes(called?.person ?? '') &&
      [each.owner, ...each.members].includes(demoAccount),
  )
  const id = groupIdOf(group?.key ?? '')
  const replied = me.waitFor('sync.push', push =>
    messages(push).some(
      message =>
        message.conversationId === id &&
        message.senderId === userIdOf(called?.person ?? '') &&
        message.clientId !== null,
    ),
  )
  await me.request('message.send', {
    conversationId: id,
    clientId: crypto.randomUUID(),
    content: textOf(demoCompany, `@{${called?.person}} zzz`),
  })
  await replied
})

test('conditions all have to hold', () => {
  const heard = { text: '什么时候上线？', mentioned: false, group: 'air2-launch', direct: false }
  const reply = (when: object) => ({ when, say: ['x'], typingMs: [0, 0] as [number, number] })
  expect(holds(reply({ group: 'air2-launch', matches: '上线' }), heard)).toBe(true)
  expect(holds(reply({ group: 'air2-launch', mentioned: true }), heard)).toBe(false)
  expect(holds(reply({ direct: true }), heard)).toBe(false)
  expect(holds(reply({ matches: '上线' }), heard)).toBe(false)
})

test('times and mentions of the source', () => {
  expect(new Date(timeOf('D-2 09:48', now))).toEqual(new Date(2026, 5, 7, 9, 48))
  expect(() => timeOf('yesterday', now)).toThrow('not a time')
  const { text, mentions } = textOf(demoCompany, '好，@{zhouye} 来，@{all} 看')
  expect(mentions.map(({ offset, length, userId }) => [text.slice(offset, offset + length), userId])).toEqual([
    ['@周野', 'u_zhouye'],
    ['@所有人', 'all'],
  ])
  expect(() => textOf(demoCompany, '@{nobody}')).toThrow('does not work here')
})
