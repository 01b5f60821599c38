/** A square picture: bytes of red, green, blue and alpha from the upper left. */
export interface Pixels {
  size: number
  rgba: Uint8Array
}

const headerBytes = 6
const entryBytes = 16
const bitmapHeaderBytes = 40

/** Bytes of a .ico with these pictures as bitmaps, which every program that reads icons knows. */
export function icoOf(pictures: readonly Pixels[]): Buffer {
  const images = pictures.map(bitmapOf)
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = headerBytes + entryBytes * pictures.length
  const entries = pictures.map(({ size }, index) => {
    const bytes = images[index]?.length ?? 0
    const entry = Buffer.alloc(entryBytes)
    // 0 stands for 256.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(bytes, 8)
    entry.writeUInt32LE(offset, 12)
    offset += bytes
    return entry
  })
  return Buffer.concat([header, ...entries, ...images])
}

/** Rows from below, in blue, green, red and alpha, and then a mask of one bit for each pixel, which alpha replaces. */
function bitmapOf({ size, rgba }: Pixels): Buffer {
  const header = Buffer.alloc(bitmapHeaderBytes)
  header.writeUInt32LE(bitmapHeaderBytes, 0)
  header.writeInt32LE(size, 4)
  // Of the picture and the mask.
  header.writeInt32LE(size * 2, 8)
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const picture = Buffer.alloc(size * size * 4)
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const from = (y * size + x) * 4
      const to = ((size - 1 - y) * size + x) * 4
      picture.set([rgba[from + 2] ?? 0, rgba[from + 1] ?? 0, rgba[from] ?? 0, rgba[from + 3] ?? 0], to)
    }
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size)
  return Buffer.concat([header, picture, mask])
}
