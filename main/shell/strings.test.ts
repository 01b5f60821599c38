import { expect, test } from 'vitest'
import { languageOf, nameIn } from './strings.ts'

test.each([
  ['system', 'zh-CN', 'zh'],
  ['system', 'zh', 'zh'],
  ['system', 'en-GB', 'en'],
  ['system', 'de', 'en'],
  ['system', '', 'en'],
  ['zh', 'en-US', 'zh'],
  ['en', 'zh-TW', 'en'],
] as const)('%s on a %s system is %s', (chosen, locale, language) => expect(languageOf(chosen, locale)).toBe(language))

test('names come in the reader’s script where there is one', () => {
  expect(nameIn('en', { name: '周野', latinName: 'Zhou Ye' })).toBe('Zhou Ye')
  expect(nameIn('zh', { name: '周野', latinName: 'Zhou Ye' })).toBe('周野')
  expect(nameIn('en', { name: '周野', latinName: '' })).toBe('周野')
})
