/**
 * `upload`: the files of queued messages, from `path` or from `blob`, their bytes as the person gave them, encrypted.
 * `stored_file`: what was loaded from the server, by the id of the file, with `/thumbnail` or `/preview` for these.
 * Each blob has a key of its own, so that with its row its bytes are gone; `file_trash` has those to be deleted.
 */
export const filesTables = `
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  path TEXT,
  mtime REAL,
  blob TEXT,
  key TEXT,
  url TEXT,
  paused INTEGER NOT NULL DEFAULT 0,
  file TEXT
);
CREATE INDEX upload_of_message ON upload (client_id, position);
CREATE TABLE stored_file (
  id TEXT PRIMARY KEY,
  blob TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  etag TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  used_at INTEGER NOT NULL
);
CREATE INDEX stored_file_by_use ON stored_file (used_at);
CREATE TABLE file_trash (blob TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER upload_of_gone_message AFTER DELETE ON outbox BEGIN
  DELETE FROM upload WHERE client_id = old.client_id;
END;
CREATE TRIGGER upload_blob_gone AFTER DELETE ON upload WHEN old.blob IS NOT NULL BEGIN
  INSERT OR IGNORE INTO file_trash (blob) VALUES (old.blob);
END;
CREATE TRIGGER stored_file_gone AFTER DELETE ON stored_file BEGIN
  INSERT OR IGNORE INTO file_trash (blob) VALUES (old.blob);
END;
`
