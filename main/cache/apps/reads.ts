import { type App, isAppPermission, type Preferences, permissions } from '@lianqun/protocol'
import type { AppItem } from '../../../preload/contract/index.ts'
import { readMeta } from '../core/meta.ts'
import { readJson, type Sql } from '../core/sql.ts'

/** The key in `meta` of the apps that were opened. */
export const openedAppsKey = 'opened-apps'

/** The apps that were opened on this device, the last one first, with the time. */
export function readOpenedApps(sql: Sql): [id: string, at: number][] {
  return readJson<[string, number][]>(readMeta(sql, openedAppsKey) ?? '[]')
}

/** The catalogue in its order, with the user's favourites marked, and when the user last opened each. */
export function readApps(sql: Sql): AppItem[] {
  const preferences = sql.get<{ value: string }>('SELECT value FROM preferences')
  const favourites = new Set(preferences === undefined ? [] : readJson<Preferences>(preferences.value).favouriteApps)
  const opened = new Map(readOpenedApps(sql))
  return sql.all<{ value: string }>('SELECT value FROM app WHERE deleted = 0 ORDER BY sort_order, id').map(row => {
    const app = readJson<App>(row.value)
    const { id, name, latinName, description, latinDescription, group, icon, hue, sortOrder } = app
    const grantable = app.permissions.filter(isAppPermission)
    return {
      ...{ id, name, latinName, description, latinDescription, group, icon, hue, sortOrder },
      favourite: favourites.has(id),
      openedAt: opened.get(id) ?? null,
      permissions: grantable.map(permission => ({ name: permission, words: permissions[permission] })),
      unknownPermissions: app.permissions.length - grantable.length,
    }
  })
}

/** An app of the catalogue; null when it is unknown or deleted. */
export function readApp(sql: Sql, id: string): App | null {
  const row = sql.get<{ value: string }>('SELECT value FROM app WHERE id = ? AND deleted = 0', id)
  return row === undefined ? null : readJson<App>(row.value)
}
