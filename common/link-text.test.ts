import { expect, test } from 'vitest'
import { linkText } from './link-text.ts'

test.each([
  ['https://example.com/a?b', 'https://example.com/a?b'],
  ['www.example.com', 'https://www.example.com'],
  ['https://企业.example/报告', 'https://企业.example/报告'],
  ['https://例え.jp', 'https://例え.jp'],
  ['https://пример.рф', 'https://пример.рф'],
  ['https://bücher.example', 'https://bücher.example'],
  ['maya@example.com', 'mailto:maya@example.com'],
  ['https://example.com/путь', 'https://example.com/путь'],
])('%s is shown as it was written', (text, url) => expect(linkText(text, url)).toBe(text))

test.each([
  // Cyrillic letters that look like Latin ones: within a name, or in all of it.
  ['https://аpple.com', 'https://аpple.com', 'https://xn--pple-43d.com/'],
  ['https://аррӏе.com/x', 'https://аррӏе.com/x', 'https://xn--80ak6aa92e.com/x'],
  ['gοogle.com', 'https://gοogle.com', 'https://xn--gogle-rce.com/'],
  ['maya@ехample.com', 'mailto:maya@ехample.com', 'maya@xn--ample-ywe6i.com'],
  // A direction that turns the rest around.
  ['http://evil.example/\u202ecod.exe', 'http://evil.example/\u202ecod.exe', 'http://evil.example/%E2%80%AEcod.exe'],
  ['https://exam\u200bple.com', 'https://exam\u200bple.com', 'https://example.com/'],
])('%j is shown as the browser knows it', (text, url, shown) => expect(linkText(text, url)).toBe(shown))
