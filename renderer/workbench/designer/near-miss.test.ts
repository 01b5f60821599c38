import { expect, test } from 'vitest'
import { nearMiss } from './near-miss.ts'

test.each([
  ['quite', ['plain', 'quiet'], 'quiet'],
  ['positve', ['default', 'positive', 'destructive'], 'positive'],
  ['textblock', ['RichTextBlock', 'TextBlock'], 'TextBlock'],
  ['TextBlok', ['TextBlock', 'TextRun'], 'TextBlock'],
  ['titel', ['text', 'title'], 'title'],
  ['id', ['is', 'if'], null],
  ['colour', ['type', 'text'], null],
  ['text', ['textAlignment'], null],
  ['constructor', [], null],
])('%s of %j: %s', (word, names, near) => {
  expect(nearMiss(word, names)).toBe(near)
})
