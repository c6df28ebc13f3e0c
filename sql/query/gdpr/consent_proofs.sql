-- $1 store, $2 customers of a person
-- one row per proof of consent, oldest first; state is what counts now for that customer and channel
-- columns: customer channel purpose action state time source wording evidence
SELECT p.external_id AS customer, t.channel, t.purpose, t.action,
       CASE t.channel WHEN 'EMAIL' THEN p.consent_email WHEN 'SMS' THEN p.consent_sms ELSE p.consent_push END AS state,
       t.time, t.source, t.wording, t.evidence
  FROM crt.consents t JOIN crt.customers p ON p.store_id = t.store_id AND p.id = t.customer_id
 WHERE t.store_id = $1::uuid AND t.customer_id = ANY ($2::uuid[])
 ORDER BY t.time, t.id;
