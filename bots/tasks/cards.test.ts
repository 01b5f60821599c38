import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cardText, visitCard, writtenCardSchema, writtenViewSchema } from '../../protocol/index.ts'
import type { Card } from '../../sdk/bot/index.ts'
import { boardCard, homeView, readForm, taskCard, taskForm } from './cards.ts'
import type { Task } from './task.ts'
import { now, task } from './testing.ts'
import { words } from './words.ts'

const buttons = (card: Card) => (card.actions ?? []).map(({ title }) => title)
const textOf = (card: never) => cardText(card).text.replaceAll('\n', ' ')
const own = { own: true }
const day = 86_400_000
const names = { a: '阿一', b: '小白', c: '老陈' }

describe('the card of a task', () => {
  test('says what, who, by when and of which message, and has what may be done', () => {
    const source = { conversationId: 'c1', seq: 2, senderId: 'c', text: '装订线又错了 **看** [这](http://x.example)' }
    const card = taskCard({ ...task, names, assigneeId: 'b', due: now + day, source }, now, own)
    const text = textOf(card as never)
    for (const part of ['装订线', '@小白', '明天 10:00', '老陈 说', '**看** [这](http://x.example)', '阿一 建立'])
      expect(text).toContain(part)
    expect(buttons(card)).toEqual(['完成', '我来', '修改'])
  })

  test.each<[string, Partial<Task>, string[], object]>([
    ['is begun', { state: 'doing', assigneeId: 'b' }, ['完成', '接手', '修改'], { tone: 'running' }],
    ['is late', { due: now - 1 }, ['完成', '我来', '修改'], { tone: 'failing', tag: { text: '已逾期' } }],
    ['is done', { state: 'done', due: now - 1, changedBy: 'b' }, ['重新打开'], { tone: 'good' }],
    ['is done in English', { state: 'done', language: 'en' }, ['Reopen'], { title: 'Done' }],
  ])('%s', (_what, of, titles, header) => {
    const card = taskCard({ ...task, names, ...of }, now, own)
    expect(buttons(card)).toEqual(titles)
    expect(card.header).toMatchObject(header)
  })

  test('names its assignee with a mention where it belongs, and nobody who is unknown', () => {
    const mentions = (card: Card) => {
      const found: unknown[] = []
      visitCard(card, ({ type, userId }) => {
        if (type === 'Mention') found.push(userId)
      })
      return found
    }
    const of = { ...task, names, assigneeId: 'b' }
    expect(mentions(taskCard(of, now, own))).toEqual(['b'])
    expect(mentions(taskCard(of, now, { heading: '快到期了', own: false }))).toEqual([])
    expect(mentions(taskCard({ ...of, assigneeId: 'z' }, now, own))).toEqual([])
  })
})

test('the board has three columns, by due, and what was done lately', () => {
  const of = (id: string, more: Partial<Task>): Task => ({ ...task, id, title: id, ...more })
  const card = boardCard(
    [
      of('later', { due: now + 2 * day }),
      of('soon', { due: now + day }),
      of('ever', {}),
      of('begun', { state: 'doing', assigneeId: 'b', names }),
      of('done', { state: 'done' }),
      of('long ago', { state: 'done', changedAt: now - 8 * day }),
    ],
    now,
    words.en,
  )
  const [set] = card.body ?? []
  const { columns } = set as unknown as { columns: { items: never }[] }
  const texts = columns.map(({ items }) => textOf({ type: 'AdaptiveCard', body: items } as never))
  expect(texts[0]).toMatch(/To do 3.*soon.*later.*ever/)
  expect(texts[1]).toMatch(/Doing 1.*begun.*小白/)
  expect(texts[2]).toContain('Done 1')
  expect(texts[2]).not.toContain('long ago')
})

test('the page of a person has their own, due soon, open and done today', () => {
  const of = (title: string, more: Partial<Task>): Task => ({ ...task, id: title, title, assigneeId: 'b', ...more })
  const view = homeView(
    [
      of('急', { due: now + day }),
      of('缓', {}),
      of('好了', { state: 'done' }),
      of('早好了', { state: 'done', changedAt: now - 2 * day }),
      of('别人的', { assigneeId: 'c' }),
    ],
    'b',
    now,
    words.zh,
  )
  const text = textOf(view.card as never)
  expect(text).toMatch(/快到期 1.*急.*要做的 1.*缓.*今天完成 1.*好了/)
  for (const other of ['早好了', '别人的']) expect(text).not.toContain(other)
  expect(textOf(homeView([], 'b', now, words.zh).card as never)).toContain('/task')
})

describe('the form', () => {
  const none = { title: 'x', assigneeId: null, due: null, allDay: false, remind: null }
  test.each([
    [{ title: 'x' }, none],
    [
      { title: 'x', who: 'b', remind: '60' },
      { ...none, assigneeId: 'b', remind: 60 },
    ],
    [
      { title: 'x', day: '2026-12-04', time: '15:30' },
      { ...none, due: new Date(2026, 11, 4, 15, 30).getTime() },
    ],
    [
      { title: 'x', day: '2026-12-04' },
      { ...none, due: new Date(2026, 11, 4, 23, 59, 59).getTime(), allDay: true },
    ],
  ])('%j is read', (inputs, values) => {
    expect(readForm(inputs as Record<string, string>, ['b'], words.zh)).toEqual({ values })
  })
  test.each([
    [{ title: ' ' }, 'title'],
    [{ title: 'x', time: '15:30' }, 'day'],
    [{ title: 'x', day: 'soon' }, 'day'],
    [{ title: 'x', who: 'stranger' }, 'who'],
  ])('%j is wrong', (inputs, field) => {
    expect(readForm(inputs as Record<string, string>, ['b'], words.zh)).toMatchObject({
      errors: { [field]: expect.any(String) },
    })
  })
  test('what it shows is what is read back', () => {
    const values = {
      title: 'x',
      assigneeId: 'b',
      due: new Date(2026, 11, 4, 9, 5).getTime(),
      allDay: false,
      remind: 10,
    }
    const { card } = taskForm(values, { data: {}, editing: false, w: words.en })
    const inputs: Record<string, string> = {}
    visitCard(card, ({ id, value }) => {
      if (typeof id === 'string' && value !== undefined) inputs[id] = String(value)
    })
    expect(readForm(inputs, ['b'], words.en)).toEqual({ values })
  })
})

test('whatever a task holds, its cards are cards', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 })
  const tasks = fc.record({
    title: text,
    state: fc.constantFrom('todo', 'doing', 'done'),
    due: fc.option(fc.integer({ min: 0, max: 2.5e14 })),
    allDay: fc.boolean(),
    assigneeId: fc.option(fc.constantFrom('a', 'z')),
    language: fc.constantFrom('zh', 'en'),
    names: fc.constant({ a: 'A' }),
    source: fc.option(fc.record({ conversationId: fc.constant('c'), seq: fc.constant(1), senderId: text, text })),
  })
  fc.assert(
    fc.property(fc.array(tasks, { minLength: 1, maxLength: 40 }), list => {
      const all = list.map((each, i) => ({ ...task, ...each, id: String(i) }) as Task)
      writtenCardSchema.parse(taskCard(all[0] as Task, now, own))
      writtenCardSchema.parse(boardCard(all, now, words.zh))
      writtenViewSchema.parse(homeView(all, 'a', now, words.en))
      writtenViewSchema.parse(taskForm(all[0] as Task, { data: {}, editing: true, w: words.en }))
    }),
  )
})
