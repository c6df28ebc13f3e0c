-- $1 stores
-- one row per consent
-- columns: store id customer_id channel purpose action source wording ip agent evidence time confirmed signature number
-- columns: seller unconditional
SELECT s.slug AS store, t.id, t.customer_id, t.channel, t.purpose, t.action, t.source, t.wording, t.ip, t.agent, t.evidence, t.time,
       t.confirmed, t.signature, t.number, t.seller, t.unconditional
  FROM crt.consents t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
