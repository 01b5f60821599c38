import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * Ids for `where … in` as a single parameter. One statement per list length would fill the memory with prepared
 * statements, and clients choose the length.
 */
export function idList(ids: readonly string[]): RawBuilder<string> {
  return sql<string>`(select value from json_each(${JSON.stringify(ids)}))`
}

/** Whether a message is at one of these places, which are a single parameter as {@link idList}. */
export function isAt(places: readonly { conversation_id: string; seq: number }[]): RawBuilder<SqlBool> {
  const pairs = JSON.stringify(places.map(({ conversation_id, seq }) => [conversation_id, seq]))
  return sql<SqlBool>`(conversation_id, seq) in (select value ->> 0, value ->> 1 from json_each(${pairs}))`
}
