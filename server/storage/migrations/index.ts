import { readdirSync } from 'node:fs'
import type { Migration } from 'kysely/migration'

/** What databases record of the two from before files were named by date. */
const oldNames: Readonly<Record<string, string>> = {
  '2026-11-24-first': '0001_first',
  '2026-11-24-announcement-counts': '0002_announcement_counts',
}

/**
 * Every migration there ever was: the files of this folder that begin with a day. The key is the name that databases
 * record. Those that a database lacks run in the order of their names, in one transaction; one that is merged later may
 * have an earlier day. What a released one leaves behind never changes.
 */
export const migrations: Record<string, Migration> = Object.fromEntries(
  (await Promise.all(fileNames().map(load))).sort(([a], [b]) => (a < b ? -1 : 1)),
)

function fileNames(): string[] {
  return readdirSync(import.meta.dirname).filter(file => /^\d{4}-\d\d-\d\d-[a-z0-9-]+\.ts$/.test(file))
}

async function load(file: string): Promise<[string, Migration]> {
  const { up } = (await import(new URL(file, import.meta.url).href)) as Migration
  if (typeof up !== 'function') throw new Error(`The migration ${file} exports no function up.`)
  const name = file.slice(0, -'.ts'.length)
  return [oldNames[name] ?? name, { up }]
}
