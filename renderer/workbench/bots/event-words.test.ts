import { botEventSchemas, botEventStates } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { translatorIn } from '../../i18n.ts'
import { eventJson, eventSubject, eventWords, lookOf } from './event-words.ts'

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

test.each([
  ['command', '{"command":"deploy","text":"web 2.31"}', '/deploy web 2.31'],
  ['command', '{"command":"echo","text":""}', '/echo'],
  ['message', '{"message":{"content":{"type":"text","text":" 上线了 "}}}', '上线了'],
  ['reaction', '{"message":{"content":{"type":"card"}}}', ''],
  ['conversation.joined', '{"conversation":{"name":"IT 服务台"}}', 'IT 服务台'],
  ['conversation.joined', '{"conversation":{"name":7}}', ''],
  ['message', '{"message":null}', ''],
  ['message', '[', ''],
])('an event %s of %s is about %j', (type, payload, subject) => {
  expect(eventSubject({ type, payload })).toBe(subject)
})
