-- $1 stores, $2 from, $3 to
-- one row per message that the replay or the store made, in the order of stores, campaigns, steps, and times
-- columns: store_id campaign step_index channel id cart recipient country template locale status reason at
-- columns: was_status was_reason was_at bought_at discount currency
SELECT * FROM crt.shadow_messages($1::uuid[], $2::timestamptz, $3::timestamptz)
 ORDER BY store_id, campaign, step_index, channel, coalesce(at, was_at), id;
