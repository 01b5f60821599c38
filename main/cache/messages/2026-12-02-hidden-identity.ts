/** Which message the person deleted for themselves: on a server that was restored its seq may be another one's. */
export const hiddenIdentity = `
ALTER TABLE message_state ADD COLUMN hidden_client_id TEXT;
`
