import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

// electron-store asks the electron package for a path, which fetches the program unless it is told where one is.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nowhere'
})

const { openStoreFile } = await import('./store-file.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a store file', () => {
  test('keeps what is set over a restart, readable by its owner only', () => {
    openStoreFile(folder, 'settings').set('a.b', { c: 1 })
    const again = openStoreFile(folder, 'settings')
    expect(again.get('a.b')).toEqual({ c: 1 })
    expect(again.keptCopy).toBeNull()
    if (process.platform !== 'win32') expect(statSync(again.path).mode & 0o077).toBe(0)
  })

  test('starts anew beside a file that is no JSON, and keeps that file', () => {
    writeFileSync(join(folder, 'settings.json'), '{"a": 1, ')
    const file = openStoreFile(folder, 'settings')
    expect(file.get('a')).toBeUndefined()
    expect(file.keptCopy).not.toBeNull()
    expect(readFileSync(file.keptCopy ?? '', 'utf8')).toBe('{"a": 1, ')
    file.set('a', 2)
    expect(openStoreFile(folder, 'settings').get('a')).toBe(2)
  })

  test('keeps one copy however often it is asked to', () => {
    const file = openStoreFile(folder, 'settings')
    file.set('a', 'wrong')
    file.keepCopy()
    file.keepCopy()
    expect(readdirSync(folder).filter(name => name.includes('damaged'))).toHaveLength(1)
  })
})
