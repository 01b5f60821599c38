import { contentText, conversationKind } from '@lianqun/protocol'
import { fold } from '../../../common/fold.ts'
import type { CallArgs, CallResult, KeptItem, MessageItem } from '../../../preload/contract/index.ts'
import { avatarUserIdsOf, conversationPeople, conversationRow, leftEpoch, Names } from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import { heldMessages, messageItems } from './chosen.ts'
import { isOwed, labelsOf, type StateRow, stateColumns, storedState } from './own.ts'

/* Messages that the person saved or is to be reminded of. */

/** So many saved messages are read at once, until a page of those that were looked for is full. */
const searchedAtOnce = 200

/** Saved messages, the newest first; see `saved.page` of the contract. */
export function savedPage(
  sql: Sql,
  self: string | null,
  { query, label, offset, limit }: CallArgs<'saved.page'>,
): CallResult<'saved.page'> {
  const read = (from: number, count: number) =>
    sql.all<StateRow>(
      `SELECT ${stateColumns} FROM message_state WHERE saved_at IS NOT NULL
       AND (?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(labels) label WHERE label.value = ?1))
       ORDER BY saved_at DESC, conversation_id, seq LIMIT ?2 OFFSET ?3`,
      label,
      count,
      from,
    )
  const wanted = offset + limit + 1
  const words = fold(query.trim()).split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    const rows = read(offset, limit + 1)
    return { items: keptItems(sql, self, rows.slice(0, limit)), more: rows.length > limit }
  }
  const found: KeptItem[] = []
  for (let from = 0, rows: StateRow[]; found.length < wanted; from += rows.length) {
    rows = read(from, searchedAtOnce)
    found.push(...keptItems(sql, self, rows).filter(item => matches(item, words)))
    if (rows.length < searchedAtOnce) break
  }
  return { items: found.slice(offset, offset + limit), more: found.length >= wanted }
}

function matches({ message, conversation, labels }: KeptItem, words: readonly string[]): boolean {
  const sender = message === null ? '' : `${message.sender.name} ${message.sender.latinName}`
  const said = message === null ? '' : contentText(message.content)
  const all = fold([said, sender, conversation?.name ?? '', ...labels].join('\n'))
  return words.every(word => all.includes(word))
}

/** The person's labels, the most used first. */
export function savedLabels(sql: Sql): CallResult<'saved.labels'> {
  return sql.all(
    `SELECT label.value AS label, count(*) AS count FROM message_state, json_each(labels) label WHERE saved_at IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC, 1`,
  )
}

/** Messages that the person is to be reminded of, the next one first. */
export function reminderItems(sql: Sql, self: string | null): KeptItem[] {
  const rows = sql.all<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE remind_at IS NOT NULL ORDER BY remind_at, conversation_id, seq`,
  )
  return keptItems(sql, self, rows)
}

/** When the person is to be reminded of which message, the next one first. */
export function reminderTimes(sql: Sql): { id: string; seq: number; at: number }[] {
  return sql.all(
    'SELECT conversation_id AS id, seq, remind_at AS at FROM message_state WHERE remind_at IS NOT NULL ORDER BY remind_at',
  )
}

/** One reminder as the window shows it; null when there is none any more. */
export function reminderItem(sql: Sql, self: string | null, on: { id: string; seq: number }): KeptItem | null {
  return oneItem(sql, self, on, 'remind_at IS NOT NULL')
}

/** A message to which the person owes an answer; null when they do no more. */
export function owedItem(sql: Sql, self: string | null, on: { id: string; seq: number }): KeptItem | null {
  return oneItem(sql, self, on, isOwed)
}

/** Messages to which the person owes an answer; see `requests.page` of the contract. */
export function owedPage(
  sql: Sql,
  self: string | null,
  { offset, limit }: CallArgs<'requests.page'>,
): CallResult<'requests.page'> {
  const rows = sql.all<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE ${isOwed}
     ORDER BY owes DESC, json_extract(request, '$.at') DESC, conversation_id, seq LIMIT ? OFFSET ?`,
    limit,
    offset,
  )
  const total = sql.get<{ n: number }>(`SELECT count(*) AS n FROM message_state WHERE ${isOwed}`)?.n ?? 0
  return { items: keptItems(sql, self, rows), total }
}

function oneItem(
  sql: Sql,
  self: string | null,
  { id, seq }: { id: string; seq: number },
  condition: string,
): KeptItem | null {
  const row = sql.get<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE conversation_id = ? AND seq = ? AND ${condition}`,
    id,
    seq,
  )
  return row === undefined ? null : (keptItems(sql, self, [row])[0] ?? null)
}

function keptItems(sql: Sql, self: string | null, rows: readonly StateRow[]): KeptItem[] {
  const names = new Names(sql)
  const places = new Map(
    [...Map.groupBy(rows, row => row.conversation_id)].map(([id, states]) => {
      const conversation = conversationRow(sql, id)
      const avatarUserIds = conversation === undefined ? [] : avatarUserIdsOf(conversation, self)
      names.want(...avatarUserIds)
      return [id, { conversation, avatarUserIds, held: heldItems(sql, self, id, states) }] as const
    }),
  )
  return rows.map((row): KeptItem => {
    const { conversation_id: conversationId, seq } = row
    const place = places.get(conversationId)
    const message = place?.held.get(seq) ?? null
    const conversation = place?.conversation
    return {
      conversationId,
      seq,
      message,
      conversation:
        place === undefined || conversation === undefined
          ? null
          : {
              kind: conversationKind(conversation.kind),
              name: conversation.name,
              ...conversationPeople(conversation, place.avatarUserIds, self, names),
            },
      reachable: conversation !== undefined && (conversation.epoch !== leftEpoch || message !== null),
      savedAt: row.saved_at,
      labels: labelsOf(row) ?? [],
      remindAt: row.remind_at,
    }
  })
}

/** The messages of some states of a conversation, by seq: those held here, and the copies of the others. */
function heldItems(sql: Sql, self: string | null, id: string, states: readonly StateRow[]): Map<number, MessageItem> {
  const seqs = states.map(({ seq }) => seq)
  const items = heldMessages(sql, self, { id, seqs })
  const known = new Set(items.map(({ seq }) => seq))
  const copies = seqs.filter(seq => !known.has(seq)).flatMap(seq => storedState(sql, id, seq)?.message ?? [])
  return new Map([...items, ...messageItems(sql, self, id, copies)].map(item => [item.seq, item]))
}
