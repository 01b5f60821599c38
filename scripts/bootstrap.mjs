// Every npm script starts here. Plain JavaScript for Node 20 without packages: nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '../electron-standin/host/chromium.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = join(root, 'node_modules', '.bin')
const windows = process.platform === 'win32'

/** Prints one line of progress. @param {string} line */
export function say(line) {
  process.stderr.write(`lianqun: ${line}\n`)
}

/** @param {string} line @returns {never} */
export function fail(line) {
  say(line)
  process.exit(1)
}

/** Installs the packages when they are missing or the lockfile has changed; npm shows its progress. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules', '.lianqun-lock')
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  say('installing packages (once; about a minute)')
  const result = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  })
  if (result.status !== 0) fail('npm could not install the packages; its message is above')
  writeFileSync(stamp, readFileSync(join(root, 'package-lock.json'), 'utf8'))
}

/** The Node of the devDependencies, the version that Electron embeds; else the running Node if it is 24 or newer. */
export function node24() {
  const local = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')
  if (existsSync(local)) return local
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail('the Node 24 that should have come with the packages is missing: delete node_modules and try again')
}

/** The environment of our scripts: the project's binaries come first in PATH. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, ...extra }
}

/**
 * Runs a script on our Node; resolves with its exit code. Forwards signals to it.
 * @param {string[]} args @param {Record<string, string>} [env]
 * @returns {Promise<number>}
 */
export function runNode(args, env = {}) {
  return new Promise(resolve => {
    const child = spawn(node24(), args, { cwd: root, stdio: 'inherit', env: environment(env) })
    // On Windows Ctrl+C reaches every process of the console anyway, and kill() would end the child at once.
    const forward = signal => windows || child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward)
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)))
    child.on('error', error => fail(`could not start Node: ${error.message}`))
  })
}

/** Chromium for the stand-in: finds it, or installs it through apt as root on Linux. */
export function ensureChromium() {
  const found = chromium()
  if (found !== null) return found
  const apt = process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  if (!apt) fail('Chromium or Chrome is needed and was not found: install it, or name it in LIANQUN_CHROMIUM')
  say('installing Chromium through apt (once)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
  ]
  for (const args of steps) {
    if (spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status !== 0)
      fail(`apt-get ${args[0]} failed; its message is above`)
  }
  return chromium() ?? fail('apt installed Chromium, but it cannot be found')
}

function chromium() {
  try {
    return findChromium()
  } catch (error) {
    return fail(error.message)
  }
}

const sources = [
  'main',
  'preload',
  'renderer',
  'common',
  'protocol',
  'sdk',
  'miniapps',
  'assets',
  'electron.vite.config.ts',
  'scripts/build.ts',
  'scripts/packaging',
  'package-lock.json',
]

/** Builds the bundles and the mini-apps when a source is newer than they are, or they are of another kind. @returns {Promise<void>} */
export async function ensureBuilt() {
  const stamp = join(root, 'out', '.built')
  // A build for tests may be driven from outside, so it must not be taken for one to give away, nor the other way round.
  const kind = process.env.LIANQUN_TEST_BUILD === '1' ? 'test' : ''
  const same = existsSync(stamp) && readFileSync(stamp, 'utf8') === kind
  const built = same ? statSync(stamp).mtimeMs : 0
  if (!sources.some(name => newest(join(root, name)) > built)) return
  const code = await runNode([join(root, 'scripts', 'build.ts')])
  if (code !== 0) fail('the build failed; its message is above')
  writeFileSync(stamp, kind)
}

/** @param {string} path @returns {number} the newest modification time below a path, in milliseconds */
function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  let time = 0
  for (const entry of readdirSync(path)) {
    if (entry !== 'node_modules' && entry !== 'dist') time = Math.max(time, newest(join(path, entry)))
  }
  return time
}
