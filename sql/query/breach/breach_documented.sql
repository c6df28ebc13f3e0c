-- $1 organizations, $2 breach
-- one row per act, in order
-- columns: at actor act detail
SELECT at, actor, act, detail FROM crt.breach_acts WHERE organization_id = ANY ($1::uuid[]) AND breach_id = $2::uuid ORDER BY number;
