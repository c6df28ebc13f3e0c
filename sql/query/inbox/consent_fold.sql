-- $1 rows (crt.consent_row), binary
-- the number of new proofs
INSERT INTO crt.consents (store_id, id, customer_id, channel, action, source, wording, evidence, time, confirmed, signature,
    number, seller, unconditional)
SELECT * FROM unnest($1::crt.consent_row[]) ORDER BY store_id, id
ON CONFLICT DO NOTHING;
