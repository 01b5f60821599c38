import type { MessageState } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

const on = (seq: number) => ({ conversationId: group, seq })
/** The states of a person, as a device reads them that knows nothing yet. */
async function states(client: TestClient): Promise<MessageState[]> {
  const page = await client.request('sync.changes', { scope: 'me', since: 0, limit: 500 })
  return page.changes.flatMap(change => (change.entity === 'messageState' ? [change.value as MessageState] : []))
}

test('what is saved, comes again or is hidden goes to all devices of the person, and to nobody else', async () => {
  const { seq } = await say(a, group, '周五上线')
  const other = await workspace.client('b')
  const { state } = await b.request('message.save', { ...on(seq), labels: ['上线', '上线'] })
  expect(state).toMatchObject({ saved: { labels: ['上线'] }, message: { content: { text: '周五上线' } } })
  const push = await other.waitFor('sync.push', p => p.scope === 'me' && p.to === state.revision)
  expect(push.changes).toEqual([{ entity: 'messageState', value: state }])
  await b.request('message.remind', { ...on(seq), at: 5 })
  expect(await states(b)).toMatchObject([{ saved: { labels: ['上线'] }, remindAt: 5, message: { seq } }])
  await b.request('message.save', { ...on(seq), labels: null })
  await b.request('message.hide', on(seq))
  expect(await states(b)).toEqual([{ ...on(seq), hidden: true, revision: expect.any(Number) }])
  expect(await states(a)).toEqual([])
  expect((await a.request('message.get', { conversationId: group, seqs: [seq] })).messages).toHaveLength(1)
})

test('what is saved stays with who leaves, and goes when it is recalled', async () => {
  const kept = await say(a, group, '留下')
  const recalled = await say(a, group, '说错了')
  for (const { seq } of [kept, recalled]) await b.request('message.save', { ...on(seq), labels: [] })
  await b.request('conversation.leave', { conversationId: group })
  await a.request('message.recall', on(recalled.seq))
  const left = await states(b)
  expect(left.find(state => state.seq === kept.seq)).toMatchObject({ message: { content: { text: '留下' } } })
  expect(left.find(state => state.seq === recalled.seq)).toEqual({ ...on(recalled.seq), revision: expect.any(Number) })
  expect(JSON.stringify(left)).not.toContain('说错了')
  expect(await errorOf(b.request('message.save', { ...on(recalled.seq), labels: [] }))).toBe('not_member')
  const { state } = await b.request('message.save', { ...on(kept.seq), labels: ['旧'] })
  expect(state.saved?.labels).toEqual(['旧'])
})

test('who left learns nothing of what became of a message that they had saved', async () => {
  const plan = await say(a, group, '周五上线')
  const quiet = await say(a, group, '不变')
  const pollContent = {
    type: 'poll' as const,
    question: '上线吗？',
    options: [
      { id: 'o1', text: '上' },
      { id: 'o2', text: '不上' },
    ],
    multiple: false,
    anonymous: false,
    open: true,
  }
  const sent = { conversationId: group, clientId: crypto.randomUUID(), content: pollContent }
  const { message: poll } = await a.request('message.send', sent)
  for (const { seq } of [plan, quiet, poll]) await b.request('message.save', { ...on(seq), labels: [] })
  await a.request('message.edit', { ...on(plan.seq), content: { type: 'text', text: '周六上线', mentions: [] } })
  await a.request('conversation.removeMembers', { conversationId: group, userIds: ['b'] })
  await a.request('message.edit', { ...on(plan.seq), content: { type: 'text', text: '机密', mentions: [] } })
  await a.request('message.react', { ...on(plan.seq), emoji: '🎉', on: true })
  await a.request('message.act', { ...on(poll.seq), act: { type: 'addOption', id: 'o3', text: '机密' } })
  const said = async () => {
    const { state } = await b.request('message.save', { ...on(plan.seq), labels: [crypto.randomUUID()] })
    const all = await states(b)
    expect(JSON.stringify([state, ...all])).not.toMatch(/机密|🎉/)
    expect(all.find(({ seq }) => seq === quiet.seq)?.message?.content).toMatchObject({ text: '不变' })
    expect(all.find(({ seq }) => seq === poll.seq)?.message).toBeUndefined()
    return state.message?.content
  }
  expect(await said()).toMatchObject({ text: '周六上线' })
  // Nor when they are back, and see what is said from then on.
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['b'] })
  expect(await said()).toMatchObject({ text: '周五上线' })
})

test('one saved while it is being recalled is not kept', async () => {
  const { seq } = await say(a, group, '快')
  await Promise.all([
    b.request('message.save', { ...on(seq), labels: [] }),
    a.request('message.recall', on(seq)),
    errorOf(b.request('message.remind', { ...on(seq), at: 9 })),
  ])
  expect(JSON.stringify(await states(b))).not.toContain('快')
})

test('a notice, a recalled message and one from before joining cannot be kept; taking out what is not there writes nothing', async () => {
  const { messages } = await a.request('message.history', { conversationId: group, limit: 9 })
  const notice = messages[0]?.seq ?? 0
  expect(await errorOf(a.request('message.save', { ...on(notice), labels: [] }))).toBe('forbidden')
  const { seq } = await say(a, group, '早')
  await a.request('conversation.addMembers', { conversationId: group, userIds: ['d'] })
  const d = await workspace.client('d')
  expect(await errorOf(d.request('message.remind', { ...on(seq), at: 5 }))).toBe('not_found')
  expect(await errorOf(d.request('message.hide', on(seq)))).toBe('not_found')
  await a.request('message.save', { ...on(seq), labels: null })
  expect(await states(a)).toEqual([])
})

test('large messages come in several pages, and none is left out', async () => {
  const text = '长'.repeat(8_000)
  const sent: number[] = []
  for (let i = 0; i < 40; i++) {
    const { seq } = await say(a, group, text)
    sent.push(seq)
    await b.request('message.save', { ...on(seq), labels: [] })
  }
  const found = new Set<number>()
  for (let since = 0, pages = 0; ; pages++) {
    const page = await b.request('sync.changes', { scope: 'me', since, limit: 500 })
    for (const change of page.changes)
      if (change.entity === 'messageState') found.add((change.value as MessageState).seq)
    since = page.upTo
    if (page.more) continue
    expect(pages).toBeGreaterThan(0)
    break
  }
  expect([...found]).toEqual(sent)
})
