/*
 * Removes what a picture says about where and with what it was taken, without touching its pixels: EXIF but for the
 * orientation, XMP, IPTC and comments. Of a type that it does not know it returns null.
 */

/** The same picture without them; null when there is nothing to do. @throws RangeError when it is cut off or no picture */
export function withoutPosition(bytes: Buffer, mediaType: string): Buffer | null {
  if (mediaType === 'image/jpeg') return joined(bytes, jpegParts(bytes))
  if (mediaType === 'image/png') return joined(bytes, pngParts(bytes))
  if (mediaType === 'image/webp') return webp(bytes)
  return null
}

function joined(bytes: Buffer, parts: Buffer[]): Buffer | null {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return length === bytes.length && parts.length === 1 ? null : Buffer.concat(parts)
}

/**
 * ITU-T T.81: segments, and scans between them; APP1 is EXIF or XMP, APP13 IPTC, COM a comment. What follows the end of
 * the picture, such as a second one with an EXIF of its own, is not kept.
 */
function jpegParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let kept = 0
  let at = 2
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) throw new RangeError('no marker where one has to be')
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xd9) {
      parts.push(bytes.subarray(kept, at + 2))
      return at + 2 === bytes.length ? parts : [...parts, Buffer.alloc(0)]
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) throw new RangeError('a segment is cut off')
    if (marker === 0xe1 || marker === 0xed || marker === 0xfe) {
      parts.push(bytes.subarray(kept, at))
      const orientation = marker === 0xe1 ? orientationOf(bytes.subarray(at + 4, end)) : 1
      if (orientation !== 1) parts.push(exifSegment(orientation))
      kept = end
    }
    at = marker === 0xda ? afterScan(bytes, end) : end
  }
}

/** The next marker after the coded bytes of a scan, in which 0xff is followed by 0 or is a restart. */
function afterScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  throw new RangeError('the end is missing')
}

const exifHead = 'Exif\0\0'

/** The orientation that an EXIF segment says, 1 (as it lies) when it says none. */
function orientationOf(segment: Buffer): number {
  if (segment.toString('latin1', 0, 6) !== exifHead || segment.length < 14) return 1
  const tiff = segment.subarray(6)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const word = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (start + 2 > tiff.length) return 1
  for (let i = 0; i < word(start); i++) {
    const entry = start + 2 + i * 12
    if (entry + 10 > tiff.length) return 1
    const value = word(entry + 8)
    if (word(entry) === 0x0112) return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** An EXIF segment of the orientation alone. */
function exifSegment(orientation: number): Buffer {
  const body = Buffer.alloc(6 + 26)
  body.write(exifHead, 'latin1')
  body.write('MM\0*', 6, 'latin1')
  body.writeUInt32BE(8, 10)
  body.writeUInt16BE(1, 14)
  body.writeUInt16BE(0x0112, 16)
  body.writeUInt16BE(3, 18)
  body.writeUInt32BE(1, 20)
  body.writeUInt16BE(orientation, 24)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** Chunks of a PNG that hold text or EXIF. */
const pngText = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

function pngParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let kept = 0
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw new RangeError('a chunk is cut off')
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (pngText.has(type)) {
      parts.push(bytes.subarray(kept, at))
      kept = end
    }
    at = end
    // What follows the end is no picture, and not kept.
    if (type === 'IEND') {
      parts.push(bytes.subarray(kept, end))
      return end === bytes.length ? parts : [...parts, Buffer.alloc(0)]
    }
  }
  throw new RangeError('the end is missing')
}

/** RIFF: chunks of an even length; the flags of VP8X say which there are. */
function webp(bytes: Buffer): Buffer | null {
  const parts = [bytes.subarray(0, 12)]
  let dropped = false
  for (let at = 12; at + 8 <= bytes.length; ) {
    const type = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const end = Math.min(at + 8 + length + (length % 2), bytes.length)
    if (at + 8 + length > bytes.length) throw new RangeError('a chunk is cut off')
    if (type === 'EXIF' || type === 'XMP ') dropped = true
    else if (type === 'VP8X') {
      const chunk = Buffer.from(bytes.subarray(at, end))
      chunk.writeUInt8(chunk.readUInt8(8) & ~0x0c, 8)
      parts.push(chunk)
    } else parts.push(bytes.subarray(at, end))
    at = end
  }
  if (!dropped) return null
  const whole = Buffer.concat(parts)
  whole.writeUInt32LE(whole.length - 8, 4)
  return whole
}
