CREATE TABLE shop_orders (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES leads (id) ON DELETE CASCADE,
    pence INTEGER NOT NULL CHECK (pence > 0)
) STRICT;

CREATE INDEX shop_orders_lead ON shop_orders (lead_id);
