import { readFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { parseArgs } from 'node:util'
import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import { type Language, languageOfLocale } from '../common/language.ts'
import { progressLine } from '../common/node/progress-line.ts'
import { sqliteCode } from '../common/node/sqlite.ts'
import { isCommand, makePassword, runCommand, withWorkspace } from './accounts.ts'
import { withConfig } from './config-file.ts'
import { createLogger } from './core/log.ts'
import { type Role, readRoles } from './core/roles.ts'
import { makeDemo } from './demo/open.ts'
import { type ProxyOf, proxiesOf } from './features/links/index.ts'
import { StartupError, startServer, type WorkspaceServer } from './index.ts'
import { isOperatorCommand, runOperatorCommand } from './operate/commands.ts'
import { type OtlpOptions, readTracing } from './tracing/index.ts'

const help = `lianqun-server: the Lianqun workspace server

  lianqun-server [--data ./data] [--port 8440] [options]
  lianqun-server add-person --account <account> --name <name> [--latin-name <name>] [--department <name>] [--mail <mail>] [--external]
  lianqun-server add-department-group --department <name> [--name <name>]
  lianqun-server set-password --account <account>
  lianqun-server set-external --account <account>
  lianqun-server set-internal --account <account>
  lianqun-server disable --account <account>
  lianqun-server enable --account <account>
  lianqun-server migrate --database <url>
  lianqun-server copy --from <folder> --to <url>
  lianqun-server doctor [--data <folder>] [--database <url>] [--bus <url>]

  --data <folder>       the database's folder, made when missing   (LIANQUN_DATA, ./data)
  --database <url>      PostgreSQL in its place: postgres://user@host/name (LIANQUN_DATABASE)
  --bus <url>           NATS, for several processes on one PostgreSQL (LIANQUN_BUS)
  --role LIST           of several processes: gateway, api, jobs   (LIANQUN_ROLE, all)
  --port <number>       the port, 0 for any                        (LIANQUN_PORT, 8440)
  --any-port            another port when that one is in use
  --host <address>      the address to listen on                   (LIANQUN_HOST, 127.0.0.1)
  --apps <folder>       built mini-apps, served under /apps/       (LIANQUN_APPS)
  --max-file-mb <n>     the largest file that is taken             (LIANQUN_MAX_FILE_MB, 2048)
  --upload-quota-mb <n> of one person within 24 hours, 0: no limit (LIANQUN_UPLOAD_QUOTA_MB, 20480)
  --min-free-mb <n>     uploads wait while less is free on the disk (LIANQUN_MIN_FREE_MB, 1024 or 5 %)
  --blocked-types LIST  files not taken: exe,video/mp4,image/*     (LIANQUN_BLOCKED_TYPES)
  --blobs <address>     files in S3: s3://host/bucket[/prefix]     (LIANQUN_BLOBS, blobs in --data)
  --clamd <address>     ClamAV's host:port or socket scans files   (LIANQUN_CLAMD)
  --link-previews LIST  off, or hosts of the own network to preview too (LIANQUN_LINK_PREVIEWS)
  --translate-url <url> LibreTranslate's POST /translate, or alike (LIANQUN_TRANSLATE_URL)
  --translate-key-file <file>  its key, which may be in LIANQUN_TRANSLATE_KEY (LIANQUN_TRANSLATE_KEY_FILE)
  --trust-proxy <list>  proxies whose X-Forwarded-For is believed  (LIANQUN_TRUST_PROXY)
  --metrics <host:port> serves /metrics to Prometheus, at an address of its own (LIANQUN_METRICS)
  --otel <url>          sends traces to a collector, OTLP over HTTP (OTEL_EXPORTER_OTLP_ENDPOINT)
  --log-level <level>   trace, debug, info, warn, error, silent    (LIANQUN_LOG_LEVEL, info)
  --config <file>       options by these names, as JSON: {"port": 8440} (LIANQUN_CONFIG)
  --demo                fill an empty folder with a demo company, whose people answer
  --demo-language TAG   zh or en: which company; by default that of the system's language
  --new-epoch           after restoring a backup: clients read everything anew, and sign in again
  --help                this text

The first start makes the account "admin" and prints its password, once. If that was lost, set-password makes another.
migrate brings a database to the schema of this server, copy moves a workspace from a folder into an empty database and
compares both (again where it was interrupted), doctor looks at what a server would use and changes nothing.
The other commands change the workspace in --data, whether or not a server runs there; passwords they make are printed once.
add-department-group makes a group whose members are the people of a department and of those below it, from then on.
--external and set-external mark somebody from outside the company; set-internal takes the mark away.
`

/** The options from the command line and the environment. */
export interface CliOptions {
  data: string
  database: string | undefined
  bus: string | undefined
  roles: Role[]
  port: number
  anyPort: boolean
  host: string
  apps: string | undefined
  maxFileBytes: number
  uploadBytesPerDay: number
  /** Undefined: as the server's limits say. */
  minFreeBytes: number | undefined
  blockedTypes: string[]
  blobs: string | undefined
  clamd: string | undefined
  linkPreviews: false | { hosts: string[]; proxyOf?: ProxyOf }
  translate: { url: string; key: string | undefined } | undefined
  trustProxy: string[]
  metrics: { host: string; port: number } | undefined
  tracing: OtlpOptions | undefined
  logLevel: string
  demo: boolean
  demoLanguage: Language
  newEpoch: boolean
  help: boolean
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads the command line; the environment fills in missing options. @throws StartupError */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): CliOptions {
  const values = parse(args)
  const port = values.port ?? env.LIANQUN_PORT ?? '8440'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new StartupError(`The port must be a number from 0 to 65535, not "${port}".`)
  }
  const maxFileBytes = bytesOf('The largest file', values['max-file-mb'] ?? env.LIANQUN_MAX_FILE_MB ?? '2048', 1)
  const quota = values['upload-quota-mb'] ?? env.LIANQUN_UPLOAD_QUOTA_MB ?? '20480'
  const minFree = values['min-free-mb'] ?? env.LIANQUN_MIN_FREE_MB
  const logLevel = values['log-level'] ?? env.LIANQUN_LOG_LEVEL ?? 'info'
  if (!levels.includes(logLevel)) throw new StartupError(`The log level must be one of ${levels.join(', ')}.`)
  return {
    data: values.data ?? env.LIANQUN_DATA ?? './data',
    database: urlOf('database', values.database ?? env.LIANQUN_DATABASE, /^postgres(ql)?:$/),
    bus: urlOf('bus', values.bus ?? env.LIANQUN_BUS, /^(nats|tls):$/),
    roles: readRoles(values.role ?? env.LIANQUN_ROLE ?? 'all'),
    port: Number(port),
    anyPort: values['any-port'] ?? false,
    host: values.host ?? env.LIANQUN_HOST ?? '127.0.0.1',
    apps: values.apps ?? env.LIANQUN_APPS,
    maxFileBytes,
    uploadBytesPerDay: bytesOf('The quota of uploads', quota, 0),
    minFreeBytes: minFree === undefined ? undefined : bytesOf('The space that stays free', minFree, 0),
    blockedTypes: list(values['blocked-types'] ?? env.LIANQUN_BLOCKED_TYPES),
    blobs: values.blobs ?? env.LIANQUN_BLOBS,
    clamd: values.clamd ?? env.LIANQUN_CLAMD,
    linkPreviews: previewsOf(values['link-previews'] ?? env.LIANQUN_LINK_PREVIEWS, env),
    translate: translateOf(values['translate-url'] ?? env.LIANQUN_TRANSLATE_URL, values['translate-key-file'], env),
    trustProxy: list(values['trust-proxy'] ?? env.LIANQUN_TRUST_PROXY),
    metrics: metricsOf(values.metrics ?? env.LIANQUN_METRICS),
    tracing: readTracing(values.otel, env),
    logLevel,
    demo: values.demo ?? false,
    demoLanguage: languageOfLocale(values['demo-language'] ?? Intl.DateTimeFormat().resolvedOptions().locale),
    newEpoch: values['new-epoch'] ?? false,
    help: values.help ?? false,
  }
}

/** An address as `127.0.0.1:9464` or `[::1]:9464`. @throws StartupError */
function metricsOf(text = ''): CliOptions['metrics'] {
  if (text === '') return undefined
  const [, bracketed, plain, port] = /^(?:\[([\da-fA-F:.]+)\]|([^:\s/]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535) {
    throw new StartupError(`--metrics takes a host and a port such as 127.0.0.1:9464, not "${text}".`)
  }
  return { host, port: Number(port) }
}

/** An address, which may be a list with commas. @throws StartupError, without the address: it may hold a password */
function urlOf(option: string, text: string | undefined, protocol: RegExp): string | undefined {
  if (text === undefined || text === '') return undefined
  for (const part of text.split(',')) {
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
 * `off` turns previews of links off; hosts of the own network may be listed. Others are fetched by the proxy that the
 * environment names. @throws StartupError
 */
function previewsOf(text = '', env: NodeJS.ProcessEnv = {}): CliOptions['linkPreviews'] {
  if (text.trim() === 'off') return false
  try {
    return { hosts: list(text), proxyOf: proxiesOf(env) }
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error))
  }
}

/** The translation service and its key, which is never an argument: others on the machine could read it. @throws StartupError */
function translateOf(
  url: string | undefined,
  file: string | undefined,
  env: NodeJS.ProcessEnv,
): CliOptions['translate'] {
  const keyFile = file ?? env.LIANQUN_TRANSLATE_KEY_FILE
  if (url === undefined || url === '') {
    if (file !== undefined) throw new StartupError('--translate-key-file says nothing without --translate-url.')
    return undefined
  }
  return { url, key: keyFile === undefined ? env.LIANQUN_TRANSLATE_KEY : readKey(keyFile) }
}

function readKey(file: string): string {
  let key: string
  try {
    key = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new StartupError(`The key of the translation service cannot be read (${cause}).`)
  }
  if (key === '') throw new StartupError(`The key of the translation service is missing: ${file} is empty.`)
  return key
}

/** The entries of a list with commas. */
function list(text = ''): string[] {
  return text.split(',').filter(entry => entry.trim() !== '')
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        database: { type: 'string' },
        bus: { type: 'string' },
        role: { type: 'string' },
        port: { type: 'string' },
        'any-port': { type: 'boolean' },
        host: { type: 'string' },
        apps: { type: 'string' },
        'max-file-mb': { type: 'string' },
        'upload-quota-mb': { type: 'string' },
        'min-free-mb': { type: 'string' },
        'blocked-types': { type: 'string' },
        blobs: { type: 'string' },
        clamd: { type: 'string' },
        'link-previews': { type: 'string' },
        'translate-url': { type: 'string' },
        'translate-key-file': { type: 'string' },
        'trust-proxy': { type: 'string' },
        metrics: { type: 'string' },
        otel: { type: 'string' },
        'log-level': { type: 'string' },
        demo: { type: 'boolean' },
        'demo-language': { type: 'string' },
        'new-epoch': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new StartupError(`${error instanceof Error ? error.message : String(error)}\nSee lianqun-server --help.`)
  }
}

/** Whether an address is reached from this machine alone. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

/** Logs go to stderr: stdout holds only the text for the operator and the parent process. */
function stderrLogger(level: string): Logger {
  const onTerminal = process.stderr.isTTY === true
  const stream = onTerminal ? pretty({ destination: 2, sync: true }) : pino.destination({ dest: 2, sync: true })
  return createLogger(level, stream)
}

/** Runs a command, or the server until a signal. Writes startup errors to stderr and sets exit code 1. */
export async function main(given: string[], variables: NodeJS.ProcessEnv): Promise<void> {
  try {
    const { args, env, warnings } = withConfig(given, variables)
    const [command = '', ...rest] = args
    if (isCommand(command)) {
      process.stdout.write(await runCommand(command, rest, env))
      return
    }
    if (isOperatorCommand(command)) {
      const { text, well } = await runOperatorCommand(command, rest, env, progressLine(process.stderr))
      process.stdout.write(text)
      if (!well) process.exitCode = 1
      return
    }
    const options = readOptions(args, env)
    if (options.help) {
      process.stdout.write(help)
      return
    }
    if (options.demo && !isLoopback(options.host)) {
      throw new StartupError(
        `The accounts of the demo company have a password that everybody knows. It is served on this machine only: leave --host ${options.host} out, or --demo.`,
      )
    }
    const log = stderrLogger(options.logLevel)
    for (const warning of warnings) log.warn(warning)
    if (options.newEpoch) await renewEpoch(options)
    const demo = options.demo ? makeDemo(options.demoLanguage) : null
    const server = await start(options, log, demo)
    const opened = await open(server, demo, log)
    stopOnSignals(server, log, opened?.stop)
    announce(server)
    if (opened !== null) process.stdout.write(opened.line)
  } catch (error) {
    process.stderr.write(`lianqun-server: ${describe(error)}\n`)
    process.exitCode = 1
  }
}

type Demo = ReturnType<typeof makeDemo>

/** Loads the demo company or creates the first account. Closes the server when that fails. */
async function open(server: WorkspaceServer, demo: Demo | null, log: Logger) {
  try {
    if (demo !== null) return await demo.open(server, log)
    await welcome(server)
    return null
  } catch (error) {
    await server.close()
    throw error
  }
}

async function start(options: CliOptions, logger: Logger, demo: Demo | null): Promise<WorkspaceServer> {
  const { data: dataDir, port, host, apps: appsDir, trustProxy, blockedTypes, blobs, clamd } = options
  const {
    linkPreviews,
    translate,
    metrics,
    tracing,
    maxFileBytes: fileBytes,
    uploadBytesPerDay,
    minFreeBytes,
  } = options
  // Who names bytes means them on a disk of any size.
  const minFree = minFreeBytes === undefined ? {} : { minFreeBytes, minFreeShare: 1 }
  const limits = { fileBytes, uploadBytesPerDay, ...minFree }
  const files = { limits, blockedTypes, blobs, clamd }
  const hooks = {
    linkPreviews,
    ...(translate && { translate }),
    ...(metrics && { metrics }),
    ...(tracing && { tracing }),
  }
  const shared = { ...(options.database && { database: options.database }), ...(options.bus && { bus: options.bus }) }
  const rest = {
    dataDir,
    ...shared,
    roles: options.roles,
    host,
    appsDir,
    logger,
    trustProxy,
    routes: demo?.routes,
    ...hooks,
    ...files,
  }
  try {
    return await startServer({ ...rest, port })
  } catch (error) {
    const elsewhere = options.anyPort && error instanceof StartupError && error.code === 'port_in_use'
    if (!elsewhere) throw error
    return startServer({ ...rest, port: 0 })
  }
}

async function renewEpoch({ data: dataDir, database }: CliOptions): Promise<void> {
  await withWorkspace({ dataDir, ...(database && { database }) }, ({ domain }) => domain.restored())
  process.stdout.write(
    'The epoch is new: clients will read everything anew. All devices are signed out. Passwords and disabled accounts ' +
      'are those of the backup.\n',
  )
}

async function welcome(server: WorkspaceServer): Promise<void> {
  const made = await server.domain.prepare(makePassword())
  if (!made) return
  process.stdout.write(
    `\nThis workspace is new. Sign in at ${server.url} as administrator:\n` +
      `  account   ${made.account}\n  password  ${made.password}\n` +
      'The password is not shown again; "lianqun-server set-password" makes another.\n\n',
  )
}

/** Reports to the parent process that the server is ready. */
function announce(server: WorkspaceServer): void {
  process.stdout.write(`listening ${server.url}\n`)
  process.send?.({ type: 'listening', port: server.port })
}

function stopOnSignals(server: WorkspaceServer, log: Logger, before?: () => void): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    // A second signal exits at once.
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    before?.()
    server.close().then(
      () => process.exit(0),
      error => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('unhandledRejection', error => log.error({ err: error }, 'unhandled rejection'))
}

function describe(error: unknown): string {
  if (error instanceof StartupError) return error.message
  if (sqliteCode(error) === 'SQLITE_FULL') return 'The disk is full. Free some space and start again.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
