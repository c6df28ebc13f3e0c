-- $1 stores, $2 episodes, $3 campaigns (null: refused), $4 states, $5 next at, $6 refusals, $7 now;
-- all arrays of the same length except $7
-- the number of handled episodes; each is enrolled at most once in a campaign
WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::crt.enrollment_state[], $5::timestamptz[], $6::text[])
        AS g (store_id, episode_id, campaign_id, state, next_at, refusal)),
enrolled AS (
    INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, next_at, created_at, version)
    SELECT g.store_id, crt.derived_uuid(g.episode_id::text || g.campaign_id), g.episode_id, g.campaign_id, a.customer_id,
           g.state, g.next_at, $7::timestamptz, c.version
      FROM given g
      JOIN crt.campaigns c ON c.store_id = g.store_id AND c.id = g.campaign_id
     CROSS JOIN LATERAL (SELECT * FROM crt.abandoned_carts WHERE store_id = g.store_id AND id = g.episode_id OFFSET 0) a
     WHERE g.campaign_id IS NOT NULL
    ON CONFLICT DO NOTHING)
UPDATE crt.abandoned_carts a SET taken_at = $7::timestamptz, refusal = g.refusal,
       enrolled = a.enrolled OR g.campaign_id IS NOT NULL
  FROM given g WHERE a.store_id = g.store_id AND a.id = g.episode_id;
