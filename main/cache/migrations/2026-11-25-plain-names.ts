/**
 * Gives columns standard names. They are renamed, not added: two columns for one value would diverge, and only one
 * version reads the cache at a time.
 */
export const plainNames = `
ALTER TABLE conversation RENAME COLUMN faces TO avatar_user_ids;
ALTER TABLE conversation RENAME COLUMN jump_from TO skipped_from;
ALTER TABLE conversation RENAME COLUMN jump_to TO skipped_to;
ALTER TABLE conversation RENAME COLUMN shown_pinned TO effective_pinned;
ALTER TABLE conversation RENAME COLUMN shown_muted TO effective_muted;
ALTER TABLE conversation RENAME COLUMN shown_read_seq TO effective_read_seq;
ALTER TABLE member RENAME COLUMN gone TO has_left;
ALTER TABLE message RENAME COLUMN stamp TO index_rowid;
ALTER TABLE department RENAME COLUMN place TO sort_order;
ALTER TABLE app RENAME COLUMN place TO sort_order;
ALTER TABLE outbox RENAME COLUMN place TO position;
ALTER TABLE departed RENAME TO left_conversation;
UPDATE app SET value = json_remove(json_set(value, '$.sortOrder', coalesce(value ->> '$.order', sort_order)), '$.order')
  WHERE json_type(value, '$.sortOrder') IS NULL;
`
