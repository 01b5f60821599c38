import type { Content, Message } from '@lianqun/protocol'
import type { Reader, Trx } from './database.ts'
import { isPostgres } from './dialect.ts'
import type { FoundRow, IndexOptions, IndexSearch, MessageIndex, TimeRange } from './message-places.ts'
import { postgresIndex } from './postgres/message-index.ts'
import { sqliteIndex } from './sqlite/message-index.ts'

export type { FoundRow } from './message-places.ts'

/*
 * The full-text index of messages, of which each database has its own. It is filled behind the send path; a message that
 * changes is changed in it by the same transaction.
 */

function indexOf(db: Reader): MessageIndex {
  return isPostgres(db) ? postgresIndex : sqliteIndex
}

/** Empties the index when this version makes other tokens than the last one. To be called at the start. */
export function prepareMessageIndex(db: Trx): Promise<void> {
  return indexOf(db).prepare(db)
}

/**
 * Indexes the next messages that are not yet, up to `limit`. Returns whether there may be more. With
 * `waits` what was stored before is there afterwards, also what another is indexing just now.
 */
export function indexMessages(db: Trx, limit: number, options: Partial<IndexOptions> = {}): Promise<boolean> {
  return indexOf(db).index(db, limit, { waits: false, leftOut() {}, ...options })
}

/** Changes a message in the index with its content. One that is not indexed yet will be as it then is. */
export function reindexMessage(db: Trx, before: Message, content: Content): Promise<void> {
  return indexOf(db).reindex(db, before, content)
}

/**
 * What finds messages that match, newest first, from before a place on, up to a limit; null: nothing can match. The
 * caller checks that they may be seen, and what the index knows roughly: conversation, sender and time.
 */
export function messageFinder(
  db: Reader,
  search: IndexSearch,
): ((range: TimeRange, before: number | null, limit: number) => Promise<FoundRow[]>) | null {
  const find = indexOf(db).find(search)
  return find && ((range, before, limit) => find(db, range, before, limit))
}
