/* A WebM of key frames: what a WebP picture holds is a key frame of VP8, so nothing else encodes. */

const text = (value: string): Buffer => Buffer.from(value, 'latin1')

function unsigned(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  const first = bytes.findIndex(byte => byte !== 0)
  return bytes.subarray(first === -1 ? 7 : first)
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}

/** An element of EBML: its id, its length in eight bytes, what is in it. */
function element(id: number, ...parts: readonly (Buffer | number)[]): Buffer {
  const body = Buffer.concat(parts.map(part => (typeof part === 'number' ? unsigned(part) : part)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(body.length))
  length[0] = 0x01
  return Buffer.concat([unsigned(id), length, body])
}

/** The frame in a lossy WebP. @throws when there is none */
function frameOf(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length; ) {
    const size = webp.readUInt32LE(at + 4)
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') return webp.subarray(at + 8, at + 8 + size)
    at += 8 + size + (size % 2)
  }
  throw new Error('not a lossy WebP')
}

/**
 * A video of lossy WebP pictures of one size, each shown for `frameMs`. It has cues, so that one can seek in it.
 * @throws when a picture is not lossy
 */
export function webm(pictures: readonly Buffer[], size: { width: number; height: number; frameMs: number }): Buffer {
  const { width, height, frameMs } = size
  const header = element(
    0x1a45dfa3,
    element(0x4286, 1),
    element(0x42f7, 1),
    element(0x42f2, 4),
    element(0x42f3, 8),
    element(0x4282, text('webm')),
    element(0x4287, 2),
    element(0x4285, 2),
  )
  const info = element(
    0x1549a966,
    element(0x2ad7b1, 1_000_000),
    element(0x4489, float(pictures.length * frameMs)),
    element(0x4d80, text('lianqun')),
    element(0x5741, text('lianqun')),
  )
  const tracks = element(
    0x1654ae6b,
    element(
      0xae,
      element(0xd7, 1),
      element(0x73c5, 1),
      element(0x83, 1),
      element(0x86, text('V_VP8')),
      element(0xe0, element(0xb0, width), element(0xba, height)),
    ),
  )
  const clusters = pictures.map((picture, index) =>
    element(
      0x1f43b675,
      element(0xe7, index * frameMs),
      element(0xa3, Buffer.from([0x81, 0, 0, 0x80]), frameOf(picture)),
    ),
  )
  const cuesOf = (start: number) => {
    let place = start
    const points = clusters.map((cluster, index) => {
      const position = Buffer.alloc(8)
      position.writeBigUInt64BE(BigInt(place))
      place += cluster.length
      return element(0xbb, element(0xb3, index * frameMs), element(0xb7, element(0xf7, 1), element(0xf1, position)))
    })
    return element(0x1c53bb6b, ...points)
  }
  // The cues stand before the clusters, and say where those begin.
  const before = info.length + tracks.length
  const cues = cuesOf(before + cuesOf(0).length)
  return Buffer.concat([header, element(0x18538067, info, tracks, cues, ...clusters)])
}
