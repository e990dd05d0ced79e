-- Campaigns and calls go. The backup from before has them.

DROP TRIGGER leads_deleted_with_calls;
DROP TABLE call_words;
DROP TABLE calls;
DROP TRIGGER leads_deleted_with_campaign_sends;
DROP TABLE campaign_sends;
DROP TABLE campaigns;

DELETE FROM checksummed WHERE table_name IN ('campaigns', 'campaign_sends', 'calls', 'call_words');

PRAGMA user_version = 8;
