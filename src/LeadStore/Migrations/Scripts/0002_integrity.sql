-- Who this store is and how often it has committed: the marker by which a commit that met an input or output error is found out.
CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    commits INTEGER NOT NULL,
    writer INTEGER NOT NULL
) STRICT;

INSERT INTO store (id, uid, commits, writer) VALUES (1, randomblob(16), 0, 0);

PRAGMA user_version = 2;
