-- Leads back to the schema before it. Leave this file out if nothing does: then it cannot be rolled back.

DROP TABLE shop_name;
