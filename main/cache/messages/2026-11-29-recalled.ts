/** Recalled messages have ordinals, but do not count as unread: so many are taken off. */
export const recalledMessages = `
CREATE TABLE recalled (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO recalled (conversation, seq)
  SELECT c.key, message.key % 1073741824 FROM message JOIN conversation c ON c.key = message.key / 1073741824
  WHERE json_extract(content, '$.type') = 'recalled';
`
