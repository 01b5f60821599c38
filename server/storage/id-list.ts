import { type RawBuilder, sql } from 'kysely'

/**
 * Ids for `where … in`, as one parameter however many they are. A statement of its own for each length would fill the
 * memory with prepared statements, and whoever asks chooses the length.
 */
export function idList(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(ids)}))`
}
