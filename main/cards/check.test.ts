import { limits } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { checkCard } from './check.ts'

const checked = (card: object) => checkCard(JSON.stringify({ type: 'AdaptiveCard', ...card }))
const action = { type: 'Action.Submit', title: 'Yes' }
const text = { type: 'TextBlock', text: 'a' }
const deep = (levels: number): object => (levels === 0 ? text : { type: 'Container', items: [deep(levels - 1)] })

test('a card that is right is given back', () => {
  expect(checked({ body: [text], actions: [action] })).toEqual({
    card: { type: 'AdaptiveCard', body: [text], actions: [action] },
    problems: [],
  })
})

test.each([
  ['an unknown key', { colour: 1 }, { path: [], kind: 'unknownKeys', keys: ['colour'] }],
  [
    'an unknown key below',
    { body: [{ ...text, wrapp: true }] },
    { path: ['body', 0], kind: 'unknownKeys', keys: ['wrapp'] },
  ],
  ['an unknown element', { body: [{ type: 'TextBlok' }] }, { path: ['body', 0, 'type'], kind: 'notAllowed' }],
  ['an element without a type', { body: [{ text: 'a' }] }, { path: ['body', 0, 'type'], kind: 'missing' }],
  [
    'a value that is none of those',
    { actions: [{ ...action, style: 'positve' }] },
    { path: ['actions', 0, 'style'], kind: 'notAllowed', allowed: ['default', 'positive', 'destructive'] },
  ],
  ['another type', { body: {} }, { path: ['body'], kind: 'wrongType', expected: 'array' }],
  ['what is missing', { body: [{ type: 'TextBlock' }] }, { path: ['body', 0, 'text'], kind: 'missing' }],
  [
    'a long line',
    { header: { title: 'x'.repeat(limits.cardLineChars + 1) } },
    { path: ['header', 'title'], kind: 'tooLong', bound: limits.cardLineChars },
  ],
  [
    'many elements',
    { body: Array.from({ length: limits.cardItems + 1 }, () => text) },
    { path: ['body'], kind: 'tooMany', bound: limits.cardItems },
  ],
  [
    'a number out of its range',
    { body: [{ type: 'Steps', steps: [{ title: 'a', state: 'now', progress: 2 }] }] },
    { path: ['body', 0, 'steps', 0, 'progress'], kind: 'tooLarge', bound: 1 },
  ],
  [
    'an address that is none',
    { actions: [{ type: 'Action.OpenUrl', url: 'javascript:alert(1)' }] },
    { path: ['actions', 0, 'url'], kind: 'malformed' },
  ],
  [
    'one of several things, by the one that it is most like',
    { body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a', colour: 'good' }] }] },
    { path: ['body', 0, 'inlines', 0], kind: 'unknownKeys', keys: ['colour'] },
  ],
  ['what is too deep', { body: [deep(limits.cardDepth)] }, { path: [], kind: 'tooDeep' }],
  [
    'what is too large',
    { body: Array.from({ length: 8 }, () => ({ ...text, text: 'x'.repeat(10_000) })) },
    { path: [], kind: 'cardTooLarge', bound: limits.cardChars },
  ],
])('%s is named with its place', (_, card, problem) => {
  expect(checked(card)).toEqual({ card: null, problems: [expect.objectContaining(problem)] })
})

test('the keys that are known there come with those that are not', () => {
  const [problem] = checked({ body: [{ ...text, wrapp: true }] }).problems
  expect(problem?.allowed).toEqual(expect.arrayContaining(['wrap', 'text', 'maxLines']))
  expect(problem?.allowed).not.toContain('header')
})

test('the elements that are known come with one that is not', () => {
  expect(checked({ body: [{ type: 'TextBlok' }] }).problems[0]?.allowed).toContain('TextBlock')
})

test('what is no JSON is a problem of the whole', () => {
  expect(checkCard('{')).toEqual({ card: null, problems: [expect.objectContaining({ path: [], kind: 'json' })] })
})

test('there are never more problems than somebody mends', () => {
  expect(checked({ body: Array.from({ length: 90 }, () => ({ type: 'No' })) }).problems).toHaveLength(50)
})
