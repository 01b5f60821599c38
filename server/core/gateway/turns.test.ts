import { expect, test } from 'vitest'
import { Turns, TurnsByPerson, weightOf } from './turns.ts'

test('whoever found no room is called once when there is room', () => {
  const turns = new Turns<string>(2)
  const called: string[] = []
  const next = (who: string) => called.push(who)
  expect(turns.free('a')).toBe(true)
  turns.began(weightOf('sync.changes'))
  expect([turns.free('a'), turns.free('b'), turns.free('a')]).toEqual([false, false, false])
  turns.forget('b')
  turns.ended(weightOf('sync.changes'), next)
  turns.began(1)
  turns.ended(1, next)
  expect(called).toEqual(['a'])
  expect(turns.idle).toBe(true)
})

test('coming back brings no new room while something is under way; afterwards nothing is kept', () => {
  const people = new TurnsByPerson<string>(2)
  const first = people.join('a')
  expect(people.join('a')).toBe(first)
  expect(people.join('b')).not.toBe(first)
  people.leave('a')
  expect(people.join('a')).toBe(first)
  first.began(1)
  people.leave('a')
  people.leave('a')
  expect(people.join('a')).toBe(first)
  people.leave('a')
  first.ended(1, () => undefined)
  people.forget('a')
  expect(people.join('a')).not.toBe(first)
})
