import type { MessageState } from '@lianqun/protocol'
import { readJson, type Sql } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'

/** A row of `message_state`, without the row of the server. */
export interface StateRow {
  conversation_id: string
  seq: number
  revision: number
  saved_at: number | null
  labels: string | null
  remind_at: number | null
  hidden: number
  /** The client id of the message that was deleted, where it was held. */
  hidden_client_id: string | null
  /** What the sender asks of the person, as JSON. */
  request: string | null
  /** What the person answered, as JSON, where the message may not say. */
  answer: string | null
}
export const stateColumns =
  'conversation_id, seq, revision, saved_at, labels, remind_at, hidden, hidden_client_id, request, answer'

/** What the person has of their own about messages of a conversation, by seq; without those that say nothing. */
export function ownStates(sql: Sql, conversationId: string, low: number, high: number): Map<number, StateRow> {
  const rows = sql.all<StateRow>(
    `SELECT ${stateColumns} FROM message_state WHERE conversation_id = ? AND seq BETWEEN ? AND ?
     AND (hidden = 1 OR saved_at IS NOT NULL OR remind_at IS NOT NULL OR request IS NOT NULL
       OR answer IS NOT NULL)`,
    conversationId,
    low,
    high,
  )
  return new Map(rows.map(row => [row.seq, row]))
}

/** The labels of a state; null: it is not saved. */
export function labelsOf({ saved_at, labels }: Pick<StateRow, 'saved_at' | 'labels'>): string[] | null {
  return saved_at === null ? null : readJson<string[]>(labels ?? '[]')
}

type Hidden = Pick<StateRow, 'hidden' | 'hidden_client_id'>

/** The messages of a conversation between two seqs that the person deleted for themselves, by seq. */
export function hiddenMessages(sql: Sql, conversationId: string, low: number, high: number): Map<number, Hidden> {
  const rows = sql.all<Hidden & { seq: number }>(
    `SELECT seq, hidden, hidden_client_id FROM message_state
     WHERE hidden = 1 AND conversation_id = ? AND seq BETWEEN ? AND ?`,
    conversationId,
    low,
    high,
  )
  return new Map(rows.map(row => [row.seq, row]))
}

/** Whether a message is the one that was deleted: a server that was restored may have another at its seq. */
export function isHidden(state: Hidden | undefined, clientId: string | null): boolean {
  if (state === undefined || state.hidden === 0) return false
  return state.hidden_client_id === null || state.hidden_client_id === clientId
}

/** A message was recalled: of the copy that the person saved nothing stays. The server's row says the same later. */
export function forgetCopy(context: WriteContext, conversationId: string, seq: number): void {
  const forgotten = context.sql.run(
    `UPDATE message_state SET value = NULL, saved_at = NULL, labels = NULL, remind_at = NULL, request = NULL,
       owes = 0, answer = NULL
     WHERE conversation_id = ? AND seq = ? AND hidden = 0`,
    conversationId,
    seq,
  )
  if (forgotten > 0) context.changes.scope('me')
}

/** The row of the server, or undefined. */
export function storedState(sql: Sql, conversationId: string, seq: number): MessageState | undefined {
  const row = sql.get<{ value: string | null }>(
    'SELECT value FROM message_state WHERE conversation_id = ? AND seq = ?',
    conversationId,
    seq,
  )
  return row === undefined || row.value === null ? undefined : readJson<MessageState>(row.value)
}

/** What the sender of a message asks of the person; null: nothing. */
export function requestOf({ request }: Pick<StateRow, 'request'>): NonNullable<MessageState['request']> | null {
  return request === null ? null : readJson<NonNullable<MessageState['request']>>(request)
}

/** Which states are of messages to which the person owes an answer: where they are out, they can give none. */
export const isOwed = 'owes > 0 AND conversation_id NOT IN (SELECT conversation_id FROM left_conversation)'

/** Messages to which the person owes an answer; `urgedAt`: when they were last reminded by the sender. */
export function owedMessages(
  sql: Sql,
): { id: string; seq: number; urgent: boolean; at: number; urgedAt: number | null }[] {
  return sql
    .all<StateRow & { owes: number }>(`SELECT ${stateColumns}, owes FROM message_state WHERE ${isOwed}`)
    .flatMap(row => {
      const request = requestOf(row)
      if (request === null) return []
      const { at, urgedAt = null } = request
      return [{ id: row.conversation_id, seq: row.seq, urgent: row.owes === 2, at, urgedAt }]
    })
}
