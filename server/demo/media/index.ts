import sharp from 'sharp'
import { plan, poster, whiteboard } from './boards.ts'
import { pdf, type Sheet, workbook } from './documents.ts'
import { bikeShop, cabin, delivery, display, hills, nightlight, rack, storefront, unboxing, workshop } from './shops.ts'
import { voice } from './sound.ts'
import { webm } from './webm.ts'

export type { Sheet } from './documents.ts'
/** The scenes that pictures show, each an SVG of its arguments. */
export const scenes = {
  storefront,
  display,
  cabin,
  unboxing,
  delivery,
  rack,
  bikeShop,
  workshop,
  hills,
  nightlight,
  poster,
  whiteboard,
  plan,
}

/** A picture of a scene. */
export interface Photo {
  name: string
  svg: () => string
}

/** What a message of the demo shows besides its words. It is made when the demo is filled. */
export type Media =
  | { photos: readonly Photo[] }
  | { sheets: readonly Sheet[]; name: string }
  | { pages: readonly (() => string)[]; name: string }
  /** A video of a scene that breathes for `seconds`. */
  | { video: (breath: number) => string; seconds: number; name: string }
  | { voice: { seconds: number; pitch: number } }

/** Fewer dots than the scene has units: it takes half the time. */
const photoDensity = 60

const jpeg = (svg: string): Promise<Buffer> =>
  sharp(Buffer.from(svg), { density: photoDensity }).jpeg({ quality: 82 }).toBuffer()

export const photo = ({ svg }: Photo): Promise<Buffer> => jpeg(svg())

export const spreadsheet = ({ sheets }: { sheets: readonly Sheet[] }): Buffer => workbook(sheets)

/** The pages as one document. */
export async function papers(pages: readonly (() => string)[]): Promise<Buffer> {
  const pictures = await Promise.all(
    pages.map(async page => {
      const { data, info } = await sharp(Buffer.from(page()))
        .jpeg({ quality: 88 })
        .toBuffer({ resolveWithObject: true })
      return { jpeg: data, width: info.width, height: info.height }
    }),
  )
  return pdf(pictures)
}

const [videoWidth, videoHeight, frameMs] = [768, 432, 120]
const videoDensity = 38.4

/** A video of a scene, and its first frame. */
export async function film(scene: (breath: number) => string, seconds: number) {
  const count = Math.round((seconds * 1_000) / frameMs)
  const frames: Buffer[] = []
  for (let i = 0; i < count; i++) {
    const breath = 0.5 - 0.5 * Math.cos((i / count) * 2 * Math.PI * Math.max(1, Math.round(seconds / 3)))
    const picture = sharp(Buffer.from(scene(breath)), { density: videoDensity }).resize(videoWidth, videoHeight, {
      fit: 'cover',
    })
    frames.push(await picture.webp({ quality: 70, effort: 0 }).toBuffer())
  }
  return {
    bytes: webm(frames, { width: videoWidth, height: videoHeight, frameMs }),
    poster: await jpeg(scene(0.6)),
    width: videoWidth,
    height: videoHeight,
    durationMs: count * frameMs,
  }
}

export { voice }
