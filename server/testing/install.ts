import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findNats, findPostgres, natsFolder } from './programs.ts'

/*
 * `npm test` runs this in CI, or where LIANQUN_INSTALL_TEST_DATABASES=1 asks for it: it brings what the tests on
 * PostgreSQL and NATS need. Whatever cannot be had is told in one line, and its tests are left out.
 */

/** Finds PostgreSQL, or installs it through apt, without a database server of the system's own. Null when it cannot. */
export function installPostgres(): { bin: string } | null {
  const found = findPostgres()
  if (found) return found
  if (!hasApt() || process.getuid?.() !== 0)
    return refused('PostgreSQL is installed only on Debian or Ubuntu and as root: install it with your package manager')
  say('installing PostgreSQL through apt (once)')
  const install = ['install', '-y', '-qq', '--no-install-recommends']
  const config = '/etc/postgresql-common/createcluster.conf'
  apt(['update', '-qq'])
  if (!apt([...install, 'postgresql-common'])) return null
  const others = readFileSync(config, 'utf8').replace(/^[ #]*create_main_cluster\b.*\n/m, '')
  writeFileSync(config, `${others}\ncreate_main_cluster = false\n`)
  if (!apt([...install, 'postgresql'])) return null
  return findPostgres() ?? refused('apt installed PostgreSQL, but its programs cannot be found')
}

/** Finds nats-server, or fetches Debian's package and unpacks it below node_modules; it needs no root. Null when it cannot. */
export function installNats(): { file: string } | null {
  const found = findNats()
  if (found) return found
  if (!hasApt()) return refused('nats-server can be fetched only on Debian or Ubuntu; put it into PATH')
  say('fetching nats-server through apt (once)')
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-nats-package-'))
  // apt downloads as a user of its own when it is root.
  chmodSync(folder, 0o777)
  try {
    const download = () => apt(['download', '-qq', 'nats-server'], folder)
    // A fresh machine has no list of packages yet.
    if (process.getuid?.() === 0) apt(['update', '-qq'])
    if (!download()) return null
    const file = readdirSync(folder).find(name => name.endsWith('.deb'))
    if (file === undefined) return refused('apt fetched nats-server, but its package cannot be found')
    mkdirSync(natsFolder, { recursive: true })
    const unpacked = spawnSync('dpkg', ['-x', join(folder, file), natsFolder], { stdio: ['ignore', 2, 2] })
    if (unpacked.status !== 0) return refused('dpkg could not unpack nats-server; its message is above')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return findNats() ?? refused('nats-server was unpacked, but it cannot be found')
}

function hasApt(): boolean {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg')
}

/** Runs apt-get with its output shown. Returns whether it succeeded. */
function apt(args: string[], cwd = '/'): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  if (spawnSync('apt-get', args, { cwd, env, stdio: ['ignore', 2, 2] }).status === 0) return true
  say(`apt-get ${args.join(' ')} failed; its message is above`)
  return false
}

function say(line: string): void {
  process.stderr.write(`lianqun: ${line}\n`)
}

function refused(line: string): null {
  say(line)
  return null
}

if (import.meta.main) {
  installPostgres()
  installNats()
}
