-- $1 lines of the journal in order, $2 only lines since, $3 the backup
-- one row: how many lines counted, whether the one of the backup is among them, and what they changed; to apply a line
-- again changes nothing
-- columns: lines marked suppressions lifted pauses messages
WITH line AS MATERIALIZED (
    SELECT l.line::jsonb AS j, l.n FROM unnest($1::text[]) WITH ORDINALITY l (line, n)
     WHERE (l.line::jsonb ->> 'logged')::timestamptz >= $2::timestamptz),
optout AS (         -- the last word counts
    SELECT DISTINCT ON (o.id, channel, key, reason) o.id AS organization, j ->> 'kind' = 'lift' AS lifted,
           (j ->> 'channel')::crt.channel AS channel, (j ->> 'key')::uuid AS key, j ->> 'reason' AS reason, j ->> 'code' AS code,
           (j ->> 'at')::timestamptz AS at
      FROM line JOIN crt.organizations o ON o.id = (j ->> 'organization')::uuid
     WHERE j ->> 'kind' IN ('suppression', 'lift') ORDER BY o.id, channel, key, reason, n DESC),
lifted AS (
    DELETE FROM crt.suppressions s USING optout o WHERE o.lifted
       AND (s.organization_id, s.channel, s.key, s.reason) = (o.organization, o.channel, o.key, o.reason) RETURNING 1),
suppressed AS (
    INSERT INTO crt.suppressions (organization_id, channel, key, reason, code, created_at)
    SELECT organization, channel, key, reason, code, at FROM optout WHERE NOT lifted ON CONFLICT DO NOTHING RETURNING 1),
paused AS (
    INSERT INTO crt.pauses AS p (organization_id, key, until)
    SELECT o.id, (j ->> 'key')::uuid, max((j ->> 'until')::timestamptz)
      FROM line JOIN crt.organizations o ON o.id = (j ->> 'organization')::uuid WHERE j ->> 'kind' = 'pause' GROUP BY 1, 2
    ON CONFLICT (organization_id, key) DO UPDATE SET until = greatest(p.until, excluded.until) RETURNING 1),
handed AS (
    INSERT INTO crt.handed_off AS h (store_id, message_id, cart_id, campaign_id, step_index, channel, status, basis, provider, at)
    SELECT DISTINCT ON (s.id, j ->> 'message') s.id, (j ->> 'message')::uuid, (j ->> 'cart')::uuid, (j ->> 'campaign')::uuid,
           (j ->> 'step')::int, (j ->> 'channel')::crt.channel, (j ->> 'status')::crt.message_status, nullif(j ->> 'basis', ''),
           nullif(j ->> 'provider', ''), (j ->> 'at')::timestamptz
      FROM line JOIN crt.stores s ON s.id = (j ->> 'store')::uuid
     WHERE j ->> 'kind' = 'message' ORDER BY s.id, j ->> 'message', n DESC
    ON CONFLICT (store_id, message_id) DO UPDATE SET status = excluded.status, basis = excluded.basis,
        provider = excluded.provider, at = excluded.at RETURNING 1)
SELECT (SELECT count(*) FROM line) AS lines,
       EXISTS (SELECT FROM line WHERE j ->> 'kind' = 'backup' AND j ->> 'backup' = $3) AS marked,
       (SELECT count(*) FROM suppressed) AS suppressions, (SELECT count(*) FROM lifted) AS lifted,
       (SELECT count(*) FROM paused) AS pauses, (SELECT count(*) FROM handed) AS messages;
