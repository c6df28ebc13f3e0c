#!/usr/bin/env bats
# promise_scope.bats: one organization never sees the data of another (P11).
#
# There are two organizations, "ours" and "theirs", with rows in every table. Ours has a database role
# made by crt.access.

DIRECT=1
load helper
load pipeline
load tenants
STARTS=380

PARTITIONS=2

teardown() { tenants_end; }

# as_role QUERY: runs it in the role; an error is a result.
as_role() { PGUSER=$ROLE psql -qXAt -v ON_ERROR_STOP=1 -c "$1" 2>&1; }

# tables_with COLUMN: every table or view with this column, without partitions.
tables_with() {
	query "SELECT 'crt.' || c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	         WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
	           AND a.attname = '$1' ORDER BY 1"
}

# Catches: a table without RLS or policy, a partition that can be read directly, a view with the rights of its owner.
@test "every table of a tenant has a policy, and every view has the rights of the reader" {
	assert_equal "$(query "SELECT c.oid::regclass FROM pg_class c
	         WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind IN ('r', 'p')
	           AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('store_id', 'organization_id'))
	           AND (NOT c.relrowsecurity OR (NOT c.relispartition
	                AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)))")" ""
	assert_equal "$(query "SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'crt'::regnamespace
	           AND c.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)")" ""
	assert_equal "$(query "SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind = 'm'")" ""
	assert_equal "$(query "SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'crt'::regnamespace AND p.prosecdef
	           AND (p.proname NOT LIKE 'visible\_%' OR p.proconfig <> '{\"search_path=pg_catalog, pg_temp\"}')")" ""
	assert_equal "$(tables_with store_id | wc -l | awk '{ print ($1 > 15) }')" 1
}

# Catches: any policy that allows more than it should.
@test "no row of theirs can be read in any table or view" {
	both
	theirs=$(query "SELECT id FROM crt.stores WHERE slug = 'theirs'")
	organization=$(query "SELECT id FROM crt.organizations WHERE slug = 'theirs'")
	for table in $(tables_with store_id); do
		# The hidden rows must exist, or the test proves nothing.
		[ "$table" = crt.access ] && continue
		assert_equal "$(query "SELECT count(*) > 0 FROM $table WHERE store_id = '$theirs'")" t "rows of theirs in $table"
		assert_equal "$(as_role "SELECT count(*) FROM $table WHERE store_id = '$theirs'")" 0 "$table"
		[ "$table" = crt.v_templates ] || [ "$table" = crt.templates ] ||
			assert_equal "$(as_role "SELECT count(*) > 0 FROM $table")" t "rows of ours in $table"
	done
	for table in $(tables_with organization_id); do
		assert_equal "$(query "SELECT count(*) > 0 FROM $table WHERE organization_id = '$organization'
		         OR '$table' = 'crt.access'")" t "rows of theirs in $table"
		assert_equal "$(as_role "SELECT count(*) FROM $table WHERE organization_id = '$organization'")" 0 "$table"
	done
	assert_equal "$(as_role "SELECT slug FROM crt.stores") $(as_role "SELECT slug FROM crt.organizations")" "ours ours"
	assert_equal "$(as_role "SELECT count(*) FROM crt.runs")" 0 "runs of another role"
	assert_equal "$(query "SELECT count(*) > 0 FROM crt.runs") $(as_role "SELECT count(*) FROM crt.access")" "t 1"
	for table in v_stores v_organizations; do
		assert_equal "$(as_role "SELECT count(*) FROM crt.$table")" 1
	done
	assert_equal "$(as_role "SELECT count(*) FROM crt.v_messages WHERE cart_id IN (SELECT cart_id FROM crt.v_messages)")" \
		"$(query "SELECT count(*) FROM crt.messages WHERE store_id <> '$theirs'")"
}

# Catches: partitions without RLS.
@test "no row of theirs can be read in a partition by its own name" {
	both
	for table in $(query "SELECT 'crt.' || relname FROM pg_class WHERE relnamespace = 'crt'::regnamespace
	    AND relispartition AND relkind = 'r'"); do
		assert_equal "$(as_role "SELECT count(*) FROM $table")" 0 "$table"
	done
}

# Catches: a policy for reading only.
@test "no row of theirs can be changed, deleted, inserted, or taken over" {
	both
	theirs=$(query "SELECT id FROM crt.stores WHERE slug = 'theirs'")
	for table in $(tables_with store_id | grep -v '^crt.access\|^crt\.v_\|identities\|message_context\|outcomes'); do
		before=$(query "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM $table t WHERE store_id = '$theirs'")
		as_role "DELETE FROM $table WHERE store_id = '$theirs'" > /dev/null || true
		as_role "UPDATE $table SET store_id = store_id" > printed || assert_has 'never changed' printed
		assert_equal "$(query "SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM $table t WHERE store_id = '$theirs'")" \
			"$before" "$table"
		column=$(query "SELECT string_agg(CASE WHEN attname = 'store_id' THEN '''$theirs''::uuid' ELSE quote_ident(attname) END, ',' ORDER BY attnum)
		         FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0 AND NOT attisdropped")
		printed=$(as_role "INSERT INTO $table SELECT $column FROM $table LIMIT 1" || true)
		assert_equal "$(grep -c 'violates row-level security policy' <<< "$printed")" 1 "insert into $table: $printed"
	done
	printed=$(as_role "UPDATE crt.carts SET store_id = '$theirs'" || true)
	assert_equal "$(grep -c 'violates row-level security policy' <<< "$printed")" 1
	as_role "UPDATE crt.stores SET organization_id = organization_id, store_name = 'x'" > /dev/null
	assert_equal "$(query "SELECT store_name FROM crt.stores WHERE slug = 'theirs'")" Theirs
}

# assert_denied QUERY: the role lacks the right, or finds no row.
assert_denied() {
	local printed
	printed=$(as_role "WITH done AS ($1 RETURNING 1) SELECT count(*) FROM done" || true)
	case $printed in
	*'row-level security policy'* | *'must be owner'*) ;;
	*) assert_equal "$printed" 0 "$1" ;;
	esac
}

# Catches: a role that grants itself a right.
@test "no role can give itself more rights" {
	both
	assert_equal "$(psql -qXAtc "UPDATE crt.access SET store_id = (SELECT id FROM crt.stores WHERE slug = 'ours') RETURNING role")" "$ROLE"
	assert_denied "INSERT INTO crt.access (role, organization_id) VALUES ('$ROLE', crt.derived_uuid('organizationtheirs'))"
	assert_denied "UPDATE crt.access SET store_id = NULL"
	assert_denied "UPDATE crt.access SET organization_id = crt.derived_uuid('organizationtheirs'), store_id = NULL"
	assert_denied "DELETE FROM crt.access"
	assert_equal "$(as_role "SELECT slug FROM crt.stores")" ours
	# A right ends with its store.
	export PGUSER=$ROLE
	crt 0 sync store remove ours --yes
	export PGUSER=crt
	assert_equal "$(query "SELECT slug FROM crt.stores") $(query "SELECT count(*) FROM crt.access")" "theirs 0"
}

# Catches: one client can change templates that all mails use, or the decimals of all amounts.
@test "shared rows can be read by all and changed by nobody" {
	both
	assert_equal "$(as_role "SELECT count(*) > 0 FROM crt.templates WHERE store_id IS NULL")" t
	assert_denied "UPDATE crt.templates SET text = 'x' WHERE store_id IS NULL"
	assert_denied "DELETE FROM crt.templates WHERE store_id IS NULL"
	assert_denied "INSERT INTO crt.templates (id, name, locale, channel, subject, text, created_at, updated_at)
		SELECT gen_random_uuid(), 'x', locale, channel, subject, text, created_at, updated_at FROM crt.templates LIMIT 1"
	for table in currencies transitions; do
		assert_equal "$(as_role "SELECT count(*) > 1 FROM crt.$table")" t "$table"
		assert_denied "DELETE FROM crt.$table"
		assert_denied "INSERT INTO crt.$table SELECT * FROM crt.$table"
	done
	assert_denied "UPDATE crt.currencies SET exponent = 0"
	# Its own rows can be changed.
	as_role "INSERT INTO crt.templates (id, store_id, name, locale, channel, subject, text, created_at, updated_at)
		SELECT gen_random_uuid(), (SELECT id FROM crt.stores), 'x', locale, channel, subject, text, created_at, updated_at FROM crt.templates LIMIT 1" > /dev/null
	assert_equal "$(as_role "WITH gone AS (DELETE FROM crt.templates WHERE store_id IS NOT NULL RETURNING 1) SELECT count(*) FROM gone")" 1
}

# Catches: an error that shows a row.
@test "an error reveals nothing of theirs" {
	both
	theirs=$(query "SELECT id FROM crt.stores WHERE slug = 'theirs'")
	cart=$(query "SELECT id FROM crt.carts WHERE store_id = '$theirs' AND external_id = 'c1'")
	# A key of theirs and one that does not exist give the same result.
	for id in "$cart" 00000000-0000-4000-8000-000000000000; do
		as_role "INSERT INTO crt.carts SELECT '$theirs', '$id', external_id, token_id, customer_id, customer_stamp, value, currency, items,
		      items_count, url, discount_codes, bot, status, last_activity_at, idle_at, generation, episode_open, stamp, created_at
		      FROM crt.carts LIMIT 1" | sed "s/$id//" >> printed || true
	done
	assert_equal "$(sort -u printed | wc -l) $(grep -c 'ann@\|theirs\|Key (' printed)" "1 0"
	printed=$(as_role "INSERT INTO crt.campaigns SELECT gen_random_uuid(), id, name || 'x', version, status, priority, source, trigger_conditions,
		      sequence_steps, holdout, created_at, updated_at FROM crt.campaigns LIMIT 1" || true)
	assert_equal "$(grep -c 'theirs\|Key (' <<< "$printed")" 0 "$printed"
}

# Catches: a command that bypasses the policies.
@test "the commands see one store in that role" {
	both
	export PGUSER=$ROLE
	assert_equal "$(query 'SELECT current_user')" "$ROLE"
	crt 0 report export
	assert_equal "$(jq -r .store out | sort -u)" ours
	assert_equal "$(grep -c theirs out)" 0
	crt 64 report -s theirs export
	assert_has 'theirs'
	crt 0 campaign list
	assert_equal "$(jq -r .store out)" ours
	crt 0 campaign explain ann@shop.example
	assert_equal "$(jq -r .store out | sort -u)" ours
	crt 0 detect list
	assert_equal "$(jq -r .store out | sort -u)" ours
	crt 0 ingest rejects list
	assert_equal "$(grep -c theirs out)" 0
	cart c9 13:00 "$(person 9 nine@shop.example)" theirs > feed
	cart c9 13:00 "$(person 9 nine@shop.example)" ours >> feed
	crt 3 ingest --now "$(at 13:01)" feed
	recover 13:20
	recover 14:20
	export PGUSER=crt
	assert_equal "$(mails_to nine@shop.example)" 1
	assert_equal "$(query "SELECT s.slug FROM crt.carts c JOIN crt.stores s ON s.id = c.store_id WHERE external_id = 'c9'")" ours
}
