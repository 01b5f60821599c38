/**
 * What senders ask the person about their messages, with what waits in the outbox. `owes`: 0 nothing any more, 1 an
 * answer, 2 an urgent one.
 */
export const messageRequests = `
ALTER TABLE message_state ADD COLUMN request TEXT;
ALTER TABLE message_state ADD COLUMN owes INTEGER NOT NULL DEFAULT 0;
UPDATE message_state SET request = json_extract(value, '$.request') WHERE value IS NOT NULL;
UPDATE message_state SET owes = CASE WHEN json_extract(request, '$.urgent') THEN 2 ELSE 1 END
  WHERE request IS NOT NULL AND json_extract(request, '$.doneAt') IS NULL AND hidden = 0;
CREATE INDEX message_state_owes ON message_state (owes) WHERE owes > 0;
`
