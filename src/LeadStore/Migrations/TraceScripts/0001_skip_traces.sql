-- Skip traces in a file of their own. The tables of traces are those of the store's own file but for one thing: a lead is known by its number
-- alone, because it is in the other file.

CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    commits INTEGER NOT NULL,
    writer INTEGER NOT NULL,
    checksum_seed INTEGER NOT NULL
) STRICT;

INSERT INTO store (id, uid, commits, writer, checksum_seed) VALUES (1, randomblob(16), 0, 0, random());

CREATE TABLE checksummed (
    table_name TEXT PRIMARY KEY,
    columns TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE skip_traces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL,
    provider TEXT NOT NULL,
    request TEXT NOT NULL CHECK (json_type(request) = 'object'),
    request_key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    cost INTEGER NOT NULL DEFAULT 0 CHECK (cost >= 0),
    currency TEXT CHECK (length(currency) = 3),
    failure TEXT,
    from_cache INTEGER NOT NULL DEFAULT 0 CHECK (from_cache IN (0, 1)),
    phone_count INTEGER NOT NULL DEFAULT 0 CHECK (phone_count >= 0),
    phones_skipped INTEGER NOT NULL DEFAULT 0 CHECK (phones_skipped >= 0),
    email_count INTEGER NOT NULL DEFAULT 0 CHECK (email_count >= 0),
    emails_skipped INTEGER NOT NULL DEFAULT 0 CHECK (emails_skipped >= 0),
    response_length INTEGER CHECK (response_length >= 0),
    started_at INTEGER NOT NULL,
    answered_at INTEGER,
    completed_at INTEGER,
    checksum INTEGER,
    response TEXT
) STRICT;

CREATE UNIQUE INDEX skip_traces_lead ON skip_traces (lead_id, id);
CREATE INDEX skip_traces_pending ON skip_traces (id) WHERE status = 'pending';
CREATE INDEX skip_traces_answers ON skip_traces (provider, request_key, answered_at) WHERE status = 'completed';

-- What is not known is null, which is not the same as no.
CREATE TABLE skip_trace_phones (
    lead_id INTEGER NOT NULL,
    trace_id INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    type TEXT,
    carrier TEXT,
    is_valid INTEGER CHECK (is_valid IN (0, 1)),
    is_mobile INTEGER CHECK (is_mobile IN (0, 1)),
    is_do_not_call INTEGER CHECK (is_do_not_call IN (0, 1)),
    is_litigator INTEGER CHECK (is_litigator IN (0, 1)),
    is_reassigned INTEGER CHECK (is_reassigned IN (0, 1)),
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    last_seen_at INTEGER,
    checksum INTEGER,
    PRIMARY KEY (lead_id, trace_id, number),
    FOREIGN KEY (lead_id, trace_id) REFERENCES skip_traces (lead_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE skip_trace_emails (
    lead_id INTEGER NOT NULL,
    trace_id INTEGER NOT NULL,
    email TEXT NOT NULL,
    type TEXT,
    is_valid INTEGER CHECK (is_valid IN (0, 1)),
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    checksum INTEGER,
    PRIMARY KEY (lead_id, trace_id, email),
    FOREIGN KEY (lead_id, trace_id) REFERENCES skip_traces (lead_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What follows from a trace for the store: its cost, the call that has ended with it. It is stored with the trace, so that it is done by somebody
-- if this process does not come to it. posted is the number of the store's commit by which it was done at the latest, 0 until that is known.
CREATE TABLE skip_trace_postings (
    trace_id INTEGER PRIMARY KEY REFERENCES skip_traces (id) ON DELETE CASCADE,
    source_id TEXT UNIQUE,
    call BLOB CHECK (length(call) = 16),
    day INTEGER,
    posted INTEGER NOT NULL DEFAULT 0 CHECK (posted >= 0),
    checksum INTEGER
) STRICT;

CREATE INDEX skip_trace_postings_posted ON skip_trace_postings (posted);

-- The store: who it is, how far it had come (store.commits) when this file was written to, and the last of its deleted leads that were seen to.
CREATE TABLE skip_trace_store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB CHECK (length(uid) = 16),
    commits INTEGER NOT NULL DEFAULT 0,
    purged_to INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO skip_trace_store (id) VALUES (1);

INSERT INTO checksummed (table_name, columns) VALUES
    ('skip_traces', 'id, lead_id, provider, request, request_key, status, confidence, cost, currency, failure, '
        || 'from_cache, phone_count, phones_skipped, email_count, emails_skipped, response_length, started_at, answered_at, '
        || 'completed_at, response'),
    ('skip_trace_phones', 'lead_id, trace_id, number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, '
        || 'is_reassigned, confidence, last_seen_at'),
    ('skip_trace_emails', 'lead_id, trace_id, email, type, is_valid, confidence'),
    ('skip_trace_postings', 'trace_id, source_id, call, day, posted');

CREATE TRIGGER skip_traces_edited AFTER UPDATE OF
    id, lead_id, provider, request, request_key, status, confidence, cost, currency, failure, from_cache, phone_count,
    phones_skipped, email_count, emails_skipped, response_length, started_at, answered_at, completed_at, response
ON skip_traces WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM skip_traces WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.lead_id IS NOT OLD.lead_id OR NEW.provider IS NOT OLD.provider OR NEW.request IS NOT
        OLD.request OR NEW.request_key IS NOT OLD.request_key OR NEW.status IS NOT OLD.status OR NEW.confidence IS NOT
        OLD.confidence OR NEW.cost IS NOT OLD.cost OR NEW.currency IS NOT OLD.currency OR NEW.failure IS NOT OLD.failure OR
        NEW.from_cache IS NOT OLD.from_cache OR NEW.phone_count IS NOT OLD.phone_count OR
        NEW.phones_skipped IS NOT OLD.phones_skipped OR NEW.email_count IS NOT OLD.email_count OR
        NEW.emails_skipped IS NOT OLD.emails_skipped OR NEW.response_length IS NOT OLD.response_length OR NEW.started_at IS NOT
        OLD.started_at OR NEW.answered_at IS NOT OLD.answered_at OR NEW.completed_at IS NOT OLD.completed_at OR NEW.response IS
        NOT OLD.response
    )
BEGIN
    UPDATE skip_traces SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER skip_trace_phones_edited AFTER UPDATE OF
    lead_id, trace_id, number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence,
    last_seen_at
ON skip_trace_phones WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM skip_trace_phones WHERE lead_id = NEW.lead_id AND trace_id = NEW.trace_id AND number = NEW.number) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.trace_id IS NOT OLD.trace_id OR NEW.number IS NOT OLD.number OR NEW.type IS NOT
        OLD.type OR NEW.carrier IS NOT OLD.carrier OR NEW.is_valid IS NOT OLD.is_valid OR NEW.is_mobile IS NOT OLD.is_mobile OR
        NEW.is_do_not_call IS NOT OLD.is_do_not_call OR NEW.is_litigator IS NOT OLD.is_litigator OR NEW.is_reassigned IS NOT
        OLD.is_reassigned OR NEW.confidence IS NOT OLD.confidence OR NEW.last_seen_at IS NOT OLD.last_seen_at
    )
BEGIN
    UPDATE skip_trace_phones SET checksum = NULL WHERE lead_id = NEW.lead_id AND trace_id = NEW.trace_id AND number = NEW.number;
END;

CREATE TRIGGER skip_trace_emails_edited AFTER UPDATE OF
    lead_id, trace_id, email, type, is_valid, confidence
ON skip_trace_emails WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM skip_trace_emails WHERE lead_id = NEW.lead_id AND trace_id = NEW.trace_id AND email = NEW.email) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.trace_id IS NOT OLD.trace_id OR NEW.email IS NOT OLD.email OR NEW.type IS NOT
        OLD.type OR NEW.is_valid IS NOT OLD.is_valid OR NEW.confidence IS NOT OLD.confidence
    )
BEGIN
    UPDATE skip_trace_emails SET checksum = NULL WHERE lead_id = NEW.lead_id AND trace_id = NEW.trace_id AND email = NEW.email;
END;

CREATE TRIGGER skip_trace_postings_edited AFTER UPDATE OF
    trace_id, source_id, call, day, posted
ON skip_trace_postings WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM skip_trace_postings WHERE trace_id = NEW.trace_id) IS OLD.checksum
    AND (
        NEW.trace_id IS NOT OLD.trace_id OR NEW.source_id IS NOT OLD.source_id OR NEW.call IS NOT OLD.call OR NEW.day IS NOT OLD.day OR
        NEW.posted IS NOT OLD.posted
    )
BEGIN
    UPDATE skip_trace_postings SET checksum = NULL WHERE trace_id = NEW.trace_id;
END;

PRAGMA user_version = 1;
