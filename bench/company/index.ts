import { startPostgresFrom } from '../../server/testing/postgres.ts'
import { findPostgres } from '../../server/testing/programs.ts'
import { against, alone, type Bench } from '../report.ts'
import { benchPostgres, progress, withFolder, withPostgres } from '../servers/databases.ts'
import { companyCluster, companyFolder } from './build.ts'
import { measureCompany } from './measure.ts'

/**
 * Measures the real server on a company of 100,000 people in 300,000 groups, some of them of 5,000, with 1,000,000
 * messages, on both databases: what a client waits for, and the memory of the server. PostgreSQL is compared with SQLite.
 * Limits of rate are off. The company is made once, which takes some ten minutes on PostgreSQL, and kept in the
 * temporary folder.
 */
export const run: Bench = async (report, { scale = 1 }) => {
  const people = Math.max(300, Math.round(100_000 * scale))
  const size = { people, groups: people * 3, messages: people * 10 }
  const dataDir = await companyFolder(size)
  const name = (of: string, on: string) => `a company of ${people.toLocaleString('en')} on ${on}: ${of}`
  progress('on SQLite')
  const ofSqlite = new Map<string, number>()
  for (const { name: of, value, unit } of await measureCompany({ dataDir }, people)) {
    ofSqlite.set(of, value)
    report({ name: name(of, 'SQLite'), value, unit, ...alone })
  }
  // Says below that there is none.
  const kept = findPostgres() === null ? null : await companyCluster(size, dataDir)
  const start = () => startPostgresFrom(kept?.cluster ?? '', benchPostgres)
  await withPostgres(async postgres => {
    progress('on PostgreSQL')
    await withFolder(async folder => {
      const options = { dataDir: folder, database: postgres.url(kept?.name) }
      for (const { name: of, value, unit } of await measureCompany(options, people)) {
        const baseline = ofSqlite.get(of)
        const compared = baseline === undefined ? { value, ...alone } : against(value, baseline)
        report({ name: name(of, 'PostgreSQL'), unit, ...compared })
      }
    })
  }, start)
}
