/** Finds the messages with files of a conversation without reading the others. */
export const messageKinds = `
CREATE INDEX message_files ON message (key) WHERE json_extract(content, '$.type') IN ('image', 'video', 'voice', 'file');
`
