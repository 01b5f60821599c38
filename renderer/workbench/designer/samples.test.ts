import { limits, writtenCardSchema } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { mostChars, sampleNames, sampleOf } from './samples.ts'
import { written } from './written.ts'

const han = /\p{Script=Han}/u

test.each(sampleNames)('the sample %s is a card in both languages', name => {
  for (const language of ['zh', 'en'] as const) {
    const json = written(sampleOf(name, language))
    expect(writtenCardSchema.parse(JSON.parse(json))).toEqual(sampleOf(name, language))
    expect(han.test(json)).toBe(language === 'zh')
  }
})

test('the limit that is shown is that of the protocol', () => {
  expect(mostChars).toBe(limits.cardChars)
})
