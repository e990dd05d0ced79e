-- Campaigns, what each lead was sent of them and did, and the calls with leads.

CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id INTEGER REFERENCES organizations (id) ON DELETE RESTRICT,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    message TEXT,
    status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'paused', 'completed', 'archived')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

CREATE INDEX campaigns_organization ON campaigns (organization_id, id) WHERE organization_id IS NOT NULL;

-- One row for each step of a campaign and lead. Each time is the earliest that was told; the response is the last one.
CREATE TABLE campaign_sends (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE RESTRICT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    step INTEGER NOT NULL CHECK (step >= 1),
    sent_at INTEGER NOT NULL,
    delivered_at INTEGER,
    opened_at INTEGER,
    clicked_at INTEGER,
    replied_at INTEGER,
    failed_at INTEGER,
    unsubscribed_at INTEGER,
    response_at INTEGER,
    checksum INTEGER,
    response TEXT,
    CHECK ((response IS NULL) = (response_at IS NULL))
) STRICT;

-- The same send told twice is one.
CREATE UNIQUE INDEX campaign_sends_step ON campaign_sends (campaign_id, lead_id, step);
CREATE INDEX campaign_sends_campaign ON campaign_sends (campaign_id, id);
CREATE INDEX campaign_sends_lead ON campaign_sends (lead_id, id);
-- All that statistics count, so that they read no row.
CREATE INDEX campaign_sends_stats ON campaign_sends (
    campaign_id, step, delivered_at, opened_at, clicked_at, replied_at, failed_at, unsubscribed_at);

-- A call under way has no end. The analysis and the transcript come last, so that a list of calls does not read them.
CREATE TABLE calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    phone INTEGER CHECK (phone > 0),
    direction TEXT NOT NULL CHECK (direction IN ('outbound', 'inbound')),
    outcome TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    duration INTEGER CHECK (duration >= 0),
    recording_url TEXT,
    campaign_id INTEGER REFERENCES campaigns (id) ON DELETE RESTRICT,
    user_id INTEGER REFERENCES users (id) ON DELETE RESTRICT,
    source_id TEXT,
    transcript_length INTEGER CHECK (transcript_length >= 0),
    checksum INTEGER,
    analysis TEXT,
    transcript TEXT,
    CHECK ((transcript IS NULL) = (transcript_length IS NULL)),
    CHECK (duration IS NULL OR ended_at IS NOT NULL)
) STRICT;

CREATE INDEX calls_lead ON calls (lead_id, started_at);
CREATE INDEX calls_campaign ON calls (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX calls_user ON calls (user_id) WHERE user_id IS NOT NULL;
-- The same call told twice is one.
CREATE UNIQUE INDEX calls_source ON calls (source_id) WHERE source_id IS NOT NULL;

-- The words of each transcript, in the form in which they are searched; made by the library, which alone can take a text apart.
CREATE TABLE call_words (
    word TEXT NOT NULL,
    call_id INTEGER NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    checksum INTEGER,
    PRIMARY KEY (word, call_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX call_words_call ON call_words (call_id);

INSERT INTO checksummed (table_name, columns) VALUES
    ('campaigns', 'id, organization_id, name, type, message, status, created_at, updated_at'),
    ('campaign_sends', 'id, campaign_id, lead_id, step, sent_at, delivered_at, opened_at, clicked_at, replied_at, failed_at, '
        || 'unsubscribed_at, response_at, response'),
    ('calls', 'id, lead_id, phone, direction, outcome, started_at, ended_at, duration, recording_url, campaign_id, '
        || 'user_id, source_id, transcript_length, analysis, transcript'),
    ('call_words', 'word, call_id');

CREATE TRIGGER campaigns_edited AFTER UPDATE OF
    id, organization_id, name, type, message, status, created_at, updated_at
ON campaigns WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM campaigns WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.organization_id IS NOT OLD.organization_id OR NEW.name IS NOT OLD.name OR NEW.type IS NOT
        OLD.type OR NEW.message IS NOT OLD.message OR NEW.status IS NOT OLD.status OR NEW.created_at IS NOT OLD.created_at OR
        NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE campaigns SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER campaign_sends_edited AFTER UPDATE OF
    id, campaign_id, lead_id, step, sent_at, delivered_at, opened_at, clicked_at, replied_at, failed_at, unsubscribed_at,
    response_at, response
ON campaign_sends WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM campaign_sends WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.campaign_id IS NOT OLD.campaign_id OR NEW.lead_id IS NOT OLD.lead_id OR NEW.step IS NOT
        OLD.step OR NEW.sent_at IS NOT OLD.sent_at OR NEW.delivered_at IS NOT OLD.delivered_at OR NEW.opened_at IS NOT
        OLD.opened_at OR NEW.clicked_at IS NOT OLD.clicked_at OR NEW.replied_at IS NOT OLD.replied_at OR NEW.failed_at IS NOT
        OLD.failed_at OR NEW.unsubscribed_at IS NOT OLD.unsubscribed_at OR NEW.response_at IS NOT OLD.response_at OR
        NEW.response IS NOT OLD.response
    )
BEGIN
    UPDATE campaign_sends SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER calls_edited AFTER UPDATE OF
    id, lead_id, phone, direction, outcome, started_at, ended_at, duration, recording_url, campaign_id, user_id, source_id,
    transcript_length, analysis, transcript
ON calls WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM calls WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.lead_id IS NOT OLD.lead_id OR NEW.phone IS NOT OLD.phone OR NEW.direction IS NOT
        OLD.direction OR NEW.outcome IS NOT OLD.outcome OR NEW.started_at IS NOT OLD.started_at OR NEW.ended_at IS NOT
        OLD.ended_at OR NEW.duration IS NOT OLD.duration OR NEW.recording_url IS NOT OLD.recording_url OR NEW.campaign_id IS NOT
        OLD.campaign_id OR NEW.user_id IS NOT OLD.user_id OR NEW.source_id IS NOT OLD.source_id OR NEW.transcript_length IS NOT
        OLD.transcript_length OR NEW.analysis IS NOT OLD.analysis OR NEW.transcript IS NOT OLD.transcript
    )
BEGIN
    UPDATE calls SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER call_words_edited AFTER UPDATE OF
    word, call_id
ON call_words WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM call_words WHERE word = NEW.word AND call_id = NEW.call_id) IS OLD.checksum
    AND (
        NEW.word IS NOT OLD.word OR NEW.call_id IS NOT OLD.call_id
    )
BEGIN
    UPDATE call_words SET checksum = NULL WHERE word = NEW.word AND call_id = NEW.call_id;
END;

-- Words that a transcript no longer has are not left behind, whoever changes it.
CREATE TRIGGER calls_transcript_changed AFTER UPDATE OF transcript ON calls WHEN NEW.transcript IS NOT OLD.transcript
BEGIN
    DELETE FROM call_words WHERE call_id = NEW.id;
END;

-- For a program that does not turn foreign keys on.
CREATE TRIGGER calls_deleted_with_words AFTER DELETE ON calls
BEGIN
    DELETE FROM call_words WHERE call_id = OLD.id;
END;

CREATE TRIGGER leads_deleted_with_calls AFTER DELETE ON leads
BEGIN
    DELETE FROM calls WHERE lead_id = OLD.id;
END;

CREATE TRIGGER leads_deleted_with_campaign_sends AFTER DELETE ON leads
BEGIN
    DELETE FROM campaign_sends WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 9;
