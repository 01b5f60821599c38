import { expect, test } from 'vitest'
import { decodeText, encodingOf, isBinary } from './text.ts'

const gb = new Uint8Array([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7])
const utf16 = (text: string, little: boolean) =>
  new Uint8Array(
    [...text].flatMap(c =>
      little ? [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8] : [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255],
    ),
  )

test('a text is read in the encoding that it has', () => {
  expect(decodeText(new TextEncoder().encode('你好\r\n世界\r'), false)).toBe('你好\n世界\n')
  expect(decodeText(gb, false)).toBe('你好，世界')
  expect(decodeText(new Uint8Array([0xff, 0xfe, ...utf16('你好', true)]), false)).toBe('你好')
  expect(decodeText(utf16('name,value and more', true), false)).toBe('name,value and more')
  expect(encodingOf(utf16('name,value and more', false), false)).toBe('utf-16be')
})

test('a part of a text may end within a character', () => {
  const bytes = new TextEncoder().encode('你好')
  expect(encodingOf(bytes.subarray(0, 5), true)).toBe('utf-8')
  expect(decodeText(bytes.subarray(0, 5), true)).toBe('你')
})

test('what is no text is known', () => {
  expect(
    isBinary(
      decodeText(
        new Uint8Array(400).map((_, i) => i % 7),
        false,
      ),
    ),
  ).toBe(true)
  expect(isBinary('\u001b[31mred\u001b[0m\tok\n')).toBe(false)
  expect(isBinary('')).toBe(false)
})
