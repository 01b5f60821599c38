import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from './frames.ts'

/* The library's own codec reads and writes these frames in feishu.test.ts. */

test('a frame is written as Protocol Buffers say', () => {
  const frame = { seqId: 1, logId: 300, service: 2, method: 1, headers: { type: 'ping' }, payload: Buffer.from('hi') }
  const header = '0a0474797065120470696e67'
  const expected = `080110ac0218022001` + `2a0c${header}` + '42026869'
  expect(encodeFrame(frame).toString('hex')).toBe(expected)
  expect(decodeFrame(Buffer.from(expected, 'hex'))).toEqual(frame)
})

test('what is written is read as it was', () => {
  const empty = { seqId: 0, logId: 0, service: 0, method: 0, payload: Buffer.from([]) }
  const frame = fc.record({
    seqId: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    logId: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    service: fc.nat(),
    method: fc.nat(),
    headers: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })).map(each => ({ ...each })),
    payload: fc.uint8Array().map(bytes => Buffer.from(bytes)),
  })
  fc.assert(
    fc.property(frame, each => {
      expect(decodeFrame(encodeFrame(each))).toEqual(each)
    }),
    { examples: [[{ ...empty, headers: { ['__proto__']: 'x' } }]] },
  )
})

test.each([
  ['a field of a kind that is not known', '0b'],
  ['a number without an end', '08ffffffffffffffffffffff01'],
  ['bytes that are not there', '42ff01'],
  ['a header that is none', '2a020aff'],
])('%s is no frame', (_name, hex) => expect(decodeFrame(Buffer.from(hex, 'hex'))).toBeNull())

test('fields of later versions are passed over', () => {
  expect(decodeFrame(Buffer.from('320179' + '5100000000000000005d00000000' + '2001', 'hex'))).toMatchObject({
    method: 1,
  })
})

test('junk is read or refused, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      const frame = decodeFrame(Buffer.from(bytes))
      expect(frame === null || typeof frame.method === 'number').toBe(true)
    }),
  )
})
