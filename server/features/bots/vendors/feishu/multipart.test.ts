import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundaryOf, partsOf } from './multipart.ts'

const line = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n`)

test('fields, files with and without a name, and bytes as they are', () => {
  const bytes = Buffer.from([0, 255, 13, 10, 45, 45])
  const body = Buffer.concat([
    line('--x', 'Content-Disposition: form-data; name="image_type"', '', 'message'),
    line('--x', 'content-disposition: form-data; name="image"', 'Content-Type: application/octet-stream', ''),
    bytes,
    line(
      '',
      '--x',
      `Content-Disposition: form-data; name="file"; filename="a.txt"; filename*=UTF-8''%E8%A1%A8.txt`,
      '',
      '',
    ),
    line('--x--'),
  ])
  expect(partsOf(body, 'x')).toEqual([
    { name: 'image_type', fileName: '', bytes: Buffer.from('message') },
    { name: 'image', fileName: '', bytes },
    { name: 'file', fileName: '表.txt', bytes: Buffer.alloc(0) },
  ])
})

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b"', 'a b'],
  ['multipart/mixed; boundary=abc', null],
  ['application/json', null],
])('the boundary of %s', (type, boundary) => expect(boundaryOf(type)).toBe(boundary))

test.each(['', '--x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nno end', '--x\r\n\r\nno name\r\n--x--'])(
  '%j is no form',
  body => expect(partsOf(Buffer.from(body), 'x')).toBeNull(),
)

test('junk is read or refused, and nothing else', () => {
  const piece = fc.constantFrom('--x', '--', '\r\n', '\r\n\r\n', 'Content-Disposition: form-data; name="a"', 'a', '"')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
      const parts = partsOf(Buffer.from(pieces.join('')), 'x')
      expect(parts === null || Array.isArray(parts)).toBe(true)
    }),
  )
})
