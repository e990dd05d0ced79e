-- Where the rows lie. The messages of a lead lie side by side, so that a conversation is one short range and not a page for each message;
-- and what every message moves lies in a table of its own with rows of a few bytes, of which a page holds hundreds.

DROP VIEW leads_readable;
DROP VIEW messages_readable;

-- The place of a lead in the lists, and when the customer last wrote. archived follows leads.archived_at.
CREATE TABLE lead_activity (
    lead_id INTEGER PRIMARY KEY REFERENCES leads (id) ON DELETE CASCADE,
    last_contact_at INTEGER NOT NULL,
    last_customer_message_at INTEGER,
    archived INTEGER NOT NULL CHECK (archived IN (0, 1))
) STRICT;

INSERT INTO lead_activity (lead_id, last_contact_at, last_customer_message_at, archived)
SELECT id, last_contact_at, last_customer_message_at, archived_at IS NOT NULL FROM leads ORDER BY id;

CREATE INDEX lead_activity_recent ON lead_activity (archived, last_contact_at, lead_id);

DROP INDEX leads_inbox;
DROP INDEX leads_archive;
ALTER TABLE leads DROP COLUMN last_contact_at;
ALTER TABLE leads DROP COLUMN last_customer_message_at;

-- The id of a message is the id of its lead times 2^24 plus a number that counts within the lead: this is what lays a conversation together.
CREATE TABLE messages_by_lead (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL,
    sender TEXT NOT NULL CHECK (sender IN ('customer', 'assistant', 'agent', 'system')),
    content TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    channel TEXT,
    source_id TEXT,
    out_of_order INTEGER CHECK (out_of_order = 1),
    checksum INTEGER
) STRICT;

INSERT INTO messages_by_lead (id, lead_id, sender, content, sent_at, channel, source_id, checksum)
SELECT
    place, lead_id, sender, content, sent_at, channel, source_id,
    CASE checksum
        WHEN leadstore_checksum((SELECT checksum_seed FROM store), lead_id, sender, content, sent_at, channel, source_id)
        THEN leadstore_checksum((SELECT checksum_seed FROM store), place, lead_id, sender, content, sent_at, channel, source_id)
        ELSE checksum + 1 -- damaged before, and to be found so later too; or none
    END
FROM (
    SELECT (lead_id << 24) + row_number() OVER (PARTITION BY lead_id ORDER BY sent_at, id) AS place, *
    FROM messages
)
ORDER BY place;

-- No index compares the id any more.
UPDATE checksummed SET columns = 'id, ' || columns WHERE table_name = 'messages';

DROP TABLE messages;
ALTER TABLE messages_by_lead RENAME TO messages;

-- A provider's own id of a message makes its second delivery a duplicate, whichever process receives it.
CREATE UNIQUE INDEX messages_source ON messages (channel, source_id) WHERE source_id IS NOT NULL;
-- The leads with a message that was stored after a later one: only theirs must be sorted by sent_at, those of all others lie in that order.
CREATE INDEX messages_out_of_order ON messages (lead_id) WHERE out_of_order IS NOT NULL;

CREATE TRIGGER messages_edited AFTER UPDATE OF
    id, lead_id, sender, content, sent_at, channel, source_id
ON messages WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM messages WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.lead_id IS NOT OLD.lead_id OR NEW.sender IS NOT OLD.sender OR NEW.content IS NOT OLD.content OR
        NEW.sent_at IS NOT OLD.sent_at OR NEW.channel IS NOT OLD.channel OR NEW.source_id IS NOT OLD.source_id
    )
BEGIN
    UPDATE messages SET checksum = NULL WHERE id = NEW.id;
END;

-- What keeps the tables together whoever writes. No foreign key leads from a message to its lead: it would need an index of its own.

CREATE TRIGGER leads_inserted AFTER INSERT ON leads
BEGIN
    SELECT RAISE(ABORT, 'the id of a lead must be from 1 to 549755813887') WHERE NEW.id NOT BETWEEN 1 AND 549755813887;
    INSERT INTO lead_activity (lead_id, last_contact_at, archived) VALUES (NEW.id, NEW.created_at, NEW.archived_at IS NOT NULL);
END;

CREATE TRIGGER leads_archived AFTER UPDATE OF archived_at ON leads
BEGIN
    UPDATE lead_activity SET archived = NEW.archived_at IS NOT NULL WHERE lead_id = NEW.id;
END;

CREATE TRIGGER leads_deleted AFTER DELETE ON leads
BEGIN
    DELETE FROM messages WHERE id BETWEEN OLD.id << 24 AND (OLD.id << 24) + 16777215;
    -- For a program that does not turn foreign keys on.
    DELETE FROM lead_activity WHERE lead_id = OLD.id;
END;

CREATE TRIGGER messages_of_a_lead BEFORE INSERT ON messages
WHEN NOT EXISTS (SELECT 1 FROM lead_activity WHERE lead_id = NEW.lead_id)
BEGIN
    SELECT RAISE(ABORT, 'a message needs its lead');
END;

CREATE TRIGGER messages_stored_late AFTER INSERT ON messages
WHEN NEW.id >> 24 = NEW.lead_id AND NEW.sent_at < (
    SELECT sent_at FROM messages WHERE id < NEW.id AND id > NEW.lead_id << 24 ORDER BY id DESC LIMIT 1
)
BEGIN
    UPDATE messages SET out_of_order = 1 WHERE id = NEW.id;
END;

-- Between two others, which no message of ours is.
CREATE TRIGGER messages_stored_between AFTER INSERT ON messages
WHEN NEW.id >> 24 = NEW.lead_id
    AND EXISTS (SELECT 1 FROM messages WHERE id > NEW.id AND id <= (NEW.lead_id << 24) + 16777215)
BEGIN
    UPDATE messages SET out_of_order = 1 WHERE id = NEW.id;
END;

-- The one before it may be later than those behind it: the next one takes the mark over.
CREATE TRIGGER messages_late_deleted AFTER DELETE ON messages WHEN OLD.out_of_order IS NOT NULL
BEGIN
    UPDATE messages SET out_of_order = 1 WHERE id = (
        SELECT id FROM messages WHERE id > OLD.id AND id <= (OLD.lead_id << 24) + 16777215 ORDER BY id LIMIT 1
    );
END;

-- For a program that knows nothing of the ids and leaves them to SQLite.
CREATE TRIGGER messages_placed AFTER INSERT ON messages WHEN NEW.id >> 24 <> NEW.lead_id
BEGIN
    UPDATE messages SET
        id = coalesce(
            (SELECT max(id) FROM messages WHERE id BETWEEN NEW.lead_id << 24 AND (NEW.lead_id << 24) + 16777215),
            NEW.lead_id << 24) + 1,
        out_of_order = 1
    WHERE id = NEW.id;
END;

CREATE TRIGGER messages_moved AFTER UPDATE OF id, lead_id ON messages WHEN NEW.id >> 24 <> NEW.lead_id
BEGIN
    SELECT RAISE(ABORT, 'the id of a message must be that of its lead times 16777216 plus a number from 1 to 16777215');
END;

CREATE TRIGGER messages_given_away AFTER UPDATE OF lead_id ON messages
WHEN NOT EXISTS (SELECT 1 FROM lead_activity WHERE lead_id = NEW.lead_id)
BEGIN
    SELECT RAISE(ABORT, 'a message needs its lead');
END;

CREATE TRIGGER messages_redated AFTER UPDATE OF id, sent_at ON messages WHEN NEW.sent_at <> OLD.sent_at OR NEW.id <> OLD.id
BEGIN
    UPDATE messages SET out_of_order = 1 WHERE id = NEW.id;
END;

-- For people with a database browser.
CREATE VIEW leads_readable AS
SELECT
    leads.id,
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
FROM leads
JOIN lead_activity ON lead_activity.lead_id = leads.id;

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

PRAGMA user_version = 3;
