import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/*
 * The database comes as one prebuilt package a platform, and npm installs only that of this machine. For another one
 * electron-builder would pack none, without a word, and the client could not open its cache.
 */

const scope = 'node_modules/@libsql'
const suffix: Partial<Record<NodeJS.Platform, string>> = { linux: '-gnu', win32: '-msvc' }

/** The prebuilt packages of a platform, without their scope: one for each architecture. */
export function nativesOf(platform: NodeJS.Platform, architectures: readonly string[]): string[] {
  return architectures.map(arch => `${platform}-${arch}${suffix[platform] ?? ''}`)
}

/**
 * Installs a prebuilt package that this machine does not need itself, in the version that the database asks for.
 * @throws when there is none for the platform, or npm cannot fetch it
 */
export function ensureNative(root: string, name: string): void {
  if (existsSync(join(root, scope, name))) return
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'node_modules/libsql/package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const version = optionalDependencies[`@libsql/${name}`]
  if (version === undefined) throw new Error(`the database has no build for ${name}`)
  // In a folder of its own: npm would tidy the project's packages otherwise.
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-native-'))
  try {
    const args = ['install', '--force', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const windows = process.platform === 'win32'
    const fetched = spawnSync(windows ? 'npm.cmd' : 'npm', [...args, `@libsql/${name}@${version}`], {
      cwd: folder,
      encoding: 'utf8',
      shell: windows,
    })
    const found = join(folder, scope, name)
    if (fetched.status !== 0 || !existsSync(found))
      throw new Error(`npm cannot fetch @libsql/${name}@${version}: ${fetched.error?.message ?? fetched.stderr}`)
    cpSync(found, join(root, scope, name), { recursive: true })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Checks that a packed app has exactly the prebuilt package of its platform, outside the archive.
 * @param resources the app's folder of resources
 * @throws otherwise
 */
export function checkPackedNatives(resources: string, expected: string): string {
  const folder = join(resources, 'app.asar.unpacked', scope)
  const packed = existsSync(folder) ? readdirSync(folder) : []
  if (packed.length !== 1 || packed[0] !== expected)
    throw new Error(`the database's build for ${expected} has to be packed, and no other: there is [${packed}]`)
  return join(folder, expected, 'index.node')
}
