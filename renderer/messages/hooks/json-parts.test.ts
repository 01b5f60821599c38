import { expect, test } from 'vitest'
import { jsonParts } from './json-parts.ts'

test('keys, strings, numbers and words are told apart', () => {
  const parts = jsonParts('{\n  "a": "b\\"c",\n  "n": -1.5e3, "ok": true\n}')
  expect(parts.filter(part => part.kind !== null).map(part => [part.kind, part.text])).toEqual([
    ['key', '"a"'],
    ['string', '"b\\"c"'],
    ['key', '"n"'],
    ['number', '-1.5e3'],
    ['key', '"ok"'],
    ['word', 'true'],
  ])
})

test.each(['', 'payload=%7B%7D', '{"a": "open', '"\\', '"'.repeat(10_000), '1'.repeat(70_000), '"a\nb": 1'])(
  'the parts of a text are the text',
  text => {
    expect(
      jsonParts(text)
        .map(part => part.text)
        .join(''),
    ).toBe(text)
  },
)
