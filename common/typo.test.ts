import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editsAllowed, lettersOf, mayStartWithin, startsWithin } from './typo.ts'

test.each([
  ['zhouye', 'zhouye', 0, true],
  ['zhuoye', 'zhouye', 1, true],
  ['zhoye', 'zhouye', 1, true],
  ['zhouyye', 'zhouye', 1, true],
  ['xhouye', 'zhouye', 1, true],
  ['zhuo', 'zhouyefan', 1, true],
  ['zhuoey', 'zhouye', 1, false],
  ['lixang', 'zhouye', 2, false],
  ['settigns', 'settings', 1, true],
  ['', 'x', 0, true],
  ['abcd', '', 1, false],
] as const)('%s for %s with %i edits: %s', (word, text, most, expected) => {
  expect(startsWithin(word, text, most)).toBe(expected)
})

test('one edit anywhere is forgiven, whatever follows', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{4,20}$/),
      fc.nat(),
      fc.constantFrom('drop', 'add', 'change', 'swap'),
      fc.string(),
      (word, at, edit, rest) => {
        const i = at % (word.length - 1)
        const typed = {
          drop: word.slice(0, i) + word.slice(i + 1),
          add: `${word.slice(0, i)}q${word.slice(i)}`,
          change: `${word.slice(0, i)}q${word.slice(i + 1)}`,
          swap: word.slice(0, i) + (word[i + 1] ?? '') + (word[i] ?? '') + word.slice(i + 2),
        }[edit]
        expect(startsWithin(typed, word + rest, 1)).toBe(true)
      },
    ),
  )
})

test('short words forgive nothing', () => {
  expect([3, 4, 7, 8].map(editsAllowed)).toEqual([0, 1, 1, 2])
})

test('what begins with a word but for some edits has letters that say it may', () => {
  const text = fc.stringMatching(/^[a-d0-9 é]{0,8}$/)
  fc.assert(
    fc.property(text, text, fc.constantFrom(0, 1, 2), (word, other, most) => {
      if (startsWithin(word, other, most)) expect(mayStartWithin(lettersOf(word), lettersOf(other), most)).toBe(true)
    }),
  )
  expect(mayStartWithin(lettersOf('zhouye'), lettersOf('linwan'), 2)).toBe(false)
})
