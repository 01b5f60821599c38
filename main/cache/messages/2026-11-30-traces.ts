/** What is taken out of the index leaves no words in its pages: a recalled message leaves no trace. */
export const noTraces = `
INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1);
`
