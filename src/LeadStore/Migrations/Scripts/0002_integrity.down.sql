-- Without checksums, the marker of each commit, and the identity of the store.

DROP TRIGGER lead_sources_edited;
DROP TRIGGER leads_edited;
DROP TRIGGER messages_edited;
DROP TRIGGER qualifications_edited;
DROP TRIGGER reminders_edited;
DROP TRIGGER lead_once_edited;
DROP TRIGGER settings_edited;

ALTER TABLE lead_sources DROP COLUMN checksum;
ALTER TABLE leads DROP COLUMN checksum;
ALTER TABLE messages DROP COLUMN checksum;
ALTER TABLE qualifications DROP COLUMN checksum;
ALTER TABLE reminders DROP COLUMN checksum;
ALTER TABLE lead_once DROP COLUMN checksum;
ALTER TABLE settings DROP COLUMN checksum;

DROP TABLE checksummed;
DROP TABLE store;

PRAGMA user_version = 1;
