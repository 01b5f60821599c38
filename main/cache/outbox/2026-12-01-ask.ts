/** What a queued message asks of others. */
export const queuedAsks = `
ALTER TABLE outbox ADD COLUMN ask TEXT;
`
