-- What was done with leads. One that is pending has no end. What went in and came out is last, so that a list does not read it.
CREATE TABLE activities (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'success', 'failed')),
    description TEXT,
    error TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    source_id TEXT,
    checksum INTEGER,
    input TEXT CHECK (json_valid(input)),
    output TEXT CHECK (json_valid(output)),
    CHECK ((status = 'pending') = (ended_at IS NULL))
) STRICT;

CREATE INDEX activities_lead ON activities (lead_id, started_at);
CREATE INDEX activities_pending ON activities (started_at) WHERE status = 'pending';
-- The same activity told twice is one.
CREATE UNIQUE INDEX activities_source ON activities (source_id) WHERE source_id IS NOT NULL;

INSERT INTO checksummed (table_name, columns) VALUES
    ('activities', 'id, lead_id, type, status, description, error, started_at, ended_at, source_id, input, output');

CREATE TRIGGER activities_edited AFTER UPDATE OF
    id, lead_id, type, status, description, error, started_at, ended_at, source_id, input, output
ON activities WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM activities WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.lead_id IS NOT OLD.lead_id OR NEW.type IS NOT OLD.type OR NEW.status IS NOT OLD.status OR
        NEW.description IS NOT OLD.description OR NEW.error IS NOT OLD.error OR NEW.started_at IS NOT OLD.started_at OR
        NEW.ended_at IS NOT OLD.ended_at OR NEW.source_id IS NOT OLD.source_id OR NEW.input IS NOT OLD.input OR
        NEW.output IS NOT OLD.output
    )
BEGIN
    UPDATE activities SET checksum = NULL WHERE id = NEW.id;
END;

-- For a program that does not turn foreign keys on.
CREATE TRIGGER leads_deleted_with_activities AFTER DELETE ON leads
BEGIN
    DELETE FROM activities WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 10;
