-- $1 store, $2 customers of a person
-- one row per proof of consent, oldest first; state is what counts now for the person on that channel and purpose: the
-- newest proof, a refusal before others of the same time; denied after a withdrawal, which is final
-- columns: customer channel purpose action state time source wording evidence
-- columns: confirmed signature number seller unconditional
WITH person AS (SELECT id, external_id, email_key, phone_key FROM crt.customers WHERE store_id = $1::uuid AND id = ANY ($2::uuid[])),
withdrawn AS (
    SELECT DISTINCT x.channel FROM crt.stores s JOIN crt.suppressions x ON x.organization_id = s.organization_id
     WHERE s.id = $1::uuid AND x.reason = 'withdrawn'
       AND x.key IN (SELECT id FROM person UNION SELECT email_key FROM person UNION SELECT phone_key FROM person))
SELECT p.external_id AS customer, t.channel, t.purpose, t.action,
       CASE WHEN w.channel IS NOT NULL THEN 'denied'
            ELSE first_value(t.action) OVER (PARTITION BY t.channel, t.purpose
                                             ORDER BY t.time DESC, t.action = 'denied' DESC, t.id DESC) END AS state,
       t.time, t.source, t.wording, t.evidence, t.confirmed, t.signature, t.number, t.seller, t.unconditional
  FROM person p JOIN crt.consents t ON t.store_id = $1::uuid AND t.customer_id = p.id
  LEFT JOIN withdrawn w ON w.channel = t.channel
 ORDER BY t.time, t.id;
