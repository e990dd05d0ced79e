CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    total INTEGER NOT NULL
) STRICT;

CREATE INDEX orders_lead ON orders (lead_id);
