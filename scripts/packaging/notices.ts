import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * The notices of everything of others that is packed: what Vite bundles, which it lists itself, and the packages that
 * are packed as they are.
 */

/** As Vite writes it. */
interface Notice {
  name: string
  version: string
  /** SPDX expression. */
  identifier?: string
  text?: string
}

/** Where the configuration of the build tells Vite to write its lists, in the output folder of each part. */
export const bundledList = '.vite/licenses.json'
const parts = ['main', 'preload', 'renderer', 'renderer/documents']
const licenceFile = /^(licen[cs]e|copying|notice)/i

/**
 * The text of the notices of all packages in the built app.
 * @throws when a package says nothing about its licence, since then it may not be passed on
 */
export function noticesOf(root: string): string {
  const found = new Map<string, Notice>()
  for (const part of parts) {
    const list = readFileSync(join(root, 'out', part, bundledList), 'utf8')
    for (const notice of JSON.parse(list) as Notice[]) found.set(`${notice.name} ${notice.version}`, notice)
  }
  for (const notice of packedPackages(root)) found.set(`${notice.name} ${notice.version}`, notice)
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice)
  const silent = sorted.filter(notice => notice.identifier === undefined && notice.text === undefined)
  if (silent.length > 0) throw new Error(`no licence is known of ${silent.map(notice => notice.name).join(', ')}`)
  const line = '-'.repeat(80)
  return `Lianqun contains the following packages of others. Electron's licence and Chromium's notices are in the files
LICENSE.electron.txt and LICENSES.chromium.html.

${sorted
  .map(({ name, version, identifier, text }) =>
    [line, `${name} ${version}${identifier === undefined ? '' : ` (${identifier})`}`, ...(text ? ['', text] : [])].join(
      '\n',
    ),
  )
  .join('\n\n')}
`
}

interface Manifest {
  name: string
  version: string
  license?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** The packages that the app requires at run time, and what these require; without those of other platforms. */
function packedPackages(root: string): Notice[] {
  const notices = new Map<string, Notice>()
  const visit = (folder: string, manifest: Manifest): void => {
    const optional = manifest.optionalDependencies ?? {}
    for (const name of Object.keys({ ...manifest.dependencies, ...optional })) {
      const found = locate(folder, name, root)
      if (found === null) {
        if (name in optional) continue
        throw new Error(`${name} is not installed`)
      }
      if (notices.has(found)) continue
      const own = readManifest(found)
      notices.set(found, {
        name: own.name,
        version: own.version,
        ...(own.license === undefined ? {} : { identifier: own.license }),
        text: readdirSync(found)
          .filter(file => licenceFile.test(file))
          .map(file => readFileSync(join(found, file), 'utf8').trim())
          .join('\n\n'),
      })
      visit(found, own)
    }
  }
  visit(root, readManifest(root))
  return [...notices.values()]
}

/** The folder of a package as Node finds it from another one's, or null. */
function locate(from: string, name: string, root: string): string | null {
  for (let folder = from; ; folder = join(folder, '..')) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (folder === root) return null
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}
