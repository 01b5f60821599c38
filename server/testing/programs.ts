import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache')
/** Where `installNats` puts the server that it fetches. */
export const natsFolder = join(cache, 'nats-server')
/** Where `installPrometheus` puts the two programs that it fetches. */
export const prometheusFolder = join(cache, 'prometheus')
/** Alertmanager's words, which that of Debian takes from there alone. */
export const alertmanagerTemplates = '/usr/share/prometheus/alertmanager'

/** The folder with PostgreSQL's own programs (`initdb`, `postgres`, `pg_basebackup`), or null. */
export function findPostgres(): { bin: string } | null {
  // It refuses to run as an administrator of Windows, and our own clean-up needs a POSIX shell.
  if (process.platform === 'win32') return null
  // Debian keeps all of them outside PATH, and only some where PATH leads.
  const folders = [...debianFolders(), ...pathFolders()]
  const bin = folders.find(folder =>
    ['initdb', 'postgres', 'pg_basebackup'].every(name => existsSync(join(folder, name))),
  )
  return bin === undefined ? null : { bin }
}

/** The file of the `nats-server` program, or null. */
export function findNats(): { file: string } | null {
  if (process.platform === 'win32') return null
  const folders = [...pathFolders(), '/usr/sbin', '/usr/local/sbin', join(natsFolder, 'usr', 'sbin')]
  const folder = folders.find(folder => existsSync(join(folder, 'nats-server')))
  return folder === undefined ? null : { file: join(folder, 'nats-server') }
}

/** The files of the programs Prometheus and Alertmanager, or null. */
export function findPrometheus(): { prometheus: string; alertmanager: string } | null {
  if (process.platform === 'win32') return null
  const folders = [...pathFolders(), join(prometheusFolder, 'usr', 'bin')]
  const file = (name: string) => folders.map(folder => join(folder, name)).find(path => existsSync(path))
  const prometheus = file('prometheus')
  const debian = existsSync(join(alertmanagerTemplates, 'default.tmpl')) ? file('prometheus-alertmanager') : undefined
  const alertmanager = file('alertmanager') ?? debian
  return prometheus === undefined || alertmanager === undefined ? null : { prometheus, alertmanager }
}

function pathFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
}

/** `/usr/lib/postgresql/<version>/bin`, newest first. */
function debianFolders(): string[] {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return []
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
  return versions.map(version => join(root, version, 'bin'))
}
