import { expect, test } from 'vitest'
import { botsFound } from './bots-found.ts'

const bot = (name: string, description: string, command: string) => ({
  name,
  manifest: { description, commands: [{ name: command, description: '' }] },
})
const bots = [
  bot('值班', '轮值与升级 on-call', 'page'),
  bot('Tasks', 'Makes tasks of messages', 'task'),
  bot('Echo', 'Says tasks again', 'echo'),
]

test.each([
  ['', ['值班', 'Tasks', 'Echo']],
  ['  值班 ', ['值班']],
  ['TASKS', ['Tasks', 'Echo']],
  ['tasks again', ['Echo']],
  ['/page', ['值班']],
  ['nothing', []],
])('“%s” finds %j', (query, names) => {
  expect(botsFound(bots, query).map(({ name }) => name)).toEqual(names)
})
