import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonPlaces, lineOf, nodeAt } from './json-places.ts'

const read = (text: string) => {
  const places = jsonPlaces(text)
  return 'root' in places ? 'read' : places.error
}

test('it reads what JSON.parse reads, and refuses what that refuses', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', ':', '\\', '0', '\n', '\u0085'),
      (json, at, junk) => {
        const place = at % (json.length + 1)
        const text = json.slice(0, place) + junk + json.slice(place)
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        expect(read(text) === 'read').toBe(valid)
      },
    ),
  )
})

test('each value stands where it says', () => {
  const text = '{\n  "a": [1, {"b\\"": "c"}],\n  "d": null\n}'
  const places = jsonPlaces(text)
  if (!('root' in places)) throw new Error(places.error.fault)
  const words = (path: (string | number)[]) => {
    const { start, end } = nodeAt(places.root, path)
    return text.slice(start, end)
  }
  expect(words(['a', 1, 'b"'])).toBe('"c"')
  expect(words(['a'])).toBe('[1, {"b\\"": "c"}]')
  expect(words(['d'])).toBe('null')
  expect(words(['a', 0, 'no', 'more'])).toBe('1')
  expect(words([])).toBe(text)
})

describe('a fault', () => {
  test.each([
    ['', 'empty', 0],
    [' \n', 'empty', 0],
    ['{"a": 1', 'unclosed', 7],
    ['[1, 2', 'unclosed', 5],
    ['{"a": }', 'value', 6],
    ['[tru]', 'value', 1],
    ['[nulls]', 'value', 1],
    ['[01]', 'value', 1],
    ['{a: 1}', 'key', 1],
    ['{"a" 1}', 'colon', 4],
    ['[1 2]', 'comma', 2],
    ['[1, 2,]', 'extraComma', 5],
    ['{"a": 1, }', 'extraComma', 7],
    ['["a\n"]', 'openText', 1],
    ['["a', 'openText', 1],
    ['["\\x"]', 'escape', 2],
    ['[] 1', 'behind', 3],
    ['['.repeat(5_000), 'tooDeep', 201],
  ])('in %j is %s at %i', (text, fault, at) => {
    expect(read(text)).toMatchObject({ fault, at })
  })

  test.each([
    ['{"a": 1 "b": 2}', '{"a": 1, "b": 2}'],
    ['[1, 2,]', '[1, 2]'],
    ['{"a" 1}', '{"a": 1}'],
  ])('in %s is mended to %s', (text, mended) => {
    const places = jsonPlaces(text)
    const mend = 'error' in places ? places.error.mend : undefined
    expect(mend && text.slice(0, mend.start) + mend.text + text.slice(mend.end)).toBe(mended)
  })

  test('is not mended where nobody knows how', () => {
    expect(read('[1 :]')).toEqual({ fault: 'comma', at: 2 })
  })
})

test.each([
  [0, 1, 1],
  [2, 1, 3],
  [3, 2, 1],
  [5, 2, 3],
])('place %i is line %i, column %i', (at, line, column) => {
  expect(lineOf('ab\ncde', at)).toEqual({ line, column })
})
