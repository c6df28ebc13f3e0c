-- $1 organization, $2 id, $3 kind, $4 file, $5 SHA-256, $6 account or null, $7 when it was downloaded, $8 lines, $9 refused lines,
-- $10 added, $11 removed, $12 area codes, $13 now
-- the number of imports recorded: 0 if the same file of the same time was imported before
INSERT INTO crt.dnc_imports (organization_id, id, kind, file, sha256, account, version, lines, refused, added, removed, area_codes,
    imported_at)
VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7::timestamptz, $8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::int[],
    $13::timestamptz)
ON CONFLICT DO NOTHING;
