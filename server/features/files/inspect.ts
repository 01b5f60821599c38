import { readFile } from 'node:fs/promises'
import { type FileVariant, fileVariants } from '@lianqun/protocol'
import { fileTypeFromFile } from 'file-type'
import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { boxed, type Erasure, erased, erasuresOf } from './strip-boxes.ts'
import { withoutPosition } from './strip-position.ts'

/** What a file is by its content. */
export interface Inspected {
  mediaType: string
  /** The bytes to serve in place of the file's own; null: those. */
  served: Buffer | null
  /** What is to be erased of the file's own bytes before they are served. */
  erasures: Erasure[]
  picture: Picture | null
}

export interface Picture {
  /** Pixels as shown. */
  width: number
  height: number
  placeholder: string
  variants: Record<FileVariant, Buffer>
}

/** Types that are decoded. Others may be pictures too, and are served as files. */
const decoded = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])
/** A larger picture is not read into memory, bytes. */
const largestPicture = 64 * 1_048_576
/** Pixels of the largest picture that is decoded: 100 megapixels take 400 MB for a moment. */
const limitInputPixels = 100_000_000

/** What nobody knows by its first bytes, such as a text. */
const anyBytes = 'application/octet-stream'

/** What a browser would run or show as a page, whatever it is called: it is served as bytes. */
const active = /^text\/|xml|html|svg|script|x-shockwave|x-mimearchive|rfc822/

/**
 * Looks at a file. A picture that cannot be decoded, or is too large to be, is a file like any other: its bytes are
 * never served as a picture. What it says about where it was taken goes all the same, as far as it can be read.
 */
export async function inspect(path: string, size: number): Promise<Inspected> {
  const found = (await fileTypeFromFile(path).catch(() => undefined))?.mime ?? anyBytes
  const mediaType = active.test(found) && !found.includes('officedocument') ? anyBytes : found
  const plain = { mediaType, served: null, erasures: [], picture: null }
  const unknown = { ...plain, mediaType: anyBytes }
  if (boxed.test(mediaType)) return inspectBoxed(path, size, mediaType)
  if (!decoded.has(mediaType)) return plain
  if (size > largestPicture) return unknown
  const bytes = await readFile(path)
  let served: Buffer | null = null
  try {
    served = withoutPosition(bytes, mediaType)
    return { ...plain, served, picture: await readPicture(served ?? bytes) }
  } catch {
    // The sender is told nothing new: it is not a picture that can be shown.
    return { ...unknown, served }
  }
}

/** A film, or a picture in the boxes of one. */
async function inspectBoxed(path: string, size: number, mediaType: string): Promise<Inspected> {
  const none = { mediaType: anyBytes, served: null, erasures: [], picture: null }
  try {
    const erasures = await erasuresOf(path, size)
    if (!decoded.has(mediaType)) return { ...none, mediaType, erasures }
    if (size > largestPicture) return { ...none, erasures }
    const served = erased(await readFile(path), erasures)
    const picture = await readPicture(served).catch(() => null)
    return { ...none, ...(picture && { mediaType, picture }), erasures }
  } catch {
    return none
  }
}

/** The middle of a picture that was decoded before: a square of so many pixels, as WebP. */
export function squareOf(picture: Buffer, pixels: number): Promise<Buffer> {
  return sharp(picture, { limitInputPixels })
    .resize(pixels, pixels, { fit: 'cover' })
    .flatten({ background: '#fff' })
    .webp({ quality: 82 })
    .toBuffer()
}

/** @throws when it cannot be decoded */
async function readPicture(bytes: Buffer): Promise<Picture> {
  const open = () => sharp(bytes, { limitInputPixels, failOn: 'error' }).autoOrient()
  const { autoOrient } = await open().metadata()
  const preview = await open()
    .resize(fileVariants.preview, fileVariants.preview, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
  const thumbnail = await sharp(preview)
    .resize(fileVariants.thumbnail, fileVariants.thumbnail, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 75 })
    .toBuffer()
  const { data, info } = await sharp(thumbnail)
    .resize(100, 100, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const placeholder = Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
  return { width: autoOrient.width, height: autoOrient.height, placeholder, variants: { thumbnail, preview } }
}
