/**
 * How a conversation stands in the list: as it was synced (JSON), its place among the pinned ones, and whether it is
 * listed, folded or done with. The memberships are read again, as an earlier version passed these fields over.
 */
export const listState = `
ALTER TABLE conversation ADD COLUMN list_state TEXT;
ALTER TABLE conversation ADD COLUMN effective_pin_rank TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
DROP INDEX conversation_list;
CREATE INDEX conversation_list ON conversation
  (effective_pinned DESC, effective_pin_rank, active_at DESC, key, place, kind, unread, mentions, effective_muted);
CREATE INDEX conversation_folded ON conversation (active_at DESC, unread) WHERE place = 1;
UPDATE conversation SET membership_revision = -1 WHERE id NOT IN (SELECT conversation_id FROM left_conversation);
UPDATE scope SET cursor = 0 WHERE name = 'me';
`
