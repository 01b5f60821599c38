import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { messageOf, StartupError } from './storage/startup-error.ts'

/** What a value is in a file; a list may also be a text with commas. */
export type FileKind = 'text' | 'number' | 'list'

/** An option of the server, as the command line, the environment, a file and the help have it. */
interface Option {
  /** What stands for its value in the help; a switch has none. */
  value?: string
  /** One without a kind has no place in a file. */
  kind?: FileKind
  /** The variable that says the same; of one with a kind `LIANQUN_` and the name, unless there is another. */
  variable?: string
  fallback?: string
  /** What the help says where the fallback is no single value. */
  otherwise?: string
  /** There may be a password in it. */
  secret?: true
  short?: string
  says: string
}

/** The options of the server by their names, in the order of the help. */
export const serverOptions = {
  data: { value: '<folder>', kind: 'text', fallback: './data', says: "the database's folder, made when missing" },
  database: { value: '<url>', kind: 'text', secret: true, says: 'PostgreSQL in its place: postgres://user@host/name' },
  bus: { value: '<url>', kind: 'list', secret: true, says: 'NATS, for several processes on one PostgreSQL' },
  role: { value: '<list>', kind: 'list', fallback: 'all', says: 'of several processes: gateway, api, jobs' },
  port: { value: '<number>', kind: 'number', fallback: '8440', says: 'the port, 0 for any' },
  'any-port': { says: 'another port when that one is in use' },
  host: { value: '<address>', kind: 'text', fallback: '127.0.0.1', says: 'the address to listen on' },
  apps: { value: '<folder>', kind: 'text', says: 'built mini-apps, served under /apps/' },
  'max-file-mb': { value: '<n>', kind: 'number', fallback: '2048', says: 'the largest file that is taken' },
  'upload-quota-mb': {
    value: '<n>',
    kind: 'number',
    fallback: '20480',
    says: 'of one person within 24 hours, 0: no limit',
  },
  'min-free-mb': {
    value: '<n>',
    kind: 'number',
    otherwise: '1024 or 5 %',
    says: 'uploads wait while less is free on the disk',
  },
  'blocked-types': { value: '<list>', kind: 'list', says: 'files not taken: exe,video/mp4,image/*' },
  blobs: {
    value: '<address>',
    kind: 'text',
    otherwise: 'blobs in --data',
    says: 'files in S3: s3://host/bucket[/prefix]',
  },
  clamd: { value: '<address>', kind: 'text', says: "ClamAV's host:port or socket scans files" },
  'link-previews': { value: '<list>', kind: 'list', says: 'off, or hosts of the own network to preview too' },
  outgoing: { value: '<list>', kind: 'list', says: 'off, or hosts of the own network to post to too' },
  'translate-url': { value: '<url>', kind: 'text', says: "LibreTranslate's POST /translate, or alike" },
  'translate-key-file': { value: '<file>', kind: 'text', says: 'its key, which may be in LIANQUN_TRANSLATE_KEY' },
  'trust-proxy': { value: '<list>', kind: 'list', says: 'proxies whose X-Forwarded-For is believed' },
  metrics: { value: '<host:port>', kind: 'text', says: 'serves /metrics to Prometheus, at an address of its own' },
  otel: {
    value: '<url>',
    kind: 'text',
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    says: 'sends traces to a collector, OTLP over HTTP',
  },
  'log-level': { value: '<level>', kind: 'text', fallback: 'info', says: 'trace, debug, info, warn, error, silent' },
  config: { value: '<file>', variable: 'LIANQUN_CONFIG', says: 'options by these names, as JSON: {"port": 8440}' },
  demo: { says: 'fill an empty folder with a demo company, whose people answer' },
  'demo-language': { value: '<tag>', says: "zh or en: which company; by default that of the system's language" },
  'new-epoch': { says: 'after restoring a backup: clients read everything anew, and sign in again' },
  help: { short: 'h', says: 'this text' },
} as const satisfies Record<string, Option>

type Options = typeof serverOptions
type WithValue = { [N in keyof Options]: Options[N] extends { value: string } ? N : never }[keyof Options]
type Given = { [N in keyof Options]?: N extends WithValue ? string : boolean }

/** The variable that says the same as an option; undefined: none does. */
function variableOf(name: string, { kind, variable }: Option): string | undefined {
  return variable ?? (kind && `LIANQUN_${name.toUpperCase().replaceAll('-', '_')}`)
}

/** The options of a command line, whose names and types `options` says. @throws StartupError for another one */
export function parseOptions<T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new StartupError(`${messageOf(error)}\nSee lianqun-server --help.`)
  }
}

/** The server's options of a command line. @throws StartupError for another one */
export function parseServerOptions(args: string[]): Given {
  const types = Object.entries<Option>(serverOptions).map(([name, { value, short }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const)
    return [name, { type, ...(short && { short }) }] as const
  })
  return parseOptions(args, Object.fromEntries(types))
}

/** What an option is set to: by an argument, else by its variable, else by its fallback. */
export function settingOf<N extends WithValue>(name: N, given: { [K in N]?: string }, env: NodeJS.ProcessEnv) {
  const option: Option = serverOptions[name]
  const setting = given[name] ?? env[variableOf(name, option) ?? ''] ?? option.fallback
  return setting as Options[N] extends { fallback: string } ? string : string | undefined
}

/** An option that a file may name, with its variable; undefined for another name. */
export function fileOption(name: string): { kind: FileKind; variable: string; secret: boolean } | undefined {
  const option: Option | undefined = Object.hasOwn(serverOptions, name)
    ? serverOptions[name as keyof Options]
    : undefined
  const variable = option && variableOf(name, option)
  if (option?.kind === undefined || variable === undefined) return undefined
  return { kind: option.kind, variable, secret: option.secret ?? false }
}

/** The lines of the help about the server's options. */
export function optionsHelp(): string {
  const lines = Object.entries<Option>(serverOptions).map(([name, option]) => {
    const { value, fallback, otherwise, says } = option
    const left = value === undefined ? `--${name}` : `--${name} ${value}`
    const elsewhere = [variableOf(name, option), fallback ?? otherwise].filter(text => text !== undefined)
    return `  ${left.padEnd(22)} ${elsewhere.length === 0 ? says : `${says.padEnd(42)} (${elsewhere.join(', ')})`}\n`
  })
  return lines.join('')
}
