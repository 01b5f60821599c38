import type { Task } from './task.ts'

/** Tuesday, 1 December 2026, 10:00. */
export const now = new Date(2026, 11, 1, 10).getTime()

export const task: Task = {
  id: 'e7',
  title: '装订线',
  conversationId: 'c1',
  creatorId: 'a',
  assigneeId: null,
  due: null,
  allDay: false,
  remind: 60,
  state: 'todo',
  source: null,
  cards: [{ conversationId: 'c1', seq: 3 }],
  language: 'zh',
  createdAt: now,
  dueSetAt: now,
  changedBy: 'a',
  changedAt: now,
  reminded: [],
  names: {},
}
