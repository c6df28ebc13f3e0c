-- $1 organization, $2 breach, $3 stores, $4 counts as JSON
-- one row: the people and records in all
-- columns: people records
UPDATE crt.breaches b SET counts = $4::jsonb,
       people = (SELECT count(*) FROM crt.breach_people p WHERE p.store_id = ANY ($3::uuid[]) AND p.breach_id = $2::uuid),
       records = (SELECT coalesce(sum((c ->> 'records')::bigint), 0) FROM jsonb_array_elements($4::jsonb) c)
 WHERE b.organization_id = $1::uuid AND b.id = $2::uuid RETURNING people, records;
