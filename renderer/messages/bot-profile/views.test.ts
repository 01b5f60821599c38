import { expect, test } from 'vitest'
import { newerView } from './views.ts'

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
