import { expect, it } from 'vitest'
import { queryOf } from './emoji-suggestion.ts'

it.each([
  [':smile', 'smile'],
  ['好:smi', 'smi'],
  ['好 ：笑', '笑'],
  ['：dianzan', 'dianzan'],
  ['a :+1', null],
  ['12:30', null],
  ['http://x', null],
  ['https:', null],
  ['key:value', null],
  [':s', null],
  ['a::b', null],
  [':smile ', null],
])('behind %s an emoji is looked for by %s', (before, query) => {
  expect(queryOf(before)).toBe(query)
})
