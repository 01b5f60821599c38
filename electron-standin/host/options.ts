import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** The options of the command line. Paths are absolute. */
export interface HostOptions {
  headless: boolean
  /** The entry file of the app's main process. */
  mainFile: string
  /** The folder with the app's package.json (or the entry's folder). */
  appDir: string
  manifest: { name?: string; productName?: string; version?: string; main?: string }
  /** Chromium switches given to the app, without dashes. */
  switches: Map<string, string>
  /** The system that the app believes to run on. */
  platform: NodeJS.Platform
  /** Where to save a picture of the first window once it is stable. */
  screenshot?: string
  /** The app's process.argv. */
  argv: string[]
}

const usage =
  'electron-standin [--headless|--headed] [--standin-screenshot=FILE] [--standin-platform=darwin|linux|win32] path/to/main.js [app arguments]'
const platforms = ['darwin', 'linux', 'win32'] as const

/**
 * Reads the stand-in's own switches up to the app path; everything after it belongs to the app, except
 * `--standin-*`, which is removed everywhere.
 * @throws Error when no app is named or it does not exist
 */
export function parseCommandLine(args: string[], cwd = process.cwd()): HostOptions {
  let headless: boolean | undefined
  let screenshot: string | undefined
  let platform: NodeJS.Platform = process.platform
  let appPath: string | undefined
  const leading: string[] = []
  const rest: string[] = []
  for (const arg of args) {
    const value = arg.slice(arg.indexOf('=') + 1)
    if (arg.startsWith('--standin-screenshot=')) screenshot = path.resolve(cwd, value)
    else if (arg.startsWith('--standin-platform=')) platform = platformOf(value)
    else if (arg.startsWith('--standin-')) throw new Error(`Unknown switch ${arg}. Usage: ${usage}`)
    else if (appPath !== undefined) rest.push(arg)
    else if (arg === '--headless') headless = true
    else if (arg === '--headed') headless = false
    else if (arg.startsWith('-')) leading.push(arg)
    else appPath = arg
  }
  if (appPath === undefined) throw new Error(`No app given. Usage: ${usage}`)
  const found = findMain(path.resolve(cwd, appPath))
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  return {
    ...found,
    headless: headless ?? !display,
    switches: parseSwitches([...leading, ...rest]),
    platform,
    screenshot,
    argv: [process.execPath, ...leading, appPath, ...rest],
  }
}

function platformOf(value: string): NodeJS.Platform {
  const found = platforms.find(name => name === value)
  if (found === undefined) throw new Error(`Unknown platform ${value}. Usage: ${usage}`)
  return found
}

/** `--name=value` and `--name` as a map; a later switch wins, as in Chromium. */
export function parseSwitches(args: string[]): Map<string, string> {
  const switches = new Map<string, string>()
  for (const arg of args) {
    if (arg === '--') break
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg)
    if (match?.[1]) switches.set(match[1].toLowerCase(), match[2] ?? '')
  }
  return switches
}

function findMain(target: string): Pick<HostOptions, 'mainFile' | 'appDir' | 'manifest'> {
  if (!existsSync(target)) throw new Error(`Cannot find the app ${target}. Build it first, or correct the path.`)
  const isFolder = statSync(target).isDirectory()
  for (let folder = isFolder ? target : path.dirname(target); ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json')
    if (existsSync(file)) {
      const manifest: HostOptions['manifest'] = JSON.parse(readFileSync(file, 'utf8'))
      if (!isFolder) return { mainFile: target, appDir: folder, manifest }
      const mainFile = path.resolve(folder, manifest.main ?? 'index.js')
      if (!existsSync(mainFile)) throw new Error(`The app's main file ${mainFile} is missing. Build the app first.`)
      return { mainFile, appDir: folder, manifest }
    }
    if (isFolder) throw new Error(`${target} has no package.json, so its main file is unknown.`)
    if (folder === path.dirname(folder)) return { mainFile: target, appDir: path.dirname(target), manifest: {} }
  }
}
