import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ProtocolError } from '@lianqun/protocol'
import { MemoryBus } from './bus/memory.ts'
import { parseOptions, settingOf } from './command-line.ts'
import { askServer, type ControlRequest } from './control.ts'
import { Tokens } from './core/tokens.ts'
import { Domain } from './domain.ts'
import { defaultLimits, type ServerOptions } from './options.ts'
import { PostgresStore } from './storage/postgres/store.ts'
import { SqliteStore } from './storage/sqlite/store.ts'
import { StartupError } from './storage/startup-error.ts'
import type { Store } from './storage/store.ts'

const options = {
  data: { type: 'string' },
  database: { type: 'string' },
  account: { type: 'string' },
  name: { type: 'string' },
  'latin-name': { type: 'string' },
  department: { type: 'string' },
  mail: { type: 'string' },
  external: { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseOptions<typeof options>>

/** An open workspace. */
export interface Workspace {
  store: Store
  domain: Domain
}

const commands = {
  'add-person': addPerson,
  'add-department-group': addDepartmentGroup,
  'set-password': setPassword,
  'set-external': setExternal,
  'set-internal': setInternal,
  disable,
  enable,
}
export type Command = keyof typeof commands

/** Whether a command-line argument names a command that changes accounts. */
export function isCommand(word: string): word is Command {
  return Object.hasOwn(commands, word)
}

/**
 * Runs a command on the workspace in `--data` and returns the text to print. A server that has the workspace open does
 * it, without a stop. @throws StartupError when the workspace does not exist, or the command cannot be done
 */
export async function runCommand(command: Command, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const values = parseOptions(args, options)
  const dataDir = settingOf('data', values, env)
  const database = settingOf('database', values, env)
  // Any process changes a database that processes share, and the others hear of it.
  if (database !== undefined && database !== '')
    return withWorkspace({ dataDir, database }, workspace => commands[command](workspace, values))
  if (!existsSync(join(dataDir, 'workspace.db'))) {
    throw new StartupError(`There is no workspace in ${dataDir}. Start the server there once, or name it with --data.`)
  }
  const done = await askServer(dataDir, { command, args })
  return done ?? withWorkspace({ dataDir }, workspace => commands[command](workspace, values))
}

/** Carries a command out for `askServer`. @throws StartupError */
export async function answerCommand(workspace: Workspace, { command, args }: ControlRequest): Promise<string> {
  if (!isCommand(command)) throw new StartupError(`This server knows no command ${command}.`)
  return commands[command](workspace, parseOptions(args, options))
}

/** Opens a workspace for `fn`, without serving it. @throws StartupError when a server has its folder open */
export async function withWorkspace<T>(
  { dataDir, database }: Pick<ServerOptions, 'dataDir' | 'database'>,
  fn: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const store = database === undefined ? await SqliteStore.open(dataDir) : await PostgresStore.open(database)
  try {
    const tokens = new Tokens(store.meta('token_secret'), store.meta('workspace_id'))
    return await fn({ store, domain: new Domain(store, tokens, defaultLimits, new MemoryBus()) })
  } finally {
    await store.shutdown()
  }
}

function required(values: Values, option: 'account' | 'name'): string {
  const value = values[option]?.trim() ?? ''
  if (value === '') throw new StartupError(`Give the ${option} with --${option}.`)
  if (value.length > 100) throw new StartupError(`The ${option} has more than 100 characters.`)
  return value
}

async function addPerson({ store, domain }: Workspace, values: Values): Promise<string> {
  const account = required(values, 'account').toLowerCase()
  const name = required(values, 'name')
  const taken = await store.read(db =>
    db.selectFrom('users').select('id').where('account', '=', account).executeTakeFirst(),
  )
  if (taken) throw new StartupError(`The account ${account} is taken. Choose another.`)
  const password = makePassword()
  const departmentIds =
    values.department === undefined ? [] : [await departmentId({ store, domain }, values.department)]
  const { 'latin-name': latinName = '', mail = '', external = false } = values
  try {
    await domain.createEmployee({ account, password, name, latinName, mail, departmentIds, external })
  } catch (error) {
    if (error instanceof ProtocolError) throw new StartupError(error.message)
    throw error
  }
  return `${name} can sign in:\n${credentials(account, password)}`
}

/** The departments with an id or a name. */
function departmentsCalled(store: Store, name: string): Promise<{ id: string }[]> {
  return store.read(db =>
    db
      .selectFrom('departments')
      .select('id')
      .where('deleted', '=', 0)
      .where(eb => eb.or([eb('id', '=', name), eb('name', '=', name), eb('latin_name', '=', name)]))
      .execute(),
  )
}

/** The id of the department with that id or name; creates a top-level department when none matches. */
async function departmentId({ store, domain }: Workspace, wanted: string): Promise<string> {
  const name = wanted.trim()
  if (name === '') throw new StartupError('Give the department a name, or leave --department out.')
  const known = await departmentsCalled(store, name)
  if (known.length > 1)
    throw new StartupError(`There are ${known.length} departments of the name ${name}. Give its id.`)
  return known[0]?.id ?? (await domain.createDepartment({ name })).id
}

/** Makes the group that follows an existing department. */
async function addDepartmentGroup({ store, domain }: Workspace, values: Values): Promise<string> {
  const wanted = values.department?.trim() ?? ''
  if (wanted === '') throw new StartupError('Give the department, its id or its name, with --department.')
  const [known, ...others] = await departmentsCalled(store, wanted)
  if (known === undefined) throw new StartupError(`There is no department ${wanted}.`)
  if (others.length > 0)
    throw new StartupError(`There are ${others.length + 1} departments of the name ${wanted}. Give its id.`)
  const name = values.name === undefined ? {} : { name: required(values, 'name') }
  try {
    await domain.createDepartmentGroup({ departmentId: known.id, ...name })
  } catch (error) {
    if (error instanceof ProtocolError) throw new StartupError(error.message)
    throw error
  }
  return `The group of ${wanted} is made. Its members follow the department.\n`
}

async function userId({ store }: Workspace, values: Values): Promise<{ id: string; account: string }> {
  const account = required(values, 'account').toLowerCase()
  const user = await store.read(db =>
    db.selectFrom('users').select('id').where('account', '=', account).executeTakeFirst(),
  )
  if (!user) throw new StartupError(`There is no account ${account}. Make it with add-person.`)
  return { id: user.id, account }
}

async function setPassword(workspace: Workspace, values: Values): Promise<string> {
  const { id, account } = await userId(workspace, values)
  const password = makePassword()
  await workspace.domain.setPassword(id, password)
  return `The password is new, and all devices of the account are signed out:\n${credentials(account, password)}`
}

async function setExternal(workspace: Workspace, values: Values): Promise<string> {
  const { id, account } = await userId(workspace, values)
  await workspace.domain.updateEmployee(id, { external: true })
  return `The account ${account} is that of somebody from outside the company.\n`
}

async function setInternal(workspace: Workspace, values: Values): Promise<string> {
  const { id, account } = await userId(workspace, values)
  await workspace.domain.updateEmployee(id, { external: false })
  return `The account ${account} is that of somebody of the company.\n`
}

async function disable(workspace: Workspace, values: Values): Promise<string> {
  const { id, account } = await userId(workspace, values)
  await workspace.domain.setDisabled(id, true)
  return `The account ${account} is disabled, and its devices are signed out.\n`
}

async function enable(workspace: Workspace, values: Values): Promise<string> {
  const { id, account } = await userId(workspace, values)
  await workspace.domain.setDisabled(id, false)
  return `The account ${account} can sign in again.\n`
}

function credentials(account: string, password: string): string {
  return `  account   ${account}\n  password  ${password}\nThe password is not shown again.\n`
}

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A random password of 16 characters (about 79 bits) without characters that look alike. */
export function makePassword(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)] ?? 'x').join('')
}
