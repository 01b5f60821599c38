import type { Migration } from 'kysely/migration'
import { up as announcementCounts } from './2026-11-24-announcement-counts.ts'
import { up as first } from './2026-11-24-first.ts'
import { up as plainColumnNames } from './2026-11-25-plain-column-names.ts'

/**
 * Every migration there ever was. The key is the name that databases record. Those that a database lacks run in the
 * order of their names, in one transaction; one that is merged later may have an earlier day. The first two are from
 * before files were named by date. Never change the result of a released one.
 */
export const migrations: Record<string, Migration> = {
  '0001_first': { up: first },
  '0002_announcement_counts': { up: announcementCounts },
  '2026-11-25-plain-column-names': { up: plainColumnNames },
}
