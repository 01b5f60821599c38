import { uuidv7 } from '../../../common/uuid.ts'
import { queueInSlot } from '../core/outbox-slot.ts'
import { readJson } from '../core/sql.ts'
import type { MessageChangeRequest, QueuedAsk } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'

interface AskingRow {
  conversation_id: string
  created_at: number
  ask: string
}

/** A queued message is on the server as `seq`: what it asks of others goes out next, as a change of the message. */
export function askNext(context: WriteContext, clientId: string, seq: number): void {
  const { sql, changes } = context
  const row = sql.get<AskingRow>('SELECT * FROM outbox WHERE client_id = ? AND ask IS NOT NULL', clientId)
  if (row === undefined) return
  sql.run('UPDATE outbox SET ask = NULL WHERE client_id = ?', clientId)
  const conversationId = row.conversation_id
  const params = { ...readJson<QueuedAsk>(row.ask), conversationId, seq }
  const request: MessageChangeRequest = { method: 'message.request', params }
  queueInSlot(context, {
    kind: 'change',
    clientId: uuidv7(),
    conversationId,
    request,
    slot: `${seq}/${request.method}`,
    createdAt: row.created_at,
  })
  changes.messages(conversationId, seq)
}
