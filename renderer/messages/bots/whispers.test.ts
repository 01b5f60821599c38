import { expect, test } from 'vitest'
import type { BotWhisper } from '../../../preload/contract/index.ts'
import { rowsOf } from '../rows.ts'
import { message } from '../testing.ts'
import { placeWhispers, withWhisper } from './whispers.ts'

const whisper = (id: string, sentAt: number): BotWhisper => ({ id, message: message(0, { sentAt }) })
const idsBy = (placed: ReadonlyMap<string, readonly BotWhisper[]>) =>
  Object.fromEntries([...placed].map(([key, whispers]) => [key, whispers.map(({ id }) => id)]))

test('at most twenty are kept, the newest, each once', () => {
  let known: readonly BotWhisper[] = []
  for (let at = 1; at <= 30; at++) known = withWhisper(known, whisper(`w${at}`, at))
  known = withWhisper(known, whisper('w30', 30))
  expect(known).toHaveLength(20)
  expect(known[0]?.id).toBe('w11')
  expect(known.at(-1)?.id).toBe('w30')
})

test('each stands below the last message that was said before it', () => {
  // message() is sent at 1,000,000 and a second more for each seq.
  const rows = rowsOf([message(1), message(2), message(3)], null)
  const whispers = [whisper('early', 1), whisper('one', 1_001_500), whisper('two', 1_001_600), whisper('end', 9e9)]
  const [first, , last] = rows.map(({ key }) => key)
  expect(idsBy(placeWhispers(whispers, rows, true))).toEqual({ [`${first}`]: ['one', 'two'], [`${last}`]: ['end'] })
  expect(idsBy(placeWhispers(whispers, rows, false))).toEqual({ [`${first}`]: ['one', 'two'] })
  expect(idsBy(placeWhispers(whispers, [], true))).toEqual({})
})

test('a message that is not sent yet has none below it', () => {
  const rows = rowsOf([message(1), message(0, { clientId: 'x', sentAt: 1_002_000 })], null)
  expect([...placeWhispers([whisper('w', 1_003_000)], rows, true).keys()]).toEqual([rows[0]?.key])
})
