import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractFile, listPackage, statFile } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, type Configuration, type LinuxPackager, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readUpdateConfig } from '../../main/shell/updates.ts'
import { packagingConfig } from './config.ts'
import { makeDummyElectron } from './dummy-electron.ts'
import { ensureNative, nativesOf } from './natives.ts'
import { completeWindowsProgram, importsOf } from './windows-runtime.ts'

/*
 * Packs the client as `npm run package -- --dir` does, but around a dummy Electron, and looks into the result. The
 * prebuilt database of another platform is fetched once; a machine that cannot fetch it skips that platform.
 */

const root = join(import.meta.dirname, '../..')
const version = '45.0.0'
/** State of a fuse in the binary: an ASCII digit. */
const enabled = '1'.charCodeAt(0)
/** The parts of electron-builder that write the desktop entry and the deb, whose tool is not an npm package. */
const insides = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const { LinuxTargetHelper } = insides('app-builder-lib/out/targets/LinuxTargetHelper.js') as {
  LinuxTargetHelper: new (packager: LinuxPackager) => LinuxHelper
}
const { default: Deb } = insides('app-builder-lib/out/targets/FpmTarget.js') as {
  default: new (
    name: string,
    packager: LinuxPackager,
    helper: LinuxHelper,
    folder: string,
  ) => {
    computeFpmMetaInfoOptions(): Promise<unknown>
  }
}

interface LinuxHelper {
  computeDesktopEntry(options: object, exec: string): Promise<string>
  getDesktopFileName(): string
}

interface Packed {
  /** Folder of the program; on macOS of its contents. */
  program: string
  resources: string
  /** Paths in the archive, with slashes. */
  files: string[]
  packager: LinuxPackager
}

const folder = mkdtempSync(join(tmpdir(), 'lianqun-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Fetches what the platform needs; null or why it cannot be packed here. */
function unpackable(platform: NodeJS.Platform, arch: string): string | null {
  // electron-builder itself refuses to pack for macOS on Windows.
  if (platform === 'darwin' && process.platform === 'win32') return 'cannot be packed on Windows'
  try {
    for (const name of nativesOf(platform, platform === 'darwin' ? ['x64', 'arm64'] : [arch])) ensureNative(root, name)
    return null
  } catch (error) {
    return String(error)
  }
}

async function pack(
  platform: 'linux' | 'win32' | 'darwin',
  arch: 'x64' | 'arm64',
  changes: Configuration,
  updates: NodeJS.ProcessEnv = {},
): Promise<Packed> {
  const output = join(folder, platform)
  const electron = join(output, 'electron')
  makeDummyElectron(electron, platform, version)
  writeFileSync(join(output, 'vcruntime140.dll'), 'the runtime')
  writeFileSync(join(output, 'icon.icns'), 'icns')
  const env = { ...updates, LIANQUN_VCRUNTIME: join(output, 'vcruntime140.dll') }
  const config = packagingConfig(root, env)
  const seen: { packager?: LinuxPackager; appOutDir?: string } = {}
  await build({
    projectDir: root,
    publish: 'never',
    targets: { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[platform].createTarget(
      'dir',
      Arch[arch],
    ),
    config: {
      ...config,
      ...changes,
      electronDist: electron,
      electronVersion: version,
      directories: { output: join(output, 'release') },
      afterPack: async context => {
        seen.packager = context.packager as LinuxPackager
        seen.appOutDir = context.appOutDir
        if (typeof config.afterPack === 'function') await config.afterPack(context)
      },
    },
  })
  const { packager, appOutDir } = seen
  if (packager === undefined || appOutDir === undefined) throw new Error('nothing was packed')
  const resources = packager.getResourcesDir(appOutDir)
  return {
    program: platform === 'darwin' ? join(resources, '..') : appOutDir,
    resources,
    files: listPackage(join(resources, 'app.asar'), { isPack: false }).map(path => path.replaceAll('\\', '/')),
    packager,
  }
}

/** What holds for every platform. */
function expectRightContent({ program, resources, files }: Packed, native: string): void {
  const archive = join(resources, 'app.asar')
  const top = new Set(files.map(path => path.split('/')[1]))
  expect([...top].sort()).toEqual(['assets', 'node_modules', 'out', 'package.json'])
  expect(new Set(files.filter(path => path.startsWith('/out/')).map(path => path.split('/')[2]))).toEqual(
    new Set(['main', 'preload', 'renderer']),
  )
  for (const path of [
    '/out/main/index.js',
    '/out/main/worker.js',
    '/out/preload/desktop.cjs',
    '/out/renderer/index.html',
    '/assets/icon.png',
    '/assets/tray/unread@2x.png',
    '/assets/tray/unread.ico',
  ])
    expect(files).toContain(path)
  // Bundled, or of the server and the tools.
  for (const name of ['zod', 'react', '@lianqun', 'fastify', 'electron', 'vite', 'typescript'])
    expect(files).not.toContain(`/node_modules/${name}`)
  expect(files.filter(path => /\.(ts|map)$|\.test\.|\/\.vite/.test(path))).toEqual([])
  expect(readdirSync(join(resources, 'app.asar.unpacked/node_modules/@libsql'))).toEqual([native])
  expect(files.filter(path => /^\/node_modules\/@libsql\/[^/]+$/.test(path))).toEqual([
    `/node_modules/@libsql/${native}`,
  ])
  // In bytes: the archive without the database. Of it 2.6 million show PDF (with the maps of CJK fonts), 1.3 are the
  // words of emojis. What grows beyond this is looked at.
  const packedBytes = files
    .map(path => statFile(archive, path.slice(1).replaceAll('/', process.platform === 'win32' ? '\\' : '/')))
    .reduce((sum, entry) => sum + ('size' in entry && entry.unpacked !== true ? entry.size : 0), 0)
  expect(packedBytes).toBeLessThan(16_000_000)
  expect(statSync(archive).size).toBeGreaterThan(1_000_000)

  const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<string, unknown>
  expect(manifest).toMatchObject({ main: 'out/main/index.js', desktopName: 'app.lianqun.desktop.desktop' })
  expect(readFileSync(join(program, 'LICENSE.txt'), 'utf8')).toContain('Apache License')
  const notices = readFileSync(join(program, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
  for (const name of ['react', 'zod', 'ws', 'libsql', 'lucide-react', 'electron-updater', '@tiptap/core'])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'))
  expect(notices).toContain('Permission is hereby granted')
}

/** Every fuse that makes a difference to an attacker, as the packed binary carries it. */
async function expectFuses(program: string): Promise<void> {
  const wire = await getCurrentFuseWire(program)
  const state = (fuse: FuseV1Options) => Number(wire[fuse]) === enabled
  expect({
    runAsNode: state(FuseV1Options.RunAsNode),
    cookies: state(FuseV1Options.EnableCookieEncryption),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    integrity: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
    file: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookies: true,
    nodeOptions: false,
    inspect: false,
    integrity: true,
    onlyAsar: true,
    file: false,
  })
}

const linuxReason = unpackable('linux', 'x64')
describe.skipIf(linuxReason !== null)(`a package for Linux (${linuxReason ?? 'packed here'})`, () => {
  let packed: Packed
  let key: string
  beforeAll(async () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    key = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    writeFileSync(join(folder, 'update.pub.pem'), key)
    packed = await pack(
      'linux',
      'x64',
      {},
      {
        LIANQUN_UPDATE_FEED: 'https://updates.example.com/lianqun',
        LIANQUN_UPDATE_CHANNEL: 'beta',
        LIANQUN_UPDATE_PUBLIC_KEY: join(folder, 'update.pub.pem'),
      },
    )
  }, 120_000)

  test('has what runs there and nothing else', async () => {
    expectRightContent(packed, 'linux-x64-gnu')
    await expectFuses(join(packed.program, 'lianqun'))
    expect(readdirSync(join(packed.program, 'locales')).sort()).toEqual([
      'en-GB.pak',
      'en-US.pak',
      'zh-CN.pak',
      'zh-TW.pak',
    ])
  })

  test('knows the feed of its updates and the key that they are signed with', () => {
    const unpacked = join(folder, 'manifest')
    mkdirSync(unpacked)
    writeFileSync(join(unpacked, 'package.json'), extractFile(join(packed.resources, 'app.asar'), 'package.json'))
    const feed = 'https://updates.example.com/lianqun'
    expect(readUpdateConfig(unpacked)).toEqual({ feed, channel: 'beta', page: feed, key })
  })

  test('is one application for the desktop, in its sandbox', async () => {
    const helper = new LinuxTargetHelper(packed.packager)
    const options = { ...packed.packager.platformSpecificBuildOptions, ...packed.packager.config.appImage }
    const entry = await helper.computeDesktopEntry(options, 'AppRun %U')
    expect(entry).toContain('StartupWMClass=app.lianqun.desktop\n')
    expect(entry).toContain('MimeType=x-scheme-handler/lianqun;')
    expect(helper.getDesktopFileName()).toBe('app.lianqun.desktop')
    // Without these two the tool writes `--no-sandbox` into the entry.
    expect(packed.packager.config.toolsets?.appimage).toBe('1.0.3')
    expect(packed.packager.config.appImage?.executableArgs).toEqual([])
  })

  test('has all that a deb has to say', async () => {
    const helper = new LinuxTargetHelper(packed.packager)
    const deb = new Deb('deb', packed.packager, helper, folder)
    const meta = await deb.computeFpmMetaInfoOptions()
    expect(meta).toMatchObject({ name: 'lianqun', maintainer: 'The Lianqun authors', url: 'https://lianqun.app' })
  })
})

const windowsReason = unpackable('win32', 'x64')
describe.skipIf(windowsReason !== null)(`a package for Windows (${windowsReason ?? 'packed here'})`, () => {
  let packed: Packed
  beforeAll(async () => {
    // The editor of icons is not an npm package.
    packed = await pack('win32', 'x64', { win: { ...packagingConfig(root, {}).win, signAndEditExecutable: false } })
  }, 120_000)

  test('has what runs there and nothing else, with the runtime that the database needs', async () => {
    expectRightContent(packed, 'win32-x64-msvc')
    await expectFuses(join(packed.program, 'Lianqun.exe'))
    const native = join(packed.resources, 'app.asar.unpacked/node_modules/@libsql/win32-x64-msvc/index.node')
    expect(importsOf(readFileSync(native))).toContain('vcruntime140.dll')
    expect(readFileSync(join(packed.program, 'vcruntime140.dll'), 'utf8')).toBe('the runtime')
    expect(packed.packager.config.nsis).toMatchObject({ include: 'assets/installer.nsh' })
    expect(existsSync(join(root, 'assets/installer.nsh'))).toBe(true)
  })
})

const macReason = unpackable('darwin', 'arm64')
describe.skipIf(macReason !== null)(`a package for macOS (${macReason ?? 'packed here'})`, () => {
  let packed: Packed
  beforeAll(async () => {
    const icon = join(folder, 'darwin/icon.icns')
    packed = await pack('darwin', 'arm64', { mac: { ...packagingConfig(root, {}).mac, icon } })
  }, 120_000)

  test('has what runs there and nothing else', async () => {
    expectRightContent(packed, 'darwin-arm64')
    await expectFuses(join(packed.program, '..'))
    const info = readFileSync(join(packed.program, 'Info.plist'), 'utf8')
    expect(info).toMatch(/<key>NSAppSleepDisabled<\/key>\s*<true\s*\/>/)
    expect(info).toMatch(/<key>LSMinimumSystemVersion<\/key>\s*<string>14\.0<\/string>/)
    expect(info).toContain('ElectronAsarIntegrity')
  })

  test('is signed ad hoc without a certificate, and then only may load what no team has signed', () => {
    const entitlements = (file: string | null | undefined): string[] => {
      const keys = readFileSync(join(root, file ?? ''), 'utf8').matchAll(/<key>(.*?)<\/key>/g)
      return [...keys].map(match => match[1] ?? '')
    }
    const jit = 'com.apple.security.cs.allow-jit'
    const microphone = 'com.apple.security.device.audio-input'
    const adHoc = packagingConfig(root, {}).mac
    expect(adHoc?.identity).toBe('-')
    expect(entitlements(adHoc?.entitlements)).toEqual([
      jit,
      'com.apple.security.cs.disable-library-validation',
      microphone,
    ])
    expect(packagingConfig(root, { CSC_LINK: 'certificate.p12' }).mac).not.toHaveProperty('identity')
    const { mac } = packed.packager.config
    expect(mac?.hardenedRuntime).toBe(true)
    expect(entitlements('assets/entitlements.mac.plist')).toEqual([jit, microphone])
    expect(mac?.target).toEqual([
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ])
  })
})

test('a native module that needs what Windows has not is refused', () => {
  const program = join(folder, 'program')
  mkdirSync(program)
  const missing = { LIANQUN_VCRUNTIME: join(program, 'missing.dll') }
  const native = join(root, 'node_modules/@libsql/win32-x64-msvc/index.node')
  if (windowsReason === null)
    expect(() => completeWindowsProgram(program, [native], missing)).toThrow('LIANQUN_VCRUNTIME')
  writeFileSync(join(program, 'other.node'), 'MZ')
  expect(() => completeWindowsProgram(program, [join(program, 'other.node')], {})).toThrow()
})

test('updates are built in only with a feed of https and the key that signs it', () => {
  expect(packagingConfig(root, {})).not.toHaveProperty('publish')
  expect(() => packagingConfig(root, { LIANQUN_UPDATE_FEED: 'http://updates.example.com' })).toThrow('https')
  expect(() => packagingConfig(root, { LIANQUN_UPDATE_FEED: 'https://updates.example.com' })).toThrow('PUBLIC_KEY')
})
