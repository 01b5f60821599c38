/** Extensions of applications that say how an animation is repeated, and how colours are meant. */
const kept = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'])

/** More pieces than any program writes. */
const mostParts = 100_000

/**
 * A GIF (GIF89a) without comments, texts and what applications add, such as XMP; what follows its end goes too. Null when
 * there is nothing to do. @throws RangeError when it is cut off
 */
export function withoutWords(bytes: Buffer): Buffer | null {
  const colours = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))
  const parts: Buffer[] = []
  let from = 0
  let at = 13 + colours(bytes.readUInt8(10))
  for (;;) {
    const start = at
    const mark = bytes.readUInt8(at)
    if (mark === 0x3b) {
      parts.push(bytes.subarray(from, at + 1))
      return parts.length === 1 && at + 1 === bytes.length ? null : Buffer.concat(parts)
    }
    if (mark === 0x2c) at = afterBlocks(bytes, at + 11 + colours(bytes.readUInt8(at + 9)))
    else if (mark === 0x21) {
      at = afterBlocks(bytes, start + 2)
      const label = bytes.readUInt8(start + 1)
      const application = label === 0xff && kept.has(bytes.toString('latin1', start + 3, start + 14))
      // How the next picture is shown.
      if (label === 0xf9 || application) continue
      if (parts.length > mostParts) throw new RangeError('too many parts')
      parts.push(bytes.subarray(from, start))
      from = at
    } else throw new RangeError('no block where one has to be')
  }
}

/** Where a row of blocks ends, each of which says its length first. */
function afterBlocks(bytes: Buffer, from: number): number {
  let at = from
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += 1 + length
  return at + 1
}
