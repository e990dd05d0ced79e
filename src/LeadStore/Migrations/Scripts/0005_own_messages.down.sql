-- Each message is looked at again, whoever stores it.

DROP TRIGGER messages_stored;

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

CREATE TRIGGER messages_stored_between AFTER INSERT ON messages
WHEN NEW.id >> 24 = NEW.lead_id
    AND EXISTS (SELECT 1 FROM messages WHERE id > NEW.id AND id <= (NEW.lead_id << 24) + 16777215)
BEGIN
    UPDATE messages SET out_of_order = 1 WHERE id = NEW.id;
END;

CREATE TRIGGER messages_placed AFTER INSERT ON messages WHEN NEW.id >> 24 <> NEW.lead_id
BEGIN
    UPDATE messages SET
        id = coalesce(
            (SELECT max(id) FROM messages WHERE id BETWEEN NEW.lead_id << 24 AND (NEW.lead_id << 24) + 16777215),
            NEW.lead_id << 24) + 1,
        out_of_order = 1
    WHERE id = NEW.id;
END;

PRAGMA user_version = 4;
