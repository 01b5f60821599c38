/* The logo at the sizes of trays and title bars, drawn for each so that its straight edges lie on whole pixels. */

const ground = '#0e7464'
const upper = '#fff'
const lower = '#9fe0d0'
const alert = '#d0362f'

/** Of one link, its middle line; of the other one, how far it lies to the right and below. In pixels. */
interface Links {
  width: number
  height: number
  right: number
  down: number
  stroke: number
  /** Diameter of the dot that stands for unread messages. */
  dot: number
}

/** By the size of the picture. At least 2 px lie between lines that do not touch. */
const links: Record<number, Links> = {
  16: { width: 8, height: 6, right: 4, down: 2, stroke: 2, dot: 7 },
  18: { width: 10, height: 7, right: 4, down: 3, stroke: 2, dot: 7 },
  20: { width: 10, height: 8, right: 4, down: 2, stroke: 2, dot: 9 },
  24: { width: 12, height: 10, right: 5, down: 3, stroke: 3, dot: 10 },
  32: { width: 15, height: 11, right: 6, down: 4, stroke: 3, dot: 14 },
  36: { width: 20, height: 14, right: 8, down: 6, stroke: 4, dot: 14 },
  40: { width: 20, height: 14, right: 8, down: 4, stroke: 4, dot: 17 },
  48: { width: 24, height: 17, right: 9, down: 6, stroke: 5, dot: 20 },
}

function linksOf(size: number): Links {
  const found = links[size]
  if (found === undefined) throw new Error(`no links are drawn for ${size} px`)
  return found
}

const svg = (size: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${content}</svg>`

/** All but `cut`, which is drawn in black. */
const without = (name: string, size: number, cut: string, content: string): string =>
  `<mask id="${name}" maskUnits="userSpaceOnUse"><rect width="${size}" height="${size}" fill="#fff"/>${cut}</mask><g mask="url(#${name})">${content}</g>`

/**
 * Two links of a chain, each of which lies above the other one once: it starts there, and ends under it.
 * @param gap pixels that are left free around what lies above
 */
function chain(size: number, first: string, second: string, gap: number): string {
  const { width, height, right, down, stroke } = linksOf(size)
  const [x, y, r] = [(size - width - right) / 2, (size - height - down) / 2, height / 2]
  const flat = width - height
  const above = `M${x + r + flat / 2} ${y + height}h${-flat / 2}`
  const under = Math.sqrt(r * r - (r - down) * (r - down))
  const whole = `${above}a${r} ${r} 0 0 1 0 ${-height}h${flat}a${r} ${r} 0 0 1 ${under} ${down}`
  const eighth = r * Math.SQRT1_2
  const part = `${above}a${r} ${r} 0 0 1 ${-eighth} ${eighth - r}`
  const line = (path: string, colour: string, wide = 0): string =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${stroke + wide}" stroke-linecap="round"/>`
  // The second one is the first one turned round.
  const turned = (content: string): string => `<g transform="rotate(180 ${size / 2} ${size / 2})">${content}</g>`
  if (gap === 0) return line(whole, first) + turned(line(whole, second)) + line(part, first)
  const cut = line(part, '#000', 2 * gap)
  return (
    without('first', size, turned(cut), line(whole, first)) + without('second', size, cut, turned(line(whole, second)))
  )
}

/** The dot in the corner. @param around pixels around it */
function dot(size: number, colour: string, around = 0): string {
  const r = linksOf(size).dot / 2
  return `<circle cx="${size - r}" cy="${r}" r="${r + around}" fill="${colour}"/>`
}
/** The dot has a gap around it, to read on any ground; no crumbs of the links are left beside it. */
const besideDot = (name: string, size: number, around: number, content: string): string =>
  without(name, size, dot(size, '#000', around), content)

/** The logo on its ground. @param size in pixels: 16, 20, 24, 32, 40 or 48 */
export function smallLogo(size: number, { unread }: { unread: boolean }): string {
  const tile = `<rect width="${size}" height="${size}" rx="${size / 4}" fill="${ground}"/>`
  const both = chain(size, upper, lower, 0)
  if (!unread) return svg(size, tile + both)
  return svg(
    size,
    besideDot('tile', size, size / 16, tile + besideDot('links', size, size / 6, both)) + dot(size, alert),
  )
}

/** The links alone: macOS colours a template by its alpha. @param size in pixels: 18 or 36 */
export function template(size: number, { unread }: { unread: boolean }): string {
  const both = chain(size, '#000', '#000', size / 18)
  return svg(size, unread ? besideDot('links', size, size / 5, both) + dot(size, '#000') : both)
}

/** The lines of the figures, in the middle of 16 by 16. No font is the same everywhere, nor made for this size. */
const figures = {
  1: 'M6.500 5.500L9 4V12',
  2: 'M6 6a2 2 0 0 1 4 0c0 2-4 3.500-4 6h4',
  3: 'M6 4h2a2 2 0 0 1 0 4h-1M8 8a2 2 0 0 1 0 4h-2',
  4: 'M9 12V4L5.500 10H11',
  5: 'M10 4H6v4h2a2 2 0 0 1 0 4H6',
  6: 'M9.500 4a3.500 4 0 0 0-3.500 4v2a2 2 0 0 0 4 0a2 2 0 0 0-4 0',
  7: 'M6 4h4L8 12',
  8: 'M8 4a2 2 0 0 1 0 4a2 2 0 0 1 0-4zM8 8a2 2 0 0 1 0 4a2 2 0 0 1 0-4z',
  9: 'M6.500 12a3.500 4 0 0 0 3.500-4v-2a2 2 0 0 0-4 0a2 2 0 0 0 4 0',
  more: 'M3.500 12a3.500 4 0 0 0 3.500-4v-2a2 2 0 0 0-4 0a2 2 0 0 0 4 0M10.500 8h3M12 6.500v3',
}

type Badge = keyof typeof figures
/** The names of the badges: a number, or `more`. */
export const badges = Object.keys(figures) as unknown as Badge[]

/** How many messages are unread, over the icon in Windows' task bar. */
export function badge(name: Badge): string {
  const line = `<path d="${figures[name]}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="square" stroke-linejoin="round"/>`
  return svg(16, `<circle cx="8" cy="8" r="8" fill="${alert}"/>${line}`)
}
