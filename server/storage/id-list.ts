import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Ids for `where … in` as a single parameter. One statement per list length would fill the memory with prepared
 * statements, and clients choose the length. `json_each` is SQLite's; on PostgreSQL it is a function of ours.
 */
export function idList(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(ids)}))`
}

/** Whether a message is at one of these places, which are a single parameter as {@link idList}. */
export function isAt(places: readonly { conversation_id: string; seq: number }[]): RawBuilder<SqlBool> {
  const texts = JSON.stringify(
    places.map(({ conversation_id, seq }) => `${String(seq).padStart(16, '0')}${conversation_id}`),
  )
  return sql<SqlBool>`(conversation_id, seq) in (
    select substr(value, 17), cast(substr(value, 1, 16) as bigint) from json_each(${texts}))`
}
