-- $1 store, $2 since, $3 until, $4 the fewest persons of a domain that is named, $5 the most domains
-- one row per channel and provider, and one per channel and domain of the addresses, with the sent messages of the carts
-- abandoned in that time, the most first; provider and domain are null where the row is not of one; the domain of
-- fewer persons is '', since it may lead to one of them, and so are those beyond the most
-- columns: channel provider domain sent delivered bounced complained unsubscribed
WITH sent AS MATERIALIZED (
    SELECT m.channel, coalesce(m.provider, '') AS provider, m.customer_id, split_part(lower(p.email), '@', 2) AS domain,
           t.bounced, t.complained, t.unsubscribed
      FROM crt.outcomes v
      JOIN crt.messages m ON m.store_id = v.store_id AND m.episode_id = v.episode_id
      LEFT JOIN crt.customers p ON p.store_id = m.store_id AND p.id = m.customer_id
     CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(x.kind IN ('bounced', 'failed')), false) AS bounced,
               coalesce(bool_or(x.kind = 'complained'), false) AS complained,
               coalesce(bool_or(x.kind = 'unsubscribed'), false) AS unsubscribed
          FROM crt.touches x WHERE x.store_id = m.store_id AND x.message_id = m.id) t
     WHERE v.store_id = $1::uuid AND v.abandoned_at >= $2::timestamptz AND v.abandoned_at < $3::timestamptz AND m.sent_at IS NOT NULL),
named AS (
    SELECT domain FROM sent WHERE domain <> '' GROUP BY domain HAVING count(DISTINCT customer_id) >= $4::bigint
     ORDER BY count(*) DESC, domain LIMIT $5::bigint)
SELECT channel, provider, domain, count(*) AS sent, count(*) FILTER (WHERE NOT bounced) AS delivered,
       count(*) FILTER (WHERE bounced) AS bounced, count(*) FILTER (WHERE complained) AS complained,
       count(*) FILTER (WHERE unsubscribed) AS unsubscribed
  FROM (SELECT s.channel, s.provider, NULL AS domain, bounced, complained, unsubscribed FROM sent s
        UNION ALL SELECT s.channel, NULL, coalesce(n.domain, ''), bounced, complained, unsubscribed
                    FROM sent s LEFT JOIN named n ON n.domain = s.domain WHERE s.channel = 'EMAIL') r
 GROUP BY channel, provider, domain
 ORDER BY provider IS NULL, count(*) DESC, channel, provider, domain;
