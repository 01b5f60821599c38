import { expect, test } from 'vitest'
import { languageOfLocale } from './language.ts'

test.each([
  ['zh-Hans-CN', 'zh'],
  ['zh', 'zh'],
  ['ZH-tw', 'zh'],
  ['zh_CN.UTF-8', 'zh'],
  ['zho', 'en'],
  ['en-GB', 'en'],
  ['', 'en'],
])('the language of %j is %s', (locale, language) => expect(languageOfLocale(locale)).toBe(language))
