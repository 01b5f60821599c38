import { expect, test } from 'vitest'
import { writtenCardSchema } from '../../protocol/cards/schema.ts'
import {
  close,
  counts,
  exported,
  join,
  leave,
  type Poll,
  places,
  readPoll,
  readSignup,
  readUntil,
  type Signup,
  vote,
} from './ballot.ts'
import { ballotCard } from './cards.ts'

const zone = 'Asia/Shanghai'
const now = Date.parse('2026-12-01T02:00:00Z')
const [a, b, c] = ['a', 'b', 'c'].map(id => ({ id, name: id.toUpperCase() })) as [Person, Person, Person]
type Person = { id: string; name: string }
const sheet = { id: '7', conversationId: 'g', by: a, title: '几点', language: 'zh' as const, zone }
const poll: Poll = { ...sheet, kind: 'poll', options: ['三点', '四点'], several: false, anonymous: false, votes: {} }
const signup: Signup = { ...sheet, kind: 'signup', limit: 1, entries: [] }

test('a vote is given, changed and taken back; one of several adds', () => {
  const one = vote(vote(poll, a, 0), b, 0)
  expect(counts(one)).toEqual([['A', 'B'], []])
  expect(counts(vote(one, a, 1))).toEqual([['B'], ['A']])
  expect(counts(vote(one, a, 0))).toEqual([['B'], []])
  expect(counts(vote(vote({ ...poll, several: true }, a, 0), a, 1))).toEqual([['A'], ['A']])
  expect(vote(poll, a, 2)).toBe(poll)
  const over = close(one)
  expect([vote(over, c, 0), close(over)]).toEqual([over, over])
})

test('a full list has people who wait, and the first of them moves up', () => {
  const full = join(join(join(signup, a, '带酒'), b, ''), b, '')
  expect(places(full).waiting.map(({ person }) => person.id)).toEqual(['b'])
  expect(exported(full, '候补')).toBe('几点\n1. A 带酒\n候补\n1. B')
  expect(places(leave(full, 'a')).in.map(({ person }) => person.id)).toEqual(['b'])
  expect(leave(full, 'c')).toBe(full)
  expect(join(full, a, '两瓶').entries.map(({ note }) => note)).toEqual(['两瓶', ''])
  expect(join(close(full), c, '').entries).toHaveLength(2)
})

test.each([
  ['18:00', '2026-12-01T10:00:00.000Z'],
  ['9:00', '2026-12-02T01:00:00.000Z'],
  ['2026-12-03 9:00', '2026-12-03T01:00:00.000Z'],
  ['2h', '2026-12-01T04:00:00.000Z'],
  ['2026-11-03 9:00', null],
  ['0m', null],
  ['soon', null],
])('until %s is %s', (text, time) => {
  const at = readUntil(text, now, zone)
  expect(at === null ? null : new Date(at).toISOString()).toBe(time)
})

test('what the commands say', () => {
  expect(readPoll('几点 | 三点 ｜ 四点 | 多选 | anonymous | 截止 18:00', now, zone)).toEqual({
    title: '几点',
    options: ['三点', '四点'],
    several: true,
    anonymous: true,
    until: now + 8 * 3_600_000,
  })
  for (const wrong of ['', '几点', '几点 | 三点', '几点 | 三点 | 四点 | until never'])
    expect(readPoll(wrong, now, zone)).toBeNull()
  expect(readSignup('聚餐 | 12')).toEqual({ title: '聚餐', limit: 12 })
  expect(readSignup('聚餐')).toEqual({ title: '聚餐', limit: null })
  for (const wrong of ['', '聚餐 | 0', '聚餐 | 多']) expect(readSignup(wrong)).toBeNull()
})

test('every face is a card; an anonymous one names nobody', () => {
  const long = Array.from({ length: 200 }, (_x, n) => ({
    person: { id: `u${n}`, name: '名'.repeat(30) },
    note: '*[x]*'.repeat(12),
  }))
  const voted = vote(poll, { id: 'b', name: '林晚' }, 0)
  for (const language of ['zh', 'en'] as const)
    for (const ballot of [voted, close(voted), signup, { ...signup, limit: 100, entries: long }]) {
      const card = ballotCard({ ...ballot, language })
      expect(writtenCardSchema.safeParse(card)).toMatchObject({ success: true })
      expect(JSON.stringify(card).length).toBeLessThan(65_536)
    }
  expect(JSON.stringify(ballotCard(voted))).toContain('林晚')
  expect(JSON.stringify(ballotCard({ ...voted, anonymous: true }))).not.toContain('林晚')
})
