import { isIPv4 } from 'node:net'
import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import { progressLine } from '../common/node/progress-line.ts'
import { sqliteCode } from '../common/node/sqlite.ts'
import { isCommand, makePassword, runCommand, withWorkspace } from './accounts.ts'
import { type CliOptions, readOptions } from './cli-options.ts'
import { optionsHelp } from './command-line.ts'
import { withConfig } from './config-file.ts'
import { createLogger } from './core/log.ts'
import { makeDemo } from './demo/open.ts'
import { StartupError, startServer, type WorkspaceServer } from './index.ts'
import { isOperatorCommand, runOperatorCommand } from './operate/commands.ts'

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
  lianqun-server doctor [--data <folder>] [--database <url>] [--bus <url>] [--blobs <address>]

${optionsHelp()}
The first start makes the account "admin" and prints its password, once. If that was lost, set-password makes another.
migrate brings a database to the schema of this server, copy moves a workspace from a folder into an empty database and
compares both (again where it was interrupted), doctor looks at what a server would use and changes nothing.
The other commands change the workspace in --data, whether or not a server runs there; passwords they make are printed once.
add-department-group makes a group whose members are the people of a department and of those below it, from then on.
--external and set-external mark somebody from outside the company; set-internal takes the mark away.
`

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
    const server = await start({ ...options, onOutdated: why => end(server, log, why) }, log, demo)
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
  const all = { ...options, logger, routes: demo?.routes }
  try {
    return await startServer(all)
  } catch (error) {
    const elsewhere = options.anyPort && error instanceof StartupError && error.code === 'port_in_use'
    if (!elsewhere) throw error
    return startServer({ ...all, port: 0 })
  }
}

async function renewEpoch(options: CliOptions): Promise<void> {
  await withWorkspace(options, ({ domain }) => domain.restored())
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

/** Ends the process, so that whoever keeps it running starts it again. */
function end(server: WorkspaceServer, log: Logger, why: string): void {
  log.error({ why }, 'stopping')
  const exit = () => process.exit(1)
  server.close().then(exit, exit)
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
