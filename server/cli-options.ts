import { readFileSync } from 'node:fs'
import { type Language, languageOfLocale } from '../common/language.ts'
import { parseServerOptions, settingOf } from './command-line.ts'
import { readRoles } from './core/roles.ts'
import { proxiesOf } from './features/links/index.ts'
import type { Reach, ServerOptions } from './options.ts'
import { messageOf, StartupError } from './storage/startup-error.ts'
import { readTracing } from './tracing/index.ts'

/** The options of the server from the command line and the environment, and what else they say of a start. */
export interface CliOptions extends ServerOptions {
  port: number
  anyPort: boolean
  host: string
  logLevel: string
  demo: boolean
  demoLanguage: Language
  newEpoch: boolean
  help: boolean
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads the command line; the environment fills in missing options. @throws StartupError */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): CliOptions {
  const given = parseServerOptions(args)
  const set = <N extends Parameters<typeof settingOf>[0]>(name: N) => settingOf(name, given, env)
  const port = set('port')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new StartupError(`The port must be a number from 0 to 65535, not "${port}".`)
  }
  const minFree = set('min-free-mb')
  const logLevel = set('log-level')
  if (!levels.includes(logLevel)) throw new StartupError(`The log level must be one of ${levels.join(', ')}.`)
  const translateUrl = set('translate-url') ?? ''
  if (translateUrl === '' && given['translate-key-file'] !== undefined)
    throw new StartupError('--translate-key-file says nothing without --translate-url.')
  return {
    dataDir: set('data'),
    database: urlOf('database', set('database'), /^postgres(ql)?:$/),
    bus: urlOf('bus', set('bus'), /^(nats|tls):$/),
    roles: readRoles(set('role')),
    port: Number(port),
    anyPort: given['any-port'] ?? false,
    host: set('host'),
    appsDir: set('apps'),
    limits: {
      fileBytes: bytesOf('The largest file', set('max-file-mb'), 1),
      uploadBytesPerDay: bytesOf('The quota of uploads', set('upload-quota-mb'), 0),
      // Who names bytes means them on a disk of any size.
      ...(minFree !== undefined && {
        minFreeBytes: bytesOf('The space that stays free', minFree, 0),
        minFreeShare: 1,
      }),
    },
    blockedTypes: list(set('blocked-types')),
    blobs: set('blobs'),
    clamd: set('clamd'),
    linkPreviews: reachOf(set('link-previews'), env),
    outgoing: reachOf(set('outgoing'), env),
    translate: translateOf(translateUrl, set('translate-key-file'), env.LIANQUN_TRANSLATE_KEY),
    trustProxy: list(set('trust-proxy')),
    metrics: metricsOf(set('metrics')),
    tracing: readTracing(given.otel, env),
    logLevel,
    demo: given.demo ?? false,
    demoLanguage: languageOfLocale(given['demo-language'] ?? Intl.DateTimeFormat().resolvedOptions().locale),
    newEpoch: given['new-epoch'] ?? false,
    help: given.help ?? false,
  }
}

/** An address as `127.0.0.1:9464` or `[::1]:9464`. @throws StartupError */
function metricsOf(text = ''): ServerOptions['metrics'] {
  if (text === '') return undefined
  const [, bracketed, plain, port] = /^(?:\[([\da-fA-F:.]+)\]|([^:\s/]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535) {
    throw new StartupError(`--metrics takes a host and a port such as 127.0.0.1:9464, not "${text}".`)
  }
  return { host, port: Number(port) }
}

/** An address; of NATS a list with commas. @throws StartupError, without the address: it may hold a password */
function urlOf(option: 'database' | 'bus', text: string | undefined, protocol: RegExp): string | undefined {
  if (text === undefined || text === '') return undefined
  for (const part of option === 'bus' ? text.split(',') : [text]) {
    if (!protocol.test(URL.parse(part.trim())?.protocol ?? ''))
      throw new StartupError(`The address of --${option} cannot be read. See lianqun-server --help.`)
  }
  return text
}

/** Bytes of a number of MiB, which `what` means. @throws StartupError for what is none, or less than `least` */
function bytesOf(what: string, mib: string, least: number): number {
  if (!/^\d{1,7}$/.test(mib) || Number(mib) < least)
    throw new StartupError(`${what} must be a number of MiB from ${least}, not "${mib}".`)
  return Number(mib) * 1_048_576
}

/**
 * `off` reaches nobody; hosts of the own network may be listed. Others are reached by the proxy that the environment
 * names. @throws StartupError
 */
function reachOf(text = '', env: NodeJS.ProcessEnv = {}): false | Reach {
  if (text.trim() === 'off') return false
  try {
    return { hosts: list(text), proxyOf: proxiesOf(env) }
  } catch (error) {
    throw new StartupError(messageOf(error))
  }
}

/** The translation service and its key, which is never an argument: others on the machine could read it. @throws StartupError */
function translateOf(url: string, keyFile: string | undefined, key: string | undefined): ServerOptions['translate'] {
  return url === '' ? undefined : { url, key: keyFile === undefined ? key : readKey(keyFile) }
}

function readKey(file: string): string {
  let key: string
  try {
    key = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const cause = messageOf(error)
    throw new StartupError(`The key of the translation service cannot be read (${cause}).`)
  }
  if (key === '') throw new StartupError(`The key of the translation service is missing: ${file} is empty.`)
  return key
}

/** The entries of a list with commas. */
function list(text = ''): string[] {
  return text.split(',').filter(entry => entry.trim() !== '')
}
