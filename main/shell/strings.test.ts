import { expect, test } from 'vitest'
import { languageOf } from './strings.ts'

test.each([
  ['system', 'zh-CN', 'zh'],
  ['system', 'zh', 'zh'],
  ['system', 'en-GB', 'en'],
  ['system', 'de', 'en'],
  ['system', '', 'en'],
  ['zh', 'en-US', 'zh'],
  ['en', 'zh-TW', 'en'],
] as const)('%s on a %s system is %s', (chosen, locale, language) => expect(languageOf(chosen, locale)).toBe(language))
