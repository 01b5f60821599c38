import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Kysely as Database, type Kysely, PostgresDialect, sql } from 'kysely'
import { openNats } from '../bus/nats.ts'
import { appliedMigrations } from '../storage/migrate.ts'
import { migrations } from '../storage/migrations/index.ts'
import { openPool } from '../storage/postgres/pool.ts'
import { hostOf, isHalfCopied } from '../storage/postgres/store.ts'
import { readOldestWriter } from '../storage/postgres/writers.ts'
import { openS3Blobs } from '../storage/s3-blobs.ts'
import { messageOf } from '../storage/startup-error.ts'
import type { Tables } from '../storage/tables.ts'

/** What was looked at, and what to do about it where it is not well. */
export interface Finding {
  what: string
  state: 'good' | 'doubtful' | 'bad'
  says: string
}

/** The least version of PostgreSQL, as `server_version_num`: earlier ones get no mends any more. */
const leastPostgres = 150_000
/** Milliseconds that the clocks of two machines may differ without a word. */
const clockMs = 2_000
/** For so long a transaction may be open without a word, in seconds. */
const openSeconds = 5

/** What a server would use; `env`: with the keys of the bucket. */
export interface Examined {
  dataDir: string
  database?: string | undefined
  bus?: string | undefined
  blobs?: string | undefined
  env: NodeJS.ProcessEnv
}

/** Looks at everything that a server with these options would use, and changes nothing. */
export async function examine(options: Examined): Promise<Finding[]> {
  const findings: Finding[] = [examineFolder(options.dataDir)]
  if (options.database !== undefined) findings.push(...(await examineDatabase(options.database)))
  if (options.bus !== undefined) findings.push(await examineBus(options.bus))
  if (options.blobs !== undefined) findings.push(await examineBucket(options.blobs, options.env))
  else if (options.bus !== undefined) findings.push(filesInFolder)
  return findings
}

const filesInFolder: Finding = {
  what: 'blobs',
  state: 'doubtful',
  says: 'Files are in --data, which all processes have to share then. Name a bucket with --blobs.',
}

async function examineBucket(address: string, env: NodeJS.ProcessEnv): Promise<Finding> {
  try {
    await openS3Blobs(address, env)
    return { what: 'blobs', state: 'good', says: 'The bucket is there.' }
  } catch (error) {
    return { what: 'blobs', state: 'bad', says: messageOf(error) }
  }
}

function examineFolder(dataDir: string): Finding {
  const what = 'folder'
  let there = resolve(dataDir)
  while (!existsSync(there)) there = dirname(there)
  if (!statSync(there).isDirectory())
    return { what, state: 'bad', says: `${there} is no folder. Name another with --data.` }
  try {
    accessSync(there, constants.W_OK)
    const says = there === resolve(dataDir) ? 'can be written' : 'is missing: the first start makes it'
    return { what, state: 'good', says: `${dataDir} ${says}.` }
  } catch (error) {
    return {
      what,
      state: 'bad',
      says: `${there} cannot be written (${messageOf(error)}). Give this user access to it.`,
    }
  }
}

async function examineDatabase(url: string): Promise<Finding[]> {
  const pool = openPool(url, { connections: 1, failed: () => {} })
  const db = new Database<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    const sent = Date.now()
    const { rows } = await sql<Settings>`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
        pg_encoding_to_char(encoding) as encoding, datcollate as collation,
        extract(epoch from clock_timestamp()) * 1000 as now, has_schema_privilege(current_schema(), 'CREATE') as may_create,
        pg_is_in_recovery() as standby, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as synchronous, current_setting('max_connections')::int as connections
      from pg_database where datname = current_database()`.execute(db)
    const [row] = rows
    if (row === undefined) throw new Error('it says nothing of itself')
    const took = Date.now() - sent
    return [
      { what: 'database', state: 'good', says: `PostgreSQL ${row.version} on ${hostOf(url)} answers in ${took} ms.` },
      ...settingsOf(row),
      clockOf(Number(row.now), sent, took),
      await schemaOf(db),
      ...((await isHalfCopied(db)) ? [halfCopied] : []),
      await writersOf(db),
    ]
  } catch (error) {
    return [
      { what: 'database', state: 'bad', says: `The database on ${hostOf(url)} does not answer: ${messageOf(error)}` },
    ]
  } finally {
    await db.destroy()
  }
}

const halfCopied: Finding = {
  what: 'copy',
  state: 'bad',
  says: 'A copy has begun here and is not finished. Run lianqun-server copy again, with the same --from and --to.',
}

interface Settings {
  version: string
  number: number
  encoding: string
  collation: string
  now: number
  may_create: boolean
  standby: boolean
  fsync: string
  synchronous: string
  connections: number
}

function settingsOf(row: Settings): Finding[] {
  const found: (Finding | false)[] = [
    row.number < leastPostgres && { what: 'version', state: 'bad', says: 'PostgreSQL 15 or later is needed.' },
    row.standby && { what: 'primary', state: 'bad', says: 'This is a standby: it takes no writes. Name the primary.' },
    row.encoding !== 'UTF8' && {
      what: 'encoding',
      state: 'bad',
      says: `The database has the encoding ${row.encoding}. Create it with UTF8.`,
    },
    !row.may_create && {
      what: 'rights',
      state: 'bad',
      says: 'This user may not make tables: grant create on the schema.',
    },
    row.fsync !== 'on' && { what: 'fsync', state: 'bad', says: 'fsync is off: a power failure loses the workspace.' },
    row.synchronous === 'off' && {
      what: 'commits',
      state: 'doubtful',
      says: 'synchronous_commit is off: after a crash the last acknowledged messages may be gone.',
    },
    row.connections < 30 && {
      what: 'connections',
      state: 'doubtful',
      says: `max_connections is ${row.connections}: each process takes up to 10.`,
    },
  ]
  const wrong = found.filter(finding => finding !== false)
  const says = `Encoding ${row.encoding}, collation ${row.collation}, rights and durability are as they should be.`
  return wrong.length > 0 ? wrong : [{ what: 'settings', state: 'good', says }]
}

function clockOf(now: number, sent: number, took: number): Finding {
  const apart = Math.abs(now - sent - took / 2)
  const says = `The clocks of this machine and of the database are ${Math.round(apart)} ms apart.`
  return apart <= clockMs + took
    ? { what: 'clock', state: 'good', says }
    : { what: 'clock', state: 'doubtful', says: `${says} Synchronise both (NTP): messages would have wrong times.` }
}

async function schemaOf(db: Kysely<Tables>): Promise<Finding> {
  const what = 'schema'
  const applied = await appliedMigrations(db)
  const unknown = applied.find(name => !(name in migrations))
  if (unknown !== undefined)
    return { what, state: 'bad', says: `It is of a newer server (migration ${unknown}). Update this one.` }
  const missing = Object.keys(migrations).length - applied.length
  if (missing === 0) return { what, state: 'good', says: 'It is that of this server.' }
  const says = `${missing} migrations are missing: the next start runs them, or "lianqun-server migrate" now.`
  return { what, state: applied.length === 0 ? 'good' : 'doubtful', says }
}

async function writersOf(db: Kysely<Tables>): Promise<Finding> {
  const writer = await readOldestWriter(db)
  if (writer === null || (writer.seconds !== null && writer.seconds < openSeconds))
    return { what: 'lag', state: 'good', says: 'No transaction holds back what is settled.' }
  if (writer.seconds === null) {
    const says = `${writer.who}, has a transaction open. Since when, this user may not see: grant it pg_read_all_stats.`
    return { what: 'lag', state: 'doubtful', says }
  }
  const says =
    `${writer.who}, has had a transaction open for ${Math.round(writer.seconds)} s. It holds back what clients read ` +
    'when they come back, in every database of this cluster: end it, and find out why it does not end.'
  return { what: 'lag', state: 'doubtful', says }
}

async function examineBus(url: string): Promise<Finding> {
  try {
    const carrier = await openNats(url, { workspace: 'doctor', log: quiet })
    const most = Math.round(carrier.maxPayload / 1_024)
    await carrier.close()
    return { what: 'bus', state: 'good', says: `NATS answers and takes messages of ${most} KiB.` }
  } catch (error) {
    return { what: 'bus', state: 'bad', says: messageOf(error) }
  }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
