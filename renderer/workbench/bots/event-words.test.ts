import { botEventSchemas, botEventStates } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { translatorIn } from '../../i18n.ts'
import { eventJson, eventWords, lookOf } from './event-words.ts'

const t = translatorIn('en', 'ownBots')

test.each(Object.keys(botEventSchemas))('the event %s has words', type => {
  const words = eventWords(type, t)
  expect(words).not.toBe(type)
  expect(words).not.toMatch(/^type_/)
})

test('an event of a later version is shown as it is called', () => {
  expect(eventWords('weather.changed', t)).toBe('weather.changed')
})

test.each(botEventStates)('the state %s is known', state => {
  expect(lookOf({ state })).toBe(state)
})

test('a state of a later version is none of these', () => {
  expect(lookOf({ state: 'asleep' })).toBe('unknown')
})

test('JSON is laid out, and what is none stays', () => {
  expect(eventJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(eventJson('{"a":')).toBe('{"a":')
})
