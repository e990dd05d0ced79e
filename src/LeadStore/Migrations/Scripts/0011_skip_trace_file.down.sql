-- A file of skip traces is left alone; a store that is brought up again and opened with it finds it.

DROP TRIGGER leads_deleted_from_trace_file;
DROP TABLE skip_trace_purges;
DROP TABLE skip_trace_file;

PRAGMA user_version = 10;
