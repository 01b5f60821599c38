CREATE TRIGGER stored_file_gone AFTER DELETE ON stored_file BEGIN
  INSERT OR IGNORE INTO file_trash (blob) VALUES (old.blob);
END;

CREATE TRIGGER upload_blob_gone AFTER DELETE ON upload WHEN old.blob IS NOT NULL BEGIN
  INSERT OR IGNORE INTO file_trash (blob) VALUES (old.blob);
END;

CREATE TRIGGER upload_of_gone_message AFTER DELETE ON outbox BEGIN
  DELETE FROM upload WHERE client_id = old.client_id;
END;

CREATE TABLE app (
  id TEXT PRIMARY KEY, sort_order INTEGER NOT NULL, deleted INTEGER NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  terms TEXT NOT NULL,
  owner_id TEXT,
  member_count INTEGER NOT NULL,
  avatar_user_ids TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  head INTEGER NOT NULL DEFAULT 0,
  last_ordinal INTEGER NOT NULL DEFAULT 0,
  skipped_from INTEGER NOT NULL DEFAULT 0,
  skipped_to INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  read_seq INTEGER NOT NULL DEFAULT 0,
  read_ordinal INTEGER NOT NULL DEFAULT 0,
  visible_from INTEGER NOT NULL DEFAULT 0,
  membership_revision INTEGER NOT NULL DEFAULT 0,
  -- Derived by refresh(): what the list shows, the outbox's wishes included.
  effective_pinned INTEGER NOT NULL DEFAULT 0,
  effective_muted INTEGER NOT NULL DEFAULT 0,
  effective_read_seq INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  mentions INTEGER NOT NULL DEFAULT 0,
  active_at INTEGER NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0
, details TEXT NOT NULL DEFAULT '{}', list_state TEXT, effective_pin_rank TEXT NOT NULL DEFAULT '', place INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE conversation_label (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  label TEXT NOT NULL,
  PRIMARY KEY (conversation, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE department (
  id TEXT PRIMARY KEY,
  parent_id TEXT,
  name TEXT NOT NULL,
  latin_name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  leader_ids TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  terms TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (conversation_id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE employee (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  latin_name TEXT NOT NULL,
  department_ids TEXT NOT NULL,
  title TEXT NOT NULL,
  phone TEXT NOT NULL,
  mail TEXT NOT NULL,
  staff_no TEXT NOT NULL,
  place TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  sort TEXT NOT NULL,
  revision INTEGER NOT NULL
, external INTEGER NOT NULL DEFAULT 0, bot TEXT, icon TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE employee_department (
  department_id TEXT NOT NULL,
  sort TEXT NOT NULL,
  employee INTEGER NOT NULL REFERENCES employee (key) ON DELETE CASCADE,
  only_one INTEGER NOT NULL,
  PRIMARY KEY (department_id, sort, employee)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE employee_text USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE file_trash (blob TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE label (id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE "left_conversation" (conversation_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, left_by TEXT, left_at INTEGER, name TEXT NOT NULL DEFAULT '', left_reason TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  has_left INTEGER NOT NULL,
  revision INTEGER NOT NULL, nickname TEXT,
  PRIMARY KEY (conversation, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  key INTEGER PRIMARY KEY,
  index_rowid INTEGER NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  sender_id TEXT NOT NULL,
  client_id TEXT,
  sent_at INTEGER NOT NULL,
  content TEXT NOT NULL
, attributes TEXT, thread INTEGER, flagged INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE message_state (
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,
  value TEXT,
  saved_at INTEGER,
  labels TEXT,
  remind_at INTEGER,
  hidden INTEGER NOT NULL DEFAULT 0, request TEXT, owes INTEGER NOT NULL DEFAULT 0, hidden_client_id TEXT, answer TEXT,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE message_text USING fts5 (tokens, content = '', columnsize = 0, tokenize = 'ascii');

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE migration (name TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE organisation (
  one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL, latin_name TEXT NOT NULL, revision INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending',
  content TEXT,
  created_at INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  pinned INTEGER,
  muted INTEGER,
  read_seq INTEGER
, slot TEXT, reply_to INTEGER, ask TEXT) STRICT;

CREATE TABLE passed_over (scope TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE preferences (one INTEGER PRIMARY KEY CHECK (one = 1), value TEXT NOT NULL, revision INTEGER NOT NULL) STRICT;

CREATE TABLE recalled (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (name TEXT PRIMARY KEY, epoch TEXT, cursor INTEGER NOT NULL, token TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE span (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  PRIMARY KEY (conversation, from_seq)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX conversation_behind ON conversation (active_at DESC) WHERE head > cursor;

CREATE INDEX conversation_folded ON conversation (active_at DESC, unread) WHERE place = 1;

CREATE INDEX conversation_heads ON conversation (id, head);

CREATE INDEX conversation_label_label ON conversation_label (label, conversation);

CREATE INDEX conversation_list ON conversation
  (effective_pinned DESC, effective_pin_rank, active_at DESC, key, place, kind, unread, mentions, effective_muted);

CREATE INDEX conversation_missing ON conversation (active_at DESC) WHERE missing > 0;

CREATE INDEX employee_department_count ON employee_department (only_one, department_id);

CREATE INDEX employee_department_employee ON employee_department (employee);

CREATE INDEX employee_external ON employee (id) WHERE external = 1;

CREATE INDEX employee_sort ON employee (sort, key) WHERE deleted = 0;

CREATE INDEX member_user ON member (user_id, conversation) WHERE has_left = 0;

CREATE INDEX message_files ON message (key) WHERE json_extract(content, '$.type') IN ('image', 'video', 'voice', 'file');

CREATE INDEX message_flagged ON message (key) WHERE flagged = 1;

CREATE INDEX message_state_hidden ON message_state (conversation_id, seq) WHERE hidden = 1;

CREATE INDEX message_state_owes ON message_state (owes) WHERE owes > 0;

CREATE INDEX message_state_remind ON message_state (remind_at) WHERE remind_at IS NOT NULL;

CREATE INDEX message_state_saved ON message_state (saved_at) WHERE saved_at IS NOT NULL;

CREATE INDEX message_thread ON message (thread, key) WHERE thread IS NOT NULL;

CREATE INDEX outbox_conversation ON outbox (conversation_id, kind);

CREATE INDEX outbox_slot ON outbox (conversation_id, slot) WHERE slot IS NOT NULL;

CREATE INDEX stored_file_by_use ON stored_file (used_at);

CREATE INDEX upload_of_message ON upload (client_id, position);
