// Plain JavaScript for Node 20 without packages: npm start looks for Chromium before anything is installed.
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

/** @param {NodeJS.ProcessEnv} env @returns {string[]} */
function usualPlaces(env) {
  if (process.platform === 'darwin') {
    const roots = ['/Applications', path.join(env.HOME ?? '', 'Applications')]
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return roots.flatMap(root => apps.map(app => `${root}/${app}.app/Contents/MacOS/${app}`))
  }
  if (process.platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
    const apps = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]
    return roots.flatMap(root => (root ? apps.map(app => path.join(root, app)) : []))
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap(folder => names.map(name => path.join(folder, name)))
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // Missing or not executable: the caller tries the next place.
  }
}

/**
 * The Chromium-family browser to run on: LIANQUN_CHROMIUM or CHROME_PATH, then the usual names in PATH, then the
 * usual places of this system; null when there is none.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 * @throws {Error} when a variable names a file that cannot be run
 */
export function findChromium(env = process.env) {
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
  return [...inPath, ...usualPlaces(env)].find(isExecutable) ?? null
}
