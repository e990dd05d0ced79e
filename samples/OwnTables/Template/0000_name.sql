-- Copy both files to Migrations/ with the next free number: 0003_refunds.sql and 0003_refunds.down.sql.
-- Never edited after its release: the journal of every file that it has migrated holds its checksum.
-- Without BEGIN and COMMIT: it runs in one transaction with its line in the journal.
-- Name tables after the namespace of the set, so that LeadStore never makes one of the same name.

CREATE TABLE shop_name (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE
) STRICT;
