-- Leads, their messages and what hangs on them. Times are whole microseconds since 1970-01-01 UTC; the views at the end show them as
-- ISO text. A phone is the digits of its E.164 form without the plus sign.

CREATE TABLE lead_sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

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

-- The inbox, and beside it the archive: together they hold each lead once, in the order of the list.
CREATE INDEX leads_inbox ON leads (last_contact_at, id) WHERE archived_at IS NULL;
CREATE INDEX leads_archive ON leads (last_contact_at, id) WHERE archived_at IS NOT NULL;
CREATE INDEX leads_source ON leads (source);

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    sender TEXT NOT NULL CHECK (sender IN ('customer', 'assistant', 'agent', 'system')),
    content TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    channel TEXT,
    source_id TEXT
) STRICT;

CREATE INDEX messages_lead ON messages (lead_id, sent_at, id);
-- A provider's own id of a message makes its second delivery a duplicate, whichever process receives it.
CREATE UNIQUE INDEX messages_source ON messages (channel, source_id) WHERE source_id IS NOT NULL;

CREATE TABLE qualifications (
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    qualified_at INTEGER NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    PRIMARY KEY (lead_id, number)
) STRICT, WITHOUT ROWID;

-- One row per lead that has ever written. due_at is when the step is due (for the first one counts_from and the setting say it);
-- look_at is when to look at the row again: null while the lead is not to be reminded, the end of the claim while there is one.
CREATE TABLE reminders (
    lead_id INTEGER PRIMARY KEY REFERENCES leads (id) ON DELETE CASCADE,
    step INTEGER NOT NULL CHECK (step >= 1),
    counts_from INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    look_at INTEGER,
    claim BLOB
) STRICT;

CREATE INDEX reminders_look_at ON reminders (look_at) WHERE look_at IS NOT NULL;

CREATE TABLE lead_once (
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    PRIMARY KEY (lead_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For people with a database browser.
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

PRAGMA user_version = 1;
