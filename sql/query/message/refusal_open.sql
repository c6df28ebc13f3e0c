-- $1 stores, $2 since, $3 how many accepted mails to count before and after a refusal, $4 how many refusals
-- one row per refusal whose address is not decided yet, oldest first: the number of these mails accepted after
-- it, the number from the first to the last of them, and the number of recipients with the same refusal meanwhile
-- columns: store_id message_id refused_at accepted_after accepted alike
SELECT r.store_id, r.message_id, r.refused_at, a.n AS accepted_after, t.n AS accepted, x.n AS alike
  FROM (SELECT * FROM crt.refusals WHERE store_id = ANY ($1::uuid[]) AND refused_at >= $2::timestamptz AND key IS NOT NULL
         ORDER BY refused_at, message_id LIMIT $4::int) r
 CROSS JOIN LATERAL (
    SELECT coalesce(min(y.at), r.refused_at) AS at
      FROM (SELECT b.at FROM unnest($1::uuid[]) s (id)
             CROSS JOIN LATERAL crt.accepted_before(s.id, $2::timestamptz, r.refused_at, $3::int) b
             ORDER BY b.at DESC LIMIT $3::int) y) b
 CROSS JOIN LATERAL (
    SELECT count(*) AS n, coalesce(max(y.at), r.refused_at) AS at
      FROM (SELECT a.at FROM unnest($1::uuid[]) s (id)
             CROSS JOIN LATERAL crt.accepted_since(s.id, r.refused_at, $3::int) a
             ORDER BY a.at LIMIT $3::int) y) a
 CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM unnest($1::uuid[]) s (id)
     CROSS JOIN LATERAL crt.accepted_since(s.id, b.at, 1000) y WHERE y.at <= a.at) t
 CROSS JOIN LATERAL (
    SELECT count(DISTINCT message_id) AS n FROM crt.refusals
     WHERE store_id = ANY ($1::uuid[]) AND alike = r.alike AND refused_at BETWEEN b.at AND a.at) x;
