/** What the person answered to messages that may not say it, as the server has it. */
export const ownAnswers = `
ALTER TABLE message_state ADD COLUMN answer TEXT;
UPDATE message_state SET answer = json_extract(value, '$.answer') WHERE value IS NOT NULL;
`
