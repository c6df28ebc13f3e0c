-- $1 stores, $2 messages, $3 times of the refusals, $4 whether to suppress the address; arrays of the same length; $5 now
-- the number of decided refusals
WITH decided AS (
    SELECT r.store_id, r.message_id, r.refused_at, r.key, r.code, d.dead
      FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::boolean[]) d (store_id, message_id, refused_at, dead)
      JOIN crt.refusals r USING (store_id, message_id, refused_at) WHERE r.key IS NOT NULL),
dead AS (
    INSERT INTO crt.suppressions (organization_id, channel, key, reason, code, created_at)
    SELECT DISTINCT ON (s.organization_id, d.key) s.organization_id, 'EMAIL'::crt.channel, d.key, 'bounced', d.code, $5::timestamptz
      FROM decided d JOIN crt.stores s ON s.id = d.store_id WHERE d.dead ORDER BY s.organization_id, d.key, d.code
    ON CONFLICT DO NOTHING)
UPDATE crt.refusals r SET key = NULL FROM decided d
 WHERE r.store_id = d.store_id AND r.message_id = d.message_id AND r.refused_at = d.refused_at;
