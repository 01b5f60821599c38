import { expect, test } from 'vitest'
import { newerView, outcomeOf } from './views.ts'

const one = { id: 'a', version: 2 }

test.each([
  [null, null, null],
  [null, one, one],
  [one, null, one],
  [one, { id: 'a', version: 3 }, { id: 'a', version: 3 }],
  [one, { id: 'a', version: 1 }, one],
  [one, { id: 'b', version: 1 }, { id: 'b', version: 1 }],
])('of %o and then %o, %o is shown', (shown, came, expected) => {
  expect(newerView(shown, came)).toEqual(expected)
})

const words = { waiting: 'waits', wrong: (label: string, problem: string) => `${label}: ${problem}`, separator: '; ' }
const labelOf = (id: string) => (id === 'due' ? 'Due' : id)

test.each([
  [{ outcome: 'done' }, { answer: 'done' }],
  [{ outcome: 'view' }, { answer: 'done' }],
  [{ outcome: 'of the future' }, { answer: 'done' }],
  [{ outcome: 'waiting' }, { answer: 'waiting', notice: 'waits' }],
  [
    { outcome: 'errors', errors: { due: 'is over', x: 'is missing' } },
    { answer: 'failed', reason: 'Due: is over; x: is missing', again: false },
  ],
])('the answer %o is said as %o', (answer, expected) => {
  expect(outcomeOf(answer as never, words, labelOf)).toEqual(expected)
})
