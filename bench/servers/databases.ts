import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresOptions, startPostgres, type TestPostgres } from '../../server/testing/postgres.ts'
import { findPostgres } from '../../server/testing/programs.ts'

/** Commits reach the disk, and there is some room for it to work in. */
export const benchPostgres: PostgresOptions = {
  durable: true,
  settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
}

/** Runs something with a folder of its own, which is removed afterwards. */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-bench-'))
  try {
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs something with a private PostgreSQL; says so and leaves it out where there is none. */
export async function withPostgres(
  run: (postgres: TestPostgres) => Promise<void>,
  start = () => startPostgres(benchPostgres),
): Promise<void> {
  if (findPostgres() === null) {
    progress('PostgreSQL is not on this machine: its figures are left out')
    return
  }
  const postgres = await start()
  try {
    await run(postgres)
  } finally {
    await postgres.stop()
  }
}

/** Tells how far a bench is. */
export function progress(line: string): void {
  process.stderr.write(`  ${line}\n`)
}

/** Measures the processor time of PostgreSQL between the beginning and the end of a round. */
export function postgresClock(postgres: TestPostgres | undefined) {
  const now = () => (postgres === undefined ? null : postgresSeconds(postgres))
  let begun: number | null = null
  const clock = {
    seconds: null as number | null,
    began() {
      begun = now()
    },
    ended() {
      const end = now()
      clock.seconds = begun === null || end === null ? null : end - begun
    },
  }
  return clock
}

/** Seconds of the processor that a PostgreSQL and all its processes have used; null where /proc is not. */
function postgresSeconds({ dataDir }: TestPostgres): number | null {
  if (!existsSync('/proc/self/stat')) return null
  const postmaster = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])
  let ticks = 0
  for (const id of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const stat = statOf(id)
    if (stat === null) continue
    if (stat.parent === postmaster || Number(id) === postmaster) ticks += stat.own
    if (Number(id) === postmaster) ticks += stat.ended
  }
  // Linux counts in hundredths for everybody who asks.
  return ticks / 100
}

/** The parent of a process, the ticks of its own and of its children that have ended; null when it has ended. */
function statOf(id: string): { parent: number; own: number; ended: number } | null {
  try {
    // "id (name) state parent …"; the name may hold anything.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const at = (index: number) => Number(fields[index])
    return { parent: at(1), own: at(11) + at(12), ended: at(13) + at(14) }
  } catch {
    return null
  }
}

/**
 * An address of this machine that no run before has used, since the ports of one are few and rest for a minute. Only
 * Linux has more than one.
 */
export function freshAddress(): string {
  const byte = () => 1 + Math.floor(Math.random() * 250)
  return process.platform === 'linux' ? `127.${byte()}.${byte()}.${byte()}` : '127.0.0.1'
}
