-- Every row goes back to where it was. Runs with foreign keys off. The tables are made by the words of the scripts that made them first, so
-- that the schema is the same to the letter. Messages keep their ids, which are unique, and grow with the time within each lead.

DROP VIEW leads_readable;
DROP VIEW messages_readable;
DROP TRIGGER leads_inserted;
DROP TRIGGER leads_archived;
DROP TRIGGER leads_deleted;

CREATE TABLE leads_kept AS
SELECT leads.*, lead_activity.last_contact_at, lead_activity.last_customer_message_at
FROM leads
LEFT JOIN lead_activity ON lead_activity.lead_id = leads.id;

-- What was used once and deleted must not be used again.
CREATE TABLE sequence_kept AS SELECT seq FROM sqlite_sequence WHERE name = 'leads';

DROP TABLE leads;

CREATE TABLE leads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    phone INTEGER UNIQUE CHECK (phone > 0),
    name TEXT,
    email TEXT,
    source TEXT NOT NULL REFERENCES lead_sources (name),
    status TEXT NOT NULL,
    progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
    qualified_at INTEGER,
    times_qualified INTEGER NOT NULL DEFAULT 0,
    answers TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(answers)),
    archived_at INTEGER,
    created_at INTEGER NOT NULL,
    last_contact_at INTEGER NOT NULL,
    last_customer_message_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    assistant_paused_at INTEGER,
    assistant_paused_until INTEGER,
    assistant_paused_by TEXT,
    assistant_pause_reason TEXT
) STRICT;

ALTER TABLE leads ADD COLUMN checksum INTEGER;

INSERT INTO leads (
    id, uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at, created_at,
    version, assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason,
    checksum, last_contact_at, last_customer_message_at)
SELECT
    id, uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at, created_at,
    version, assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason,
    checksum, coalesce(last_contact_at, created_at), last_customer_message_at
FROM leads_kept
ORDER BY id;

DROP TABLE leads_kept;
DELETE FROM sqlite_sequence WHERE name = 'leads';
INSERT INTO sqlite_sequence (name, seq) SELECT 'leads', seq FROM sequence_kept;
DROP TABLE sequence_kept;

CREATE INDEX leads_inbox ON leads (last_contact_at, id) WHERE archived_at IS NULL;
CREATE INDEX leads_archive ON leads (last_contact_at, id) WHERE archived_at IS NOT NULL;
CREATE INDEX leads_source ON leads (source);

ALTER TABLE messages RENAME TO messages_kept;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    sender TEXT NOT NULL CHECK (sender IN ('customer', 'assistant', 'agent', 'system')),
    content TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    channel TEXT,
    source_id TEXT
) STRICT;

ALTER TABLE messages ADD COLUMN checksum INTEGER;

INSERT INTO messages (id, lead_id, sender, content, sent_at, channel, source_id, checksum)
SELECT
    id, lead_id, sender, content, sent_at, channel, source_id,
    CASE checksum
        WHEN leadstore_checksum((SELECT checksum_seed FROM store), id, lead_id, sender, content, sent_at, channel, source_id)
        THEN leadstore_checksum((SELECT checksum_seed FROM store), lead_id, sender, content, sent_at, channel, source_id)
        ELSE checksum + 1 -- damaged before, and to be found so later too; or none
    END
FROM messages_kept
ORDER BY id;

UPDATE checksummed SET columns = substr(columns, length('id, ') + 1) WHERE table_name = 'messages';

DROP TABLE messages_kept;
DROP TABLE lead_activity;

CREATE INDEX messages_lead ON messages (lead_id, sent_at, id);
CREATE UNIQUE INDEX messages_source ON messages (channel, source_id) WHERE source_id IS NOT NULL;

CREATE TRIGGER leads_edited AFTER UPDATE OF
    uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at, created_at,
    version, assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason
ON leads WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM leads WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.uid IS NOT OLD.uid OR NEW.phone IS NOT OLD.phone OR NEW.name IS NOT OLD.name OR
        NEW.email IS NOT OLD.email OR NEW.source IS NOT OLD.source OR NEW.status IS NOT OLD.status OR
        NEW.progress IS NOT OLD.progress OR NEW.qualified_at IS NOT OLD.qualified_at OR
        NEW.times_qualified IS NOT OLD.times_qualified OR NEW.answers IS NOT OLD.answers OR
        NEW.archived_at IS NOT OLD.archived_at OR NEW.created_at IS NOT OLD.created_at OR
        NEW.version IS NOT OLD.version OR NEW.assistant_paused_at IS NOT OLD.assistant_paused_at OR
        NEW.assistant_paused_until IS NOT OLD.assistant_paused_until OR
        NEW.assistant_paused_by IS NOT OLD.assistant_paused_by OR
        NEW.assistant_pause_reason IS NOT OLD.assistant_pause_reason
    )
BEGIN
    UPDATE leads SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER messages_edited AFTER UPDATE OF
    lead_id, sender, content, sent_at, channel, source_id
ON messages WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM messages WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.sender IS NOT OLD.sender OR NEW.content IS NOT OLD.content OR
        NEW.sent_at IS NOT OLD.sent_at OR NEW.channel IS NOT OLD.channel OR NEW.source_id IS NOT OLD.source_id
    )
BEGIN
    UPDATE messages SET checksum = NULL WHERE id = NEW.id;
END;

CREATE VIEW leads_readable AS
SELECT
    id,
    '+' || phone AS phone,
    name,
    email,
    source,
    status,
    progress,
    qualified_at IS NOT NULL AS qualified,
    strftime('%Y-%m-%dT%H:%M:%fZ', qualified_at / 1000000.0, 'unixepoch') AS qualified_at,
    times_qualified,
    archived_at IS NOT NULL AS archived,
    strftime('%Y-%m-%dT%H:%M:%fZ', archived_at / 1000000.0, 'unixepoch') AS archived_at,
    answers,
    strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1000000.0, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', last_contact_at / 1000000.0, 'unixepoch') AS last_contact_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', last_customer_message_at / 1000000.0, 'unixepoch') AS last_customer_message_at,
    version
FROM leads;

CREATE VIEW messages_readable AS
SELECT
    messages.id,
    messages.lead_id,
    '+' || leads.phone AS phone,
    messages.sender,
    messages.content,
    strftime('%Y-%m-%dT%H:%M:%fZ', messages.sent_at / 1000000.0, 'unixepoch') AS sent_at,
    messages.channel,
    messages.source_id
FROM messages
JOIN leads ON leads.id = messages.lead_id;

PRAGMA user_version = 2;
