-- $1 organization, $2 breach, $3 consequences or null, $4 measures or null, $5 contact or null,
-- $6 reason of a late notification or null, $7 now
-- returns nothing; the first notification counts
UPDATE crt.breaches SET consequences = coalesce($3, consequences), measures = coalesce($4, measures), contact = coalesce($5, contact),
       late_reason = coalesce($6, late_reason), notified_at = coalesce(notified_at, $7::timestamptz)
 WHERE organization_id = $1::uuid AND id = $2::uuid;
