/*
 * LIANQUN_SEED=n runs that one seed, LIANQUN_SEED=all very many, on PostgreSQL as many as on SQLite:
 * `LIANQUN_SEED=all npm test -- --project "faults on PostgreSQL"`.
 */

const { LIANQUN_SEED: asked, LIANQUN_TEST_DATABASE: database } = process.env

/** How many runs a test has: on PostgreSQL a tenth of those on SQLite, since the clients are the same. */
export function runsOf(usual: number, all = usual): number {
  if (asked === 'all') return all
  return database === 'postgres' ? Math.ceil(usual / 10) : usual
}

/** The seeds of a test: from 1 to `runsOf`, or the one that is asked for. */
export function seedsOf(usual: number, all = usual): number[] {
  if (asked !== undefined && asked !== 'all') return [Number(asked)]
  return Array.from({ length: runsOf(usual, all) }, (_, i) => i + 1)
}
