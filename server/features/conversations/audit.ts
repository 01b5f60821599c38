import type { Writer } from '../../core/writer.ts'

/** What somebody did to a group. `before` and `after`: what it changed, as JSON keeps it. */
export interface Audited {
  conversationId: string
  actorId: string
  action: string
  before?: unknown
  after?: unknown
}

/** Notes what was done to a group. The caller holds the lock of the conversation. */
export async function audit(w: Writer, entry: Audited): Promise<void> {
  const { conversationId, actorId, action, before, after } = entry
  const last = await w.db
    .selectFrom('group_audit')
    .select(eb => eb.fn.max('id').as('id'))
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  await w.db
    .insertInto('group_audit')
    .values({
      conversation_id: conversationId,
      id: Number(last?.id ?? 0) + 1,
      at: w.now,
      actor_id: actorId,
      action,
      before: before === undefined ? null : JSON.stringify(before),
      after: after === undefined ? null : JSON.stringify(after),
    })
    .execute()
}
