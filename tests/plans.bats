#!/usr/bin/env bats
# plans.bats: no frequent statement scans a whole table of a tenant.
#
# auto_explain writes the plans that the commands really ran, with the rows they really read, into the
# server's log. PLAN_CARTS other carts are in the tables. There are no statistics of changes since the load.

DIRECT=1
load helper

PARTITIONS=2

CARTS=${PLAN_CARTS:-20000}

# What the server logged while a command ran.
plans() {
	local from
	from=$(wc -c < "$SERVER/log")
	PGOPTIONS="-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 \
		-c auto_explain.log_nested_statements=${NESTED:-on} -c auto_explain.log_level=log \
		-c auto_explain.log_analyze=on -c auto_explain.log_timing=off" "$@"
	tail -c "+$((from + 1))" "$SERVER/log" > plan
}

# Scans of tables that read more than a quarter of the carts, and any scan of a tenant's table without
# an index. Staging tables are as small as their batch.
# large_scans [ROWS]: those, or scans of more than ROWS.
large_scans() {
	awk -v most="${1:-$((CARTS / 4))}" '
		/Seq Scan on (events|customers|identity_links|carts|abandoned_carts|orders|enrollments|messages|touches|consents)(_p[0-9]+)? / { print }
		/Scan .* on / && match($0, /actual rows=[0-9]+/) && substr($0, RSTART + 12, RLENGTH - 12) + 0 > most { print }
	' plan
	wasted_scans "${1:-$((CARTS / 4))}"
}

# wasted_scans ROWS: scans of a table that discarded more than ROWS each time.
wasted_scans() {
	awk -v most="$1" '
		/Scan .* on |Scan on / { node = /(CTE|Function) Scan/ ? "" : $0 }
		/Rows Removed by (Filter|Index Recheck|Join Filter): / && node != "" && $NF + 0 > most { print node; print }
	' plan
}

# shop: a store, CARTS carts, and a campaign. due WHERE: makes these carts idle.
shop() {
	psql -qX -v n="$CARTS" >/dev/null <<-END
		INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
		VALUES (crt.derived_uuid('organization'), 'bench', 'Bench', '2026-01-01Z', '2026-01-01Z');
		INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, settings, created_at, updated_at)
		VALUES (crt.derived_uuid('store'), crt.derived_uuid('organization'), 'bench', 'OTHER', 'Bench', 'https://bench.example', 'EUR',
		    '{"from":"Bench <shop@bench.example>","consent_basis":"not_denied","orders_max_age":"off"}', '2026-01-01Z', '2026-01-01Z');
		\i $TOP/tests/bench/grow.sql
	END
	cat > c.yaml <<-'END'
		campaign: bench
		store: bench
		steps:
		  - { wait: 1m, channel: EMAIL, template: short, not_after: 30d }
	END
	printf 'template: short\nlocale: en\nsubject: "hello"\ntext: "{{ cart.url }} {{ links.unsubscribe }}{{ store.address }}"\n' > t.yaml
	crt 0 campaign apply t.yaml c.yaml
}

due() {
	query "UPDATE crt.carts SET idle_at = '2026-11-21Z', last_activity_at = '2026-11-20T23:45Z' WHERE $1"
}

# Seen to fail: no index carts_idle; a claim by status instead of by key; a message claimed or resolved by
# status or by store.
@test "every step from a cart to a mail uses an index" {
	shop
	due "external_id IN (SELECT 'old' || i * 7 FROM generate_series(1, 300) i)"
	awk -v n=500 -v first=100000000 -f "$TOP/tests/bench/feed.awk" | sed 's/2026-11-[0-9]*T/2026-11-20T/' > feed
	plans crt 0 ingest feed
	assert_equal "$(large_scans)" "" "crt-ingest"
	echo '{"specversion":"1.0","id":"o1","source":"/stores/bench","type":"crt.order.placed","time":"2026-11-21T01:00:00Z","data":{"order":{"id":"o1","status":"bought","total":{"amount":"1.00","currency":"EUR"},"cart_id":"old7"},"customer":{"id":"k7"}}}' > order
	plans crt 0 ingest order
	assert_equal "$(large_scans)" "" "crt-ingest of an order"
	plans crt 0 detect --now 2026-11-21T06:00:00Z
	assert_equal "$(large_scans)" "" "crt-detect"
	mv out episodes
	[ "$(wc -l < episodes)" -gt 300 ]
	plans crt 0 campaign --now 2026-11-21T06:00:00Z < episodes
	assert_equal "$(large_scans)" "" "crt-campaign"
	mv out due
	plans crt 0 send --now 2026-11-21T06:00:00Z --channel maildir --maildir mail < due
	assert_equal "$(large_scans 256)" "" "crt-send, in which nothing is larger than its window"
	assert_equal "$(grep -c 'Index' plan | awk '{ print ($1 > 10) }')" 1 "plans were looked at"
	[ "$(find mail/new -type f | wc -l)" -gt 250 ]
}

# The tables that a run fills were empty when its statements were planned. Seen to fail: with kept plans,
# each cart read all episodes of the earlier chunks.
@test "all carts of a store in one run use an index" {
	CARTS=12000 NESTED=off
	shop
	due true
	# as in a new installation: without a single page
	query 'TRUNCATE crt.abandoned_carts, crt.enrollments, crt.messages CASCADE; ANALYZE crt.carts'
	plans crt 0 detect --now 2026-11-21T06:00:00Z
	assert_equal "$(wasted_scans 1000)" "" "crt-detect"
	mv out episodes
	assert_equal "$(wc -l < episodes)" 12000
	plans crt 0 campaign --now 2026-11-21T06:00:00Z < episodes
	assert_equal "$(wasted_scans 1000)" "" "crt-campaign"
	assert_equal "$(wc -l < out)" 12000
}
