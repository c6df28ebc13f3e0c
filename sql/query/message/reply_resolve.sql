-- $1 stores, $2 reply, $3 whether it refused messages, $4 now, $5 stamp of the consent (crt.customers)
-- one row: the number of reviewed replies, one or none.  If it did not refuse, and the person has not refused otherwise, what
-- the reply had changed is taken back: the suppression, and the person's state of consent
-- columns: reviewed
WITH reply AS (
    SELECT x.store_id, x.id, x.customer_id, s.organization_id, c.phone_key
      FROM crt.consents x JOIN crt.stores s ON s.id = x.store_id
      LEFT JOIN crt.customers c ON c.store_id = x.store_id AND c.id = x.customer_id
     WHERE x.store_id = ANY ($1::uuid[]) AND x.id = $2::uuid AND x.source = 'reply, not a keyword' AND x.channel = 'SMS'),
reviewed AS (
    INSERT INTO crt.reply_reviews (store_id, consent_id, refused, reviewed_at)
    SELECT store_id, id, $3::boolean, $4::timestamptz FROM reply ON CONFLICT DO NOTHING RETURNING consent_id),
others AS (
    SELECT z.action, z.time FROM reply r
      JOIN crt.consents z ON z.store_id = r.store_id AND z.customer_id = r.customer_id AND z.channel = 'SMS' AND z.id <> r.id
     WHERE NOT EXISTS (SELECT FROM crt.reply_reviews v WHERE v.store_id = z.store_id AND v.consent_id = z.id AND NOT v.refused)),
taken_back AS (
    SELECT r.* FROM reply r JOIN reviewed v ON v.consent_id = r.id
     WHERE NOT $3::boolean AND NOT EXISTS (SELECT FROM others WHERE action = 'denied')),
lifted AS (
    DELETE FROM crt.suppressions x USING taken_back r
     WHERE x.organization_id = r.organization_id AND x.channel = 'SMS' AND x.reason = 'withdrawn'
       AND x.key IN (r.customer_id, r.phone_key)),
restored AS (
    UPDATE crt.customers c SET consent_sms = (SELECT action FROM others ORDER BY time DESC LIMIT 1), consent_sms_stamp = $5::uuid
      FROM taken_back r WHERE c.store_id = r.store_id AND c.id = r.customer_id)
SELECT count(*) AS reviewed FROM reviewed;
