import type { AppItem } from '../../preload/contract/index.ts'

const order = ['everyday', 'business']

/** Apps by their group, the known groups first, each in the catalogue's order. */
export function byGroup(apps: readonly AppItem[]): [group: string, apps: AppItem[]][] {
  const groups = new Map<string, AppItem[]>()
  for (const app of [...apps].sort((a, b) => a.sortOrder - b.sortOrder)) {
    const group = order.includes(app.group) ? app.group : 'other'
    groups.set(group, [...(groups.get(group) ?? []), app])
  }
  const rank = (group: string): number => (order.includes(group) ? order.indexOf(group) : order.length)
  return [...groups].sort(([a], [b]) => rank(a) - rank(b))
}

/** Whether an app matches a query, by either name or description. */
export function matches(app: AppItem, query: string): boolean {
  const wanted = query.trim().toLowerCase()
  return [app.name, app.latinName, app.description, app.latinDescription].some(text =>
    text.toLowerCase().includes(wanted),
  )
}
