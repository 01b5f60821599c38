/** The seq of the message that a queued one replies to. */
export const queuedReplies = `
ALTER TABLE outbox ADD COLUMN reply_to INTEGER;
`
