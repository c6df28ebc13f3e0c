-- $1 the canary's organization, whose store is erased
-- the number of deleted runs of the commands that handled the canary
WITH organization AS (DELETE FROM crt.organizations WHERE slug = $1)
DELETE FROM crt.runs WHERE command LIKE 'crt-% canary';
