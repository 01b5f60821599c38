/**
 * Who ended a membership and when, and the name of a conversation that was removed from the list. One that the person
 * is out of has no epoch: whatever the server says of it later is of another one.
 */
export const whoLeft = `
ALTER TABLE left_conversation ADD COLUMN left_by TEXT;
ALTER TABLE left_conversation ADD COLUMN left_at INTEGER;
ALTER TABLE left_conversation ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE conversation SET epoch = '' WHERE id IN (SELECT conversation_id FROM left_conversation);
`
