-- A row that comes with its checksum is one that this library has made: where it lies, and whether it was stored late, was found out with it.
-- What keeps the rows of other programs in order does not look at it again. One trigger instead of four: one that is only begun has its
-- price too.

DROP TRIGGER messages_of_a_lead;
DROP TRIGGER messages_stored_late;
DROP TRIGGER messages_stored_between;
DROP TRIGGER messages_placed;

CREATE TRIGGER messages_stored AFTER INSERT ON messages WHEN NEW.checksum IS NULL OR NEW.id >> 24 <> NEW.lead_id
BEGIN
    SELECT RAISE(ABORT, 'the id of a message must be that of its lead times 16777216 plus a number from 1 to 16777215')
    WHERE NEW.checksum IS NOT NULL;

    SELECT RAISE(ABORT, 'a message needs its lead') WHERE NOT EXISTS (SELECT 1 FROM lead_activity WHERE lead_id = NEW.lead_id);

    -- Earlier than the one before it, or between two others, which no message of ours is.
    UPDATE messages SET out_of_order = 1 WHERE id = NEW.id AND NEW.id >> 24 = NEW.lead_id AND (
        NEW.sent_at < (SELECT sent_at FROM messages WHERE id < NEW.id AND id > NEW.lead_id << 24 ORDER BY id DESC LIMIT 1)
        OR EXISTS (SELECT 1 FROM messages WHERE id > NEW.id AND id <= (NEW.lead_id << 24) + 16777215)
    );

    -- For a program that knows nothing of the ids and leaves them to SQLite.
    UPDATE messages SET
        id = coalesce(
            (SELECT max(id) FROM messages WHERE id BETWEEN NEW.lead_id << 24 AND (NEW.lead_id << 24) + 16777215),
            NEW.lead_id << 24) + 1,
        out_of_order = 1
    WHERE id = NEW.id AND NEW.id >> 24 <> NEW.lead_id;
END;

PRAGMA user_version = 5;
