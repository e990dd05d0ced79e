-- Property leads: what is known of the property, what others say of it, and when its owner may be called.

-- Whether and when a lead may be called. Quiet hours are minutes since midnight in the lead's own time zone.
CREATE TABLE lead_contact_rules (
    lead_id INTEGER PRIMARY KEY REFERENCES leads (id) ON DELETE CASCADE,
    do_not_call INTEGER NOT NULL CHECK (do_not_call IN (0, 1)),
    time_zone TEXT,
    quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 1439),
    updated_at INTEGER NOT NULL,
    checksum INTEGER,
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
) STRICT;

-- The property of a lead. Money is in minor units of the currency. The scores are the newest of lead_scores.
CREATE TABLE lead_properties (
    lead_id INTEGER PRIMARY KEY REFERENCES leads (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    source_type TEXT NOT NULL,
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    estimated_value INTEGER CHECK (estimated_value >= 0),
    equity INTEGER,
    tax_debt INTEGER NOT NULL CHECK (tax_debt >= 0),
    condition_score INTEGER NOT NULL CHECK (condition_score BETWEEN 0 AND 100),
    violations INTEGER NOT NULL CHECK (violations >= 0),
    is_probate INTEGER NOT NULL CHECK (is_probate IN (0, 1)),
    is_vacant INTEGER NOT NULL CHECK (is_vacant IN (0, 1)),
    days_on_market INTEGER CHECK (days_on_market >= 0),
    motivation_score INTEGER NOT NULL CHECK (motivation_score BETWEEN 0 AND 100),
    lead_score INTEGER NOT NULL CHECK (lead_score BETWEEN 0 AND 100),
    ai_score INTEGER CHECK (ai_score BETWEEN 0 AND 100),
    ai_scored_at INTEGER,
    temperature TEXT NOT NULL CHECK (temperature IN ('hot', 'warm', 'cold', 'dead')),
    feedback_good INTEGER NOT NULL CHECK (feedback_good >= 0),
    feedback_bad INTEGER NOT NULL CHECK (feedback_bad >= 0),
    skip_traced_at INTEGER,
    skip_trace_provider TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER,
    raw TEXT CHECK (json_valid(raw))
) STRICT;

CREATE INDEX lead_properties_address ON lead_properties (address_key);

-- The lists: the newest leads of one group of properties that are alike in what has few values. The rest of the columns is there so that a
-- filter looks at no row. A row is in one of these two, by whether its owner has been traced.
CREATE INDEX lead_properties_untraced ON lead_properties (
    is_vacant, is_probate, temperature, lead_id, equity, lead_score, tax_debt, currency, source_type, skip_traced_at
) WHERE skip_traced_at IS NULL;
CREATE INDEX lead_properties_traced ON lead_properties (
    is_vacant, is_probate, temperature, lead_id, equity, lead_score, tax_debt, currency, source_type, skip_traced_at
) WHERE skip_traced_at IS NOT NULL;

-- The lists where a threshold leaves few.
CREATE INDEX lead_properties_equity ON lead_properties (
    equity, is_vacant, skip_traced_at, is_probate, temperature, lead_score, tax_debt, currency, source_type
) WHERE equity IS NOT NULL;
CREATE INDEX lead_properties_tax_debt ON lead_properties (
    tax_debt, is_vacant, skip_traced_at, is_probate, temperature, lead_score, equity, currency, source_type
) WHERE tax_debt <> 0;

CREATE TABLE lead_scores (
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('motivation', 'lead', 'ai')),
    value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 100),
    model TEXT,
    scored_at INTEGER NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (lead_id, number)
) STRICT, WITHOUT ROWID;

-- What a source said of a property, as it said it, until somebody has made a lead of it; then it goes with the lead.
CREATE TABLE property_records (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    lead_id INTEGER REFERENCES leads (id) ON DELETE CASCADE,
    processed_at INTEGER,
    claim BLOB CHECK (length(claim) = 16),
    claimed_until INTEGER,
    checksum INTEGER,
    raw TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX property_records_address ON property_records (source, address_key);
CREATE INDEX property_records_unprocessed ON property_records (id, claimed_until) WHERE processed_at IS NULL;
CREATE INDEX property_records_lead ON property_records (lead_id) WHERE lead_id IS NOT NULL;

INSERT INTO checksummed (table_name, columns) VALUES
    ('lead_contact_rules', 'lead_id, do_not_call, time_zone, quiet_from, quiet_until, updated_at'),
    ('lead_properties', 'lead_id, address, address_key, source_type, currency, estimated_value, equity, tax_debt, '
        || 'condition_score, violations, is_probate, is_vacant, days_on_market, motivation_score, lead_score, '
        || 'ai_score, ai_scored_at, temperature, feedback_good, feedback_bad, skip_traced_at, '
        || 'skip_trace_provider, raw, created_at, updated_at'),
    ('lead_scores', 'lead_id, number, kind, value, model, scored_at'),
    ('property_records', 'id, source, address, address_key, raw, received_at, lead_id, processed_at, claim, claimed_until');

CREATE TRIGGER lead_contact_rules_edited AFTER UPDATE OF
    lead_id, do_not_call, time_zone, quiet_from, quiet_until, updated_at
ON lead_contact_rules WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_contact_rules WHERE lead_id = NEW.lead_id) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.do_not_call IS NOT OLD.do_not_call OR NEW.time_zone IS NOT OLD.time_zone OR
        NEW.quiet_from IS NOT OLD.quiet_from OR NEW.quiet_until IS NOT OLD.quiet_until OR NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE lead_contact_rules SET checksum = NULL WHERE lead_id = NEW.lead_id;
END;

CREATE TRIGGER lead_properties_edited AFTER UPDATE OF
    lead_id, address, address_key, source_type, currency, estimated_value, equity, tax_debt, condition_score, violations,
    is_probate, is_vacant, days_on_market, motivation_score, lead_score, ai_score, ai_scored_at, temperature, feedback_good,
    feedback_bad, skip_traced_at, skip_trace_provider, raw, created_at, updated_at
ON lead_properties WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_properties WHERE lead_id = NEW.lead_id) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.address IS NOT OLD.address OR NEW.address_key IS NOT OLD.address_key OR
        NEW.source_type IS NOT OLD.source_type OR NEW.currency IS NOT OLD.currency OR NEW.estimated_value IS NOT
        OLD.estimated_value OR NEW.equity IS NOT OLD.equity OR NEW.tax_debt IS NOT OLD.tax_debt OR NEW.condition_score IS NOT
        OLD.condition_score OR NEW.violations IS NOT OLD.violations OR NEW.is_probate IS NOT OLD.is_probate OR NEW.is_vacant IS
        NOT OLD.is_vacant OR NEW.days_on_market IS NOT OLD.days_on_market OR NEW.motivation_score IS NOT OLD.motivation_score OR
        NEW.lead_score IS NOT OLD.lead_score OR NEW.ai_score IS NOT OLD.ai_score OR NEW.ai_scored_at IS NOT OLD.ai_scored_at OR
        NEW.temperature IS NOT OLD.temperature OR NEW.feedback_good IS NOT OLD.feedback_good OR NEW.feedback_bad IS NOT
        OLD.feedback_bad OR NEW.skip_traced_at IS NOT OLD.skip_traced_at OR NEW.skip_trace_provider IS NOT OLD.skip_trace_provider
        OR NEW.raw IS NOT OLD.raw OR NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE lead_properties SET checksum = NULL WHERE lead_id = NEW.lead_id;
END;

CREATE TRIGGER lead_scores_edited AFTER UPDATE OF
    lead_id, number, kind, value, model, scored_at
ON lead_scores WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_scores WHERE lead_id = NEW.lead_id AND number = NEW.number) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind OR NEW.value IS NOT OLD.value
        OR NEW.model IS NOT OLD.model OR NEW.scored_at IS NOT OLD.scored_at
    )
BEGIN
    UPDATE lead_scores SET checksum = NULL WHERE lead_id = NEW.lead_id AND number = NEW.number;
END;

CREATE TRIGGER property_records_edited AFTER UPDATE OF
    id, source, address, address_key, raw, received_at, lead_id, processed_at, claim, claimed_until
ON property_records WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM property_records WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.source IS NOT OLD.source OR NEW.address IS NOT OLD.address OR NEW.address_key IS NOT
        OLD.address_key OR NEW.raw IS NOT OLD.raw OR NEW.received_at IS NOT OLD.received_at OR NEW.lead_id IS NOT OLD.lead_id OR
        NEW.processed_at IS NOT OLD.processed_at OR NEW.claim IS NOT OLD.claim OR NEW.claimed_until IS NOT OLD.claimed_until
    )
BEGIN
    UPDATE property_records SET checksum = NULL WHERE id = NEW.id;
END;

-- For a program that does not turn foreign keys on.
CREATE TRIGGER leads_deleted_with_properties AFTER DELETE ON leads
BEGIN
    DELETE FROM lead_contact_rules WHERE lead_id = OLD.id;
    DELETE FROM lead_properties WHERE lead_id = OLD.id;
    DELETE FROM lead_scores WHERE lead_id = OLD.id;
    DELETE FROM property_records WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 7;
