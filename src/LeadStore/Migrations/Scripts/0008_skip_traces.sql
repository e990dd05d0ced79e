-- Skip tracing, and what it and everything else costs.

-- A trace of a lead's owner: what was asked, what was answered, what it cost in minor units. The response is the last column, so that a list of
-- traces does not read it. answered_at is when the provider answered, also where that answer was found here again (from_cache).
CREATE TABLE skip_traces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
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

-- The calls of a provider that are under way, one for each request whoever asks. One outlives the lead that it was last begun for, and the process.
CREATE TABLE skip_trace_calls (
    provider TEXT NOT NULL,
    request_key TEXT NOT NULL,
    idempotency_key BLOB NOT NULL CHECK (length(idempotency_key) = 16),
    lead_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    reserved INTEGER NOT NULL CHECK (reserved >= 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    claim BLOB CHECK (length(claim) = 16),
    claimed_until INTEGER,
    started_at INTEGER NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (provider, request_key)
) STRICT, WITHOUT ROWID;

-- What a provider's calls have cost on a day (of UTC, counted from 1970-01-01), and what is kept back for those under way.
CREATE TABLE skip_trace_days (
    provider TEXT NOT NULL,
    day INTEGER NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    calls INTEGER NOT NULL CHECK (calls >= 0),
    spent INTEGER NOT NULL CHECK (spent >= 0),
    reserved INTEGER NOT NULL CHECK (reserved >= 0),
    checksum INTEGER,
    PRIMARY KEY (provider, day, currency)
) STRICT, WITHOUT ROWID;

-- Every cost, for good: it stays when its lead goes, without what it says of the lead. None is deleted, so that no id is used again.
CREATE TABLE costs (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    details TEXT,
    lead_id INTEGER REFERENCES leads (id) ON DELETE SET NULL,
    organization_id INTEGER REFERENCES organizations (id) ON DELETE RESTRICT,
    campaign TEXT,
    source_id TEXT,
    occurred_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

CREATE INDEX costs_time ON costs (occurred_at);
CREATE INDEX costs_lead ON costs (lead_id, occurred_at) WHERE lead_id IS NOT NULL;
CREATE INDEX costs_organization ON costs (organization_id, occurred_at) WHERE organization_id IS NOT NULL;
-- The same cost told twice is one.
CREATE UNIQUE INDEX costs_source ON costs (type, source_id) WHERE source_id IS NOT NULL;

-- What each lead has cost so far, changed with each cost.
CREATE TABLE lead_costs (
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    count INTEGER NOT NULL CHECK (count >= 0),
    checksum INTEGER,
    PRIMARY KEY (lead_id, type, currency)
) STRICT, WITHOUT ROWID;

INSERT INTO checksummed (table_name, columns) VALUES
    ('skip_traces', 'id, lead_id, provider, request, request_key, status, confidence, cost, currency, failure, '
        || 'from_cache, phone_count, phones_skipped, email_count, emails_skipped, response_length, started_at, answered_at, '
        || 'completed_at, response'),
    ('skip_trace_phones', 'lead_id, trace_id, number, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, '
        || 'is_reassigned, confidence, last_seen_at'),
    ('skip_trace_emails', 'lead_id, trace_id, email, type, is_valid, confidence'),
    ('skip_trace_calls', 'provider, request_key, idempotency_key, lead_id, day, reserved, currency, attempts, claim, '
        || 'claimed_until, started_at'),
    ('skip_trace_days', 'provider, day, currency, calls, spent, reserved'),
    ('costs', 'id, type, amount, currency, details, lead_id, organization_id, campaign, source_id, occurred_at'),
    ('lead_costs', 'lead_id, type, currency, amount, count');

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

CREATE TRIGGER skip_trace_calls_edited AFTER UPDATE OF
    provider, request_key, idempotency_key, lead_id, day, reserved, currency, attempts, claim, claimed_until, started_at
ON skip_trace_calls WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM skip_trace_calls WHERE provider = NEW.provider AND request_key = NEW.request_key) IS OLD.checksum
    AND (
        NEW.provider IS NOT OLD.provider OR NEW.request_key IS NOT OLD.request_key OR NEW.idempotency_key IS NOT
        OLD.idempotency_key OR NEW.lead_id IS NOT OLD.lead_id OR NEW.day IS NOT OLD.day OR NEW.reserved IS NOT OLD.reserved OR NEW.currency IS NOT OLD.currency OR
        NEW.attempts IS NOT OLD.attempts OR NEW.claim IS NOT OLD.claim OR NEW.claimed_until IS NOT OLD.claimed_until OR
        NEW.started_at IS NOT OLD.started_at
    )
BEGIN
    UPDATE skip_trace_calls SET checksum = NULL WHERE provider = NEW.provider AND request_key = NEW.request_key;
END;

CREATE TRIGGER skip_trace_days_edited AFTER UPDATE OF
    provider, day, currency, calls, spent, reserved
ON skip_trace_days WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM skip_trace_days WHERE provider = NEW.provider AND day = NEW.day AND currency = NEW.currency) IS OLD.checksum
    AND (
        NEW.provider IS NOT OLD.provider OR NEW.day IS NOT OLD.day OR NEW.currency IS NOT OLD.currency OR NEW.calls IS NOT
        OLD.calls OR NEW.spent IS NOT OLD.spent OR NEW.reserved IS NOT OLD.reserved
    )
BEGIN
    UPDATE skip_trace_days SET checksum = NULL WHERE provider = NEW.provider AND day = NEW.day AND currency = NEW.currency;
END;

CREATE TRIGGER costs_edited AFTER UPDATE OF
    id, type, amount, currency, details, lead_id, organization_id, campaign, source_id, occurred_at
ON costs WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM costs WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.type IS NOT OLD.type OR NEW.amount IS NOT OLD.amount OR NEW.currency IS NOT OLD.currency OR
        NEW.details IS NOT OLD.details OR NEW.lead_id IS NOT OLD.lead_id OR NEW.organization_id IS NOT OLD.organization_id OR
        NEW.campaign IS NOT OLD.campaign OR NEW.source_id IS NOT OLD.source_id OR NEW.occurred_at IS NOT OLD.occurred_at
    )
BEGIN
    UPDATE costs SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER lead_costs_edited AFTER UPDATE OF
    lead_id, type, currency, amount, count
ON lead_costs WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_costs WHERE lead_id = NEW.lead_id AND type = NEW.type AND currency = NEW.currency) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.type IS NOT OLD.type OR NEW.currency IS NOT OLD.currency OR NEW.amount IS NOT
        OLD.amount OR NEW.count IS NOT OLD.count
    )
BEGIN
    UPDATE lead_costs SET checksum = NULL WHERE lead_id = NEW.lead_id AND type = NEW.type AND currency = NEW.currency;
END;

CREATE TRIGGER leads_deleted_from_costs BEFORE DELETE ON leads
BEGIN
    UPDATE costs SET lead_id = NULL, details = NULL WHERE lead_id = OLD.id;
END;

-- For a program that does not turn foreign keys on.
CREATE TRIGGER leads_deleted_with_traces AFTER DELETE ON leads
BEGIN
    DELETE FROM skip_trace_phones WHERE lead_id = OLD.id;
    DELETE FROM skip_trace_emails WHERE lead_id = OLD.id;
    DELETE FROM skip_traces WHERE lead_id = OLD.id;
    DELETE FROM lead_costs WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 8;
