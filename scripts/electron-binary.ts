import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/* Electron's executable, which is not in its npm package: it is downloaded once. */

const dayMs = 86_400_000
const installMs = 300_000
const tickMs = 10_000

const ways =
  'Behind a firewall, name a mirror in ELECTRON_MIRROR or a proxy in HTTPS_PROXY with ELECTRON_GET_USE_PROXY=1, or the folder of an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH'

/**
 * The executable, downloaded if it is missing; null when it cannot be had, of which `say` tells the reason. A failed
 * download is not tried again for a day.
 * @param options.folder of the package `electron`
 * @param options.failed file that records the failure
 * @param options.insist try again now
 */
export async function findElectron(options: {
  folder: string
  failed: string
  insist: boolean
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  say: (line: string) => void
}): Promise<string | null> {
  const { folder, failed, insist, env, platform, say } = options
  const given = env.ELECTRON_OVERRIDE_DIST_PATH
  if (given !== undefined && given !== '') {
    const file = join(given, usualPath(platform))
    if (existsSync(file)) return file
    say(`ELECTRON_OVERRIDE_DIST_PATH names ${given}, but there is no ${usualPath(platform)}`)
    return null
  }
  const found = installed(folder)
  if (found !== null) return found
  if (!insist && existsSync(failed) && Date.now() - statSync(failed).mtimeMs < dayMs) {
    say(`Electron could not be fetched lately: ${readFileSync(failed, 'utf8')}. --host electron tries again now`)
    return null
  }
  say('fetching Electron (about 110 MB, once)')
  const reason = await install(folder, env, say)
  const fetched = installed(folder)
  if (fetched !== null) return fetched
  const why = reason ?? 'its installer ended without a word'
  writeFileSync(failed, why)
  say(`Electron cannot be fetched here: ${why}`)
  say(ways)
  return null
}

function installed(folder: string): string | null {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const file = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(file) ? file : null
}

function usualPath(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Runs the installer of Electron's package and passes on what it says. Resolves with its error, or null. */
async function install(folder: string, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string | null> {
  const began = Date.now()
  const ticks = setInterval(() => say(`still fetching Electron, ${Math.round((Date.now() - began) / 1_000)} s`), tickMs)
  const installer = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(env),
    timeout: installMs,
    windowsHide: true,
  })
  let error: string | null = null
  createInterface({ input: installer.stdout }).on('line', line => say(`  ${line}`))
  createInterface({ input: installer.stderr }).on('line', line => {
    // Where in the installer it happened helps nobody here.
    if (line.trim() === '' || /^\s+at /.test(line)) return
    say(`  ${line}`)
    error ??= line.trim()
  })
  return new Promise(resolve => {
    installer.once('error', failure => {
      clearInterval(ticks)
      resolve(failure.message)
    })
    installer.once('close', (code, signal) => {
      clearInterval(ticks)
      if (code === 0) resolve(null)
      else
        resolve(error ?? (signal === null ? `its installer ended with code ${code}` : 'it took longer than 5 minutes'))
    })
  })
}

/** The environment for Electron: an editor's terminal may say that it is to be a plain Node. */
export function environmentOf(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _plainNode, ...rest } = env
  return rest
}

/** Why Electron, which ended right after its start, cannot run here, and what helps. */
export function whyItEnded(ended: {
  code: number | null
  signal: NodeJS.Signals | null
  platform: NodeJS.Platform
  isRoot: boolean
  /** Whether the system keeps programs that are not installed from their sandbox, as Ubuntu does since 23.10. */
  restrictsSandbox: boolean
}): string {
  const { code, signal, platform, isRoot, restrictsSandbox } = ended
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
  const why =
    platform === 'linux' && isRoot
      ? ': it does not run as root'
      : platform === 'linux' && restrictsSandbox
        ? ': AppArmor keeps its sandbox from programs that are not installed. Allow it with: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
        : ''
  return `Electron cannot start here, it ${how}${why}`
}

const restriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'

/** Whether this system restricts the sandbox of programs that are not installed. */
export function restrictsSandbox(): boolean {
  return existsSync(restriction) && readFileSync(restriction, 'utf8').trim() === '1'
}
