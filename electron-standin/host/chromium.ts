import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
]

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const roots = ['/Applications', path.join(process.env.HOME ?? '', 'Applications')]
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return roots.flatMap(root => apps.map(app => `${root}/${app}.app/Contents/MacOS/${app}`))
  }
  if (process.platform === 'win32') {
    const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
    const apps = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]
    return roots.flatMap(root => (root ? apps.map(app => path.join(root, app)) : []))
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap(folder => names.map(name => path.join(folder, name)))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // Not there or not ours to run: the caller tries the next place.
  }
}

/**
 * The Chromium-family browser to run on: LIANQUN_CHROMIUM or CHROME_PATH, then the usual names in PATH, then the
 * usual places of this system.
 * @throws Error saying what to install or set, when there is none.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  for (const key of ['LIANQUN_CHROMIUM', 'CHROME_PATH']) {
    const file = env[key]
    if (!file) continue
    if (isExecutable(file)) return file
    throw new Error(`${key} names ${file}, which cannot be run. Correct it or unset it.`)
  }
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const inPath = (env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap(folder => names.map(name => path.join(folder, name + suffix)))
  const found = [...inPath, ...usualPlaces()].find(isExecutable)
  if (found) return found
  throw new Error('No Chromium, Chrome or Edge found. Install one, or set LIANQUN_CHROMIUM to its executable.')
}
