-- $1 id, $2 since
-- one row: true if the reject holds no messages: it was dropped, or arrived before
-- columns: resolved
SELECT dropped_at IS NOT NULL OR created_at < $2::timestamptz AS resolved FROM crt.rejects WHERE id = $1::uuid;
