import { parseOptions, serverOptions, settingOf } from '../command-line.ts'
import { PostgresStore } from '../storage/postgres/store.ts'
import { StartupError } from '../storage/startup-error.ts'
import { type CopyProgress, copyWorkspace } from './copy.ts'
import { examine } from './doctor.ts'

type Name = 'data' | 'from' | 'to' | 'database' | 'bus' | 'blobs'
type Values = { [N in Name]?: string | undefined }

/** The commands, and the options that each takes. */
const commands = {
  migrate: { run: migrate, takes: ['database'] },
  copy: { run: copy, takes: ['from', 'to'] },
  doctor: { run: doctor, takes: ['data', 'database', 'bus', 'blobs'] },
} as const satisfies Record<string, { run: unknown; takes: readonly Name[] }>
export type OperatorCommand = keyof typeof commands

/** Whether a command-line argument names a command for operators. */
export function isOperatorCommand(word: string): word is OperatorCommand {
  return Object.hasOwn(commands, word)
}

/** What a command prints, and whether all was well. */
export interface Report {
  text: string
  well: boolean
}

/** Runs a command; `progress` is told of long work. @throws StartupError when it cannot be done */
export async function runOperatorCommand(
  command: OperatorCommand,
  args: string[],
  env: NodeJS.ProcessEnv,
  progress: CopyProgress,
): Promise<Report> {
  const { run, takes } = commands[command]
  const types = Object.fromEntries(takes.map(name => [name, { type: 'string' as const }]))
  const values: Values = parseOptions(args, types)
  const set = (name: 'data' | 'database' | 'bus' | 'blobs') => settingOf(name, values, env) || undefined
  const settings = { data: set('data'), database: set('database'), bus: set('bus'), blobs: set('blobs') }
  return run({ ...values, ...settings }, progress, env)
}

async function migrate({ database }: Values): Promise<Report> {
  if (database === undefined)
    throw new StartupError('Name the database with --database. One in a folder is migrated by the next start.')
  const store = await PostgresStore.open(database)
  await store.shutdown()
  return { text: 'The database has the schema of this server.\n', well: true }
}

async function copy({ from, to }: Values, progress: CopyProgress): Promise<Report> {
  if (from === undefined || to === undefined)
    throw new StartupError('Say from which folder to which database: copy --from ./data --to postgres://…')
  const rows = await copyWorkspace(from, to, progress)
  const text =
    `${rows.toLocaleString('en')} rows are copied and compared. Files stay where they are: start the servers with the ` +
    'same --data or --blobs. Clients read everything anew; nobody is signed out.\n'
  return { text, well: true }
}

async function doctor(values: Values, _progress: CopyProgress, env: NodeJS.ProcessEnv): Promise<Report> {
  const { data = serverOptions.data.fallback, database, bus, blobs } = values
  const found = await examine({ dataDir: data, database, bus, blobs, env })
  const lines = found.map(({ what, state, says }) => `${state.padEnd(9)}${what.padEnd(12)}${says}\n`)
  return { text: lines.join(''), well: found.every(({ state }) => state !== 'bad') }
}
