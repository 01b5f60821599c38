import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { icoOf } from './ico.ts'

const at = (name: string): string => join(import.meta.dirname, name)

/** Sizes of the pictures in a .ico, each checked against the bitmap it points to. */
function sizesOf(ico: Buffer): number[] {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index
    const size = ico.readUInt8(entry) || 256
    const bitmap = ico.readUInt32LE(entry + 12)
    expect([ico.readInt32LE(bitmap + 4), ico.readInt32LE(bitmap + 8)]).toEqual([size, 2 * size])
    expect(bitmap + ico.readUInt32LE(entry + 8)).toBeLessThanOrEqual(ico.length)
    return size
  })
}

/** Width of a PNG. */
const widthOf = (name: string): number => readFileSync(at(name)).readUInt32BE(16)

test('an icon file has its pixels from below, in blue, green, red and alpha', () => {
  const rgba = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
  const ico = icoOf([{ size: 2, rgba }])
  expect(sizesOf(ico)).toEqual([2])
  expect([...ico.subarray(22 + 40, 22 + 56)]).toEqual([11, 10, 9, 12, 15, 14, 13, 16, 3, 2, 1, 4, 7, 6, 5, 8])
})

test('Windows finds the program and the tray at the size of each scale', () => {
  expect(sizesOf(readFileSync(at('icon.ico')))).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256])
  for (const name of ['tray/normal.ico', 'tray/unread.ico'])
    expect(sizesOf(readFileSync(at(name)))).toEqual([16, 20, 24, 32, 40, 48])
})

test.each(['normal', 'unread'])('the tray has %s at the scales of Linux and as a template of macOS', name => {
  const widths = { '': 16, '@1.25x': 20, '@1.5x': 24, '@2x': 32, '@3x': 48, Template: 18, 'Template@2x': 36 }
  for (const [suffix, width] of Object.entries(widths)) expect(widthOf(`tray/${name}${suffix}.png`)).toBe(width)
  expect(existsSync(at(`tray/${name}Template@3x.png`))).toBe(false)
})
