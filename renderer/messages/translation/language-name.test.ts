import { expect, test } from 'vitest'
import { languageName } from './language-name.ts'

test('a language has its name in the language of the reader, and what is none has no name', () => {
  expect(languageName('en', 'zh')).toBe('英语')
  expect(languageName('zh', 'en')).toBe('Chinese')
  expect(languageName('zh-Hant', 'zh')).toBe('繁体中文')
  expect(['', 'e', 'qqx', 'en_US', '<b>'].map(tag => languageName(tag, 'en'))).toEqual([null, null, null, null, null])
})
