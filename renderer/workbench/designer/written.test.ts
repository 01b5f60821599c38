import fc from 'fast-check'
import { expect, test } from 'vitest'
import { written } from './written.ts'

test('what is written is read as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(JSON.parse(written(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('what fits stands on one line, the whole does not', () => {
  const title = 'x'.repeat(40)
  expect(written({ a: [1, { b: 'c' }], d: [], e: { title, text: title } })).toBe(`{
  "a": [1, { "b": "c" }],
  "d": [],
  "e": {
    "title": "${title}",
    "text": "${title}"
  }
}`)
  expect(written({})).toBe('{}')
  const numbers = Array.from({ length: 40 }, (_, index) => index)
  expect(written({ numbers })).toBe(`{\n  "numbers": [${numbers.join(', ')}]\n}`)
})
