/** Changes of messages that wait for the server; `slot` says of what: a newer one replaces an older one of the same. */
export const queuedChanges = `
ALTER TABLE outbox ADD COLUMN slot TEXT;
CREATE INDEX outbox_slot ON outbox (conversation_id, slot) WHERE slot IS NOT NULL;
`
