import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversationScope, isContent, limits, type Message } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type WorkspaceServer } from '../index.ts'
import { connect, connectAs, type TestClient, testDevice } from '../testing/client.ts'
import { startWorkspace } from '../testing/workspace.ts'
import { groupIdOf, userIdOf } from './ids.ts'
import { larkfield } from './larkfield/index.ts'
import { confirmersOf, demoPassword, type LoadOptions, loadDemo } from './load.ts'
import { qingyu as demoCompany } from './qingyu/index.ts'
import { storyDay, timesOf } from './story.ts'

const demoAccount = demoCompany.account
const pagesUrl = 'http://127.0.0.1:1'
/** Late enough for the whole story of that day, a Tuesday. */
const now = new Date(2026, 5, 9, 23, 0).getTime()
const at = (time: number) => ({ now: time, pagesUrl })
let dataDir: string
let server: WorkspaceServer
let client: TestClient
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  server = await startServer({ dataDir })
  await loadDemo(server.domain, demoCompany, at(now))
  client = await connect(server.url)
  await client.request('auth.signIn', { account: demoAccount, password: demoPassword, device: testDevice() })
  await client.request('sync.hello', {})
})
afterAll(async () => {
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A server of its own with the demo, and a client of the demo user. */
async function startWorkspaceOf(options: LoadOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const own = await startServer({ dataDir: folder })
  await loadDemo(own.domain, demoCompany, options)
  const session = await own.domain.issueSession(userIdOf(demoAccount), testDevice())
  return {
    server: own,
    client: await connectAs(own.url, session),
    end: async () => {
      await own.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test('is loaded once', async () => {
  const before = await client.request('sync.hello', {})
  await loadDemo(server.domain, demoCompany, at(now + 86_400_000))
  expect((await client.request('sync.hello', {})).revisions).toEqual(before.revisions)
})

test('an announcement is confirmed by nearly all colleagues within days, never by partners or the demo user', () => {
  for (const company of [demoCompany, larkfield]) {
    const colleagues = company.people.filter(({ external }) => !external)
    for (const announcement of company.announcements) {
      const after = (hours: number) => confirmersOf(company, announcement, hours * 3_600_000)
      expect(after(72).length / colleagues.length, announcement.key).toBeGreaterThan(0.8)
      expect(after(1).length).toBeLessThan(after(24).length)
      expect(after(72).filter(key => !colleagues.some(person => person.key === key))).toEqual([])
      if (!announcement.confirmedBy.includes(company.account)) expect(after(72)).not.toContain(company.account)
      expect(new Set(after(72)).size).toBe(after(72).length)
    }
  }
})

test('after a start on another port the links lead there, and clients read them again', async () => {
  const other = await startWorkspaceOf(at(now))
  const [before, after] = ['http://127.0.0.1:1/demo/', 'http://127.0.0.1:45678/demo/']
  const texts = async (since: ReadonlyMap<string, number>) => {
    const found: Message[] = []
    for (const { key } of demoCompany.groups) {
      const id = groupIdOf(key)
      const page = { scope: conversationScope(id), since: since.get(id) ?? 0, limit: limits.changesPage }
      const { changes } = await other.client.request('sync.changes', page)
      found.push(...changes.flatMap(change => (change.entity === 'message' ? [change.value] : [])))
    }
    return found
  }
  const linked = ({ content }: Message, link: string) =>
    isContent(content, 'text')
      ? content.text.includes(link)
      : isContent(content, 'card') && JSON.stringify(content).includes(link)
  const old = await texts(new Map())
  const { heads } = await other.client.request('sync.heads', { cursor: null, limit: limits.headsPage })
  const seen = new Map(heads.map(({ conversation, revision }) => [conversation.id, revision]))
  await loadDemo(other.server.domain, demoCompany, { now, pagesUrl: 'http://127.0.0.1:45678' })
  const changed = await texts(seen)
  expect(changed.length).toBeGreaterThan(5)
  expect(changed.every(message => linked(message, after) && !linked(message, before))).toBe(true)
  expect(changed).toHaveLength(old.filter(message => linked(message, before)).length)
  expect(changed.filter(({ content }) => isContent(content, 'card')).length).toBeGreaterThan(5)
  for (const { content } of changed) {
    if (!isContent(content, 'text')) continue
    for (const { offset, length } of content.mentions) {
      expect(content.text.slice(offset, offset + length)).toMatch(/^@[^@\s]+$/)
    }
  }
  const bodies = await other.server.domain.write('workspace', w =>
    w.db.selectFrom('announcements').select('body').execute(),
  )
  expect(bodies.some(({ body }) => body.includes(after))).toBe(true)
  expect(bodies.some(({ body }) => body.includes(before))).toBe(false)
  await other.end()
})

test('does not touch a workspace with other data', async () => {
  const other = await startWorkspace()
  await expect(loadDemo(other.server.domain, demoCompany, at(now))).rejects.toThrow(/another workspace/)
  await other.end()
})

/** The messages of a group, in order. */
async function messagesOf(id: string): Promise<Message[]> {
  const page = { scope: conversationScope(id), since: 0, limit: limits.changesPage }
  const { changes } = await client.request('sync.changes', page)
  const found = changes.flatMap(change => (change.entity === 'message' ? [change.value] : []))
  return found.sort((a, b) => a.seq - b.seq)
}

test('a client sees the conversations as the demo user left them', async () => {
  const { heads } = await client.request('sync.heads', { cursor: null, limit: limits.headsPage })
  expect(heads).toHaveLength(demoCompany.groups.length + demoCompany.directs.length)
  const byId = new Map(heads.map(head => [head.conversation.id, head]))
  for (const group of demoCompany.groups) {
    const head = byId.get(groupIdOf(group.key))
    if (!head) throw new Error(`${group.key} is not there`)
    const said = await messagesOf(head.conversation.id)
    const own = said.findLast(({ senderId }) => senderId === userIdOf(demoAccount))?.ordinal ?? 0
    const unread = Math.min(group.unread ?? 0, head.lastOrdinal - own)
    const cards = said.filter(({ content }) => content.type === 'card').length
    const hooks = demoCompany.hooks.filter(hook => hook.group === group.key).length
    expect(cards > 0, group.key).toBe(hooks > 0 || group.key === 'air2-launch')
    expect(head.lastOrdinal - head.membership.readOrdinal, group.key).toBe(unread)
    expect(head.lastOrdinal).toBe(group.messages.length + cards)
    expect(head.conversation).toMatchObject({ name: group.name, memberCount: group.members.length })
    expect(head.membership).toMatchObject({ pinned: group.pinned !== undefined, muted: group.muted ?? false })
    expect(head.conversation.departmentId !== undefined, group.key).toBe(group.department !== undefined)
  }
})

test.each([demoCompany, larkfield])('$name uses what one keeps for oneself', async company => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const other = await startServer({ dataDir: folder })
  await loadDemo(other.domain, company, at(now))
  const me = await connectAs(other.url, await other.domain.issueSession(userIdOf(company.account), testDevice()))
  const { changes } = await me.request('sync.changes', { scope: 'me', since: 0, limit: limits.changesPage })
  const states = changes.flatMap(change => (change.entity === 'messageState' ? [change.value] : []))
  const saved = states.flatMap(state => (state.saved ? [state.saved.labels] : []))
  expect(saved.length).toBeGreaterThan(2)
  expect(new Set(saved.flat()).size).toBeGreaterThan(1)
  // One reminder is due, one is coming.
  const reminders = states.flatMap(({ remindAt }) => (remindAt === undefined ? [] : [remindAt > Date.now()]))
  expect(reminders.toSorted()).toEqual([false, true])
  const { heads } = await me.request('sync.heads', { cursor: null, limit: limits.headsPage })
  const lists = heads.map(({ conversation, membership, revision }) => ({ ...membership.list, conversation, revision }))
  const pinned = lists.flatMap(({ pinRank, conversation }) =>
    pinRank === undefined ? [] : [{ pinRank, conversation }],
  )
  const ranked = pinned.toSorted((a, b) => (a.pinRank < b.pinRank ? -1 : 1))
  const wanted = company.groups.filter(group => group.pinned !== undefined)
  expect(ranked.map(({ conversation }) => conversation.name)).toEqual(
    wanted.toSorted((a, b) => (a.pinned ?? 0) - (b.pinned ?? 0)).map(({ name }) => name),
  )
  expect(ranked.length).toBeGreaterThan(1)
  const done = lists.filter(({ doneSeq = 0 }) => doneSeq > 0)
  expect(done).toHaveLength(1)
  expect(
    done.every(({ doneSeq = 0, conversation, revision }) => conversation.kind === 'direct' && doneSeq <= revision),
  ).toBe(true)
  expect(changes.some(change => change.entity === 'label' && change.value.rules.length > 0)).toBe(true)
  await other.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a demo of an earlier version that lacks a group opens without it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const other = await startServer({ dataDir: folder })
  const groups = demoCompany.groups.filter(({ department }) => department === undefined)
  await loadDemo(other.domain, { ...demoCompany, groups }, at(now))
  const { conversations } = await loadDemo(other.domain, demoCompany, at(now + 86_400_000))
  expect(conversations).toHaveLength(groups.length + demoCompany.directs.length)
  await other.close()
  rmSync(folder, { recursive: true, force: true })
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
    const revisions = changes.map(change => change.value.revision)
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
    expect(revisions.at(-1)).toBe(head)
    const messages = changes
      .flatMap(change => (change.entity === 'message' ? [change.value] : []))
      .sort((a, b) => a.seq - b.seq)
    const last = messages.at(-1)?.seq
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
    expect(receipts.some(({ readSeq }) => readSeq === last)).toBe(true)
  }
  expect(mentions).toBeGreaterThan(50)
})

test('the story ends today, or on the working day before, and never in the future', () => {
  const midnight = (day: number) => new Date(2026, 5, day).getTime()
  // 9 June 2026 is a Tuesday.
  expect(storyDay(new Date(2026, 5, 9, 9, 0).getTime())).toBe(midnight(9))
  expect(storyDay(new Date(2026, 5, 9, 23, 59).getTime())).toBe(midnight(9))
  expect(storyDay(new Date(2026, 5, 9, 3, 0).getTime())).toBe(midnight(8))
  expect(storyDay(new Date(2026, 5, 13, 15, 0).getTime())).toBe(midnight(12))
  expect(storyDay(new Date(2026, 5, 15, 8, 0).getTime())).toBe(midnight(12))
  const times = timesOf([{ at: 'D-1 23:59' }, { at: 'D-0 09:10' }, { at: 'D-0 09:10' }], midnight(9))
  expect(times[0]).toBeLessThan(midnight(9))
  expect(times).toEqual([...times].sort((a, b) => a - b))
})

test('what was said while the demo was closed is there, once, when it opens again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const other = await startServer({ dataDir: folder })
  const morning = new Date(2026, 5, 9, 10, 0).getTime()
  const evening = new Date(2026, 5, 10, 7, 0).getTime()
  const ordinal = async () => {
    const me = await connect(other.url)
    await me.request('auth.signIn', { account: demoAccount, password: demoPassword, device: testDevice() })
    const { heads } = await me.request('sync.heads', { cursor: null, limit: limits.headsPage })
    me.close()
    return heads.find(head => head.conversation.id === groupIdOf('air2-launch'))?.lastOrdinal ?? 0
  }
  const lines = demoCompany.groups[0]?.messages ?? []
  const { day } = await loadDemo(other.domain, demoCompany, at(morning))
  const early = timesOf(lines, day).filter(time => time <= morning).length
  // With the cards of its two tasks.
  expect(await ordinal()).toBe(early + 2)
  expect((await loadDemo(other.domain, demoCompany, at(evening))).day).toBe(day)
  const late = lines.slice(early).filter(({ from }) => from !== demoAccount).length
  expect(late).toBeGreaterThan(5)
  expect(await ordinal()).toBe(early + 2 + late)
  await loadDemo(other.domain, demoCompany, at(evening))
  expect(await ordinal()).toBe(early + 2 + late)
  await other.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a load that fails leaves an empty workspace, which can be loaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  const other = await startServer({ dataDir: folder })
  const [group, ...rest] = demoCompany.groups
  if (!group) throw new Error('there is no group')
  const broken = [...rest, { ...group, messages: [{ from: 'chenyu', at: 'D-1 10:00', text: '@{nobody}' }] }]
  await expect(loadDemo(other.domain, { ...demoCompany, groups: broken }, at(now))).rejects.toThrow(
    /does not work here/,
  )
  await loadDemo(other.domain, demoCompany, at(now))
  await other.close()
  rmSync(folder, { recursive: true, force: true })
})
