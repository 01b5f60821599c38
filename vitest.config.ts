import { defineConfig } from 'vitest/config'

const slow = ['e2e/**/*.test.ts', 'electron-standin/**/*.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', './e2e/totals-reporter.ts'],
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
      {
        test: {
          name: 'whole app',
          include: slow,
          // Each has its own server, profile and Chromium; more than two at once would wait for each other.
          maxWorkers: 2,
          // A busy machine can hold up Chromium itself. A second try is told in the last line, so it is not overlooked.
          retry: 1,
          testTimeout: 180_000,
          // The default of a second is a bet on the machine's speed.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
