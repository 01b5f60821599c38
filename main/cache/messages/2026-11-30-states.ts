/**
 * What the person has of their own about messages. `value`: the row of the server as JSON; the columns after it are as
 * the window shows them, with what waits in the outbox.
 */
export const messageStates = `
CREATE TABLE message_state (
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,
  value TEXT,
  saved_at INTEGER,
  labels TEXT,
  remind_at INTEGER,
  hidden INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_state_saved ON message_state (saved_at) WHERE saved_at IS NOT NULL;
CREATE INDEX message_state_remind ON message_state (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX message_state_hidden ON message_state (conversation_id, seq) WHERE hidden = 1;
`
