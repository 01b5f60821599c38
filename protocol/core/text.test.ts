import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanName, dropControls, hasVisibleText } from './characters.ts'
import { requiredNameSchema, writtenNameSchema } from './text.ts'

test.each(['', ' ', '\u200b', '\u2060\ufeff', '\u3164', '\u2800', '\u00ad\n', '\0', '\ud800', '\u202e', '\ufffc'])(
  '%j has nothing to be seen',
  text => {
    expect(hasVisibleText(text)).toBe(false)
    expect(requiredNameSchema(60).safeParse(text).success).toBe(false)
  },
)

test.each(['林', 'a', '？', '👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\u200bx', '１', 'ي', '𠮷'])('%j can be seen', text => {
  expect(hasVisibleText(text)).toBe(true)
})

test.each([
  ['a\0b', 'ab'],
  ['\0x', 'x'],
  ['付款 \u202e001', '付款 001'],
  ['a\u2066b\u2069', 'ab'],
  ['一\r\n二\t三\u2028四', '一 二 三 四'],
  ['林\ud83d', '林'],
  ['a\u200bb\u2060', 'ab'],
  ['👩‍👩‍👧', '👩‍👩‍👧'],
  ['می‌خواهم', 'می‌خواهم'],
  ['  x ', 'x'],
])('the name %j becomes %j', (name, clean) => {
  expect(cleanName(name)).toBe(clean)
  expect(writtenNameSchema(60).parse(name)).toBe(clean)
})

test('a name of white space is the empty one; one with nothing else to be seen, or of private characters, is refused', () => {
  expect(writtenNameSchema(60).parse(' \t ')).toBe('')
  expect(writtenNameSchema(60).safeParse('\u200b').error?.issues[0]?.message).toMatch(/no character/)
  expect(writtenNameSchema(60).safeParse('\ue001组').error?.issues[0]?.message).toMatch(/fonts/)
})

test('a cleaned name is stored as it is, whatever it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), name => {
      const clean = cleanName(name)
      expect(cleanName(clean)).toBe(clean)
      expect(Buffer.from(clean).toString()).toBe(clean)
      expect(clean).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    }),
  )
})

test('a text keeps its tabs and lines, and loses other controls and halves of characters', () => {
  expect(dropControls('a\ud83d b\ude00c 😀')).toBe('a bc 😀')
  expect(dropControls('a\tb\r\nc\rd\n\0\u001b[31me\u007f\u0090')).toBe('a\tb\nc\nd\n[31me')
})
