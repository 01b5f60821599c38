import type { App, Preferences } from '@lianqun/protocol'
import type { ApplySingle } from '../core/feature.ts'
import type { WriteContext } from '../core/write-context.ts'

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
}

/** Forgets the catalogue. */
export function clearApps(context: WriteContext): void {
  context.sql.exec('DELETE FROM app')
  context.changes.scope('apps')
}

export const appApply: ApplySingle<'app' | 'preferences'> = {
  app: (context, rows) => {
    for (const row of rows) upsertApp(context, row)
  },
  preferences: (context, rows) => {
    for (const row of rows) upsertPreferences(context, row)
  },
}
