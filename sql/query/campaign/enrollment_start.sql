-- $1 store, $2 campaign, $3 episodes, $4 when the first step is due, of each, $5 when the user started it (null: the waits
-- count from the abandonment), $6 now
-- the number of episodes that are now in the campaign, each once
WITH given AS (SELECT * FROM unnest($3::uuid[], $4::timestamptz[]) AS g (episode_id, next_at)),
started AS (
    INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, next_at, created_at, started_at, version)
    SELECT $1::uuid, crt.derived_uuid(g.episode_id::text || $2::uuid), g.episode_id, $2::uuid, a.customer_id, 'RUNNING',
           g.next_at, $6::timestamptz, $5::timestamptz, c.version
      FROM given g
      JOIN crt.campaigns c ON c.store_id = $1::uuid AND c.id = $2::uuid
     CROSS JOIN LATERAL (SELECT * FROM crt.abandoned_carts WHERE store_id = $1::uuid AND id = g.episode_id OFFSET 0) a
    ON CONFLICT DO NOTHING)
UPDATE crt.abandoned_carts a SET taken_at = coalesce(a.taken_at, $6::timestamptz), refusal = NULL, enrolled = true
  FROM given g WHERE a.store_id = $1::uuid AND a.id = g.episode_id;
