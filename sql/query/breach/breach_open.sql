-- $1 organization, $2 id, $3 nature, $4 when the organization became aware, $5 and $6 from and until when or null
-- one row: when the authority must be notified
-- columns: due_at
WITH breach AS (
    INSERT INTO crt.breaches (organization_id, id, nature, aware_at, due_at, from_at, until_at)
    VALUES ($1::uuid, $2::uuid, $3, $4::timestamptz, $4::timestamptz + interval '72 hours', $5::timestamptz, $6::timestamptz)
    RETURNING due_at)
SELECT b.due_at FROM breach b;
