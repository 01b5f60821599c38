import { readFileSync, statSync } from 'node:fs'
import { type FileKind, fileOption } from './command-line.ts'
import { allRoles } from './core/roles.ts'
import { messageOf, StartupError } from './storage/startup-error.ts'

const kinds: Record<FileKind, string> = {
  text: 'a text',
  number: 'a number',
  list: 'a text, or a list of texts',
}

/** Arguments without `--config`, the environment with what the file says, and what is doubtful about the file. */
export interface Configured {
  args: string[]
  env: NodeJS.ProcessEnv
  warnings: string[]
}

/**
 * Reads the file that `--config` or `LIANQUN_CONFIG` names: an object of JSON with options by their names. It stands behind
 * the environment as that does behind the arguments. @throws StartupError naming the file and the key
 */
export function withConfig(args: readonly string[], env: NodeJS.ProcessEnv): Configured {
  const { file = env.LIANQUN_CONFIG, rest } = takeOption(args)
  if (file === undefined || file === '') return { args: rest, env, warnings: [] }
  const options = readObject(file)
  const said: Record<string, string> = {}
  const secrets: string[] = []
  for (const [key, value] of Object.entries(options)) {
    const option = fileOption(key)
    if (option === undefined)
      throw new StartupError(
        `${file} names "${key}", which is no option that a file may have. See lianqun-server --help.`,
      )
    said[option.variable] = textOf(value, option.kind) ?? wrongKind(file, key, option.kind)
    if (option.secret && holdsPassword(said[option.variable] ?? '')) secrets.push(key)
  }
  return { args: rest, env: { ...said, ...env }, warnings: warningsOf(file, secrets) }
}

/** The last `--config` of the arguments, and the others. @throws StartupError when it has no value */
function takeOption(args: readonly string[]): { file?: string; rest: string[] } {
  const rest: string[] = []
  let file: string | undefined
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg.startsWith('--config=')) file = arg.slice('--config='.length)
    else if (arg === '--config') {
      file = args[++i]
      if (file === undefined || file.startsWith('-')) throw new StartupError('--config takes the path of a file.')
    } else rest.push(arg)
  }
  return { ...(file !== undefined && { file }), rest }
}

/** @throws StartupError */
function readObject(file: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new StartupError(`The file ${file} of --config cannot be read (${messageOf(error)}).`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // What the parser says quotes the text, in which a password may be.
    throw new StartupError(`The file ${file} of --config is no JSON.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new StartupError(`The file ${file} of --config must hold an object, such as {"port": 8440}.`)
  return value as Record<string, unknown>
}

/** The value as a variable would say it; undefined where it is of another kind. */
function textOf(value: unknown, kind: FileKind): string | undefined {
  if (kind === 'number') return typeof value === 'number' ? String(value) : undefined
  if (typeof value === 'string') return value
  const texts = kind === 'list' && Array.isArray(value) ? value : [null]
  return texts.every(text => typeof text === 'string' && !text.includes(',')) ? texts.join(',') : undefined
}

function wrongKind(file: string, key: string, kind: FileKind): never {
  const example = key === 'role' ? `, such as ["${allRoles.join('", "')}"]` : ''
  throw new StartupError(`${file}: "${key}" must be ${kinds[kind]}${example}.`)
}

function holdsPassword(list: string): boolean {
  return list.split(',').some(url => (URL.parse(url.trim())?.password ?? '') !== '')
}

/** Windows has no such modes. */
function warningsOf(file: string, secrets: readonly string[]): string[] {
  if (secrets.length === 0 || process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return []
  return [`others may read ${file}, in which "${secrets.join('" and "')}" has a password: chmod 600 ${file}`]
}
