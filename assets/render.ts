import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

/*
 * Draws the app's pictures from icon.svg: `node assets/render.ts`, with Chromium in PATH or named in LIANQUN_CHROMIUM.
 * The pictures are committed; run it again when the logo changes.
 */

const folder = import.meta.dirname
const links = [
  'M13.500 19.500h-2a5 5 0 0 1 0-10h4a5 5 0 0 1 5 5',
  'M18.500 12.500h2a5 5 0 0 1 0 10h-4a5 5 0 0 1-5-5',
] as const

const svg = (viewBox: string, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${content}</svg>`
const stroke = (path: string, colour: string, width: number): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`

/** The logo for sizes at which its thin lines would blur. */
const small = `<rect width="32" height="32" rx="8.5" fill="#0e7464"/>${stroke(links[0], '#fff', 3)}${stroke(links[1], '#9fe0d0', 3)}`
/** A dot with a gap around it, so that it reads on any ground. */
const dot = `<circle cx="25" cy="7" r="7" fill="#d0362f"/>`
const cut = (content: string, radius: number): string =>
  `<mask id="gap"><rect width="32" height="32" fill="#fff"/><circle cx="25" cy="7" r="${radius}" fill="#000"/></mask><g mask="url(#gap)">${content}</g>`
/** macOS colours a template by its alpha alone: the lines, without the ground. */
const template = stroke(links[0], '#000', 3.4) + stroke(links[1], '#000', 3.4)
const templateBox = '4 4 24 24'
const templateDot = `<circle cx="24.500" cy="7.500" r="3.500" fill="#000"/>`

function badge(text: string): string {
  const size = text.length === 1 ? 23 : 18
  const font = 'font-family="Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif" font-weight="700"'
  return svg(
    '0 0 32 32',
    `<circle cx="16" cy="16" r="16" fill="#d0362f"/><text x="16" y="16" dy=".355em" text-anchor="middle" fill="#fff" font-size="${size}" ${font}>${text}</text>`,
  )
}

const logo = await readFile(join(folder, 'icon.svg'), 'utf8')
const pictures: { name: string; size: number; source: string }[] = [
  { name: 'icon.png', size: 1024, source: logo },
  // macOS icons leave a tenth free on each side.
  {
    name: 'icon-mac.png',
    size: 1024,
    source: svg('0 0 1024 1024', `<svg x="100" y="100" width="824" height="824" viewBox="0 0 32 32">${logo}</svg>`),
  },
]
// The scales of Windows' and Linux' notification areas.
for (const [suffix, size] of [
  ['', 16],
  ['@1.25x', 20],
  ['@1.5x', 24],
  ['@2x', 32],
  ['@3x', 48],
] as const) {
  pictures.push({ name: `tray/normal${suffix}.png`, size, source: svg('0 0 32 32', small) })
  pictures.push({ name: `tray/unread${suffix}.png`, size, source: svg('0 0 32 32', cut(small, 9) + dot) })
}
for (const [suffix, scale] of [
  ['', 1],
  ['@2x', 2],
] as const) {
  const size = 18 * scale
  pictures.push({ name: `tray/normalTemplate${suffix}.png`, size, source: svg(templateBox, template) })
  pictures.push({
    name: `tray/unreadTemplate${suffix}.png`,
    size,
    source: svg(templateBox, cut(template, 6) + templateDot),
  })
  for (const text of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+']) {
    const name = text === '9+' ? 'more' : text
    pictures.push({ name: `badge/${name}${suffix}.png`, size: 16 * scale, source: badge(text) })
  }
}

const browser = await chromium.launch({ executablePath: process.env.LIANQUN_CHROMIUM ?? inPath('chromium') })
try {
  const page = await browser.newPage()
  for (const { name, size, source } of pictures) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(
      `<style>html,body{margin:0;background:transparent}body>svg{display:block;width:${size}px;height:${size}px}</style>${source}`,
    )
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(
      file,
      await page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } }),
    )
  }
} finally {
  await browser.close()
}

function inPath(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = folders.map(path => join(path, program)).find(path => existsSync(path))
  if (found === undefined) throw new Error(`${program} is not in PATH: name a Chromium in LIANQUN_CHROMIUM`)
  return found
}
