import type { AppItem } from '../../preload/contract/index.ts'

const order = ['everyday', 'business']

/** With at most so many apps the page shows each once, and large. */
export const fewApps = 6
/** The apps that are shown as opened last. */
const recentApps = 4

/** A part of the page; `id`: a group, or `favourites` or `recent`. */
export interface AppSection {
  id: string
  apps: AppItem[]
}

/**
 * What the page shows of a catalogue. Of few apps each stands once, in its group, where the favourites come first. Of
 * many, favourites (also when there are none) and those opened last come first, and all are in their groups below. With
 * a query the groups alone, of what matches.
 */
export function sectionsOf(apps: readonly AppItem[], query: string): AppSection[] {
  if (query.trim() !== '') return byGroup(apps.filter(app => matches(app, query)))
  if (apps.length <= fewApps) {
    const starredFirst = (a: AppItem, b: AppItem): number => Number(b.favourite) - Number(a.favourite)
    return byGroup(apps).map(({ id, apps: members }) => ({ id, apps: members.sort(starredFirst) }))
  }
  const favourites = { id: 'favourites', apps: apps.filter(app => app.favourite) }
  const recent = apps
    .filter(app => app.openedAt !== null && !app.favourite)
    .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0))
    .slice(0, recentApps)
  return [favourites, ...(recent.length > 0 ? [{ id: 'recent', apps: recent }] : []), ...byGroup(apps)]
}

/** Apps by their group, the known groups first, each in the catalogue's order. */
function byGroup(apps: readonly AppItem[]): AppSection[] {
  const groups = new Map<string, AppItem[]>()
  for (const app of [...apps].sort((a, b) => a.sortOrder - b.sortOrder)) {
    const group = order.includes(app.group) ? app.group : 'other'
    groups.set(group, [...(groups.get(group) ?? []), app])
  }
  const rank = (group: string): number => (order.includes(group) ? order.indexOf(group) : order.length)
  return [...groups].map(([id, members]) => ({ id, apps: members })).sort((a, b) => rank(a.id) - rank(b.id))
}

/** Whether an app matches a query, by either name or description. */
function matches(app: AppItem, query: string): boolean {
  const wanted = query.trim().toLowerCase()
  return [app.name, app.latinName, app.description, app.latinDescription].some(text =>
    text.toLowerCase().includes(wanted),
  )
}
