-- What other systems know of a lead: their keys for it, and everything that has no column of its own here.

-- A JSON object for each lead that has one, apart from the lead, so that reading a lead does not read it.
CREATE TABLE lead_attributes (
    lead_id INTEGER PRIMARY KEY REFERENCES leads (id) ON DELETE CASCADE,
    attributes TEXT NOT NULL CHECK (json_type(attributes) = 'object'),
    checksum INTEGER
) STRICT;

CREATE TABLE message_attributes (
    message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON UPDATE CASCADE ON DELETE CASCADE,
    attributes TEXT NOT NULL CHECK (json_type(attributes) = 'object'),
    checksum INTEGER
) STRICT;

-- The key by which another system knows a lead: its rows find the lead again, however often and in however many pieces they come.
CREATE TABLE lead_keys (
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    checksum INTEGER,
    PRIMARY KEY (system, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX lead_keys_lead ON lead_keys (lead_id);

-- Rows of other systems that belong to no lead, as they were.
CREATE TABLE imported_rows (
    id INTEGER PRIMARY KEY,
    system TEXT NOT NULL,
    table_name TEXT NOT NULL,
    key TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_type(content) = 'object'),
    imported_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

CREATE UNIQUE INDEX imported_rows_key ON imported_rows (system, table_name, key);

-- The migrations of an application that keeps tables of its own in this file.
CREATE TABLE application_migrations (
    namespace TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    PRIMARY KEY (namespace, number)
) STRICT, WITHOUT ROWID;

INSERT INTO checksummed (table_name, columns) VALUES
    ('lead_attributes', 'lead_id, attributes'),
    ('message_attributes', 'message_id, attributes'),
    ('lead_keys', 'system, key, lead_id'),
    ('imported_rows', 'id, system, table_name, key, content, imported_at');

CREATE TRIGGER lead_attributes_edited AFTER UPDATE OF lead_id, attributes ON lead_attributes
WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_attributes WHERE lead_id = NEW.lead_id) IS OLD.checksum
    AND (NEW.lead_id IS NOT OLD.lead_id OR NEW.attributes IS NOT OLD.attributes)
BEGIN
    UPDATE lead_attributes SET checksum = NULL WHERE lead_id = NEW.lead_id;
END;

CREATE TRIGGER message_attributes_edited AFTER UPDATE OF message_id, attributes ON message_attributes
WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM message_attributes WHERE message_id = NEW.message_id) IS OLD.checksum
    AND (NEW.message_id IS NOT OLD.message_id OR NEW.attributes IS NOT OLD.attributes)
BEGIN
    UPDATE message_attributes SET checksum = NULL WHERE message_id = NEW.message_id;
END;

CREATE TRIGGER lead_keys_edited AFTER UPDATE OF system, key, lead_id ON lead_keys
WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_keys WHERE system = NEW.system AND key = NEW.key) IS OLD.checksum
    AND (NEW.system IS NOT OLD.system OR NEW.key IS NOT OLD.key OR NEW.lead_id IS NOT OLD.lead_id)
BEGIN
    UPDATE lead_keys SET checksum = NULL WHERE system = NEW.system AND key = NEW.key;
END;

CREATE TRIGGER imported_rows_edited AFTER UPDATE OF id, system, table_name, key, content, imported_at ON imported_rows
WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM imported_rows WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.system IS NOT OLD.system OR NEW.table_name IS NOT OLD.table_name OR
        NEW.key IS NOT OLD.key OR NEW.content IS NOT OLD.content OR NEW.imported_at IS NOT OLD.imported_at
    )
BEGIN
    UPDATE imported_rows SET checksum = NULL WHERE id = NEW.id;
END;

-- For a program that does not turn foreign keys on.
CREATE TRIGGER leads_deleted_with_attributes AFTER DELETE ON leads
BEGIN
    DELETE FROM message_attributes WHERE message_id BETWEEN OLD.id << 24 AND (OLD.id << 24) + 16777215;
    DELETE FROM lead_attributes WHERE lead_id = OLD.id;
    DELETE FROM lead_keys WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 4;
