-- Skip traces and costs go. The backup from before has them.

DROP TRIGGER leads_deleted_with_traces;
DROP TRIGGER leads_deleted_from_costs;
DROP TABLE lead_costs;
DROP TABLE costs;
DROP TABLE skip_trace_days;
DROP TABLE skip_trace_calls;
DROP TABLE skip_trace_emails;
DROP TABLE skip_trace_phones;
DROP TABLE skip_traces;

DELETE FROM checksummed WHERE table_name IN (
    'skip_traces', 'skip_trace_phones', 'skip_trace_emails', 'skip_trace_calls', 'skip_trace_days', 'costs', 'lead_costs');

PRAGMA user_version = 7;
