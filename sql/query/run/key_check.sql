-- $1 stores, $2 the mark of the key file
-- one row: their organizations without a mark, those with another, and whether this role may set marks
-- columns: unmarked others may_mark
SELECT count(*) FILTER (WHERE o.key_mark IS NULL) AS unmarked, count(*) FILTER (WHERE o.key_mark <> $2::uuid) AS others,
       has_table_privilege('crt.organizations', 'UPDATE') AS may_mark
  FROM crt.organizations o WHERE o.id IN (SELECT s.organization_id FROM crt.stores s WHERE s.id = ANY ($1::uuid[]));
