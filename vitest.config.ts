import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { findNats, findPostgres, findPrometheus } from './server/testing/programs.ts'

const slow = ['e2e/**/*.test.ts', 'electron-standin/**/*.test.ts']

/** Whether the server's tests run a second time, on PostgreSQL. `testing/workspace.ts` must open its databases there. */
const serverOnPostgres = true

/** The server's tests that have nothing to do with the database, or that mean SQLite itself. */
const sameOnPostgres = [
  // SQLite
  'server/storage/sqlite/**',
  'server/cli.test.ts',
  'server/control.test.ts',
  'server/config-file.test.ts',
  'server/seed/seed.test.ts',
  'server/logs.test.ts',
  'server/metrics/**',
  'server/core/commit-queue.test.ts',
  'server/core/readiness.test.ts',
  // What is the same on any database
  'server/bus/**',
  'server/operate/deploy.test.ts',
  'server/testing/postgres.test.ts',
  'server/core/gateway/**',
  'server/core/hub/{audience,hub,scope-heads}.test.ts',
  'server/{presence,crowds}.test.ts',
  'server/demo/**',
  'server/features/files/{clamd,pictures,range,upload-locks}.test.ts',
  'server/features/registry.test.ts',
  'server/storage/blobs.test.ts',
]

const wholeApp = {
  // Each has its own server, profile and Chromium; more than two at once would wait for each other.
  maxWorkers: 2,
  // A busy machine can hold up Chromium itself. A second try is told in the last line, so it is not overlooked.
  retry: 1,
  testTimeout: 180_000,
  // The default of a second is a bet on the machine's speed.
  expect: { poll: { timeout: 20_000 } },
  hookTimeout: 120_000,
  sequence: { groupOrder: 3 },
}

const postgres: TestProjectConfiguration = {
  test: {
    name: 'server on PostgreSQL',
    include: ['server/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...sameOnPostgres],
    globalSetup: './server/testing/postgres-setup.ts',
    env: { LIANQUN_TEST_DATABASE: 'postgres' },
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 30_000,
    sequence: { groupOrder: 2 },
  },
}

/**
 * The faults between clients and server once more, with the server on PostgreSQL. Not there: what is about the client
 * alone (`account`, `safe-storage`, `herd`), and `restored`, which puts back the folder of SQLite with its mark.
 */
const faultsOnPostgres: TestProjectConfiguration = {
  test: {
    ...wholeApp,
    name: 'faults on PostgreSQL',
    include: ['e2e/faults/{crashes,edges,faults,files,group-life,talk}.test.ts'],
    globalSetup: './server/testing/postgres-setup.ts',
    env: { LIANQUN_TEST_DATABASE: 'postgres' },
  },
}

const notes: string[] = []
if (serverOnPostgres && !findPostgres())
  notes.push("PostgreSQL is not on this machine: the server's tests ran on SQLite only")
if (!findNats()) notes.push('NATS is not on this machine: what the server sends through it was not tested')
if (!findPrometheus())
  notes.push('Prometheus and Alertmanager are not on this machine: that their alerts come in was not tested')

export default defineConfig({
  test: {
    reporters: ['default', ['./e2e/totals-reporter.ts', { notes }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: ['**/node_modules/**', 'out/**', ...slow],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      ...(serverOnPostgres && findPostgres() ? [postgres, faultsOnPostgres] : []),
      { test: { ...wholeApp, name: 'whole app', include: slow } },
    ],
  },
})
