import { contentText } from '@lianqun/protocol'
import { fold } from '../../../common/fold.ts'
import type { CallArgs, CallResult, KeptItem, MessageItem } from '../../../preload/contract/index.ts'
import { avatarUserIdsOf, conversationPeople, conversationRow, leftEpoch, Names } from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import { heldMessages, messageItems } from './chosen.ts'
import { labelsOf, type StateRow, stateColumns, storedState } from './own.ts'

/* Messages that the person saved or is to be reminded of. */

/** Saved messages, the newest first; see `saved.page` of the contract. */
export function savedPage(
  sql: Sql,
  self: string | null,
  { query, label, offset, limit }: CallArgs<'saved.page'>,
): CallResult<'saved.page'> {
  const rows = sql.all<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE saved_at IS NOT NULL
     AND (?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(labels) label WHERE label.value = ?1))
     ORDER BY saved_at DESC, conversation_id, seq`,
    label,
  )
  const words = fold(query.trim()).split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    const page = rows.slice(offset, offset + limit)
    return { items: keptItems(sql, self, page), more: rows.length > offset + limit, total: rows.length }
  }
  const found: KeptItem[] = []
  for (let at = 0; at < rows.length; at += 200)
    found.push(...keptItems(sql, self, rows.slice(at, at + 200)).filter(item => matches(item, words)))
  return { items: found.slice(offset, offset + limit), more: found.length > offset + limit, total: found.length }
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
export function reminderItem(sql: Sql, self: string | null, { id, seq }: { id: string; seq: number }): KeptItem | null {
  const row = sql.get<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE conversation_id = ? AND seq = ? AND remind_at IS NOT NULL`,
    id,
    seq,
  )
  return row === undefined ? null : (keptItems(sql, self, [row])[0] ?? null)
}

/** A message to which the person owes an answer; null when they do no more. */
export function owedItem(sql: Sql, self: string | null, { id, seq }: { id: string; seq: number }): KeptItem | null {
  const row = sql.get<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE conversation_id = ? AND seq = ? AND owes > 0`,
    id,
    seq,
  )
  return row === undefined ? null : (keptItems(sql, self, [row])[0] ?? null)
}

function keptItems(sql: Sql, self: string | null, rows: readonly StateRow[]): KeptItem[] {
  const names = new Names(sql)
  const held = new Map<string, Map<number, MessageItem>>()
  for (const [id, states] of Map.groupBy(rows, row => row.conversation_id)) {
    const seqs = states.map(({ seq }) => seq)
    const items = heldMessages(sql, self, { id, seqs })
    const known = new Set(items.map(({ seq }) => seq))
    const copies = seqs.filter(seq => !known.has(seq)).flatMap(seq => storedState(sql, id, seq)?.message ?? [])
    held.set(id, new Map([...items, ...messageItems(sql, self, id, copies)].map(item => [item.seq, item])))
  }
  return rows.map((row): KeptItem => {
    const { conversation_id: conversationId, seq } = row
    const conversation = conversationRow(sql, conversationId)
    const avatarUserIds = conversation === undefined ? [] : avatarUserIdsOf(conversation, self)
    const reachable =
      conversation !== undefined && (conversation.epoch !== leftEpoch || (held.get(conversationId)?.has(seq) ?? false))
    return {
      conversationId,
      seq,
      message: held.get(conversationId)?.get(seq) ?? null,
      conversation:
        conversation === undefined
          ? null
          : {
              kind: conversation.kind === 'direct' ? 'direct' : 'group',
              name: conversation.name,
              ...conversationPeople(conversation, avatarUserIds, self, names),
            },
      reachable,
      savedAt: row.saved_at,
      labels: labelsOf(row) ?? [],
      remindAt: row.remind_at,
    }
  })
}
