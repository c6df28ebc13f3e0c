-- $1 stores
-- one row per reply that is no keyword, looks like a refusal, and was not reviewed yet; oldest first
-- columns: store id phone text time
SELECT s.slug AS store, x.id, c.phone, x.evidence AS text, x.time
  FROM crt.consents x JOIN crt.stores s ON s.id = x.store_id
  LEFT JOIN crt.customers c ON c.store_id = x.store_id AND c.id = x.customer_id
 WHERE x.store_id = ANY ($1::uuid[]) AND x.source = 'reply, not a keyword' AND x.channel = 'SMS'
   AND NOT EXISTS (SELECT FROM crt.reply_reviews v WHERE v.store_id = x.store_id AND v.consent_id = x.id)
 ORDER BY x.time, x.id;
