CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Bytes that were added, once each; packed as zlib does.
CREATE TABLE originals (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  packed BLOB NOT NULL
) STRICT;

-- The revision counts the articles and decisions of a story.
CREATE TABLE stories (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  archived INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;

CREATE TABLE articles (
  story TEXT NOT NULL REFERENCES stories (id),
  sha256 TEXT NOT NULL REFERENCES originals (sha256),
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  outlet TEXT,
  url TEXT,
  published TEXT,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL,
  PRIMARY KEY (story, sha256),
  UNIQUE (story, revision)
) STRICT;

CREATE TABLE texts (
  n INTEGER PRIMARY KEY,
  story TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (story, sha256),
  FOREIGN KEY (story, sha256) REFERENCES articles (story, sha256)
) STRICT;

CREATE TABLE decisions (
  story TEXT NOT NULL REFERENCES stories (id),
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  kept_by TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  PRIMARY KEY (story, seq),
  UNIQUE (story, id),
  UNIQUE (story, revision)
) STRICT;

-- A user is known by the name folded (see users.rs); sessions and invitations by the SHA-256 of their token.
CREATE TABLE users (
  folded TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
  token TEXT PRIMARY KEY,
  holder TEXT NOT NULL REFERENCES users (folded),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE INDEX sessions_of_holder ON sessions (holder);

CREATE TABLE invitations (
  token TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_by TEXT REFERENCES users (folded),
  used_at TEXT
) STRICT;

CREATE TABLE seen (
  viewer TEXT NOT NULL,
  story TEXT NOT NULL REFERENCES stories (id),
  revision INTEGER NOT NULL,
  PRIMARY KEY (viewer, story)
) STRICT;

-- How a row is hashed: see audit.rs.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  details TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
