import { expect, test } from 'vitest'
import { defineFeature } from './core/feature.ts'
import { durable, writes } from './features.ts'

test('durable names existing writes, among them the user’s own messages', () => {
  expect(durable).toContain('enqueueSend')
  expect(Object.keys(writes)).toEqual(expect.arrayContaining([...durable]))
})

test('a part whose `durable` names a missing write does not compile', () => {
  const keepNote = () => {}
  const part = { entities: {}, reads: () => ({}), writes: { keepNote } }
  expect(defineFeature({ ...part, durable: ['keepNote'] }).durable).toEqual(['keepNote'])
  // @ts-expect-error: no write has this name.
  defineFeature({ ...part, durable: ['keepNotes'] })
})
