#!/usr/bin/env bats
# export.bats: crt-report export ENTITY writes rows that spreadsheets and PostgreSQL read.

load helper

PARTITIONS=2

setup() {
	test_begin
	psql -qX1 -v ON_ERROR_STOP=1 -f "$TOP/tests/figures/fixture.sql"
	psql -qX -v ON_ERROR_STOP=1 <<-'END'
		UPDATE crt.customers SET first_name = '=HYPERLINK("https://evil.example","x")', last_name = '' WHERE id = crt.derived_uuid('personberlin1');
		UPDATE crt.customers SET first_name = E'two\r\nlines, "quoted"', last_name = '-1' WHERE id = crt.derived_uuid('personberlin2');
		UPDATE crt.orders SET number = '+49' WHERE external_id = 'o27';
		INSERT INTO crt.consents (store_id, id, customer_id, channel, action, time)
		SELECT store_id, id, id, 'EMAIL', 'granted', '2026-11-01Z' FROM crt.customers;
		INSERT INTO crt.suppressions (organization_id, channel, key, reason, code, created_at)
		SELECT organization_id, 'EMAIL', id, 'bounced', '550 5.1.1', '2026-11-01Z' FROM crt.stores;
		INSERT INTO crt.identity_links (store_id, key, customer_id) SELECT store_id, crt.derived_uuid('key' || id), id FROM crt.customers;
		INSERT INTO crt.experiments (store_id, campaign_id, number, outcome_window, alpha, min_effect, began_at, cap, currency, waits)
		SELECT store_id, id, 1, '7 days', 5, 2, '2026-11-01Z', 12345, 'EUR', '{3600,86400}' FROM crt.campaigns;
		INSERT INTO crt.rejects (id, store_id, command, source, position, bytes, platform, slug, reason, created_at, is_order)
		SELECT gen_random_uuid(), id, 'crt-ingest', '-', 7, '\x7b00ff2c0a'::bytea, 'OTHER', 'x', E'not JSON,\n"x"', timestamptz '2026-11-01Z', true FROM crt.stores
		UNION ALL SELECT gen_random_uuid(), NULL, 'crt-ingest', '-', 8, '', NULL, NULL, 'no store', '2026-11-01Z', false;
		INSERT INTO crt.runs (id, command, host, started_at, counts) VALUES (gen_random_uuid(), 'crt-send', 'here', '2026-11-01Z', '{"sent": 3}');
		INSERT INTO crt.provider_events (store_id, channel, provider, reported, event, code, due_within, events, due_ms, responses, response_ms)
		SELECT id, 'EMAIL', 'smtp', false, 'accepted', 'none', 5, 3, 4000, 3, 90 FROM crt.stores;
		INSERT INTO crt.publications (store_id, since, until, measure, version, settings, parts, published_at)
		SELECT id, '2026-10-01Z', '2026-11-01Z', 'revenue', 1, '{"half_life": 7}', '[{"last_click": 7}]', '2026-11-01Z' FROM crt.stores;
		INSERT INTO crt.privacy_requests (store_id, id, kind, payload, opened_at, due_at)
		SELECT id, id, 'access', '{"shop": "a, b"}', '2026-11-01Z', '2026-12-01Z' FROM crt.stores;
		INSERT INTO crt.events (store_id, id, time, received_at, type, payload)
		SELECT id, id, '2026-11-01Z', '2026-11-01Z', 'crt.cart.updated', E'{"a": "\\u00e9,\\n"}' FROM crt.stores;
		INSERT INTO crt.left_out (store_id, hour, type, path, reason, count)
		SELECT id, '2026-11-01Z', 'crt.order.updated', 'order.total', 'no amount', 3 FROM crt.stores;
		INSERT INTO crt.users (organization_id, email, phone, role, created_at, updated_at)
		SELECT id, 'owner@example.com', '+14155550100', 'OWNER', '2026-11-01Z', '2026-11-01Z' FROM crt.organizations;
		INSERT INTO crt.audit_log (organization_id, time, action, object, rows) SELECT id, '2026-11-01Z', 'suppress_add', 'EMAIL "x"', 1 FROM crt.organizations;
		INSERT INTO crt.segments (store_id, name, source, conditions, created_at, updated_at)
		SELECT id, 'big', E'segment: big\n', '{"orders": {"min": 3}}', '2026-11-01Z', '2026-11-01Z' FROM crt.stores;
		INSERT INTO crt.templates (id, name, locale, channel, subject, text, created_at, updated_at)
		VALUES (gen_random_uuid(), 'first', 'en', 'EMAIL', '=1+1', E'Hello\n', '2026-11-01Z', '2026-11-01Z');
	END
	crt 0 report rollup --now 2026-11-20T00:00:00Z
}

export_csv() { crt 0 report export --csv "$@"; }

# Seen to fail: two columns of a query and its head exchanged. Catches: a row that is lost, a value that psql reads as another.
@test "each entity comes back through COPY as it is in the database" {
	for file in "$TOP"/sql/query/export/list_*.sql; do
		entity=${file##*/list_}
		entity=${entity%.sql}
		export_csv --exact "$entity"
		echo "$entity: $(head -1 out | tr ',' ' ')" >> columns
		stores='ARRAY(SELECT id FROM crt.stores)'
		[[ $(< "$file") != *'or null for all'* ]] || stores='NULL::uuid[]'
		{
			echo "PREPARE q AS $(sed "s/\\\$1/'{}'/g" "$file" | sed "s/'{}'::uuid\[\]/$stores/g")"
			echo "CREATE TEMP TABLE was AS EXECUTE q; CREATE TEMP TABLE came (LIKE was);"
			echo "\\copy came FROM out WITH (FORMAT csv, HEADER match)"
			echo "SELECT count(*) > 0 FROM was; SELECT count(*) FROM (TABLE was EXCEPT ALL TABLE came UNION ALL (TABLE came EXCEPT ALL TABLE was)) x; SELECT count(*) FROM was;"
		} > back.sql
		assert_equal "$(psql -qXAt -v ON_ERROR_STOP=1 -f back.sql 2>&1 | head -2 | paste -sd ' ')" "t 0" "$entity"
		rows=$(psql -qXAt -v ON_ERROR_STOP=1 -f back.sql | tail -1)
		crt 0 report export "$entity"
		assert_equal "$(jq -c . out | wc -l)" "$rows" "$entity as NDJSON"
	done
	assert_equal "$(< columns)" "$(< "$TOP/tests/golden/export.txt")" "the columns of each entity, in their order"
}

# Seen to fail: --exact without --csv, which had no effect.
@test "no cell is a formula, unless --exact is given" {
	export_csv customers --fields id,first_name,last_name
	assert_has "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\",\"\"" out
	assert_has ",'-1" out
	assert_equal "$(head -1 out)" id,first_name,last_name
	export_csv orders --fields number
	assert_has "'+49" out
	export_csv --exact orders --fields number
	assert_has $'\n+49' out
	crt 64 report export --exact orders
	assert_has 'hint: add --csv, or omit --exact'
}

@test "fields are chosen and ordered; without rows there is a head" {
	crt 0 report export orders --fields currency,id -s havana
	assert_equal "$(head -1 out | command jq -r 'keys_unsorted | join(",")')" currency,id
	crt 64 report export orders --fields currency,price
	assert_has 'there is no field "price"'
	assert_has 'hint: the fields are store, id,'
	crt 64 report export nothing
	assert_has 'the entities are abandoned_carts, analytics,'
	crt 64 report export --csv
	assert_equal "$(wc -c < out)" 0
	crt 0 report export rejects --fields store -s havana
	assert_equal "$(< out)" '{"store":"havana"}' "a reject of no store is none of this one"
	crt 0 report export runs -s havana
	assert_equal "$(< out)" ""
	crt 0 report export stores
	assert_equal "$(jq -r '[.store, (.settings | type), has("api_credentials"), has("webhook_secret")] | join(" ")' out)" "berlin string false false
havana string false false" "no secrets"
	crt 0 report export users
	assert_equal "$(jq -r '[.email, .role, has("password"), has("totp"), has("recovery")] | join(" ")' out)" "owner@example.com OWNER false false false"
	export_csv templates --fields subject
	assert_has "'=1+1" out
	query "DELETE FROM crt.touches"
	export_csv touches
	assert_equal "$(< out)" store,id,message_id,kind,machine,url,reason,code,time
	assert_equal "$(crt 0 report export touches; wc -c < out | tail -1)" "$(echo '$ crt-report export touches'; echo 0)"
}

@test "numbers and booleans are not texts in JSON, and amounts are decimals" {
	crt 0 report export orders
	assert_equal "$(jq -r 'select(.external_id == "o27" and .store == "berlin") | [(.total | type), (.test | type), .currency] | join(" ")' out)" "number boolean EUR"
	assert_has '"total":10.27' out
}
