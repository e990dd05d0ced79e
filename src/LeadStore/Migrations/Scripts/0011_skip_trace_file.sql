-- Skip traces in a file of their own: which file that is, if one is used, and the leads whose traces are to go from it.

CREATE TABLE skip_trace_file (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16)
) STRICT;

-- In the order in which the leads were deleted. They stay, so that no number comes again, and for a file of traces out of an older backup.
CREATE TABLE skip_trace_purges (
    number INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL
) STRICT;

CREATE TRIGGER leads_deleted_from_trace_file AFTER DELETE ON leads WHEN EXISTS (SELECT 1 FROM skip_trace_file)
BEGIN
    INSERT INTO skip_trace_purges (lead_id) VALUES (OLD.id);
END;

PRAGMA user_version = 11;
