import type { CardInput } from '@lianqun/protocol'
import { describe, expect, test } from 'vitest'
import { inputsOf, isQuick, problemOf, sentValue, shownValue } from './inputs.ts'

const text = (more: object = {}): CardInput => ({ type: 'Input.Text', id: 'x', ...more })
const number = (more: object = {}): CardInput => ({ type: 'Input.Number', id: 'x', ...more })
const day = (more: object = {}): CardInput => ({ type: 'Input.Date', id: 'x', ...more })
const toggle = (more: object = {}): CardInput => ({ type: 'Input.Toggle', id: 'x', title: 'On', ...more })
const choices = [
  { title: 'One', value: '1' },
  { title: 'Two', value: '2' },
]
const choice = (more: object = {}): CardInput => ({ type: 'Input.ChoiceSet', id: 'x', choices, ...more })

const person = (more: object = {}): CardInput => ({ type: 'Input.Person', id: 'x', ...more })

test('the value of a single choice may have commas in it', () => {
  const named = choice({ choices: [{ title: 'Li', value: 'Li, Na' }], value: 'Li, Na' })
  expect(shownValue(named, {})).toBe('Li, Na')
  expect(sentValue(named, { x: 'Li, Na' })).toBe('Li, Na')
})

describe('what is wrong with a value', () => {
  test.each<[string, CardInput, string | undefined, ReturnType<typeof problemOf>]>([
    ['an empty text that may be empty', text(), '', null],
    ['an empty text that may not', text({ isRequired: true }), '  ', { kind: 'missing' }],
    ['a text of its card', text({ isRequired: true, value: 'given' }), undefined, null],
    ['a given text that was emptied', text({ isRequired: true, value: 'given' }), '', { kind: 'missing' }],
    ['a long text', text({ maxLength: 3 }), 'four', { kind: 'tooLong', bound: 3 }],
    ['a text of the form', text({ regex: '\\d{11}' }), '13800002043', null],
    ['a text of another form', text({ regex: '\\d{11}' }), 'x13800002043', { kind: 'malformed' }],
    ['a pattern that is none', text({ regex: '(' }), 'x', null],
    ['an empty text with a form', text({ regex: 'a' }), '', null],
    ['no number', number(), 'x', { kind: 'noNumber' }],
    ['a small number', number({ min: 1 }), '0', { kind: 'tooSmall', bound: 1 }],
    ['a large number', number({ max: 9 }), '10', { kind: 'tooLarge', bound: 9 }],
    ['a number between', number({ min: 1, max: 9 }), '9', null],
    ['nought, which is a number', number({ isRequired: true, value: 0 }), undefined, null],
    ['an early day', day({ min: '2026-11-30' }), '2026-11-29', { kind: 'tooEarly', bound: '2026-11-30' }],
    ['a late day', day({ max: '2026-11-30' }), '2026-12-01', { kind: 'tooLate', bound: '2026-11-30' }],
    ['a consent that is not given', toggle({ isRequired: true }), undefined, { kind: 'missing' }],
    ['a consent', toggle({ isRequired: true, valueOn: 'yes' }), 'yes', null],
    ['no choice', choice({ isRequired: true }), undefined, { kind: 'missing' }],
    ['a choice that is offered no more', choice({ isRequired: true }), '3', { kind: 'missing' }],
    ['a choice by its title', choice({ style: 'filtered' }), 'Two', null],
    ['nobody where somebody is asked for', person({ isRequired: true }), '', { kind: 'missing' }],
    ['a person', person({ isRequired: true }), 'e_1', null],
    ['words that are no choice', choice({ style: 'filtered' }), 'Twoo', { kind: 'unlisted' }],
  ])('%s', (_name, input, typed, problem) => {
    expect(problemOf(input, typed === undefined ? {} : { x: typed })).toEqual(problem)
  })

  test('a pattern that would take for ever is not tried', () => {
    expect(problemOf(text({ regex: '(a+)+b' }), { x: 'a'.repeat(60) })).toBeNull()
  })
})

test.each([
  ['\\d{11}', true],
  ['[a-z.]+@[a-z]+\\.[a-z]+', true],
  ['(\\d{3}-)?\\d{4}', true],
  ['[(+*]{1,3}', true],
  ['(a|b)?', true],
  ['(a+)+', false],
  ['(a|a)*', false],
  ['(?:a{1,9}){1,9}', false],
  ['a*a*a*a*b', false],
  ['a?'.repeat(30), false],
  ['(?:a|a)'.repeat(30), false],
  ['a*.*a*.?.?.?.?.?.?b', false],
  ['1[3-9]\\d{9}|(?:0\\d{2,3}-)?\\d{7,8}', true],
  [`[${'京津沪渝'}][A-Z]|(?:${'冀晋辽吉黑苏浙皖闽赣'.split('').join('|')})[A-Z]\\d{5}`, true],
  ['(a)\\1', false],
  ['(?=a)a', false],
])('whether %s is quick: %s', (regex, quick) => {
  expect(isQuick(regex)).toBe(quick)
})

test.each<[CardInput, Record<string, string>, string]>([
  [toggle(), {}, 'false'],
  [toggle({ valueOff: 'no' }), {}, 'no'],
  [toggle({ value: 'true' }), {}, 'true'],
  [choice({ value: '1,2' }), {}, '1'],
  [choice({ value: '1,2', isMultiSelect: true }), {}, '1,2'],
  [choice({ value: '1', isMultiSelect: true }), { x: '2,3' }, '2'],
  [choice({ style: 'filtered' }), { x: ' Two ' }, '2'],
  [choice({ style: 'filtered', value: '2' }), {}, '2'],
  [choice({ style: 'filtered' }), { x: 'Twoo' }, ''],
  [person({ value: 'e_1,,e_1,e_2,', isMultiSelect: true }), {}, 'e_1,e_2'],
  [person({ value: ',e_1,e_2' }), {}, 'e_1'],
  [person({ value: ',' }), {}, ''],
  [text({ value: 'given' }), { x: 'typed' }, 'typed'],
  [text({ id: 'constructor' }), {}, ''],
  [number({ value: 0.5 }), {}, '0.5'],
  [person({ value: 'e_1,e_2', isMultiSelect: true }), {}, 'e_1,e_2'],
])('what is sent of %j', (input, typed, value) => {
  expect(sentValue(input, typed)).toBe(value)
})

test('what is typed into a filtered field stays as it is typed', () => {
  expect(shownValue(choice({ style: 'filtered' }), { x: 'Twoo' })).toBe('Twoo')
})

test('an action sends the inputs of its card, not those of a card that another shows', () => {
  const inner = [{ type: 'Input.Text', id: 'inner' }]
  const body = [
    { type: 'Input.Text', id: 'outer' },
    { type: 'Container', items: [{ type: 'Input.Toggle', id: 'within', title: 'x' }] },
    { type: 'ActionSet', actions: [{ type: 'Action.ShowCard', card: { type: 'AdaptiveCard', body: inner } }] },
    { type: 'Unsupported', was: {}, shown: { type: 'Input.Date', id: 'instead' } },
  ]
  expect(inputsOf(body).map(({ id }) => id)).toEqual(['outer', 'within', 'instead'])
  expect(inputsOf(inner).map(({ id }) => id)).toEqual(['inner'])
})
