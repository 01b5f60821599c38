import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

/** Vitest's global setup: one PostgreSQL for the run; its url is LIANQUN_TEST_POSTGRES in the workers of the project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  project.config.env.LIANQUN_TEST_POSTGRES = postgres.url()
  return () => postgres.stop()
}
