import type { App } from '@lianqun/protocol'
import { parseIds } from '../../storage/rows.ts'

declare module '../../storage/tables.ts' {
  interface Tables {
    apps: AppRow
  }
}

export interface AppRow {
  id: string
  name: string
  latin_name: string
  description: string
  latin_description: string
  app_group: string
  icon: string
  hue: number
  start_url: string
  allowed_origins: string
  permissions: string
  sort_order: number
  deleted: number
  revision: number
}

export function toApp(row: AppRow): App {
  return {
    id: row.id,
    name: row.name,
    latinName: row.latin_name,
    description: row.description,
    latinDescription: row.latin_description,
    group: row.app_group,
    icon: row.icon,
    hue: row.hue,
    startUrl: row.start_url,
    allowedOrigins: parseIds(row.allowed_origins),
    permissions: parseIds(row.permissions) as App['permissions'],
    sortOrder: row.sort_order,
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}
