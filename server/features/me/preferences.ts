import { limits, type Params, type Preferences, ProtocolError, type Selection } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import { parseIds } from '../../storage/rows.ts'
import type { PreferencesRow } from './tables.ts'

/* What a person prefers on all their devices: one row, which each change pushes as a whole. */

export function toPreferences(row: PreferencesRow): Preferences {
  return {
    favouriteApps: parseIds(row.favourite_apps),
    ...(row.selections === null ? {} : { selections: JSON.parse(row.selections) as Selection[] }),
    revision: Number(row.revision),
  }
}

/** Replaces a user's favourite mini-apps. */
export function updatePreferences(w: Writer, userId: string, favouriteApps: string[]): Promise<Preferences> {
  return change(w, userId, () => ({ favourite_apps: JSON.stringify([...new Set(favouriteApps)]) }))
}

/** Makes or changes a selection of people. @throws limit_reached for too many of them, or too many people in all */
export function setSelection(
  w: Writer,
  userId: string,
  { id, name, userIds }: Params<'preferences.setSelection'>,
): Promise<Preferences> {
  return change(w, userId, ({ selections }) => {
    const all = selections === null ? [] : (JSON.parse(selections) as Selection[])
    const made = { id, name, userIds: [...new Set(userIds)] }
    const at = all.findIndex(other => other.id === id)
    const next = at < 0 ? [...all, made] : all.with(at, made)
    const people = next.reduce((sum, each) => sum + each.userIds.length, 0)
    if (next.length > limits.selections || people > limits.selectionsPeople) throw new ProtocolError('limit_reached')
    return { selections: JSON.stringify(next) }
  })
}

/** Deletes a selection, if it is there. */
export function deleteSelection(w: Writer, userId: string, id: string): Promise<Preferences> {
  return change(w, userId, ({ selections }) => {
    const rest = selections === null ? [] : (JSON.parse(selections) as Selection[]).filter(other => other.id !== id)
    return { selections: rest.length === 0 ? null : JSON.stringify(rest) }
  })
}

/** Changes the row of a user, which may not be there yet. The lock of the user is held. */
async function change(
  w: Writer,
  userId: string,
  fn: (row: PreferencesRow) => Partial<PreferencesRow>,
): Promise<Preferences> {
  await w.loadUsers([userId])
  const stored = await w.db.selectFrom('preferences').selectAll().where('user_id', '=', userId).executeTakeFirst()
  const before = stored ?? { user_id: userId, favourite_apps: '[]', selections: null, revision: 0 }
  const row = { ...before, ...fn(before), revision: w.meNext(userId) }
  const { user_id: _, ...values } = row
  await w.db
    .insertInto('preferences')
    .values(row)
    .onConflict(oc => oc.column('user_id').doUpdateSet(values))
    .execute()
  const preferences = toPreferences(row)
  w.meAdd(userId, { entity: 'preferences', value: preferences })
  return preferences
}
