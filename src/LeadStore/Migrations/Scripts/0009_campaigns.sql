-- Campaigns, and what each lead was sent of them and did.

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

INSERT INTO checksummed (table_name, columns) VALUES
    ('campaigns', 'id, organization_id, name, type, message, status, created_at, updated_at'),
    ('campaign_sends', 'id, campaign_id, lead_id, step, sent_at, delivered_at, opened_at, clicked_at, replied_at, failed_at, '
        || 'unsubscribed_at, response_at, response');

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

-- For a program that does not turn foreign keys on.
CREATE TRIGGER leads_deleted_with_campaign_sends AFTER DELETE ON leads
BEGIN
    DELETE FROM campaign_sends WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 9;
