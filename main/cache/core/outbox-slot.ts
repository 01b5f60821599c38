import type { WriteContext } from './write-context.ts'

/** A change that waits for the server; `slot`: what it is about. */
interface Slotted {
  kind: 'change' | 'state' | 'label'
  clientId: string
  conversationId: string
  request: unknown
  slot: string
  createdAt: number
}

/**
 * Queues a change in place of an earlier one about the same, whose client id goes with it: the answer to an attempt in
 * flight then removes nothing.
 */
export function queueInSlot({ sql }: Pick<WriteContext, 'sql'>, change: Slotted): void {
  const { kind, clientId, conversationId, request, slot, createdAt } = change
  sql.run('DELETE FROM outbox WHERE conversation_id = ? AND slot = ? AND kind = ?', conversationId, slot, kind)
  sql.run(
    'INSERT INTO outbox (client_id, kind, conversation_id, content, created_at, slot) VALUES (?, ?, ?, ?, ?, ?)',
    clientId,
    kind,
    conversationId,
    JSON.stringify(request),
    createdAt,
    slot,
  )
}
