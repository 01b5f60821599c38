import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseDataFolder, dataFolder } from './data-folder.ts'

const usual = { chosen: false, name: 'Lianqun', env: { LOCALAPPDATA: 'local' } }

test('on Windows the data stays on the machine; elsewhere, or where a folder was given, it is as Electron has it', () => {
  expect(dataFolder({ ...usual, platform: 'win32' })).toBe(join('local', 'Lianqun'))
  expect(dataFolder({ ...usual, platform: 'win32', chosen: true })).toBe(null)
  expect(dataFolder({ ...usual, platform: 'win32', env: {} })).toBe(null)
  for (const platform of ['darwin', 'linux'] as const) expect(dataFolder({ ...usual, platform })).toBe(null)
})

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lianqun-data-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function onWindows() {
  const roaming = join(root, 'Roaming', 'Lianqun')
  const folder = join(root, 'Local', 'Lianqun')
  mkdirSync(roaming, { recursive: true })
  writeFileSync(join(roaming, 'settings.json'), '{}')
  const paths = new Map([['userData', roaming]])
  const logged: string[] = []
  const app = {
    getPath: (name: string) => paths.get(name) ?? '',
    setPath: (name: string, path: string) => void paths.set(name, path),
    getName: () => 'Lianqun',
    commandLine: { hasSwitch: () => false },
  }
  const use = () =>
    chooseDataFolder({
      app: app as never,
      platform: 'win32',
      env: { LOCALAPPDATA: join(root, 'Local') },
      log: message => logged.push(message),
    })
  return { use, roaming, folder, paths, logged }
}

test('the data of an earlier version moves there', () => {
  const { use, roaming, folder, paths, logged } = onWindows()
  mkdirSync(join(root, 'Local'))
  use()
  expect([...paths]).toEqual([
    ['userData', folder],
    ['sessionData', folder],
  ])
  expect(existsSync(roaming)).toBe(false)
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe('{}')
  expect(logged).toEqual([])
})

test('data that cannot be moved stays in use where it is', () => {
  const { use, roaming, paths, logged } = onWindows()
  // Without the folder above it the move fails.
  use()
  expect([...paths]).toEqual([['userData', roaming]])
  expect(existsSync(join(roaming, 'settings.json'))).toBe(true)
  expect(logged).toHaveLength(1)
})
