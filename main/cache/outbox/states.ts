import { messageStateChanges } from '@lianqun/protocol'
import { queueInSlot } from '../core/outbox-slot.ts'
import { readJson, type Sql } from '../core/sql.ts'
import type { MessageStateRequest, OutboxItem } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import type { OutboxRow } from './outbox.ts'

/* What the person has of their own about messages, as far as the server has not acknowledged it. */

type StateItem = Extract<OutboxItem, { kind: 'state' }>

/** The place of a queued state among those of its message: a newer one of the same takes it. */
function slotOf({ method, params }: MessageStateRequest): string {
  return `${params.seq}/${method}`
}

/** Queues it in place of an earlier one. */
export function enqueueState(
  context: Pick<WriteContext, 'sql'>,
  { clientId, request, createdAt }: Pick<StateItem, 'clientId' | 'request' | 'createdAt'>,
): void {
  const { conversationId } = request.params
  queueInSlot(context, { kind: 'state', clientId, conversationId, request, slot: slotOf(request), createdAt })
}

/** The request of a queued state; what is stored was checked when it was queued. */
export function stateRequestOf(row: Pick<OutboxRow, 'content'>): MessageStateRequest {
  return readJson<MessageStateRequest>(row.content ?? 'null')
}

/** A queued state was answered and leaves the queue; returns its message, or null where a newer one took its place. */
export function stateAnswered(
  { sql }: Pick<WriteContext, 'sql'>,
  clientId: string,
): { conversationId: string; seq: number } | null {
  const row = sql.get<OutboxRow>("SELECT * FROM outbox WHERE client_id = ? AND kind = 'state'", clientId)
  if (row === undefined) return null
  sql.run('DELETE FROM outbox WHERE client_id = ?', clientId)
  return stateRequestOf(row).params
}

/** What waits for one message, in the order in which it was queued. */
export function waitingStates(
  sql: Sql,
  conversationId: string,
  seq: number,
): { request: MessageStateRequest; at: number }[] {
  return sql
    .all<OutboxRow>(
      `SELECT * FROM outbox WHERE conversation_id = ? AND slot IN (${messageStateChanges.map(() => '?').join(', ')})
         AND kind = 'state' ORDER BY position`,
      conversationId,
      ...messageStateChanges.map(method => `${seq}/${method}`),
    )
    .map(row => ({ request: stateRequestOf(row), at: row.created_at }))
}

/** Messages of which a state waits. */
export function statesInQueue(sql: Sql): { conversationId: string; seq: number }[] {
  return sql.all<OutboxRow>("SELECT * FROM outbox WHERE kind = 'state'").map(row => stateRequestOf(row).params)
}
