-- $1 stores, $2 digests of refusals, $3 since, $4 how many of the last accepted mails count
-- one row per digest: its code, the number of recipients with this refusal, and of all refused or accepted recipients
-- columns: alike code recipients total
WITH since AS (
    SELECT coalesce((SELECT a.at FROM unnest($1::uuid[]) s (id)
                      CROSS JOIN LATERAL crt.accepted_before(s.id, $3::timestamptz, 'infinity', $4::int) a
                      ORDER BY a.at DESC OFFSET $4::int - 1 LIMIT 1), $3::timestamptz) AS at),
met AS (
    SELECT DISTINCT r.message_id, r.alike, r.code FROM since, crt.refusals r
     WHERE r.store_id = ANY ($1::uuid[]) AND r.refused_at >= since.at)
SELECT m.alike, min(m.code) AS code, count(DISTINCT m.message_id) AS recipients,
       (SELECT count(DISTINCT message_id) FROM met) + (
        SELECT count(*) FROM since, unnest($1::uuid[]) s (id) CROSS JOIN LATERAL crt.accepted_since(s.id, since.at, 100000)) AS total
  FROM met m WHERE m.alike = ANY ($2::uuid[]) GROUP BY m.alike;
