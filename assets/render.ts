import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { badge, badges, smallLogo, template } from './glyph.ts'
import { icoOf, type Pixels } from './ico.ts'

/*
 * Draws the app's pictures from icon.svg and, the small ones, from glyph.ts: `node assets/render.ts`, with Chromium in PATH or named in LIANQUN_CHROMIUM.
 * The pictures are committed; run it again when the logo changes.
 */

const folder = import.meta.dirname
const svg = (viewBox: string, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${content}</svg>`
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
const states = [
  ['normal', { unread: false }],
  ['unread', { unread: true }],
] as const
// The scales of Linux' notification areas.
for (const [suffix, size] of [
  ['', 16],
  ['@1.25x', 20],
  ['@1.5x', 24],
  ['@2x', 32],
  ['@3x', 48],
] as const)
  for (const [name, state] of states)
    pictures.push({ name: `tray/${name}${suffix}.png`, size, source: smallLogo(size, state) })
for (const [suffix, scale] of [
  ['', 1],
  ['@2x', 2],
] as const) {
  const size = 18 * scale
  for (const [name, state] of states)
    pictures.push({ name: `tray/${name}Template${suffix}.png`, size, source: template(size, state) })
  for (const name of badges)
    pictures.push({ name: `badge/${name}${suffix}.png`, size: 16 * scale, source: badge(name) })
}
// Windows takes each size from one file: those of its task bar and notification area are drawn, larger ones are scaled.
const drawn = [16, 20, 24, 32, 40, 48]
const icons = [
  ...states.map(([name, state]) => ({
    name: `tray/${name}.ico`,
    pictures: drawn.map(size => ({ size, source: smallLogo(size, state) })),
  })),
  {
    name: 'icon.ico',
    pictures: [
      ...drawn.map(size => ({ size, source: smallLogo(size, { unread: false }) })),
      ...[64, 128, 256].map(size => ({ size, source: logo })),
    ],
  },
]

const browser = await chromium.launch({ executablePath: process.env.LIANQUN_CHROMIUM ?? inPath('chromium') })
try {
  const page = await browser.newPage()
  const write = async (name: string, bytes: Buffer): Promise<void> => {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
  for (const { name, ...picture } of pictures) await write(name, await draw(page, picture))
  for (const icon of icons) {
    const pixels: Pixels[] = []
    for (const picture of icon.pictures)
      pixels.push({ size: picture.size, rgba: await pixelsOf(page, await draw(page, picture)) })
    await write(icon.name, icoOf(pixels))
  }
} finally {
  await browser.close()
}

/** A PNG of a picture. */
async function draw(page: Page, { size, source }: { size: number; source: string }): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}body>svg{display:block;width:${size}px;height:${size}px}</style>${source}`,
  )
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } })
}

/** Red, green, blue and alpha of the pixels of a PNG. */
async function pixelsOf(page: Page, png: Buffer): Promise<Uint8Array> {
  const bytes = await page.evaluate(
    async address => {
      const image = await createImageBitmap(await (await fetch(address)).blob())
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
      canvas?.drawImage(image, 0, 0)
      return [...(canvas?.getImageData(0, 0, image.width, image.height).data ?? [])]
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  return Uint8Array.from(bytes)
}

function inPath(program: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = folders.map(path => join(path, program)).find(path => existsSync(path))
  if (found === undefined) throw new Error(`${program} is not in PATH: name a Chromium in LIANQUN_CHROMIUM`)
  return found
}
