import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, highlightParts } from './fold.ts'

test.each([
  ['ＡＢＣ１２', 'abc12'],
  ['Déjà Vu', 'deja vu'],
  ['İstanbul', 'istanbul'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['ΟΔΟΣ 1', 'οδοσ 1'],
  ['臺灣龍門', '台湾龙门'],
  ['陳嶼', '陈屿'],
  ['㎡', 'm2'],
  ['㍿é', '株式会社e'],
  ['が', 'が'],
  ['か\u3099', 'が'],
  ['ｶﾞ', 'ガ'],
  ['ガé', 'ガe'],
  ['\u1100\u1161', '가'],
  ['ㄱㅏ', 'ㄱㅏ'],
  ['a\u200bb\ufeff', 'ab'],
  ['𝐀', 'a'],
  ['', ''],
])('%j folds to %j', (text, expected) => {
  expect(fold(text)).toBe(expected)
  // What was worked out once is the same the next time.
  expect(fold(text)).toBe(expected)
  expect(fold(expected)).toBe(expected)
})

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const some = fc.constantFrom(
  ...'aÉ會ß㍿㎡Σςがか\u3099ｶﾞﾟㄱㅏ가\u1100\u1161\u11a8İ\u0301\u200d👍🏽🇨🇳 １ﬁ\u{1d400}臺\ud83d',
)
const texts = fc.oneof(fc.string({ unit: some, maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 8 }))

test('what a text folds to does not depend on the text beside it', () => {
  fc.assert(
    fc.property(texts, text => {
      const parts = [...segmenter.segment(text)].map(part => part.segment)
      expect(parts.map(fold).join('')).toBe(fold(text))
    }),
    { numRuns: 3_000 },
  )
})

const marked = (text: string, query: string) =>
  highlightParts(text, query).flatMap(part => (part.hit ? [part.text] : []))

test.each([
  ['开会：ＡＢＣ项目', 'abc', ['ＡＢＣ']],
  ['臺灣的龍', '台湾 龙', ['臺灣', '龍']],
  ['Café e\u0301t', 'cafe et', ['Café', 'e\u0301t']],
  ['120㎡', 'm2', ['㎡']],
  ['aaa', 'aa a', ['aaa']],
  ['👍🏽 ok', '👍', ['👍🏽']],
  ['plain', 'x', []],
  ['plain', ' ', []],
  ['plain', '\u0301', []],
])('in %j the query %j marks %j', (text, query, expected) => {
  expect(marked(text, query)).toEqual(expected)
})

test('marks each word of a query, ignoring case, and treats special characters literally', () => {
  expect(highlightParts('Air 2 发布群 (air)', 'AIR 发布')).toEqual([
    { text: 'Air', hit: true },
    { text: ' 2 ', hit: false },
    { text: '发布', hit: true },
    { text: '群 (', hit: false },
    { text: 'air', hit: true },
    { text: ')', hit: false },
  ])
  expect(highlightParts('a+b', '+')).toEqual([
    { text: 'a', hit: false },
    { text: '+', hit: true },
    { text: 'b', hit: false },
  ])
  expect(highlightParts('abc', '  ')).toEqual([{ text: 'abc', hit: false }])
})

test('marks whole characters only', () => {
  expect(highlightParts('cafe\u0301 👨‍👩‍👧', 'e 👩')).toEqual([
    { text: 'caf', hit: false },
    { text: 'e\u0301', hit: true },
    { text: ' ', hit: false },
    { text: '👨‍👩‍👧', hit: true },
  ])
})

test.each([
  ['下午去 Ｃａｆé 开会', 'cafe', 'Ｃａｆé'],
  ['臺灣分公司', '台湾', '臺灣'],
  ['还有 120㎡', 'm2', '㎡'],
  ['İstanbul office', 'ISTANBUL', 'İstanbul'],
  ['好的👍🏽', '👍', '👍🏽'],
])('in %s a search for %s marks %s', (text, query, hit) => {
  expect(highlightParts(text, query).filter(part => part.hit)).toEqual([{ text: hit, hit: true }])
})
