-- $1 whether only for this transaction
-- one row: the settings with which this session's changes are reported for the journal
-- columns: messages journal
SELECT set_config('client_min_messages', 'notice', $1::boolean) AS messages, set_config('crt.journal', 'on', $1::boolean) AS journal;
