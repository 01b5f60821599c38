import { describe, expect, it } from 'vitest'
import { mappingSchema, readTemplate } from './mapping.ts'

describe('a mapping that somebody fills in', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['no title', { facts: [] }, 'title', /./],
    ['an open place', { title: 'a {{b', facts: [] }, 'title', /character 3 has no/],
    ['an empty place', { title: '{{}}', facts: [] }, 'title', /a path/],
    ['a path with a hole', { title: '{{a..b}}', facts: [] }, 'title', /a path/],
    ['an unknown filter', { title: '{{a|lower}}', facts: [] }, 'title', /“lower”/],
    ['too many places', { title: '{{a}}'.repeat(60), facts: [] }, 'title', /at most/],
    ['a fact without a value', { title: 'a', facts: [{ title: 'b' }] }, 'facts.0.value', /./],
    ['a wrong place in a fact', { title: 'a', facts: [{ title: 'b', value: '{{c|x}}' }] }, 'facts.0.value', /“x”/],
    [
      'too many facts',
      { title: 'a', facts: Array.from({ length: 13 }, () => ({ title: 'b', value: 'c' })) },
      'facts',
      /12/,
    ],
    ['an unknown tone', { title: 'a', facts: [], tone: { path: 'a', values: { x: 'red' } } }, 'tone.values.x', /./],
    ['a deep path', { title: 'a', facts: [], key: 'a.'.repeat(12) + 'a' }, 'key', /12 names/],
    ['nothing to compare with', { title: 'a', facts: [], when: [{ path: 'a', op: 'equals' }] }, 'when.0.value', /./],
    ['an unknown field', { title: 'a', facts: [], script: 'x' }, '', /script/],
  ])('is refused with its place: %s', (_name, value, path, message) => {
    const issue = mappingSchema.safeParse(value).error?.issues[0]
    expect(issue?.path.join('.')).toBe(path)
    expect(issue?.message).toMatch(message)
  })
})

describe('a template', () => {
  it('has words and places with their filters', () => {
    expect(readTemplate('Order {{ order.items.0.name | upper|default: none }} due {{due|date}}!')).toEqual([
      'Order ',
      { path: 'order.items.0.name', filters: [{ name: 'upper' }, { name: 'default', words: ' none' }] },
      ' due ',
      { path: 'due', filters: [{ name: 'date' }] },
      '!',
    ])
    expect(readTemplate('a } b { c }}')).toEqual(['a } b { c }}'])
    expect(readTemplate('')).toEqual([])
  })
})
