import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileRef, fileRoutes } from '@lianqun/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { inspect } from './inspect.ts'

/* What is served of pictures and films, over HTTP, says nothing of where and with what they were taken. */

let workspace: TestWorkspace
let token: string
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  const device = { id: 't', name: 'test', platform: 'linux' }
  token = (await workspace.server.domain.issueSession('a', device)).accessToken
})
afterAll(() => workspace.end())

const secrets = ['secret-', 'GPS', '31.2304', 'SN12345678', 'xmpmeta']
const exif = {
  IFD0: { Make: 'secret-camera' },
  IFD2: { BodySerialNumber: 'SN12345678' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1', GPSMapDatum: 'secret-datum' },
}
const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret-xmp exif:GPSLatitude="31.2304N"/></x:xmpmeta>'
const red = { create: { width: 40, height: 20, channels: 3 as const, background: '#e00' } }

const add = (from: Buffer | { path: string }, name: string): Promise<FileRef> =>
  workspace.server.domain.addFile({ from, name, uploaderId: 'a' })
async function served(file: FileRef, variant?: 'thumbnail' | 'preview'): Promise<Buffer> {
  const path = `${fileRoutes.file(file.id)}${variant === undefined ? '' : `/${variant}`}`
  const answer = await fetch(workspace.server.httpUrl + path, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}
const found = (bytes: Buffer) => secrets.filter(word => bytes.includes(word))

/** A box of ISO/IEC 14496-12. */
function box(type: string, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
const pixels = Buffer.from('what plays, which stays where it is')
const film = (brand: string, ...more: Buffer[]) =>
  Buffer.concat([
    box('ftyp', brand, Buffer.alloc(4), brand),
    box('free', 'secret-leftover'),
    box('mdat', pixels),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      box('trak', box('tkhd', Buffer.alloc(84)), box('udta', box('loci', 'secret-place')), box('meta', 'SN12345678')),
      box('udta', box('\u00a9xyz', '+31.2304+121.4737/'), box('\u00a9mak', 'secret-camera')),
      box('meta', 'com.apple.quicktime.location.ISO6709 +31.2304+121.4737/'),
      box('uuid', Buffer.alloc(16), xmp),
    ),
    ...more,
  ])

describe('pictures', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('%s', async type => {
    const made = await sharp(red).withExif(exif).withMetadata({ orientation: 6 }).withXmp(xmp).toFormat(type).toBuffer()
    const bytes = type === 'gif' ? withExtensions(made) : made
    expect(found(bytes)).not.toEqual([])
    const file = await add(bytes, `a.${type}`)
    expect([file.mediaType, file.previews]).toEqual([`image/${type}`, true])
    // A GIF cannot say it.
    expect([file.width, file.height]).toEqual(type === 'gif' ? [40, 20] : [20, 40])
    const whole = await served(file)
    expect(whole.length).toBe(file.size)
    const raw = async (from: Buffer) => (await sharp(from).autoOrient().removeAlpha().raw().toBuffer()).toString('hex')
    expect(await raw(whole)).toBe(await raw(bytes))
    for (const each of [whole, await served(file, 'preview'), await served(file, 'thumbnail')])
      expect(found(each)).toEqual([])
  })

  test('HEIC, which nothing here decodes, is a file without them', async () => {
    const avif = await sharp(red).withExif(exif).withXmp(xmp).avif().toBuffer()
    const bytes = Buffer.from(avif.toString('latin1').replaceAll('avif', 'heic'), 'latin1')
    expect(found(bytes)).not.toEqual([])
    const file = await add(bytes, 'IMG_1.HEIC')
    expect([file.mediaType, file.previews, file.size]).toEqual(['image/heic', undefined, bytes.length])
    expect(found(await served(file))).toEqual([])
  })

  test('colours are meant as before, and the small pictures show them', async () => {
    for (const type of ['jpeg', 'png', 'webp'] as const) {
      const p3 = sharp(red).withExif(exif).withIccProfile('p3')
      const bytes = await p3.toFormat(type, type === 'webp' ? { lossless: true } : {}).toBuffer()
      const file = await add(bytes, `a.${type}`)
      const whole = await served(file)
      expect((await sharp(whole).metadata()).icc?.equals((await sharp(bytes).metadata()).icc ?? Buffer.alloc(0))).toBe(
        true,
      )
      const [shown = 0] = await sharp(await served(file, 'thumbnail'))
        .raw()
        .toBuffer()
      expect([type, Math.abs(shown - 0xee) < 6]).toEqual([type, true])
    }
  })

  test('in a frame of an animation neither', async () => {
    const frame = Buffer.concat([Buffer.alloc(16), riff('EXIF', 'secret-EXIF'), riff('VP8L', 'xx')])
    const bytes = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), riff('VP8X', '\0'.repeat(10)), riff('ANMF', frame)])
    bytes.writeUInt32LE(bytes.length - 8, 4)
    const path = join(workspace.dataDir, 'frame.webp')
    writeFileSync(path, Buffer.concat([bytes, Buffer.from('secret-trailer')]))
    const seen = await inspect(path, bytes.length)
    expect(seen.served?.includes('secret')).toBe(false)
    expect(seen.served?.includes('VP8L')).toBe(true)
  })
})

describe('films', () => {
  test.each([
    ['isom', 'video/mp4'],
    ['qt  ', 'video/quicktime'],
    ['3gp5', 'video/3gpp'],
    ['M4A ', 'audio/x-m4a'],
  ])('%s', async (brand, mediaType) => {
    const bytes = film(brand, box('SEFT', 'secret-trailer'))
    const file = await add(bytes, 'a')
    expect([file.mediaType, file.size]).toEqual([mediaType, bytes.length])
    const whole = await served(file)
    expect(found(whole)).toEqual([])
    expect(whole.indexOf(pixels)).toBe(bytes.indexOf(pixels))
    expect(whole.subarray(0, bytes.indexOf('free')).equals(bytes.subarray(0, bytes.indexOf('free')))).toBe(true)
  })

  test('one on the disk of somebody else stays as it is', async () => {
    const path = join(workspace.dataDir, 'film.mp4')
    const bytes = film('isom')
    writeFileSync(path, bytes)
    const file = await add({ path }, 'film.mp4')
    expect(found(await served(file))).toEqual([])
    expect((await readFile(path)).equals(bytes)).toBe(true)
  })

  test('one of the same bytes is not uploaded again', async () => {
    const bytes = film('isom', box('free', 'secret-other'))
    const file = await add(bytes, 'a.mp4')
    const a = await workspace.client('a')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const claimed = (await a.request('file.claim', { sha256, name: 'b.mp4' })).file
    expect(claimed).toMatchObject({ size: file.size, mediaType: 'video/mp4' })
  })

  test.each([
    ['cut off', film('isom').subarray(0, 300)],
    ['boxes that end nowhere', Buffer.concat([film('isom'), Buffer.from('7fffffff6d6f6f76', 'hex')])],
    ['a box smaller than its head', Buffer.concat([film('isom'), Buffer.from('000000046d6f6f76', 'hex')])],
    [
      'items behind the end',
      Buffer.concat([box('ftyp', 'heic', Buffer.alloc(4), 'mif1'), items(0x4400, '7fffffff7fffffff')]),
    ],
    [
      'items without a place, by the million',
      Buffer.concat([box('ftyp', 'heic', Buffer.alloc(4), 'mif1'), items(0, '')]),
    ],
  ])('%s: it ends, and no byte is written behind', async (_what, bytes) => {
    const file = await add(bytes, 'a')
    expect((await served(file)).length).toBe(bytes.length)
  })
})

/** The items of a picture: EXIF, at `extents`. */
function items(sizes: number, extents: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(sizes, 4)
  head.writeUInt16BE(1, 6)
  const item = Buffer.from('000100000001', 'hex')
  if (sizes === 0) item.writeUInt16BE(0xffff, 4)
  const entry = Buffer.concat([Buffer.from('0200000000010000', 'hex'), Buffer.from('Exif\0')])
  return box(
    'meta',
    Buffer.alloc(4),
    box('iinf', Buffer.from('000000000001', 'hex'), box('infe', entry)),
    box('iloc', head, item, Buffer.from(extents, 'hex')),
  )
}

function riff(type: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body)
  const head = Buffer.from(`${type}\0\0\0\0`)
  head.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
}

/** A GIF with a comment and XMP before its picture, as programs write them. */
function withExtensions(gif: Buffer): Buffer {
  const at = 13 + ((gif.readUInt8(10) & 0x80) === 0 ? 0 : 3 * 2 ** ((gif.readUInt8(10) & 7) + 1))
  const blocks = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text), Buffer.from([0])])
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe]), blocks('secret-comment')])
  const application = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), blocks(xmp)])
  return Buffer.concat([gif.subarray(0, at), comment, application, gif.subarray(at), Buffer.from('secret-trailer')])
}
