/* Sizes of the parts of a card, from what the card says to CSS. */

type Width = string | number | undefined

/** The pixels of `40px`; null for anything else. */
export function pixelsOf(width: Width): number | null {
  const found = typeof width === 'string' ? /^(\d{1,4})px$/.exec(width) : null
  return found ? Number(found[1]) : null
}

/** The weight of a width that is one; null for anything else. */
export function weightOf(width: Width): number | null {
  const weight = typeof width === 'number' ? width : /^\d{1,4}$/.test(width ?? '') ? Number(width) : Number.NaN
  return Number.isFinite(weight) && weight > 0 ? weight : null
}

/** What is between a column and the one before it, CSS pixels; `card.css` has the same between lines. */
const gaps: Partial<Record<string, number>> = { none: 0, small: 4, medium: 14, large: 18, extraLarge: 26, padding: 14 }

export const columnGap = (spacing: string | undefined): number => gaps[spacing ?? ''] ?? 10

/**
 * The tracks of columns side by side, and of what is between them: none is wider than there is room for, and those that
 * are as wide as what is in them leave some of it to the others.
 */
export function columnTracks(
  columns: readonly { width?: string | number; spacing?: string; items?: readonly unknown[] }[],
): string {
  const crowded = columns.some(({ width }) => width === 'auto')
  return columns
    .map(({ width, spacing, items = [] }, index) => {
      const gap = index === 0 ? '' : `${columnGap(spacing)}px `
      const pixels = pixelsOf(width)
      if (pixels !== null) return `${gap}minmax(0, ${pixels}px)`
      if (width === 'auto') return `${gap}minmax(0, max-content)`
      const least = crowded && items.length > 0 ? `min(96px, ${Math.floor(75 / columns.length)}%)` : '0'
      return `${gap}minmax(${least}, ${weightOf(width) ?? 1}fr)`
    })
    .join(' ')
}

/** The widths of the columns of a table in CSS; those without pixels share what is left by their weights. */
export function tableWidths(widths: readonly Width[]): string[] {
  const total = widths.reduce<number>((sum, width) => sum + (pixelsOf(width) === null ? (weightOf(width) ?? 1) : 0), 0)
  return widths.map(width => {
    const pixels = pixelsOf(width)
    return pixels === null ? `${Math.round(((weightOf(width) ?? 1) / total) * 1_000) / 10}%` : `${pixels}px`
  })
}

/** CSS pixels of the sizes of pictures. */
const pictureSizes = { small: 40, medium: 80, large: 160 } as const
/** A picture is never higher, CSS pixels, nor more than four times as high as it is wide: it is cut then. */
const highest = 360
const narrowest = 1 / 4
/** A box with a height of its own is not higher, CSS pixels. */
const highestBox = 400

/** How high a box is at least, CSS pixels; null: as high as what is in it. */
export function boxHeight(minHeight: string | undefined): number | null {
  const pixels = pixelsOf(minHeight)
  return pixels === null ? null : Math.min(pixels, highestBox)
}

type Natural = { width?: number | undefined; height?: number | undefined }

/** The shape of a picture: its width by its height, and how wide it may be so that it is not too high, CSS pixels. */
export function pictureShape({ width = 3, height = 1 }: Natural): { ratio: number; widest: number } {
  const ratio = Math.max(narrowest, width / height)
  return { ratio, widest: Math.round(highest * ratio) }
}

/** The size that a picture is asked to have, in pixels both ways; undefined: its own shape holds. */
export function askedSize(image: { width?: string; height?: string }): Natural | undefined {
  const width = pixelsOf(image.width)
  const height = pixelsOf(image.height)
  return width && height ? { width, height } : undefined
}

/** How wide a picture is drawn, CSS pixels; null: as wide as there is room. `natural`: its own size, where it is known. */
export function pictureWidth(
  image: { size?: string; width?: string; height?: string },
  natural: Natural,
): number | null {
  const pixels = pixelsOf(image.width)
  if (pixels !== null && pixels > 0) return pixels
  const height = pixelsOf(image.height)
  if (height !== null && height > 0) {
    const ratio = natural.width === undefined || natural.height === undefined ? 1 : pictureShape(natural).ratio
    return Math.max(1, Math.round(Math.min(height, highest) * ratio))
  }
  if (image.size !== undefined && Object.hasOwn(pictureSizes, image.size))
    return pictureSizes[image.size as keyof typeof pictureSizes]
  if (image.size === 'stretch' || natural.width === undefined || natural.height === undefined) return null
  return Math.max(1, Math.min(natural.width, pictureShape(natural).widest))
}

const wide = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/

/** How much room a text takes, in widths of a Latin letter; a Han character has two. */
export function roomOf(text: string): number {
  let room = 0
  for (const character of text) room += wide.test(character) ? 2 : 1
  return room
}
