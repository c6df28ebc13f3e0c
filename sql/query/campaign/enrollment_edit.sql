-- $1 store, $2 campaign, $3 now, $4 episodes, $5 effects (added, moved, dropped), $6 reasons of those dropped,
-- $7 when the next step is due (null: dropped); arrays of the same length
-- the number of enrollments that were added or moved; pending messages of those dropped are skipped
WITH given AS (
    SELECT * FROM unnest($4::uuid[], $5::text[], $6::text[], $7::timestamptz[]) AS g (episode_id, effect, reason, next_at)),
dropped AS (
    UPDATE crt.enrollments e SET state = 'STOPPED', reason = g.reason, next_at = NULL
      FROM given g
     WHERE g.effect = 'dropped' AND e.store_id = $1::uuid AND e.id = crt.derived_uuid(g.episode_id::text || $2::uuid)),
skipped AS (
    UPDATE crt.messages m SET status = 'SKIPPED', reason = 'campaign_edited', held_until = NULL, updated_at = $3::timestamptz
      FROM given g
     WHERE g.effect = 'dropped' AND m.store_id = $1::uuid AND m.episode_id = g.episode_id AND m.campaign_id = $2::uuid
       AND m.status IN ('QUEUED', 'HELD')),
taken AS (
    UPDATE crt.abandoned_carts a SET refusal = NULL, enrolled = true
      FROM given g WHERE g.effect = 'added' AND a.store_id = $1::uuid AND a.id = g.episode_id)
INSERT INTO crt.enrollments AS e (store_id, id, episode_id, campaign_id, customer_id, state, next_at, created_at)
SELECT $1::uuid, crt.derived_uuid(g.episode_id::text || $2::uuid), g.episode_id, $2::uuid, a.customer_id, 'RUNNING', g.next_at,
       $3::timestamptz
  FROM given g
 CROSS JOIN LATERAL (SELECT * FROM crt.abandoned_carts WHERE store_id = $1::uuid AND id = g.episode_id OFFSET 0) a
 WHERE g.effect IN ('added', 'moved')
ON CONFLICT (store_id, id) DO UPDATE SET next_at = excluded.next_at;
