-- $1 stores
-- one row per store, with the time of its last complete order sync; polls: its platform has an API that crt polls
-- columns: id orders_seen_at polls credentials
SELECT id, orders_seen_at, platform <> 'OTHER' AS polls, api_credentials IS NOT NULL AS credentials
  FROM crt.stores WHERE id = ANY ($1::uuid[]) ORDER BY slug;
