import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

// electron-store imports the electron package, which downloads Electron unless this variable is set.
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
  test('keeps values over a restart, readable by its owner only', () => {
    openStoreFile(folder, 'settings').set('a.b', { c: 1 })
    const again = openStoreFile(folder, 'settings')
    expect(again.get('a.b')).toEqual({ c: 1 })
    expect(again.keptCopy).toBeNull()
    if (process.platform !== 'win32') expect(statSync(again.path).mode & 0o077).toBe(0)
  })

  test.each(['{"a": 1, ', '', '[1]', '5', 'null', '"a"'])(
    'keeps a file that is no JSON object (%s) and starts empty',
    old => {
      writeFileSync(join(folder, 'settings.json'), old)
      const file = openStoreFile(folder, 'settings')
      expect(file.get('a')).toBeUndefined()
      expect(file.keptCopy).not.toBeNull()
      expect(readFileSync(file.keptCopy ?? '', 'utf8')).toBe(old)
      file.set('a', 2)
      expect(openStoreFile(folder, 'settings').get('a')).toBe(2)
    },
  )

  test('makes only one copy', () => {
    const file = openStoreFile(folder, 'settings')
    file.set('a', 'wrong')
    file.keepCopy()
    file.keepCopy()
    expect(readdirSync(folder).filter(name => name.includes('damaged'))).toHaveLength(1)
  })
})
