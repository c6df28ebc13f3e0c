-- $1 stores
-- adds up the rows of provider_events that differ only in their numbers; the number of sums
WITH many AS (
    SELECT store_id, channel, provider, reported, event, code, due_within FROM crt.provider_events WHERE store_id = ANY ($1::uuid[])
     GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) > 1),
gone AS (
    DELETE FROM crt.provider_events e USING many m
     WHERE (e.store_id, e.channel, e.provider, e.reported, e.event, e.code)
           = (m.store_id, m.channel, m.provider, m.reported, m.event, m.code)
       AND e.due_within IS NOT DISTINCT FROM m.due_within
    RETURNING e.*)
INSERT INTO crt.provider_events
SELECT store_id, channel, provider, reported, event, code, due_within, sum(events), sum(due_ms), sum(responses), sum(response_ms)
  FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7;
