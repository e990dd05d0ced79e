-- Activities go. The backup from before has them.

DROP TRIGGER leads_deleted_with_activities;
DROP TABLE activities;

DELETE FROM checksummed WHERE table_name = 'activities';

PRAGMA user_version = 9;
