import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { environmentOf, findElectron, whyItEnded } from './electron-binary.ts'

const root = mkdtempSync(join(tmpdir(), 'lianqun-electron-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let count = 0

/** A package of Electron whose installer is the given script. */
function setUp(installer: string, env: NodeJS.ProcessEnv = {}) {
  const folder = join(root, String(++count))
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}')
  writeFileSync(join(folder, 'install.js'), installer)
  const said: string[] = []
  const failed = join(folder, 'failed')
  const find = (insist = false) =>
    findElectron({ folder, failed, insist, env, platform: 'linux', say: line => said.push(line) })
  return { folder, failed, said, find }
}

const installs = `const fs = require('node:fs'), path = require('node:path')
fs.mkdirSync(path.join(__dirname, 'dist'))
fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), process.env.ELECTRON_RUN_AS_NODE ?? 'clean')
fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron')`

describe('Electron’s executable', () => {
  test('is downloaded once', async () => {
    const { folder, find, said } = setUp(installs)
    expect(await find()).toBe(join(folder, 'dist', 'electron'))
    writeFileSync(join(folder, 'install.js'), 'process.exit(1)')
    expect(await find()).toBe(join(folder, 'dist', 'electron'))
    expect(said).toHaveLength(1)
  })

  test('that cannot be downloaded: says why and what helps, and is not tried again for a day', async () => {
    const { find, said, failed } = setUp(
      `console.error('TypeError: fetch failed\\n    at somewhere\\nmore'); process.exit(1)`,
    )
    expect(await find()).toBeNull()
    expect(said.join('\n')).toMatch(/Electron cannot be fetched here: TypeError: fetch failed\n.*ELECTRON_MIRROR/)
    expect(said).toContain('  more')
    expect(said.join('\n')).not.toContain('at somewhere')
    expect(existsSync(failed)).toBe(true)
    said.length = 0
    expect(await find()).toBeNull()
    expect(said).toEqual([expect.stringContaining('TypeError: fetch failed')])
    said.length = 0
    expect(await find(true)).toBeNull()
    expect(said.length).toBeGreaterThan(1)
  })

  test('whose installer says nothing, or cannot run, is not waited for', async () => {
    const silent = setUp('process.exit(3)')
    expect(await silent.find()).toBeNull()
    expect(silent.said.join('\n')).toContain('its installer ended with code 3')
    const idle = setUp('')
    expect(await idle.find()).toBeNull()
    expect(idle.said.join('\n')).toContain('without a word')
  })

  test('is that of ELECTRON_OVERRIDE_DIST_PATH, if it is there', async () => {
    const given = join(root, 'given')
    mkdirSync(given)
    const { find, said } = setUp('process.exit(1)', { ELECTRON_OVERRIDE_DIST_PATH: given })
    expect(await find()).toBeNull()
    expect(said.join()).toContain('ELECTRON_OVERRIDE_DIST_PATH')
    writeFileSync(join(given, 'electron'), '')
    expect(await find()).toBe(join(given, 'electron'))
  })

  test('does not run as a plain Node, though an editor’s terminal says so', () => {
    expect(environmentOf({ ELECTRON_RUN_AS_NODE: '1', LANG: 'C' })).toEqual({ LANG: 'C' })
  })

  test.each([
    [{ code: null, signal: 'SIGTRAP' }, { restrictsSandbox: true }, 'SIGTRAP: AppArmor'],
    [{ code: 1, signal: null }, { isRoot: true }, 'code 1: it does not run as root'],
    [{ code: 1, signal: null }, { platform: 'win32', restrictsSandbox: true }, 'code 1'],
  ] as const)('that ended with %o says how, and why where that is known', (ended, changes, words) => {
    const usual = { platform: 'linux', isRoot: false, restrictsSandbox: false } as const
    expect(whyItEnded({ ...usual, ...ended, ...changes })).toMatch(new RegExp(words))
  })
})
