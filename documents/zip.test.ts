import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { Unshowable } from './problem.ts'
import { unzip, xmlText } from './zip.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const zip = (files: Record<string, Uint8Array>) => zipSync(files) as Uint8Array<ArrayBuffer>

function problemOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof Unshowable ? error.problem : `thrown: ${error}`
  }
  return 'none'
}

/** The archive with a number of its directory's first entry replaced. */
function edited(archive: Uint8Array<ArrayBuffer>, field: number, value: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(archive)
  const view = new DataView(copy.buffer)
  for (let at = 0; at < copy.length - 4; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue
    view.setUint32(at + field, value, true)
    return copy
  }
  throw new Error('no directory')
}

test('what is packed comes out, stored or not', () => {
  const archive = zipSync({ 'a/b.xml': bytesOf('<a/>'.repeat(500)), 'c.bin': [bytesOf('raw'), { level: 0 }] })
  const files = unzip(archive as Uint8Array<ArrayBuffer>)
  expect([...files.keys()]).toEqual(['a/b.xml', 'c.bin'])
  expect(new TextDecoder().decode(files.get('c.bin'))).toBe('raw')
  expect(files.get('a/b.xml')?.length).toBe(2_000)
})

describe('a hostile archive is refused', () => {
  test.each(['../x', 'a/../../x', '/etc/passwd', 'C:\\x', 'a\\b', '__proto__/x'])('for the name %s', name => {
    expect(problemOf(() => unzip(zip(Object.fromEntries([[name, bytesOf('x')]]))))).toBe('unsafe')
  })
  test('that unpacks to too much', () => {
    const bomb = zip({ 'a.xml': new Uint8Array(5_000_000) })
    expect(bomb.length).toBeLessThan(10_000)
    expect(problemOf(() => unzip(bomb, { entries: 10, totalBytes: 1_000_000 }))).toBe('too_large')
    // It says less than it holds.
    expect(problemOf(() => unzip(edited(bomb, 24, 100), { entries: 10, totalBytes: 1_000_000 }))).toBe('unsafe')
  })
  test('with too many entries', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, bytesOf('x')]))
    expect(problemOf(() => unzip(zip(many), { entries: 10, totalBytes: 1_000 }))).toBe('too_large')
  })
  test('whose entries share their bytes', () => {
    const archive = zip({ a: bytesOf('x'.repeat(200)), b: bytesOf('y'.repeat(200)) })
    const view = new DataView(archive.buffer)
    const places: number[] = []
    for (let at = 0; at < archive.length - 4; at++) if (view.getUint32(at, true) === 0x02014b50) places.push(at)
    view.setUint32((places[1] ?? 0) + 42, 0, true)
    expect(problemOf(() => unzip(archive))).toBe('unsafe')
  })
  test('that is cut, or is none, or has a password', () => {
    const archive = zip({ a: bytesOf('x'.repeat(2_000)) })
    expect(problemOf(() => unzip(archive.slice(0, 40)))).toBe('damaged')
    expect(problemOf(() => unzip(new Uint8Array(0)))).toBe('damaged')
    expect(problemOf(() => unzip(bytesOf('not an archive at all, but long enough')))).toBe('damaged')
    expect(problemOf(() => unzip(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])))).toBe('password')
    expect(problemOf(() => unzip(edited(archive, 42, 0xffff)))).toBe('damaged')
  })
  test('at whatever byte it is damaged', () => {
    const archive = zip({ a: bytesOf('x'.repeat(500)), 'b/c': bytesOf('abc') })
    for (let at = 0; at < archive.length; at++) {
      const copy = new Uint8Array(archive)
      copy[at] = (copy[at] ?? 0) ^ 0xff
      expect(problemOf(() => unzip(copy, { entries: 100, totalBytes: 10_000 }))).not.toMatch(/^thrown/)
    }
  })
})

test('XML that declares entities is refused', () => {
  expect(problemOf(() => xmlText(bytesOf('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')))).toBe('unsafe')
  expect(xmlText(bytesOf('<a>&amp;</a>'))).toBe('<a>&amp;</a>')
})
