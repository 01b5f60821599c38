import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversationScope, type EventParams, type Message } from '@lianqun/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startServer, type WorkspaceServer } from '../index.ts'
import { connectAs, type TestClient } from '../testing/client.ts'
import { holds } from './bot-conversations.ts'
import { startBots } from './bot-runner.ts'
import { groupIdOf, userIdOf, textOf as withPages } from './ids.ts'
import { loadDemo } from './load.ts'
import { qingyu as demoCompany } from './qingyu/index.ts'
import { timeOf } from './story.ts'
import type { DemoBot, DemoCompany } from './types.ts'

const demoAccount = demoCompany.account
const pagesUrl = 'http://127.0.0.1:1'
const textOf = (company: DemoCompany, source: string) => withPages(company, source, pagesUrl)

let folder: string
let server: WorkspaceServer
let stop: () => void
let me: TestClient
const now = new Date(2026, 5, 9, 10, 45).getTime()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-demo-'))
  // A test holds the timers, and so would what pushes wait for.
  server = await startServer({ dataDir: folder, limits: { pushEveryMs: 0 } })
  await loadDemo(server.domain, demoCompany, { now, pagesUrl })
  const bots = startBots(server, demoCompany, { speed: Number.POSITIVE_INFINITY, played: ['lubo'], log: () => {} })
  stop = bots.stop
  await bots.there
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

function messages(push: EventParams<'sync.push'>): Message[] {
  return push.changes.flatMap(change => (change.entity === 'message' ? [change.value] : []))
}

test('loading again changes nothing', async () => {
  const { heads } = await me.request('sync.heads', { cursor: null, limit: 500 })
  await loadDemo(server.domain, demoCompany, { now, pagesUrl })
  expect((await me.request('sync.heads', { cursor: null, limit: 500 })).heads).toHaveLength(heads.length)
  expect(heads).toHaveLength(demoCompany.groups.length + demoCompany.directs.length)
})

test('the demo user has the unread counts, pins and mutes of the source', async () => {
  const { heads } = await me.request('sync.heads', { cursor: null, limit: 500 })
  for (const group of demoCompany.groups) {
    const head = heads.find(each => each.conversation.id === groupIdOf(group.key))
    expect(head?.membership, group.key).toMatchObject({
      pinned: group.pinned !== undefined,
      muted: group.muted ?? false,
    })
  }
})

test('a bot answers in the direct chat, another when mentioned', async () => {
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

const say = async (conversationId: string, source: string): Promise<Message> => {
  const content = textOf(demoCompany, source)
  return (await me.request('message.send', { conversationId, clientId: crypto.randomUUID(), content })).message
}
/** The next messages of others in a conversation after `seq`. */
async function answersTo(conversationId: string, seq: number, count: number): Promise<Message[]> {
  const found = new Map<number, Message>()
  await me.waitFor('sync.push', push => {
    for (const message of messages(push)) {
      const others = message.conversationId === conversationId && message.senderId !== userIdOf(demoAccount)
      if (others && message.seq > seq && message.content.type === 'text') found.set(message.seq, message)
    }
    return found.size >= count
  })
  return [...found.values()]
}
const textIn = ({ content }: Message): string => ('text' in content ? String(content.text) : '')
const keysOf = (list: DemoBot[]) => list.map(({ person }) => userIdOf(person))

test('in a group that users made one bot answers, or the mentioned one', async () => {
  const bots = demoCompany.bots.slice(0, 4)
  const { head } = await me.request('conversation.create', {
    clientId: crypto.randomUUID(),
    name: '临时群',
    userIds: keysOf(bots),
  })
  const { id } = head.conversation
  const senders: string[] = []
  for (const text of ['今天下午三点碰一下？', '大家好', '谢谢各位', '嗯']) {
    const asked = await say(id, text)
    const [answer] = await answersTo(id, asked.seq, 1)
    senders.push(answer?.senderId ?? '')
  }
  for (const { person } of bots) {
    const asked = await say(id, `@{${person}} 看一下`)
    const [answer] = await answersTo(id, asked.seq, 1)
    expect(answer?.senderId).toBe(userIdOf(person))
    senders.push(answer?.senderId ?? '')
  }
  const { messages: all } = await me.request('message.history', { conversationId: id, limit: 100 })
  const said = all.filter(({ content, senderId }) => content.type === 'text' && senderId !== userIdOf(demoAccount))
  expect(said.map(message => message.senderId)).toEqual(senders)
})

test('a bot that left the group, or that a human preceded, does not answer', async () => {
  const [bot] = demoCompany.bots
  const other = await connectAs(
    server.url,
    await server.domain.issueSession('u_lubo', { id: 'other', name: 'other', platform: 'test' }),
  )
  const userIds = [userIdOf(bot?.person ?? ''), 'u_lubo']
  const { head } = await me.request('conversation.create', { clientId: crypto.randomUUID(), name: '三人', userIds })
  const { id } = head.conversation
  const scope = conversationScope(id)
  await say(id, '@{lubo} 你看呢')
  // In one transaction, so that a human answers before any bot has finished typing.
  const text = (source: string) => textOf(demoCompany, source)
  await server.domain.sendMessages([
    { conversationId: id, senderId: userIdOf(demoAccount), clientId: null, content: text('几点开会？') },
    { conversationId: id, senderId: 'u_lubo', clientId: null, content: text('三点。@{chenyu}') },
  ])
  const called = await say(id, `@{${bot?.person}} 你也来`)
  const [answer] = await answersTo(id, called.seq, 1)
  expect(answer?.seq).toBe(called.seq + 1)
  await other.waitFor('sync.push', push => push.scope === scope && push.to === answer?.seq)
  await other.close()
  const { messages: all } = await me.request('message.history', { conversationId: id, limit: 100 })
  const own = all.filter(({ content, senderId }) => content.type === 'text' && senderId === userIds[0])
  expect(own.map(message => message.seq)).toEqual([answer?.seq])
})

test('a message that arrives while a bot types is answered afterwards', async () => {
  const { head } = await me.request('conversation.direct', { userId: userIdOf(demoCompany.bots[1]?.person ?? '') })
  const { id } = head.conversation
  const [first] = await Promise.all([say(id, '在吗'), say(id, '谢谢')])
  expect(await answersTo(id, first?.seq ?? 0, 2)).toHaveLength(2)
})

test('names and fallback answers are in the language of the message', async () => {
  const linwan = userIdOf('linwan')
  const { id } = (await me.request('conversation.direct', { userId: linwan })).head.conversation
  const answer = async (text: string) => {
    const asked = await say(id, text)
    const [found] = await answersTo(id, asked.seq, 1)
    return found ? textIn(found) : ''
  }
  expect(await answer('Hello')).toContain('Yu Chen')
  expect(await answer('???')).not.toMatch(/\p{Script=Han}/u)
  expect(await answer('你好')).toContain('陈屿')
  expect(await answer('???')).toMatch(/\p{Script=Han}/u)
})

test('everybody answers, also those without a script, and not always with the same words', async () => {
  const scripted = new Set(demoCompany.bots.map(({ person }) => person))
  const plain = demoCompany.people.filter(({ key }) => !scripted.has(key) && key !== demoAccount)
  for (const { key } of [plain[0], plain.at(-1)].flatMap(person => (person ? [person] : []))) {
    const { id } = (await me.request('conversation.direct', { userId: userIdOf(key) })).head.conversation
    const said = new Set<string>()
    for (const text of ['样机的线束颜色要换吗', '那就按这个来排', '下周的排期发我一份']) {
      const asked = await say(id, text)
      const [answer] = await answersTo(id, asked.seq, 1)
      if (answer) said.add(textIn(answer))
    }
    expect(said.size).toBe(3)
  }
})

test('an announcement or an address in a group is read, not answered', async () => {
  const { head } = await me.request('conversation.create', {
    clientId: crypto.randomUUID(),
    name: '只读',
    userIds: keysOf(demoCompany.bots.slice(0, 3)),
  })
  const { id } = head.conversation
  await say(id, '我把第三版放到共享盘了')
  await say(id, 'https://example.com/when/launch')
  const called = await say(id, '@{zhouye} 你看一下')
  const [answer] = await answersTo(id, called.seq, 1)
  const { messages: all } = await me.request('message.history', { conversationId: id, limit: 100 })
  const others = all.filter(each => each.content.type === 'text' && each.senderId !== userIdOf(demoAccount))
  expect(others.map(({ seq }) => seq)).toEqual([answer?.seq])
})

test('a message that is recalled while a bot types is not answered, the one after it is', async () => {
  const { id } = (await me.request('conversation.direct', { userId: userIdOf('maoyan') })).head.conversation
  // The bots wait as long as their timers are held; what is sent and received goes on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const heard = async (act: () => Promise<Message>) => {
      const before = vi.getTimerCount()
      const message = await act()
      while (vi.getTimerCount() <= before) await new Promise(setImmediate)
      return message
    }
    const first = await heard(() => say(id, '样机的线束颜色要换吗'))
    await me.request('message.recall', { conversationId: id, seq: first.seq })
    // Its push follows that of the recall.
    const second = await heard(() => say(id, '那就按这个来排'))
    await vi.runAllTimersAsync()
    await answersTo(id, second.seq, 1)
  } finally {
    vi.useRealTimers()
  }
  const { messages: all } = await me.request('message.history', { conversationId: id, limit: 100 })
  expect(all.filter(({ senderId }) => senderId === userIdOf('maoyan'))).toHaveLength(1)
})

test('conditions all have to hold', () => {
  const heard = { text: '什么时候上线？', mentioned: false, group: 'air2-launch', direct: false }
  const reply = (when: object) => ({ when, say: ['x'], typingMs: [0, 0] as [number, number] })
  expect(holds(reply({ group: 'air2-launch', matches: '上线' }), heard)).toBe(true)
  expect(holds(reply({ group: 'air2-launch', mentioned: true }), heard)).toBe(false)
  expect(holds(reply({ direct: true }), heard)).toBe(false)
  expect(holds(reply({ matches: '上线' }), heard)).toBe(false)
})

test('times, mentions and addresses of the source', () => {
  const day = new Date(2026, 5, 9).getTime()
  expect(new Date(timeOf('D-2 09:48', day))).toEqual(new Date(2026, 5, 7, 9, 48))
  expect(() => timeOf('yesterday', day)).toThrow('not a time')
  const { text, mentions } = textOf(demoCompany, '看 inc.qingyu.example/2043，@{zhouye} 来，@{all} 看')
  expect(text).toBe('看 http://127.0.0.1:1/demo/inc/2043，@周野 来，@所有人 看')
  expect(mentions.map(({ offset, length, userId }) => [text.slice(offset, offset + length), userId])).toEqual([
    ['@周野', 'u_zhouye'],
    ['@所有人', 'all'],
  ])
  expect(textOf(demoCompany, '写给 security@qingyu.example。').text).toBe('写给 security@qingyu.example。')
  expect(() => textOf(demoCompany, '@{nobody}')).toThrow('does not work here')
})
