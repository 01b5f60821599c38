/**
 * What a message has besides its content, as it was received; `thread` is the key of the message that began its
 * thread. Rows that are held have none: whatever gives them one moves their revision.
 */
export const messageAttributes = `
ALTER TABLE message ADD COLUMN attributes TEXT;
ALTER TABLE message ADD COLUMN thread INTEGER;
CREATE INDEX message_thread ON message (thread, key) WHERE thread IS NOT NULL;
`
