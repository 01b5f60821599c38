import type { TestProject } from 'vitest/node'
import { PostgresStore } from '../storage/postgres/store.ts'
import { startPostgres } from './postgres.ts'

/**
 * Vitest's global setup: one PostgreSQL for the run, and a database in it that is migrated and otherwise empty; their urls
 * are LIANQUN_TEST_POSTGRES and LIANQUN_TEST_TEMPLATE in the workers of the project.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  const template = await postgres.createDatabase()
  const store = await PostgresStore.open(template)
  // Each copy is a workspace of its own.
  await store.db.deleteFrom('meta').execute()
  await store.shutdown()
  project.config.env.LIANQUN_TEST_POSTGRES = postgres.url()
  project.config.env.LIANQUN_TEST_TEMPLATE = template
  return () => postgres.stop()
}
