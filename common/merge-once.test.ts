import { expect, test } from 'vitest'
import { mergeOnce } from './merge-once.ts'

test('the parts become one object with the names of all', () => {
  const [one, two] = [{ one: () => 1 }, { two: () => 'two' }]
  const merged = mergeOnce('calls', [one, two, {}])
  expect(merged.one() + merged.two()).toBe('1two')
})

test('a name in two parts is refused, even one that every object inherits', () => {
  expect(() => mergeOnce('calls', [{ one: 1 }, { two: 2 }, { one: 1 }])).toThrow('calls: two parts have the name one.')
  expect(() => mergeOnce('calls', [{ constructor: 1 }])).not.toThrow()
  expect(() => mergeOnce('calls', [{ constructor: 1 }, { constructor: 2 }])).toThrow('constructor')
})
