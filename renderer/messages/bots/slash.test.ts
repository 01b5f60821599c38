import { expect, test } from 'vitest'
import type { BotHere } from '../../../preload/contract/index.ts'
import {
  argumentAt,
  matchingOffers,
  matchingProposals,
  type Offer,
  offerNamed,
  offersOf,
  proposalsOf,
  slashPlace,
  writtenCommand,
} from './slash.ts'

const bot = (id: string, commands: BotHere['manifest']['commands']): BotHere => ({
  id,
  name: id,
  icon: 'bot',
  manifest: { description: '', commands, shortcuts: [], home: false, unfurlHosts: [] },
})
const command = (name: string, rest: Partial<Offer['command']> = {}) => ({ name, description: '', ...rest })

test.each([
  ['', null],
  ['hello /task', null],
  ['/', { at: 'name', query: '' }],
  ['/ta', { at: 'name', query: 'ta' }],
  ['/ ', null],
  ['/task ', { at: 'argument', name: 'task', index: 0, query: '' }],
  ['/task fix', { at: 'argument', name: 'task', index: 0, query: 'fix' }],
  ['/task fix ', { at: 'argument', name: 'task', index: 1, query: '' }],
  ['/task "the line', { at: 'argument', name: 'task', index: 0, query: '"the line' }],
  ['/task "the line ', { at: 'argument', name: 'task', index: 0, query: '"the line ' }],
  ['/task "the line" fri', { at: 'argument', name: 'task', index: 1, query: 'fri' }],
])('the place in %j', (before, place) => {
  expect(slashPlace(before)).toEqual(place)
})

test('commands that begin with what is written come first, then those that hold it, then what it describes', () => {
  const offers = offersOf([
    bot('a', [command('deploy'), command('new-task'), command('list', { description: 'All tasks' })]),
    bot('b', [command('tasks'), command('task')]),
  ])
  const names = (query: string) => matchingOffers(offers, query).map(offer => offer.command.name)
  expect(names('')).toEqual(['deploy', 'new-task', 'list', 'tasks', 'task'])
  expect(names('Task')).toEqual(['task', 'tasks', 'new-task', 'list'])
  expect(names('zz')).toEqual([])
  expect(matchingOffers(offers, 'renwu', text => text === 'All tasks')).toHaveLength(1)
})

test('of two bots with one command the chosen one gets it, else the first', () => {
  const offers = offersOf([bot('a', [command('task')]), bot('b', [command('task')])])
  expect(offerNamed(offers, 'TASK', null)?.bot.id).toBe('a')
  expect(offerNamed(offers, 'task', 'b')?.bot.id).toBe('b')
  expect(offerNamed(offers, 'task', 'c')?.bot.id).toBe('a')
  expect(offerNamed(offers, 'tasks', 'b')).toBeNull()
})

test('a text at the end takes all that follows; behind other arguments there is none', () => {
  const [say, when] = offersOf([
    bot('a', [
      command('say', { arguments: [{ name: 'what', kind: 'text' }] }),
      command('when', { arguments: [{ name: 'day', kind: 'date' }] }),
    ]),
  ])
  expect(say && argumentAt(say, 4)?.name).toBe('what')
  expect(when && argumentAt(when, 0)?.name).toBe('day')
  expect(when && argumentAt(when, 1)).toBeNull()
})

test('what is sent names people by their ids and keeps lines', () => {
  const text = (words: string) => ({ type: 'text', text: words })
  const doc = (...lines: object[][]) => ({
    type: 'doc',
    content: lines.map(content => ({ type: 'paragraph', content })),
  })
  const mention = { type: 'mention', attrs: { id: 'zhouye', label: '周野' } }
  expect(writtenCommand(doc([text('/task 修线 '), mention, text(' 周五')], [text('二')]))).toEqual({
    name: 'task',
    text: '修线 <@zhouye> 周五\n二',
  })
  expect(writtenCommand(doc([text('/task')]))).toEqual({ name: 'task', text: '' })
  for (const none of ['task', ' /task', '/ task', '//', '/']) expect(writtenCommand(doc([text(none)]))).toBeNull()
})

const words = (now: Date) => ({
  now,
  today: 'Today',
  tomorrow: 'Tomorrow',
  nextHour: 'Next',
  weekday: (day: Date) => `${day.getDay()}`,
})

test.each([
  // A Tuesday, a Thursday, a Saturday before a new year.
  [new Date(2026, 11, 1), ['2026-12-01', '2026-12-02', '2026-12-04', '2026-12-07']],
  [new Date(2026, 11, 3), ['2026-12-03', '2026-12-04', '2026-12-07', '2026-12-11']],
  [new Date(2026, 11, 26), ['2026-12-26', '2026-12-27', '2026-12-28', '2027-01-01']],
])('proposed on %s: today, tomorrow, and the coming Friday and Monday', (now, days) => {
  const found = proposalsOf({ name: 'day', kind: 'date' }, words(now))
  expect(found.map(({ value }) => value)).toEqual(days)
  expect(found.map(({ title }) => title).slice(0, 2)).toEqual(['Today', 'Tomorrow'])
  expect(new Set(found.slice(2).map(({ title }) => title))).toEqual(new Set(['1', '5']))
})

test('a time is proposed once, and the next hour of a late evening is that of the next day', () => {
  const at = (hours: number) => proposalsOf({ name: 'at', kind: 'time' }, words(new Date(2026, 11, 1, hours, 20)))
  expect(at(13).map(({ value }) => value)).toEqual(['14:00', '09:00', '12:00', '18:00'])
  expect(at(23)[0]).toEqual({ value: '00:00', title: 'Next', aside: '00:00' })
})

test('choices are found by what they show and by what they write; one that is written whole is not proposed', () => {
  const proposals = proposalsOf(
    {
      name: 'to',
      kind: 'choice',
      choices: [
        { value: 'staging', title: '预发' },
        { value: 'live shop', title: '生产' },
      ],
    },
    words(new Date()),
  )
  const values = (query: string) => matchingProposals(proposals, query).map(({ value }) => value)
  expect(values('')).toEqual(['staging', 'live shop'])
  expect(values('生')).toEqual(['live shop'])
  expect(values('shop')).toEqual(['live shop'])
  expect(values('"live')).toEqual(['live shop'])
  expect(values('"live shop"')).toEqual([])
  expect(values('Staging')).toEqual([])
})
