import type { Migration } from 'kysely/migration'
import { up as announcementCounts } from './2026-11-24-announcement-counts.ts'
import { up as first } from './2026-11-24-first.ts'
import { up as plainColumnNames } from './2026-11-25-plain-column-names.ts'

/**
 * Every migration there ever was, in order. The key is the name that databases record, and Kysely runs them in the
 * order of these names: the first two are from before files were named by date. A released one is never changed.
 */
export const migrations: Record<string, Migration> = {
  '0001_first': { up: first },
  '0002_announcement_counts': { up: announcementCounts },
  '2026-11-25-plain-column-names': { up: plainColumnNames },
}
