-- Who this store is and how often it has committed: the marker by which a commit that met an input or output error is found out.
CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    commits INTEGER NOT NULL,
    writer INTEGER NOT NULL,
    checksum_seed INTEGER NOT NULL
) STRICT;

INSERT INTO store (id, uid, commits, writer, checksum_seed) VALUES (1, randomblob(16), 0, 0, random());

-- A checksum in each row, over what no index tells: an integrity check compares rows with their indexes and sees nothing else. Last contact
-- and the customer's last message are not in it, because every message moves them; the first has an index, the second can be counted.
-- The store's writer keeps the checksums by temporary triggers of its own connection. What another program writes has none: the triggers
-- below take the old one away, so that an edit is not taken for damage.
CREATE TABLE checksummed (
    table_name TEXT PRIMARY KEY,
    columns TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO checksummed (table_name, columns) VALUES
    ('lead_sources', 'name, display_name, active, created_at'),
    ('leads', 'uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, '
        || 'archived_at, created_at, version, assistant_paused_at, assistant_paused_until, '
        || 'assistant_paused_by, assistant_pause_reason'),
    ('messages', 'lead_id, sender, content, sent_at, channel, source_id'),
    ('qualifications', 'lead_id, number, qualified_at, answers'),
    ('reminders', 'lead_id, step, counts_from, due_at, look_at, claim'),
    ('lead_once', 'lead_id, key, done_at'),
    ('settings', 'key, value, updated_at');

ALTER TABLE lead_sources ADD COLUMN checksum INTEGER;
UPDATE lead_sources SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    name, display_name, active, created_at);

ALTER TABLE leads ADD COLUMN checksum INTEGER;
UPDATE leads SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at, created_at,
    version, assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason);

ALTER TABLE messages ADD COLUMN checksum INTEGER;
UPDATE messages SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    lead_id, sender, content, sent_at, channel, source_id);

ALTER TABLE qualifications ADD COLUMN checksum INTEGER;
UPDATE qualifications SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    lead_id, number, qualified_at, answers);

ALTER TABLE reminders ADD COLUMN checksum INTEGER;
UPDATE reminders SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    lead_id, step, counts_from, due_at, look_at, claim);

ALTER TABLE lead_once ADD COLUMN checksum INTEGER;
UPDATE lead_once SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    lead_id, key, done_at);

ALTER TABLE settings ADD COLUMN checksum INTEGER;
UPDATE settings SET checksum = leadstore_checksum((SELECT checksum_seed FROM store),
    key, value, updated_at);

CREATE TRIGGER lead_sources_edited AFTER UPDATE OF
    name, display_name, active, created_at
ON lead_sources WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_sources WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.name IS NOT OLD.name OR NEW.display_name IS NOT OLD.display_name OR NEW.active IS NOT OLD.active OR
        NEW.created_at IS NOT OLD.created_at
    )
BEGIN
    UPDATE lead_sources SET checksum = NULL WHERE id = NEW.id;
END;

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

CREATE TRIGGER qualifications_edited AFTER UPDATE OF
    lead_id, number, qualified_at, answers
ON qualifications WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM qualifications WHERE lead_id = NEW.lead_id AND number = NEW.number) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.number IS NOT OLD.number OR NEW.qualified_at IS NOT OLD.qualified_at OR
        NEW.answers IS NOT OLD.answers
    )
BEGIN
    UPDATE qualifications SET checksum = NULL WHERE lead_id = NEW.lead_id AND number = NEW.number;
END;

CREATE TRIGGER reminders_edited AFTER UPDATE OF
    lead_id, step, counts_from, due_at, look_at, claim
ON reminders WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM reminders WHERE lead_id = NEW.lead_id) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.step IS NOT OLD.step OR NEW.counts_from IS NOT OLD.counts_from OR
        NEW.due_at IS NOT OLD.due_at OR NEW.look_at IS NOT OLD.look_at OR NEW.claim IS NOT OLD.claim
    )
BEGIN
    UPDATE reminders SET checksum = NULL WHERE lead_id = NEW.lead_id;
END;

CREATE TRIGGER lead_once_edited AFTER UPDATE OF
    lead_id, key, done_at
ON lead_once WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_once WHERE lead_id = NEW.lead_id AND key = NEW.key) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.key IS NOT OLD.key OR NEW.done_at IS NOT OLD.done_at
    )
BEGIN
    UPDATE lead_once SET checksum = NULL WHERE lead_id = NEW.lead_id AND key = NEW.key;
END;

CREATE TRIGGER settings_edited AFTER UPDATE OF
    key, value, updated_at
ON settings WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM settings WHERE key = NEW.key) IS OLD.checksum
    AND (
        NEW.key IS NOT OLD.key OR NEW.value IS NOT OLD.value OR NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE settings SET checksum = NULL WHERE key = NEW.key;
END;

PRAGMA user_version = 2;
