import { randomUUID } from 'node:crypto'
import type { Message, MessageMark, ProblemClock } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pick, seeded } from '../../../common/random.ts'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let c: TestClient
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  ;[a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
})
afterEach(() => workspace.end())

async function headOf(client: TestClient, id: string) {
  const { heads } = await client.request('sync.heads', { cursor: null, limit: 20 })
  return heads.find(head => head.conversation.id === id)
}
const clockOf = async (id: string, client = c) => (await headOf(client, id))?.conversation.clock
const noticeOf = async (id: string) => (await headOf(c, id))?.lastMessage?.content
const mark = async (client: TestClient, { conversationId, seq }: Message, kind: MessageMark | null) =>
  (await client.request('message.mark', { conversationId, seq, kind })).message
const recall = (client: TestClient, { conversationId, seq }: Message) =>
  client.request('message.recall', { conversationId, seq })
const point = ({ seq, sentAt }: Message) => ({ seq, at: sentAt })

/** A group whose clock runs since it was made. */
async function makeProblem(): Promise<string> {
  const request = { clientId: randomUUID(), name: 'INC', userIds: ['b', 'c'], problem: true }
  const { head } = await a.request('conversation.create', request)
  expect((await a.request('conversation.create', request)).head.conversation.id).toBe(head.conversation.id)
  expect(await errorOf(a.request('conversation.create', { ...request, problem: false }))).toBe('conflict')
  return head.conversation.id
}

test('the clock goes from opening to the first answer of another, the fix and the result, which closes it', async () => {
  const id = await makeProblem()
  const opened = await clockOf(id)
  expect(opened).toEqual({ openedSeq: expect.any(Number), openedAt: expect.any(Number), byId: 'a' })
  expect(await noticeOf(id)).toMatchObject({ event: 'problem', actorId: 'a' })
  await say(a, id, '支付回调延迟')
  expect(await clockOf(id)).toEqual(opened)
  const answer = await say(b, id, '我看看')
  await say(c, id, '我也看看')
  expect(await clockOf(id)).toEqual({ ...opened, answer: point(answer) })
  const fix = await say(b, id, '已回滚')
  await mark(c, fix, 'fix')
  const result = await say(a, id, '恢复了')
  await mark(a, result, 'result')
  const closed = { ...opened, answer: point(answer), fix: point(fix), result: point(result) }
  expect(await clockOf(id)).toEqual(closed)
  expect(await noticeOf(id)).toMatchObject({
    event: 'solved',
    actorId: 'a',
    tookMs: result.sentAt - (opened?.openedAt ?? 0),
  })
  // What is said afterwards changes nothing.
  await say(c, id, '辛苦了')
  expect(await clockOf(id)).toEqual(closed)
  // A device that caught up otherwise has the same.
  const { changes } = await b.request('sync.changes', { scope: `conversation:${id}`, since: 0, limit: 100 })
  expect(changes.find(row => row.entity === 'conversation')?.value).toMatchObject({ clock: closed })
})

test('a mark that is taken back or given to another message, or a recall, takes the point back', async () => {
  const id = await makeProblem()
  const first = await say(b, id, '我看看')
  const second = await say(c, id, '是网关')
  await recall(b, first)
  expect((await clockOf(id))?.answer).toEqual(point(second))
  await recall(c, second)
  expect((await clockOf(id))?.answer).toBeUndefined()
  const fix = await say(b, id, '回滚')
  const better = await say(b, id, '扩容')
  expect((await clockOf(id))?.answer).toEqual(point(fix))
  await mark(b, fix, 'fix')
  await mark(b, better, 'fix')
  expect((await clockOf(id))?.fix).toEqual(point(better))
  await recall(b, better)
  expect((await clockOf(id))?.fix).toEqual(point(fix))
  await mark(a, fix, 'decision')
  expect((await clockOf(id))?.fix).toBeUndefined()
  const result = await say(a, id, '好了')
  await mark(a, result, 'result')
  await recall(a, result)
  expect((await clockOf(id))?.result).toBeUndefined()
  expect(await noticeOf(id)).toMatchObject({ event: 'reopened', actorId: 'a' })
})

test('a group becomes a problem group later, by its owner or admins, and what was said before does not count', async () => {
  const id = await makeGroup(a, ['b', 'c'], '组')
  const before = await say(b, id, '之前')
  expect(await errorOf(mark(a, before, 'fix'))).toBe('invalid_params')
  const set = (client: TestClient, on: boolean) => client.request('group.setProblem', { conversationId: id, on })
  expect(await errorOf(set(b, true))).toBe('only_admins')
  await set(a, true)
  const opened = await clockOf(id)
  await set(a, true)
  expect(await clockOf(id)).toEqual(opened)
  expect(await errorOf(mark(a, before, 'result'))).toBe('invalid_params')
  const result = await say(b, id, '好了')
  await mark(b, result, 'result')
  // Closed, it can be opened anew; what closed the last one does not close this one.
  await set(a, true)
  const anew = await clockOf(id)
  expect(anew).toEqual({ openedSeq: expect.any(Number), openedAt: expect.any(Number), byId: 'a' })
  expect(anew?.openedSeq).toBeGreaterThan(result.seq)
  await mark(b, result, null)
  expect(await clockOf(id)).toEqual(anew)
  await set(a, false)
  expect(await clockOf(id)).toBeUndefined()
  expect(await noticeOf(id)).toMatchObject({ event: 'noProblem', actorId: 'a' })
  const { entries } = await a.request('group.audit', { conversationId: id, limit: 3 })
  expect(entries.map(({ action }) => action)).toEqual(['noProblem', 'problem', 'solved'])
})

test.each([1, 2, 3, 4])('whatever is said, marked, recalled: the clock is what the messages say (%d)', async seed => {
  const random = seeded(seed)
  const id = await makeProblem()
  const people = [a, b, c]
  const names = ['a', 'b', 'c']
  let said: { message: Message; by: number; mark: MessageMark | null; gone: boolean }[] = []
  for (let step = 0; step < 40; step++) {
    const live = said.filter(({ gone }) => !gone)
    const kind = random()
    if (live.length === 0 || kind < 0.4) {
      const by = Math.floor(random() * 3)
      said.push({ message: await say(people[by] ?? a, id, `${step}`), by, mark: null, gone: false })
    } else if (kind < 0.6) {
      const entry = pick(random, live)
      await recall(people[entry.by] ?? a, entry.message)
      entry.gone = true
    } else if (kind < 0.95) {
      const entry = pick(random, live)
      entry.mark = pick(random, ['fix', 'result', 'decision', null] as const)
      await mark(pick(random, people), entry.message, entry.mark)
    } else {
      const closed = said.some(entry => !entry.gone && entry.mark === 'result')
      await a.request('group.setProblem', { conversationId: id, on: true })
      if (closed) said = []
    }
    const lived = said.filter(({ gone }) => !gone)
    const last = (wanted: MessageMark) => lived.findLast(entry => entry.mark === wanted)
    const wanted = {
      answer: lived.find(entry => names[entry.by] !== 'a'),
      fix: last('fix'),
      result: last('result'),
    }
    const { openedAt, openedSeq, byId, ...points } = (await clockOf(id)) as ProblemClock
    expect(openedSeq * openedAt).toBeGreaterThan(0)
    expect(byId).toBe('a')
    expect(points).toEqual(
      Object.fromEntries(
        Object.entries(wanted).flatMap(([name, entry]) => (entry ? [[name, point(entry.message)]] : [])),
      ),
    )
  }
})
