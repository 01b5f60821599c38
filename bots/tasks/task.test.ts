import { describe, expect, test } from 'vitest'
import { changed, isLate, nextReminder, readTask, type Task, type TaskChange, withCard, withReminded } from './task.ts'
import { now, task } from './testing.ts'

const at = (day: number, hour = 0, minute = 0) => new Date(2026, 11, day, hour, minute).getTime()
const by = (userId: string) => ({ userId, at: now + 1 })
const become = (of: Partial<Task>, change: TaskChange, userId = 'b') => changed({ ...task, ...of }, change, by(userId))

describe('what becomes of a task', () => {
  test.each<[string, Partial<Task>, TaskChange, Partial<Task> | null]>([
    ['is taken', {}, { type: 'take', of: null }, { assigneeId: 'b', state: 'doing' }],
    ['was taken by somebody quicker', { assigneeId: 'c' }, { type: 'take', of: null }, null],
    ['is begun by whose it is', { assigneeId: 'b' }, { type: 'take', of: 'c' }, { state: 'doing', assigneeId: 'b' }],
    ['is begun once', { assigneeId: 'b', state: 'doing' }, { type: 'take', of: 'b' }, null],
    ['is not taken when it is done', { state: 'done' }, { type: 'take', of: null }, null],
    ['is taken over', { assigneeId: 'c' }, { type: 'take', of: 'c' }, { assigneeId: 'b' }],
    ['is done', {}, { type: 'done' }, { state: 'done', changedBy: 'b' }],
    ['is done once', { state: 'done' }, { type: 'done' }, null],
    ['is opened again', { state: 'done', assigneeId: 'c' }, { type: 'reopen' }, { state: 'doing' }],
    ['is opened again, nobody’s', { state: 'done' }, { type: 'reopen' }, { state: 'todo' }],
    ['is open already', {}, { type: 'reopen' }, null],
    [
      'loses who left',
      { assigneeId: 'c', state: 'doing' },
      { type: 'left', userId: 'c' },
      { assigneeId: null, state: 'todo' },
    ],
    ['stays with who has not left', { assigneeId: 'c' }, { type: 'left', userId: 'b' }, null],
    ['stays done by who left', { assigneeId: 'c', state: 'done' }, { type: 'left', userId: 'c' }, null],
  ])('%s', (_what, of, change, expected) => {
    const result = become(of, change)
    if (expected === null) expect(result).toBeNull()
    else expect(result).toMatchObject(expected)
  })

  test('another due time is reminded of again, the same form once more changes nothing', () => {
    const details = { title: '装订线', assigneeId: 'b', due: at(3, 15), allDay: false, remind: 60 }
    const edited = become({ reminded: ['before'], due: at(2, 15) }, { type: 'edit', details })
    expect(edited).toMatchObject({ due: at(3, 15), reminded: [], dueSetAt: now + 1 })
    expect(changed(edited as Task, { type: 'edit', details }, by('b'))).toBeNull()
  })
})

test('a card is kept once, and the first one always', () => {
  expect(withCard(task, { conversationId: 'c1', seq: 3 })).toBeNull()
  let many = task
  for (let seq = 4; seq < 40; seq++) many = withCard(many, { conversationId: 'c2', seq }) ?? many
  expect(many.cards).toHaveLength(20)
  expect(many.cards[0]).toEqual({ conversationId: 'c1', seq: 3 })
  expect(many.cards.at(-1)).toEqual({ conversationId: 'c2', seq: 39 })
})

describe('reminders', () => {
  const due = { due: at(2, 15), assigneeId: 'b' }
  test.each<[string, Partial<Task>, number, [string, number] | null]>([
    ['an hour before', due, now, ['before', at(2, 14)]],
    ['a day before', { ...due, remind: 1_440, dueSetAt: at(1, 8) }, now, ['before', at(1, 15)]],
    ['not before it was set', { ...due, dueSetAt: at(2, 14, 30) }, at(2, 14, 40), ['late 2026-12-2', at(2, 15)]],
    ['none before', { ...due, remind: null }, now, ['late 2026-12-2', at(2, 15)]],
    ['when it is due', { ...due, reminded: ['before'] }, at(2, 14), ['late 2026-12-2', at(2, 15)]],
    ['late by a bot that was away', due, at(2, 16), ['late 2026-12-2', at(2, 15)]],
    ['the next morning', { ...due, reminded: ['late 2026-12-2'] }, at(2, 16), ['late 2026-12-3', at(3, 9)]],
    ['the last of many mornings', due, at(7, 12), ['late 2026-12-7', at(7, 9)]],
    ['then the morning after', { ...due, reminded: ['late 2026-12-7'] }, at(7, 12), ['late 2026-12-8', at(8, 9)]],
    ['before nine of the last night', due, at(7, 8), ['late 2026-12-6', at(6, 9)]],
    ['a whole day, that morning', { due: at(2, 23, 59), allDay: true }, now, ['before', at(2, 9)]],
    ['a whole day, a day before', { due: at(4, 23, 59), allDay: true, remind: 1_440 }, now, ['before', at(3, 9)]],
    ['a whole day, late', { due: at(2, 23, 59), allDay: true }, at(3, 8), ['late 2026-12-3', at(3, 9)]],
    ['never of what is done', { ...due, state: 'done' }, now, null],
    ['never without a time', {}, now, null],
  ])('%s', (_what, of, when, expected) => {
    const next = nextReminder({ ...task, ...of }, when)
    expect(next).toEqual(expected && { mark: expected[0], at: expected[1] })
  })

  test('one that was sent is not sent again, and one of days before is forgotten', () => {
    const sent = withReminded({ ...task, ...due, reminded: ['before', 'late 2026-12-2'] }, 'late 2026-12-3') as Task
    expect(sent.reminded).toEqual(['before', 'late 2026-12-3'])
    expect(withReminded(sent, 'late 2026-12-3')).toBeNull()
    expect(isLate(sent, at(3))).toBe(true)
    expect(isLate({ ...sent, state: 'done' }, at(3))).toBe(false)
  })
})

describe('what /task is told', () => {
  const people = [
    { id: 'u_lin', name: '林晚' },
    { id: 'u_wan', name: '林晚舟' },
    { id: 'u_ada', name: 'Ada' },
  ]
  test.each<[string, string, string | null, number | null]>([
    ['装订线 @林晚 周五', '装订线', 'u_lin', at(4, 23, 59) + 59_000],
    ['@林晚舟 明天下午3点 装订线', '装订线', 'u_wan', at(2, 15)],
    ['send the samples <@u_ada> by Friday 5pm', 'send the samples', 'u_ada', at(4, 17)],
    ['call @ada in 2 hours', 'call', 'u_ada', at(1, 12)],
    ['准备周五的评审', '准备周五的评审', null, at(4, 23, 59) + 59_000],
    ['写给 @谁', '写给 @谁', null, null],
    ['<@u_nobody> 看看', '<@u_nobody> 看看', null, null],
    ['  ', '', null, null],
    ['明天', '', null, at(2, 23, 59) + 59_000],
  ])('%s', (text, title, assigneeId, due) => {
    expect(readTask(text, people, now)).toMatchObject({ title, assigneeId, due })
  })

  test('a title of any length is cut at a whole character', () => {
    const { title } = readTask('😀'.repeat(500), [], now)
    expect([...title]).toHaveLength(200)
    expect(title.isWellFormed()).toBe(true)
  })
})
