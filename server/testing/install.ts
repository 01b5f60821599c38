import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
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
import {
  alertmanagerTemplates,
  findNats,
  findPostgres,
  findPrometheus,
  natsFolder,
  prometheusFolder,
} from './programs.ts'

/*
 * `npm test` runs this in CI, or where LIANQUN_INSTALL_TEST_DATABASES=1 asks for it: it brings what the tests on
 * PostgreSQL, NATS and Prometheus need. Whatever cannot be had is told in one line, and its tests are left out.
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
  if (!unpack(['nats-server'], natsFolder)) return null
  return findNats() ?? refused('nats-server was unpacked, but it cannot be found')
}

/**
 * Finds Prometheus and Alertmanager, or fetches them as `installNats` does, so that no service is set up. Only the words
 * of Alertmanager go where it looks for them, which needs root. Null when it cannot.
 */
export function installPrometheus(): { prometheus: string; alertmanager: string } | null {
  const found = findPrometheus()
  if (found) return found
  if (process.getuid?.() !== 0)
    return refused('Prometheus and Alertmanager are unpacked only as root: install them with your package manager')
  if (!unpack(['prometheus', 'prometheus-alertmanager'], prometheusFolder)) return null
  cpSync(join(prometheusFolder, alertmanagerTemplates), alertmanagerTemplates, { recursive: true })
  return findPrometheus() ?? refused('Prometheus and Alertmanager were unpacked, but they cannot be found')
}

/** Fetches packages of Debian and unpacks them into a folder. Returns whether all of them are there. */
function unpack(names: readonly string[], into: string): boolean {
  const all = names.join(' and ')
  if (!hasApt()) return failed(`${all} can be fetched only on Debian or Ubuntu; put it into PATH`)
  say(`fetching ${all} through apt (once)`)
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-packages-'))
  // apt downloads as a user of its own when it is root.
  chmodSync(folder, 0o777)
  try {
    // A fresh machine has no list of packages yet.
    if (process.getuid?.() === 0) apt(['update', '-qq'])
    if (!apt(['download', '-qq', ...names], folder)) return false
    const files = readdirSync(folder).filter(name => name.endsWith('.deb'))
    if (files.length < names.length) return failed(`apt fetched ${all}, but its package cannot be found`)
    mkdirSync(into, { recursive: true })
    for (const file of files) {
      const unpacked = spawnSync('dpkg', ['-x', join(folder, file), into], { stdio: ['ignore', 2, 2] })
      if (unpacked.status !== 0) return failed(`dpkg could not unpack ${file}; its message is above`)
    }
    return true
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
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

function failed(line: string): false {
  say(line)
  return false
}

function refused(line: string): null {
  say(line)
  return null
}

if (import.meta.main) {
  installPostgres()
  installNats()
  installPrometheus()
}
