import { mappingSchema } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { draftOf, leavesOf, mappingOf, problemIn } from './mapping-draft.ts'

const mapping = {
  title: '订单 {{no}}',
  text: '{{summary}}',
  key: 'no',
  tone: { path: 'state', values: { late: 'failing' as const, moving: 'running' as const } },
  closed: { path: 'state', equals: ['done', 'gone'] },
  facts: [{ title: '数量', value: '{{count}}' }],
  link: { title: '打开', url: '{{link}}' },
  when: [{ path: 'state', op: 'exists' as const }],
}

test('a mapping that is filled in again is the same', () => {
  expect(mappingSchema.parse(mapping)).toEqual(mapping)
  expect(mappingOf(draftOf(mapping), mapping)).toEqual(mapping)
})

test('what is left empty is left out', () => {
  const draft = { ...draftOf(null), title: ' x ', facts: [{ title: '', value: 'y' }] }
  expect(mappingOf(draft, null)).toEqual({ title: 'x', facts: [] })
  expect(mappingSchema.safeParse(mappingOf(draft, null)).success).toBe(true)
})

test('lists of values are read with either comma', () => {
  const draft = { ...draftOf(null), title: 'x', status: 's', failing: 'a，b, a', closed: 'c、 d' }
  expect(mappingOf(draft, null)).toMatchObject({
    tone: { path: 's', values: { a: 'failing', b: 'failing' } },
    closed: { equals: ['c', 'd'] },
  })
})

test('it says what is missing or has no end', () => {
  const draft = { ...draftOf(null), title: '{{a}} b' }
  expect(problemIn(draft)).toBeNull()
  expect(problemIn({ ...draft, title: ' ' })).toBe('title')
  expect(problemIn({ ...draft, text: '{{a' })).toBe('braces')
  expect(problemIn({ ...draft, facts: [{ title: 'x', value: 'a}}' }] })).toBe('braces')
  expect(problemIn({ ...draft, key: '{{a}}' })).toBe('path')
})

test('the values of a delivery have paths that a mapping can say', () => {
  const leaves = leavesOf({ a: { b: [1, { c: 'x' }, 2, 3] }, 'd.e': 1, f: null, g: true })
  expect(leaves).toEqual([
    { path: 'a.b.0', value: '1' },
    { path: 'a.b.1.c', value: 'x' },
    { path: 'a.b.2', value: '2' },
    { path: 'g', value: 'true' },
  ])
})
