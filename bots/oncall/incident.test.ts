import { expect, test } from 'vitest'
import { writtenCardSchema } from '../../protocol/cards/schema.ts'
import { incidentCard, pageCard, reviewCard, roomCard } from './cards.ts'
import { dueAt, durationsOf, type Incident, incidentAfter, nobodyCame, openIncident, waitingFor } from './incident.ts'
import { readNote, reviewMarkdown, reviewOf } from './review.ts'

const minute = 60_000
const start = Date.parse('2026-12-01T02:00:00Z')
const [a, b, c] = ['a', 'b', 'c'].map(id => ({ id, name: id.toUpperCase() })) as [Person, Person, Person]
type Person = { id: string; name: string }
let event = 100
const next = () => ++event

const open = (order: Person[] = [a, b]): Incident =>
  openIncident({
    id: '1201-7',
    groupId: 'g',
    what: '下单 *失败*',
    by: c,
    at: start,
    zone: 'Asia/Shanghai',
    language: 'zh',
    order,
    afterMs: 5 * minute,
    event: 7,
  })
const by = (person: Person, type: 'acknowledge' | 'mitigate' | 'resolve', at: number) =>
  ({ type, by: person, at, event: next() }) as const

test('the next one is asked when nobody acknowledges in time, until all were', () => {
  let incident = open()
  expect(waitingFor(incident)?.person).toBe(a)
  expect(dueAt(incident, start)).toBe(start + 5 * minute)
  expect(incidentAfter(incident, { type: 'tick', at: start + 5 * minute - 1 })).toBe(incident)
  incident = incidentAfter(incident, { type: 'tick', at: start + 5 * minute })
  expect(incident.asked.map(({ person, state }) => [person.id, state])).toEqual([
    ['a', 'late'],
    ['b', 'waiting'],
  ])
  expect(dueAt(incident, start + 5 * minute)).toBe(start + 10 * minute)
  incident = incidentAfter(incident, { type: 'tick', at: start + 10 * minute })
  expect(nobodyCame(incident)).toBe(true)
  expect(dueAt(incident, start + 10 * minute)).toBeNull()
})

test('an event that comes twice, and two who press at once, count once', () => {
  const acknowledge = by(a, 'acknowledge', start + minute)
  const taken = incidentAfter(open(), acknowledge)
  expect(taken.acknowledged).toEqual({ at: start + minute, by: a })
  expect(incidentAfter(taken, acknowledge)).toBe(taken)
  expect(incidentAfter(taken, by(b, 'acknowledge', start + minute))).toBe(taken)
  const escalate = { type: 'escalate', at: start + 1, by: a, asked: 1 } as const
  const passed = incidentAfter(open([a, b, c]), { ...escalate, event: next() })
  expect(passed.asked).toHaveLength(2)
  expect(incidentAfter(passed, { ...escalate, event: next() })).toBe(passed)
})

test('who cannot be reached is passed over at once; who was late may still take it', () => {
  const passed = incidentAfter(open(), { type: 'unreachable', at: start, userId: 'a' })
  expect(waitingFor(passed)?.person).toBe(b)
  const late = incidentAfter(open(), { type: 'tick', at: start + 5 * minute })
  const taken = incidentAfter(late, by(a, 'acknowledge', start + 6 * minute))
  expect(taken.asked.map(({ state }) => state)).toEqual(['acknowledged', 'passed'])
})

test('without anybody to ask nobody came, and it can still be acknowledged', () => {
  const incident = open([])
  expect(nobodyCame(incident)).toBe(true)
  expect(incidentAfter(incident, by(a, 'acknowledge', start)).acknowledged?.by).toBe(a)
})

function whole(): Incident {
  let incident = incidentAfter(open(), by(a, 'acknowledge', start + 3 * minute))
  const entry = { at: start + 4 * minute, by: b, text: '回滚了', seq: 5 }
  incident = incidentAfter(incident, { type: 'note', entry, event: next() })
  const todo = { at: start + 6 * minute, by: a, text: '跟进 补监控', seq: 6 }
  incident = incidentAfter(incident, { type: 'note', entry: todo, event: next() })
  incident = incidentAfter(incident, { type: 'severity', at: start + 5 * minute, by: a, severity: 1, event: next() })
  incident = incidentAfter(incident, by(a, 'mitigate', start + 10 * minute))
  return incidentAfter(incident, by(b, 'resolve', start + 65 * minute))
}

test('marks come in order and last; a note is taken once, changed, taken back, and kept as it is at the end', () => {
  expect(incidentAfter(open(), by(a, 'resolve', start)).resolved).toBeUndefined()
  const over = whole()
  expect(durationsOf(over)).toEqual({ acknowledge: 3 * minute, mitigate: 10 * minute, resolve: 65 * minute })
  expect(incidentAfter(over, { type: 'unnote', seq: 5, text: null })).toBe(over)
  let running = incidentAfter(open(), by(a, 'acknowledge', start))
  const note = () => ({ type: 'note', entry: { at: start, by: b, text: 'x', seq: 5 }, event: next() }) as const
  running = incidentAfter(running, note())
  expect(incidentAfter(running, note())).toBe(running)
  running = incidentAfter(running, { type: 'unnote', seq: 5, text: 'y' })
  expect(running.timeline.map(({ text }) => text)).toEqual(['y'])
  expect(incidentAfter(running, { type: 'unnote', seq: 5, text: null }).timeline).toEqual([])
})

test('the review says what happened in order, how long it took, and what follows', () => {
  const review = reviewOf(whole(), [
    { by: 'A', text: '在看' },
    { by: 'B', text: '!回滚了' },
  ])
  expect(review.timeline.map(({ time, by: who, text }) => `${time} ${who} ${text}`)).toEqual([
    '12-01 10:00 C 开始，C 报告',
    '12-01 10:00 A 呼叫 A',
    '12-01 10:03 A 接手',
    '12-01 10:04 B 回滚了',
    '12-01 10:05 A SEV3 → SEV1',
    '12-01 10:10 A 止损',
    '12-01 11:05 B 解决',
  ])
  expect(review.followUps).toEqual([{ by: 'A', text: '补监控' }])
  expect(review.facts).toContainEqual(['到解决', '1 小时 5 分钟'])
  const written = reviewMarkdown(whole(), [{ by: 'B', text: '# [x](http://x) |' }])
  expect(written).toContain('- [ ] 补监控 (A)')
  expect(written).toContain('下单 \\*失败\\*')
  expect(written).toContain('\\# \\[x\\](http://x) \\|')
})

test.each([
  ['!回滚了', '回滚了'],
  ['！ 回滚了\n第二行', '回滚了 第二行'],
  ['!!!', null],
  ['!', null],
  ['好!', null],
])('%s is the note %s', (text, note) => {
  expect(readNote(text)).toBe(note)
})

test('every face is a card, in both languages and whatever was written', () => {
  const wild = `${'很长'.repeat(3_000)} **[x](javascript:1)** \u0000 ${'!'.repeat(50)}`
  for (const language of ['zh', 'en'] as const)
    for (const incident of [open(), open([]), whole(), incidentAfter(open(), by(a, 'acknowledge', start))]) {
      const one = { ...incident, language, what: wild }
      const many = Array.from({ length: 150 }, (_x, n) => ({ at: start + n, by: a, text: wild.slice(0, 160) }))
      const cards = [
        incidentCard(one),
        roomCard(one, start + minute),
        reviewCard({ ...one, timeline: many }, [{ by: 'A', text: wild }]),
        ...one.asked.map(asked => pageCard(one, asked)),
      ]
      for (const card of cards) {
        expect(writtenCardSchema.safeParse(card)).toMatchObject({ success: true })
        expect(JSON.stringify(card).length).toBeLessThan(65_536)
      }
    }
})
