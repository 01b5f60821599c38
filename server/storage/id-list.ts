import { type RawBuilder, sql } from 'kysely'

/**
 * Ids for `where … in` as a single parameter. One statement per list length would fill the memory with prepared
 * statements, and clients choose the length.
 */
export function idList(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(ids)}))`
}
