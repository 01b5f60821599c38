import type { CallArgs, ConversationFilter } from '../../../preload/contract/index.ts'
import type { Sql } from '../core/sql.ts'
import { places } from './list-state.ts'

/** The order of the list, which an index has. */
export const listOrder = 'effective_pinned DESC, effective_pin_rank, active_at DESC, key'

const conditions: Record<ConversationFilter, string> = {
  every: '1',
  all: `place = ${places.listed}`,
  unread: 'unread > 0',
  mentions: 'mentions > 0',
  direct: `kind = 'direct' AND place <> ${places.done}`,
  group: `kind <> 'direct' AND place <> ${places.done}`,
  folded: `place = ${places.folded}`,
  done: `place = ${places.done}`,
}

/** What the inbox shows, each of the folded groups for itself. */
export const inboxRows = `place <> ${places.done}`

/** The id of the row that stands for the folded groups. */
export const foldId = 'folded-groups'

interface FoldRow {
  key: number
  count: number
  unread: number
}

/** The newest of the folded groups stands for all of them in the list. */
function foldRow(sql: Sql): FoldRow | undefined {
  const newest = sql.get<{ key: number }>(
    `SELECT key FROM conversation WHERE place = ${places.folded} ORDER BY active_at DESC, key LIMIT 1`,
  )
  if (newest === undefined) return undefined
  const all = sql.get<{ count: number; unread: number }>(
    `SELECT count(*) AS count, coalesce(sum(unread), 0) AS unread FROM conversation WHERE place = ${places.folded}`,
  )
  return { key: newest.key, count: all?.count ?? 1, unread: all?.unread ?? 0 }
}

/** The condition of a filter, of a label too if one is chosen. `fold`: the row of the folded groups, where it is among them. */
export function filterOf(
  sql: Sql,
  { filter, label }: Pick<CallArgs<'conversations.page'>, 'filter' | 'label'>,
): { where: string; values: (string | number)[]; fold?: FoldRow } {
  if (label !== undefined)
    return {
      where: `(${filter === 'all' ? inboxRows : conditions[filter]})
        AND key IN (SELECT conversation FROM conversation_label WHERE label = ?)`,
      values: [label],
    }
  const fold = filter === 'all' ? foldRow(sql) : undefined
  if (fold === undefined) return { where: `(${conditions[filter]})`, values: [] }
  return { where: `(${conditions[filter]} OR key = ?)`, values: [fold.key], fold }
}
