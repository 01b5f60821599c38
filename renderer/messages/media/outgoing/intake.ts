/*
 * What a person gives to a conversation: dropped, pasted or chosen files. Pure.
 */

export type GivenKind = 'image' | 'video' | 'file'

/** Pictures that the window can decode, and that are shown as pictures. */
const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/bmp'])
const videos = new Set(['video/mp4', 'video/webm', 'video/quicktime', 'video/x-matroska'])

export function givenKind(type: string): GivenKind {
  if (pictures.has(type)) return 'image'
  return videos.has(type) ? 'video' : 'file'
}

/**
 * Whether the files of a clipboard count, or its words. Office puts a picture of what was copied beside its text: the
 * text wins. File managers put the names of the files there as text: the files win.
 */
export function filesWin(clipboard: { names: readonly string[]; plain: string; htmlText: string | null }): boolean {
  const { names, plain, htmlText } = clipboard
  if (names.length === 0) return false
  if (htmlText !== null) return htmlText.trim() === ''
  const lines = plain.split(/\r?\n/).filter(line => line.trim() !== '')
  return lines.every(line => names.some(name => line === name || endsWith(line, name)))
}

function endsWith(line: string, name: string): boolean {
  try {
    return decodeURIComponent(line).replaceAll('\\', '/').endsWith(`/${name}`)
  } catch {
    // A percent sign of its own.
    return line.replaceAll('\\', '/').endsWith(`/${name}`)
  }
}

/** Pixels of the longer side of a picture that is not sent as its original. */
export const sentPixels = 4_096
/** A picture of fewer bytes is not made smaller in bytes. */
const smallBytes = 300_000

/** What a picture becomes before it is sent; null: it goes as it is. */
export function shrinkPlan(picture: {
  type: string
  size: number
  width: number
  height: number
  original: boolean
}): { width: number; height: number; type: 'image/jpeg' | 'image/png' | 'image/webp' } | null {
  const { type, size, width, height, original } = picture
  // Moving pictures would stop; the server drops the position of every picture.
  if (original || type === 'image/gif') return null
  const scale = Math.min(1, sentPixels / Math.max(width, height))
  if (scale === 1 && type !== 'image/jpeg' && (type === 'image/png' || type === 'image/webp' || size < smallBytes))
    return null
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    type: type === 'image/png' || type === 'image/webp' ? type : 'image/jpeg',
  }
}

/** One message of what is sent: several pictures together, everything else alone. */
export function messagesOf<T extends { kind: GivenKind }>(
  items: readonly T[],
  asFiles: boolean,
  albumMost: number,
): { as: GivenKind; items: T[] }[] {
  const images = asFiles ? [] : items.filter(({ kind }) => kind === 'image')
  const albums: { as: GivenKind; items: T[] }[] = []
  for (let at = 0; at < images.length; at += albumMost)
    albums.push({ as: 'image', items: images.slice(at, at + albumMost) })
  const others = items
    .filter(({ kind }) => asFiles || kind !== 'image')
    .map(item => ({ as: asFiles ? ('file' as const) : item.kind, items: [item] }))
  return [...albums, ...others]
}
