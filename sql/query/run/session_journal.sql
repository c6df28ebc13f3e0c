-- no parameters
-- one row: the settings with which this session's changes are reported for the journal
-- columns: messages journal
SELECT set_config('client_min_messages', 'notice', false) AS messages, set_config('crt.journal', 'on', false) AS journal;
