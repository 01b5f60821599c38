import { expect, test } from 'vitest'
import { Turns, weightOf } from './turns.ts'

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
