/** Labels as they were synced (JSON), and which conversations have which of them by hand and by rules. */
export const labelTables = `
CREATE TABLE label (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE conversation_label (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  label TEXT NOT NULL,
  PRIMARY KEY (conversation, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_label_label ON conversation_label (label, conversation);
`
