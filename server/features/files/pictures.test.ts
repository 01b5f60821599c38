import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspect } from './inspect.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-pictures-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function look(bytes: Buffer) {
  const path = join(folder, randomBytes(8).toString('hex'))
  writeFileSync(path, bytes)
  return inspect(path, bytes.length)
}

const exif = {
  IFD0: { Make: 'secret-camera' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1', GPSMapDatum: 'secret-datum' },
}
const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret-xmp exif:GPSLatitude="31,14N"/></x:xmpmeta>'
/** 40 by 20 pixels, which are shown as 20 by 40. */
const picture = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#07a' } })
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .withXmp(xmp)

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  const end = Buffer.alloc(4)
  end.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, end])
}

test.each(['jpeg', 'png', 'webp'] as const)('a %s keeps its pixels and orientation, and no position', async type => {
  const bytes = await picture().toFormat(type).toBuffer()
  expect(bytes.includes('secret-')).toBe(true)
  const { served, picture: shown, mediaType } = await look(bytes)
  expect(mediaType).toBe(`image/${type}`)
  if (served === null) throw new Error('nothing was removed')
  for (const word of ['secret-', 'GPS', 'xmpmeta']) expect([word, served.includes(word)]).toEqual([word, false])
  expect((await sharp(served).metadata()).orientation).toBe(6)
  expect(await sharp(served).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
  expect([shown?.width, shown?.height]).toEqual([20, 40])
})

test('what cameras and programs add beside it goes too', async () => {
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#07a' } })
    .jpeg()
    .toBuffer()
  const foreign = Buffer.concat([Buffer.from([0xff, 0xe6, 0, 12]), Buffer.from('secret-GPS')])
  const doubled = Buffer.concat([jpeg.subarray(0, 2), foreign, jpeg.subarray(2), Buffer.from('secret-trailer')])
  expect((await look(doubled)).served?.equals(jpeg)).toBe(true)
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#07a' } })
    .png()
    .toBuffer()
  const chunk = pngChunk('prVt', Buffer.from('secret-GPS'))
  const withChunk = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33), Buffer.from('secret-trailer')])
  expect((await look(withChunk)).served?.includes('secret')).toBe(false)
})

test('a picture that is not whole is served as bytes', async () => {
  for (const type of ['jpeg', 'png', 'webp'] as const) {
    const bytes = await picture().toFormat(type).toBuffer()
    for (const length of [bytes.length - 3, bytes.length >> 1, 60]) {
      const seen = await look(bytes.subarray(0, length))
      expect([type, length, seen.mediaType, seen.picture]).toEqual([type, length, 'application/octet-stream', null])
    }
  }
})

test('a small file that would become a huge picture is not decoded', async () => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(60_000, 0)
  head.writeUInt32BE(60_000, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const bomb = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    pngChunk('eXIf', Buffer.from('secret-GPS')),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
  const seen = await look(bomb)
  expect([seen.mediaType, seen.picture]).toEqual(['application/octet-stream', null])
  // A picture of more pixels than are decoded is a file, of which the same goes.
  expect(seen.served?.includes('IDAT')).toBe(true)
  expect(seen.served?.includes('secret-')).toBe(false)
})

test('what can be run is never said to be what it claims', async () => {
  const script = '<script>alert(1)</script>'
  for (const text of [
    `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`,
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`,
    `<!doctype html>${script}`,
    'GIF89a/*',
    'alert(1)',
  ])
    expect([text, (await look(Buffer.from(text))).mediaType]).toEqual([text, 'application/octet-stream'])
  const pdf = await look(Buffer.from(`%PDF-1.7\n${script}`))
  expect([pdf.mediaType, pdf.picture]).toEqual(['application/pdf', null])
})
