-- $1 stores
-- one row per experiment of a campaign; the waits are those of the first message
-- columns: store campaign number outcome_window alpha min_effect began_at cap currency waits
SELECT s.slug AS store, g.name AS campaign, t.number, t.outcome_window, t.alpha, t.min_effect, t.began_at,
       crt.decimal(t.cap, t.currency) AS cap, t.currency, t.waits
  FROM crt.experiments t JOIN crt.stores s ON s.id = t.store_id
  JOIN crt.campaigns g ON g.store_id = t.store_id AND g.id = t.campaign_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", g.name COLLATE "C", t.number;
