import { crc32 } from 'node:zlib'
import { withoutWords } from './strip-gif.ts'

/*
 * Removes what a picture says about where and with what it was taken, without touching its pixels: EXIF but for the
 * orientation, XMP, IPTC, comments, and whatever else its pixels do not need, such as the parts that cameras add for
 * themselves. Of a type that it does not know it returns null; films, HEIC and AVIF are the business of `strip-boxes.ts`.
 */

/** The same picture without them; null when there is nothing to do. @throws RangeError when it is cut off or no picture */
export function withoutPosition(bytes: Buffer, mediaType: string): Buffer | null {
  if (mediaType === 'image/jpeg') return joined(bytes, jpegParts(bytes))
  if (mediaType === 'image/png') return joined(bytes, pngParts(bytes))
  if (mediaType === 'image/webp') return webp(bytes)
  if (mediaType === 'image/gif') return withoutWords(bytes)
  return null
}

/** More pieces of one picture than any camera or program writes. */
const mostParts = 100_000

/** @throws RangeError when there would be more parts than a picture has */
function requireFew(parts: readonly Buffer[]): void {
  if (parts.length > mostParts) throw new RangeError('too many parts')
}

function joined(bytes: Buffer, parts: Buffer[]): Buffer | null {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return length === bytes.length && parts.length === 1 ? null : Buffer.concat(parts)
}

/**
 * ITU-T T.81: segments, and scans between them. Of the segments of applications those stay that say how the colours are
 * meant. What follows the end of the picture, such as a second one with an EXIF of its own, is not kept.
 */
function jpegParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let kept = 0
  let at = 2
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) throw new RangeError('no marker where one has to be')
    const marker = bytes.readUInt8(at + 1)
    // One is filled up, or stands alone.
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (marker === 0xd9) {
      parts.push(bytes.subarray(kept, at + 2))
      return at + 2 === bytes.length ? parts : [...parts, Buffer.alloc(0)]
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) throw new RangeError('a segment is cut off')
    const body = bytes.subarray(at + 4, end)
    if (isForeign(marker, body)) {
      requireFew(parts)
      parts.push(bytes.subarray(kept, at))
      const orientation = marker === 0xe1 ? orientationOf(body) : 1
      if (orientation !== 1) parts.push(exifSegment(orientation))
      kept = end
    }
    at = marker === 0xda ? afterScan(bytes, end) : end
  }
}

/** Whether a segment is an application's, and not JFIF, a colour profile or Adobe's transform; or a comment. */
function isForeign(marker: number, body: Buffer): boolean {
  if (marker === 0xfe) return true
  if (marker < 0xe0 || marker > 0xef) return false
  const head = body.toString('latin1', 0, 11)
  if (marker === 0xe0) return !head.startsWith('JFIF\0')
  if (marker === 0xe2) return head !== 'ICC_PROFILE'
  return marker !== 0xee || !head.startsWith('Adobe')
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

/** The orientation that an EXIF segment of a JPEG says. */
function orientationOf(segment: Buffer): number {
  return segment.toString('latin1', 0, 6) === exifHead ? tiffOrientation(segment.subarray(6)) : 1
}

/** The orientation that EXIF says, 1 (as it lies) when it says none. */
function tiffOrientation(tiff: Buffer): number {
  if (tiff.length < 8) return 1
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

/** EXIF of the orientation alone. */
function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}

function exifSegment(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from(exifHead, 'latin1'), exifOf(orientation)])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** Chunks of a PNG, and of an animated one, that its pixels need. */
const pngKept = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
)

function pngParts(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let kept = 0
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw new RangeError('a chunk is cut off')
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (!pngKept.has(type)) {
      requireFew(parts)
      parts.push(bytes.subarray(kept, at))
      const orientation = type === 'eXIf' ? tiffOrientation(bytes.subarray(at + 8, end - 4)) : 1
      if (orientation !== 1) parts.push(pngChunk('eXIf', exifOf(orientation)))
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

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** Chunks of a WebP that its pixels need, and of a frame of one. */
const webpKept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const frameKept = new Set(['VP8 ', 'VP8L', 'ALPH'])
/** Bytes of a frame before its chunks: those of its own chunk, and where it is shown. */
const frameHead = 8 + 16

/** RIFF: chunks of an even length; the flags of VP8X say which there are. What follows the end is not kept. */
function webp(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [bytes.subarray(0, 12)]
  let flags: Buffer | null = null
  let exif: Buffer | null = null
  const whole = bytes.subarray(0, 8 + bytes.readUInt32LE(4))
  for (const chunk of chunksOf(whole, 12)) {
    const type = chunk.toString('latin1', 0, 4)
    if (type === 'EXIF') exif = webpExif(chunk.subarray(8)) ?? exif
    if (!webpKept.has(type)) continue
    if (type === 'VP8X') {
      flags = Buffer.from(chunk)
      flags.writeUInt8(flags.readUInt8(8) & ~0x0c, 8)
      parts.push(flags)
    } else parts.push(type === 'ANMF' ? frameAlone(chunk) : chunk)
  }
  if (exif !== null && flags !== null) {
    flags.writeUInt8(flags.readUInt8(8) | 0x08, 8)
    parts.push(exif)
  }
  const made = Buffer.concat(parts)
  made.writeUInt32LE(made.length - 8, 4)
  return made.equals(bytes) ? null : made
}

/** The chunks of a RIFF, heads and padding included. @throws RangeError when one is cut off */
function chunksOf(bytes: Buffer, from: number): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = from; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    if (at + 8 + length > bytes.length) throw new RangeError('a chunk is cut off')
    requireFew(chunks)
    const end = Math.min(at + 8 + length + (length % 2), bytes.length)
    chunks.push(bytes.subarray(at, end))
    at = end
  }
  return chunks
}

/** A frame of an animation without what its pixels do not need. */
function frameAlone(chunk: Buffer): Buffer {
  const length = chunk.readUInt32LE(4)
  const chunks = chunksOf(chunk.subarray(0, 8 + length), frameHead)
  const kept = chunks.filter(inner => frameKept.has(inner.toString('latin1', 0, 4)))
  if (kept.length === chunks.length) return chunk
  const frame = Buffer.concat([chunk.subarray(0, frameHead), ...kept])
  frame.writeUInt32LE(frame.length - 8, 4)
  return frame
}

/** A chunk with the orientation that EXIF says, with or without the head that a JPEG's has; null when it says none. */
function webpExif(data: Buffer): Buffer | null {
  const orientation = tiffOrientation(data.toString('latin1', 0, 6) === exifHead ? data.subarray(6) : data)
  if (orientation === 1) return null
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1')
  const tiff = exifOf(orientation)
  head.writeUInt32LE(tiff.length, 4)
  return Buffer.concat([head, tiff])
}
