import type { App, Preferences } from '@lianqun/protocol'
import type { EntityHandlers } from '../core/feature.ts'
import { clockOffsetKey, readMeta, writeMeta } from '../core/meta.ts'
import type { WriteContext } from '../core/write-context.ts'
import { openedAppsKey, readOpenedApps } from './reads.ts'

/** Opened apps that are remembered. */
const openedApps = 50

function upsertApp(context: WriteContext, value: App): void {
  context.sql.run(
    `INSERT INTO app (id, sort_order, deleted, value, revision) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
       sort_order = excluded.sort_order, deleted = excluded.deleted, value = excluded.value, revision = excluded.revision
     WHERE excluded.revision > app.revision`,
    value.id,
    value.sortOrder,
    value.deleted ? 1 : 0,
    JSON.stringify(value),
    value.revision,
  )
  context.changes.scope('apps')
}

function upsertPreferences(context: WriteContext, value: Preferences): void {
  context.sql.run(
    `INSERT INTO preferences (one, value, revision) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET
       value = excluded.value, revision = excluded.revision WHERE excluded.revision > preferences.revision`,
    JSON.stringify(value),
    value.revision,
  )
  context.changes.scope('apps')
  context.changes.scope('me')
}

/** Remembers that the user opened an app now, by the server's clock. */
export function noteAppOpened(context: WriteContext, id: string): void {
  const at = Date.now() + Number(readMeta(context.sql, clockOffsetKey) ?? 0)
  const others = readOpenedApps(context.sql).filter(([other]) => other !== id)
  writeMeta(context.sql, openedAppsKey, JSON.stringify([[id, at], ...others].slice(0, openedApps)))
  context.changes.scope('apps')
}

function clear(context: WriteContext, table: 'app' | 'preferences'): void {
  context.sql.exec(`DELETE FROM ${table}`)
  context.changes.scope('apps')
}

export const appEntities: EntityHandlers<'app' | 'preferences'> = {
  app: {
    apply: (context, rows) => {
      for (const row of rows) upsertApp(context, row)
    },
    reset: context => clear(context, 'app'),
  },
  preferences: {
    apply: (context, rows) => {
      for (const row of rows) upsertPreferences(context, row)
    },
    reset: context => clear(context, 'preferences'),
  },
}
