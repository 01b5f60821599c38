import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { type Guard, guard } from './guard.ts'
import { freePort } from './ports.ts'
import { findPostgres } from './programs.ts'

const run = promisify(execFile)

export interface PostgresOptions {
  /** Whether commits reach the disk (`fsync`). A killed server loses nothing either way; default false. */
  durable?: boolean
  /** Further settings: `{ log_statement: 'all' }`. */
  settings?: Record<string, string>
  /** Where its folder is made, which its user must be able to enter; by default among the temporary ones. */
  within?: string
}

/** A private PostgreSQL in a folder of its own. */
export interface TestPostgres {
  readonly port: number
  readonly dataDir: string
  /** `postgres://…` of a database of this server; by default the empty one named "postgres". */
  url(database?: string): string
  /** Makes an empty database and returns its url. */
  createDatabase(): Promise<string>
  /** Sends a signal to the server and all its processes; waits for the end of what it ends. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on its port and folder, after a kill as well. Resolves when it accepts connections. */
  restart(): Promise<void>
  /** Ends it and removes its folder. `immediate` is without a shutdown checkpoint. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** What it has logged since its first start. */
  log(): string
}

/** A hot standby that follows a primary. */
export interface TestStandby extends TestPostgres {
  /** Makes it a primary. Resolves when it takes writes. */
  promote(): Promise<void>
}

/**
 * Starts a private PostgreSQL on a free port of 127.0.0.1; the user is `postgres`, without a password. It ends with
 * this process at the latest. Throws when there is none on this machine (`findPostgres`).
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  return startServer(options, async (bin, dataDir, as) => {
    const flags = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
    await run(join(bin, 'initdb'), ['-D', dataDir, ...flags], as)
  })
}

/** As `startPostgres`, on a copy of the folder of another one (`dataDir`) that has ended. */
export function startPostgresFrom(folder: string, options: PostgresOptions = {}): Promise<TestPostgres> {
  return startServer(options, async (_bin, dataDir) => {
    await run('cp', ['-a', folder, dataDir])
  })
}

/** Starts a streaming hot standby of `primary`, from a base backup. */
export async function startStandby(primary: TestPostgres, options: PostgresOptions = {}): Promise<TestStandby> {
  const standby = await startServer(options, async (bin, dataDir, as) => {
    const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'postgres']
    await run(join(bin, 'pg_basebackup'), [...from, '-D', dataDir, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], as)
  })
  return { ...standby, promote: () => query(standby.url(), 'select pg_promote()') }
}

/** Makes a database on a server and returns its url: an empty one, or a copy of that at `template`. */
export async function createDatabase(serverUrl: string, template?: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const copied = template === undefined ? '' : ` template ${new URL(template).pathname.slice(1)}`
  await query(serverUrl, `create database ${name}${copied}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Removes a database that `createDatabase` made (8 MB each), with whatever connections it still has. */
export async function dropDatabase(url: string): Promise<void> {
  const server = new URL(url)
  const name = server.pathname.slice(1)
  if (!/^test_[0-9a-f]+$/.test(name)) throw new Error(`"${name}" is not a database of a test`)
  server.pathname = '/postgres'
  await query(server.href, `drop database ${name} with (force)`)
}

/** A connection of its own to a database. */
export async function openConnection(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

async function query(url: string, sql: string): Promise<void> {
  const client = await openConnection(url)
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** How PostgreSQL's programs are run: not as root, which they refuse, and in a folder that they may enter. */
interface RunAs {
  cwd: string
  uid?: number
  gid?: number
}

type Prepare = (bin: string, dataDir: string, as: RunAs) => Promise<void>

async function startServer(options: PostgresOptions, prepare: Prepare): Promise<TestPostgres> {
  const found = findPostgres()
  if (!found) throw new Error('PostgreSQL is not on this machine: initdb, postgres and pg_basebackup were not found')
  const folder = mkdtempSync(join(options.within ?? tmpdir(), 'lianqun-postgres-'))
  const cleaner = guard(folder, 'QUIT')
  const server = new Server(found.bin, folder, options, cleaner)
  try {
    await prepare(found.bin, server.dataDir, server.as)
    await server.start()
  } catch (error) {
    await server.stop('immediate')
    throw error
  }
  return {
    port: server.port,
    dataDir: server.dataDir,
    url: database => server.url(database),
    createDatabase: () => createDatabase(server.url()),
    kill: signal => server.kill(signal),
    restart: () => server.restart(),
    stop: mode => server.stop(mode),
    log: () => server.log(),
  }
}

class Server {
  readonly dataDir: string
  readonly as: RunAs
  port = 0
  readonly #program: string
  readonly #settings: Record<string, string>
  readonly #guard: Guard
  readonly #logFile: string
  #process: ChildProcess | null = null
  #stopped = false

  constructor(bin: string, folder: string, options: PostgresOptions, cleaner: Guard) {
    this.#program = join(bin, 'postgres')
    this.dataDir = join(folder, 'data')
    this.#logFile = join(folder, 'log')
    this.#guard = cleaner
    this.as = { cwd: folder, ...unprivileged() }
    if (this.as.uid !== undefined) chownSync(folder, this.as.uid, this.as.gid as number)
    this.#settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      fsync: options.durable ? 'on' : 'off',
      full_page_writes: options.durable ? 'on' : 'off',
      ...options.settings,
    }
  }

  url(database = 'postgres'): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`
  }

  log(): string {
    return existsSync(this.#logFile) ? readFileSync(this.#logFile, 'utf8') : ''
  }

  async start(): Promise<void> {
    // Another process may take the port between the look and the start.
    for (let attempt = 1; ; attempt++) {
      this.port = await freePort()
      if (await this.#open()) return
      if (attempt === 5) throw new Error(`PostgreSQL did not start:\n${this.log()}`)
    }
  }

  async restart(): Promise<void> {
    await this.#end('SIGINT')
    // A process of the killed server may hold its shared memory for another moment.
    for (let attempt = 1; !(await this.#open()); attempt++) {
      if (attempt === 100) throw new Error(`PostgreSQL did not start again:\n${this.log()}`)
      await wait(100)
    }
  }

  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await this.#guard.end()
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const postmaster = this.#process
    if (!postmaster?.pid) return
    this.#stopped = signal === 'SIGSTOP'
    const children = childrenOf(postmaster.pid)
    // The parent first: it would answer the loss of a child with a restart of the others.
    postmaster.kill(signal)
    for (const pid of children) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended by itself.
      }
    }
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT' && signal !== 'SIGHUP') await this.#ended(postmaster)
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const postmaster = this.#process
    if (!postmaster) return
    if (this.#stopped) await this.kill('SIGCONT')
    postmaster.kill(signal)
    await this.#ended(postmaster)
  }

  async #ended(postmaster: ChildProcess): Promise<void> {
    if (postmaster.exitCode !== null || postmaster.signalCode !== null) return
    postmaster.ref()
    await once(postmaster, 'exit')
  }

  /** Starts the program. Returns whether it came to accept connections; false when it ended before. */
  async #open(): Promise<boolean> {
    const log = openSync(this.#logFile, 'a')
    const settings = Object.entries({ ...this.#settings, port: String(this.port) })
    const args = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const postmaster = spawn(this.#program, ['-D', this.dataDir, ...args], {
      ...this.as,
      // Ctrl+C in the terminal goes to the test process, which ends it in order.
      detached: true,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    postmaster.unref()
    this.#process = postmaster
    this.#guard.watch(postmaster.pid ?? null)
    let running = true
    postmaster.once('error', () => {
      running = false
    })
    postmaster.once('exit', () => {
      running = false
      if (this.#process !== postmaster) return
      this.#process = null
      this.#guard.watch(null)
    })
    while (running) {
      if (this.#ready(postmaster.pid)) return true
      await wait(20)
    }
    return false
  }

  /** As `pg_ctl -w` finds out: the first line of the file is the process id, the eighth its state. */
  #ready(pid: number | undefined): boolean {
    let lines: string[]
    try {
      lines = readFileSync(join(this.dataDir, 'postmaster.pid'), 'utf8').split('\n')
    } catch (error) {
      // It is written by the start, and a stale one is removed by it.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw error
    }
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
  }
}

/** The ids of a process's children. */
function childrenOf(pid: number): number[] {
  return processes().flatMap(([id, parent]) => (parent === pid && id !== undefined ? [id] : []))
}

/** The id and the parent's id of every process. */
function processes(): number[][] {
  // A small Linux has no `ps`.
  if (!existsSync('/proc/self/stat')) {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    return table
      .trim()
      .split('\n')
      .map(row => row.trim().split(/\s+/).map(Number))
  }
  const ids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return ids.flatMap(id => {
    try {
      // "id (name) state parent …"; the name may hold anything.
      const parent = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]
      return [[Number(id), Number(parent)]]
    } catch {
      // It has ended since.
      return []
    }
  })
}

/** The user `postgres`, or `nobody`, when we are root. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody"')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
