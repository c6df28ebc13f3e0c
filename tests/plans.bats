#!/usr/bin/env bats
# plans.bats: no hot statement reads a tenant's table from end to end.
#
# The plans are those that the commands really ran, as auto_explain writes them into
# the server's log, beside PLAN_CARTS carts (make bench takes 1,000,000), without
# statistics, as after a load.

load helper

# What the server wrote while a command ran.
plans() {
	local from
	from=$(wc -c < "$SERVER/log")
	PGOPTIONS="-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 \
		-c auto_explain.log_nested_statements=on -c auto_explain.log_level=log" "$@"
	tail -c "+$((from + 1))" "$SERVER/log" > plan
}

# The tenant tables that a plan reads whole; staging tables are as small as their batch.
scanned() {
	grep -o 'Seq Scan on [a-z_]*' plan | sort -u |
		grep -E ' (events|customers|identities|carts|abandoned_carts|orders|enrollments|messages|touches|consents)(_p[0-9]+)?$' || :
}

# Mutation tried: without sql/query/run/session_indexed.sql crt-detect reads carts whole.
@test "from a cart to a mail, by index alone" {
	psql -qX -v n="${PLAN_CARTS:-20000}" >/dev/null <<-END
		INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
		VALUES (crt.derived('organization'), 'bench', 'Bench', '2026-01-01Z', '2026-01-01Z');
		INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, settings, created_at, updated_at)
		VALUES (crt.derived('store'), crt.derived('organization'), 'bench', 'OTHER', 'Bench', 'https://bench.example', 'EUR',
		    '{"from":"Bench <shop@bench.example>","consent_basis":"not_denied","orders_max_age":"off"}', '2026-01-01Z', '2026-01-01Z');
		\i $TOP/tests/bench/grow.sql
		UPDATE crt.carts SET idle_at = '2026-11-21Z', last_activity_at = '2026-11-20T23:45Z'
		 WHERE external_id IN (SELECT 'old' || i * 7 FROM generate_series(1, 300) i);
	END
	cat > c.yaml <<-'END'
		campaign: bench
		store: bench
		steps:
		  - { wait: 1m, channel: EMAIL, template: short, not_after: 30d }
	END
	printf 'template: short\nlocale: en\nsubject: "hello"\ntext: "{{ cart.url }} {{ links.unsubscribe }}"\n' > t.yaml
	crt 0 campaign apply t.yaml c.yaml

	awk -v n=500 -v first=100000000 -f "$TOP/tests/bench/feed.awk" | sed 's/2026-11-[0-9]*T/2026-11-20T/' > feed
	plans crt 0 ingest feed
	same "$(scanned)" "" "crt-ingest"
	echo '{"specversion":"1.0","id":"o1","source":"/stores/bench","type":"crt.order.placed","time":"2026-11-21T01:00:00Z","data":{"order":{"id":"o1","status":"bought","total":{"amount":"1.00","currency":"EUR"},"cart_id":"old7"},"customer":{"id":"k7"}}}' > order
	plans crt 0 ingest order
	same "$(scanned)" "" "crt-ingest of an order"
	plans crt 0 detect --now 2026-11-21T06:00:00Z
	same "$(scanned)" "" "crt-detect"
	mv out episodes
	[ "$(wc -l < episodes)" -gt 300 ]
	plans crt 0 campaign --now 2026-11-21T06:00:00Z < episodes
	same "$(scanned)" "" "crt-campaign"
	mv out due
	plans crt 0 send --now 2026-11-21T06:00:00Z --channel maildir --maildir mail < due
	same "$(scanned)" "" "crt-send"
	same "$(grep -c 'Index' plan | awk '{ print ($1 > 10) }')" 1 "plans were looked at"
	[ "$(find mail/new -type f | wc -l)" -gt 250 ]
}
