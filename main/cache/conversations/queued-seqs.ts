import type { ListChange } from '@lianqun/protocol'
import { readJson, type Sql } from '../core/sql.ts'
import type { MessageStateRequest } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import { type PendingMembership, pendingList } from './list-state.ts'

/* A server that was restored counts its messages anew: what waits for it must not name one by its seq. */

/**
 * Takes changes, states, read marks and what is done out of the outbox, of one conversation or of all (null), and with
 * them what shows of it already. Messages to send, pins, mutes and labels stay.
 */
export function dropQueuedSeqs(context: WriteContext, conversationId: string | null): void {
  const { sql, changes } = context
  const states = sql.all<{ content: string }>(
    "SELECT content FROM outbox WHERE kind = 'state' AND (?1 IS NULL OR conversation_id = ?1)",
    conversationId,
  )
  sql.run(
    "DELETE FROM outbox WHERE kind IN ('change', 'state') AND (?1 IS NULL OR conversation_id = ?1)",
    conversationId,
  )
  for (const { content } of states) {
    const { params } = readJson<MessageStateRequest>(content)
    sql.run(
      'DELETE FROM message_state WHERE conversation_id = ? AND seq = ? AND hidden_client_id IS NULL',
      params.conversationId,
      params.seq,
    )
    changes.scope('me')
    changes.messages(params.conversationId, params.seq)
  }
  // One that was tried goes out as it was: the server, if it has it, knows it again by that.
  sql.run(
    `UPDATE outbox SET reply_to = NULL WHERE kind = 'send' AND reply_to IS NOT NULL
       AND (state = 'failed' OR (state = 'pending' AND attempts = 0)) AND (?1 IS NULL OR conversation_id = ?1)`,
    conversationId,
  )
  for (const row of sql.all<Waiting>(
    "SELECT * FROM outbox WHERE kind = 'membership' AND (?1 IS NULL OR conversation_id = ?1)",
    conversationId,
  ))
    dropMarks(sql, row)
}

type Waiting = PendingMembership & { position: number }

function dropMarks(sql: Sql, row: Waiting): void {
  const { doneSeq, unreadFrom, ...rest } = pendingList(row)
  const list: ListChange = { ...rest, ...(doneSeq === 0 && { doneSeq }), ...(unreadFrom === 0 && { unreadFrom }) }
  const content = Object.keys(list).length === 0 ? null : JSON.stringify(list)
  if (row.pinned === null && row.muted === null && content === null)
    sql.run('DELETE FROM outbox WHERE position = ?', row.position)
  else sql.run('UPDATE outbox SET read_seq = NULL, content = ? WHERE position = ?', content, row.position)
}
