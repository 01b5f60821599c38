import { describe, expect, test } from 'vitest'
import {
  nextShiftOf,
  onCallAt,
  pagedAt,
  personOf,
  type Rota,
  readRota,
  shiftAt,
  shiftStart,
  swap,
  swapOf,
} from './rota.ts'

const [a, b, c] = ['a', 'b', 'c'].map(id => ({ id, name: id.toUpperCase() })) as [Person, Person, Person]
type Person = { id: string; name: string }
const rota: Rota = {
  people: [a, b, c],
  every: 'day',
  from: '2026-12-01',
  at: 9 * 60,
  zone: 'Asia/Shanghai',
  after: 5,
  language: 'zh',
  swaps: {},
}
const at = (text: string) => Date.parse(text)

test.each([
  ['before the first shift nobody', '2026-12-01T00:59:59Z', null],
  ['from the hour of the hand-over', '2026-12-01T01:00:00Z', 'a'],
  ['until the next one', '2026-12-02T00:59:59Z', 'a'],
  ['the next one', '2026-12-02T01:00:00Z', 'b'],
  ['round again', '2026-12-04T01:00:00Z', 'a'],
])('%s', (_name, time, who) => {
  expect(onCallAt(rota, at(time))?.id ?? null).toBe(who)
})

test('weeks begin on the day of the first shift', () => {
  const weeks: Rota = { ...rota, every: 'week' }
  expect(onCallAt(weeks, at('2026-12-08T00:59:00Z'))?.id).toBe('a')
  expect(onCallAt(weeks, at('2026-12-08T01:00:00Z'))?.id).toBe('b')
})

describe('where clocks change', () => {
  const york: Rota = { ...rota, zone: 'America/New_York', from: '2026-03-07', at: 150 }
  test('a hand-over at a time that is left out is an hour later', () => {
    expect(new Date(shiftStart(york, 1)).toISOString()).toBe('2026-03-08T07:30:00.000Z')
    expect(onCallAt(york, at('2026-03-08T07:29:00Z'))?.id).toBe('a')
    expect(onCallAt(york, at('2026-03-08T07:30:00Z'))?.id).toBe('b')
  })
  test('shifts follow each other without a gap the whole year', () => {
    for (let shift = 0; shift < 365; shift++) {
      const start = shiftStart(york, shift)
      expect(shiftAt(york, start)).toBe(shift)
      expect(shiftAt(york, start - 1)).toBe(shift - 1)
    }
  })
})

test('who left is passed over, and when all have nobody is on call', () => {
  expect(personOf(rota, 1, id => id !== 'b')?.id).toBe('c')
  expect(personOf(rota, 1, () => false)).toBeNull()
})

test('who is paged: first who is on call, then the others as their turns come, nobody twice', () => {
  const now = at('2026-12-02T02:00:00Z')
  expect(pagedAt(rota, now, () => true).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  expect(pagedAt(rota, now, id => id !== 'c').map(({ id }) => id)).toEqual(['b', 'a'])
  expect(pagedAt({ ...rota, swaps: { 2: b } }, now, () => true).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
})

describe('a swap', () => {
  const now = at('2026-12-01T02:00:00Z')
  test('changes the next shifts of two people, and no others', () => {
    const asked = swapOf(rota, b, c, now)
    expect(asked).toMatchObject({ mine: 1, theirs: 2 })
    if (asked === null) return
    const after = swap(rota, asked, now)
    expect([0, 1, 2, 3, 4, 5].map(n => personOf(after, n)?.id)).toEqual(['a', 'c', 'b', 'a', 'b', 'c'])
    expect(swap(after, asked, now)).toBe(after)
  })
  test('is refused when a shift is over, and asked of nobody without a shift', () => {
    const asked = swapOf(rota, b, c, now)
    if (asked === null) throw new Error('no swap')
    expect(swap(rota, asked, at('2026-12-03T02:00:00Z'))).toBe(rota)
    expect(swapOf(rota, b, b, now)).toBeNull()
    expect(swapOf(rota, b, { id: 'd', name: 'D' }, now)).toBeNull()
    expect(nextShiftOf(rota, 'a', 1)).toBe(3)
  })
})

describe('what /oncall set says', () => {
  const usual = { people: [a, b], now: at('2026-12-01T00:30:00Z'), zone: 'Asia/Shanghai', language: 'zh' as const }
  test('all of it', () => {
    const text = 'every day from 2026-12-05 at 8:30 zone Europe/Berlin after 10 en'
    expect(readRota(text, usual)).toMatchObject({
      rota: { every: 'day', from: '2026-12-05', at: 510, zone: 'Europe/Berlin', after: 10, language: 'en' },
    })
    expect(readRota('每天 从 2026-12-05 交接 8', usual)).toMatchObject({ rota: { every: 'day', at: 480 } })
  })
  test('left out: the first one is on call now, also before the hour of the hand-over', () => {
    const read = readRota('', usual)
    if ('problem' in read) throw new Error(read.problem)
    expect(read.rota).toMatchObject({ every: 'week', from: '2026-11-30', at: 540 })
    expect(onCallAt(read.rota, usual.now)?.id).toBe('a')
  })
  test.each([
    ['from 2026-02-30', 'day'],
    ['at 25:00', 'time'],
    ['zone Mars/Base', 'zone'],
    ['after 0', 'after'],
    ['sometimes', 'word'],
    ['from', 'day'],
  ])('%s is a problem with the %s', (text, problem) => {
    expect(readRota(text, usual)).toMatchObject({ problem })
  })
  test('nobody is a problem', () => {
    expect(readRota('week', { ...usual, people: [] })).toMatchObject({ problem: 'people' })
  })
})
