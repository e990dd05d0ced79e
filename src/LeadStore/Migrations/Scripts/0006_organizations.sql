-- Who works with the leads: organizations, their users, whom a lead is assigned to, and what they note about it.

CREATE TABLE organizations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    plan TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

-- What an organization has used in a month, which is year times 100 plus month. The next month begins with its first row.
CREATE TABLE organization_usage (
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    month INTEGER NOT NULL CHECK (month % 100 BETWEEN 1 AND 12),
    measure TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    checksum INTEGER,
    PRIMARY KEY (organization_id, month, measure)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id INTEGER REFERENCES organizations (id) ON DELETE RESTRICT,
    email TEXT NOT NULL UNIQUE,
    first_name TEXT,
    last_name TEXT,
    role TEXT NOT NULL CHECK (role IN ('admin', 'manager', 'user')),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

CREATE INDEX users_organization ON users (organization_id) WHERE organization_id IS NOT NULL;

-- Apart from the users, so that nothing that reads a user reads this.
CREATE TABLE user_credentials (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    password_hash TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

CREATE TABLE lead_organizations (
    lead_id INTEGER PRIMARY KEY REFERENCES leads (id) ON DELETE CASCADE,
    organization_id INTEGER NOT NULL REFERENCES organizations (id) ON DELETE RESTRICT,
    checksum INTEGER
) STRICT;

CREATE INDEX lead_organizations_organization ON lead_organizations (organization_id, lead_id);

-- Who a lead was assigned to; the row without an end is who it is assigned to now.
CREATE TABLE lead_assignments (
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    assigned_by TEXT NOT NULL,
    assigned_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by TEXT,
    checksum INTEGER,
    PRIMARY KEY (lead_id, number),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX lead_assignments_user ON lead_assignments (user_id, ended_at, lead_id);

CREATE TABLE lead_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    type TEXT NOT NULL CHECK (type IN ('general', 'call', 'email', 'meeting', 'follow_up')),
    content TEXT NOT NULL,
    created_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;

CREATE INDEX lead_notes_lead ON lead_notes (lead_id, id);

INSERT INTO checksummed (table_name, columns) VALUES
    ('organizations', 'id, name, plan, created_at, updated_at'),
    ('organization_usage', 'organization_id, month, measure, count'),
    ('users', 'id, organization_id, email, first_name, last_name, role, active, created_at, updated_at'),
    ('user_credentials', 'user_id, password_hash, updated_at'),
    ('lead_organizations', 'lead_id, organization_id'),
    ('lead_assignments', 'lead_id, number, user_id, assigned_by, assigned_at, ended_at, ended_by'),
    ('lead_notes', 'id, lead_id, type, content, created_by, created_at, updated_at');

CREATE TRIGGER organizations_edited AFTER UPDATE OF
    id, name, plan, created_at, updated_at
ON organizations WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM organizations WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.name IS NOT OLD.name OR NEW.plan IS NOT OLD.plan OR NEW.created_at IS NOT OLD.created_at OR
        NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE organizations SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER organization_usage_edited AFTER UPDATE OF
    organization_id, month, measure, count
ON organization_usage WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM organization_usage WHERE organization_id = NEW.organization_id AND month = NEW.month AND measure = NEW.measure) IS OLD.checksum
    AND (
        NEW.organization_id IS NOT OLD.organization_id OR NEW.month IS NOT OLD.month OR NEW.measure IS NOT OLD.measure OR
        NEW.count IS NOT OLD.count
    )
BEGIN
    UPDATE organization_usage SET checksum = NULL WHERE organization_id = NEW.organization_id AND month = NEW.month AND measure = NEW.measure;
END;

CREATE TRIGGER users_edited AFTER UPDATE OF
    id, organization_id, email, first_name, last_name, role, active, created_at, updated_at
ON users WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM users WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.organization_id IS NOT OLD.organization_id OR NEW.email IS NOT OLD.email OR NEW.first_name IS
        NOT OLD.first_name OR NEW.last_name IS NOT OLD.last_name OR NEW.role IS NOT OLD.role OR NEW.active IS NOT OLD.active OR
        NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE users SET checksum = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER user_credentials_edited AFTER UPDATE OF
    user_id, password_hash, updated_at
ON user_credentials WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM user_credentials WHERE user_id = NEW.user_id) IS OLD.checksum
    AND (
        NEW.user_id IS NOT OLD.user_id OR NEW.password_hash IS NOT OLD.password_hash OR NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE user_credentials SET checksum = NULL WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER lead_organizations_edited AFTER UPDATE OF
    lead_id, organization_id
ON lead_organizations WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_organizations WHERE lead_id = NEW.lead_id) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.organization_id IS NOT OLD.organization_id
    )
BEGIN
    UPDATE lead_organizations SET checksum = NULL WHERE lead_id = NEW.lead_id;
END;

CREATE TRIGGER lead_assignments_edited AFTER UPDATE OF
    lead_id, number, user_id, assigned_by, assigned_at, ended_at, ended_by
ON lead_assignments WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_assignments WHERE lead_id = NEW.lead_id AND number = NEW.number) IS OLD.checksum
    AND (
        NEW.lead_id IS NOT OLD.lead_id OR NEW.number IS NOT OLD.number OR NEW.user_id IS NOT OLD.user_id OR NEW.assigned_by IS NOT
        OLD.assigned_by OR NEW.assigned_at IS NOT OLD.assigned_at OR NEW.ended_at IS NOT OLD.ended_at OR
        NEW.ended_by IS NOT OLD.ended_by
    )
BEGIN
    UPDATE lead_assignments SET checksum = NULL WHERE lead_id = NEW.lead_id AND number = NEW.number;
END;

CREATE TRIGGER lead_notes_edited AFTER UPDATE OF
    id, lead_id, type, content, created_by, created_at, updated_at
ON lead_notes WHEN NEW.checksum IS OLD.checksum
    AND (SELECT checksum FROM lead_notes WHERE id = NEW.id) IS OLD.checksum
    AND (
        NEW.id IS NOT OLD.id OR NEW.lead_id IS NOT OLD.lead_id OR NEW.type IS NOT OLD.type OR NEW.content IS NOT OLD.content OR
        NEW.created_by IS NOT OLD.created_by OR NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at
    )
BEGIN
    UPDATE lead_notes SET checksum = NULL WHERE id = NEW.id;
END;

-- For a program that does not turn foreign keys on.
CREATE TRIGGER leads_deleted_with_notes AFTER DELETE ON leads
BEGIN
    DELETE FROM lead_organizations WHERE lead_id = OLD.id;
    DELETE FROM lead_assignments WHERE lead_id = OLD.id;
    DELETE FROM lead_notes WHERE lead_id = OLD.id;
END;

PRAGMA user_version = 6;
