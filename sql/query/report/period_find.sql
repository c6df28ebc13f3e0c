-- $1 store, $2 now, $3 days
-- one row: the period that ends today, in the time zone of the store: its first and last day, its times, and the begin of
-- the period of the same length before it; the local time of now, and of the last roll-up (null: none)
-- columns: first last previous since until before local rolled
SELECT to_char(d.today - ($3::int - 1), 'YYYY-MM-DD') AS first, to_char(d.today, 'YYYY-MM-DD') AS last,
       to_char(d.today - (2 * $3::int - 1), 'YYYY-MM-DD') AS previous,
       (d.today - ($3::int - 1))::timestamp AT TIME ZONE s.timezone AS since, (d.today + 1)::timestamp AT TIME ZONE s.timezone AS until,
       (d.today - (2 * $3::int - 1))::timestamp AT TIME ZONE s.timezone AS before,
       to_char($2::timestamptz AT TIME ZONE s.timezone, 'YYYY-MM-DD"T"HH24:MI:SS') AS local,
       to_char(r.rolled_at AT TIME ZONE s.timezone, 'YYYY-MM-DD"T"HH24:MI:SS') AS rolled
  FROM crt.stores s
 CROSS JOIN LATERAL (SELECT ($2::timestamptz AT TIME ZONE s.timezone)::date AS today) d
  LEFT JOIN crt.rollups r ON r.store_id = s.id
 WHERE s.id = $1::uuid;
