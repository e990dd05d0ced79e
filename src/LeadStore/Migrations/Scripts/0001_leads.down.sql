-- Everything goes, and an empty database is left.

DROP VIEW messages_readable;
DROP VIEW leads_readable;
DROP TABLE settings;
DROP TABLE lead_once;
DROP TABLE reminders;
DROP TABLE qualifications;
DROP TABLE messages;
DROP TABLE leads;
DROP TABLE lead_sources;

PRAGMA user_version = 0;
