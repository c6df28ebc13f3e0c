#!/usr/bin/env bats
# sync_reconcile.bats: reconcile finds lost changes in the shop and delivers them again; backfill reads older ones.
#
# Seen to fail: a stored order counted as missing; a row newer than the shop's response counted as different;
# a backfill moved the cursor of the polls or counted as an order sync.

load helper
load shops

# shop ORDER...: a shop with these orders, for a poll and for a reconcile of three days.
shop() {
	shop_start acme "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$@")")"
}

@test "changes that webhooks lost are reported as missing or different, and are stored afterwards" {
	local a b c d
	a=$(woo_order 1 processing 2026-11-01T10:00:00Z) b=$(woo_order 2 pending 2026-11-01T11:00:00Z)
	c=$(woo_order 3 on-hold 2026-11-01T12:00:00Z) d=$(woo_order 4 failed 2026-11-01T12:30:00Z)
	shop "$a" "$b" "$c" "$d"
	poll 0
	ingest_out
	# The shop continues. One of four changes arrives.
	shop_script acme "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$a" "$(jq -c '.status = "completed"' <<< "$(woo_order 2 pending 2026-11-02T08:00:00Z)")" \
		"$(woo_order 3 cancelled 2026-11-02T09:00:00Z)" "$d" "$(woo_order 5 processing 2026-11-02T10:00:00Z)" \
		"$(woo_order 6 pending 2026-11-02T11:00:00Z)" "$(woo_order 7 processing 2026-11-02T11:30:00Z)")")"
	jq -c . <<< "$(woo_order 7 processing 2026-11-02T11:30:00Z)" > hook
	"$B/bin/crt-ingest" --log text --now "$NOW" --from woocommerce -s acme --topic order.updated hook
	poll 0 reconcile
	assert_has "store acme: 5 orders, 2 missing, 1 differ; 2 carts, 1 missing, 0 differ; loss rate 60.00 %"
	assert_equal "$(record_ids)" "2 3 5 6"
	assert_equal "$(jq -r 'select(.type == "crt.sync.checkpoint")' out)" ""
	ingest_out
	assert_equal "$(query "SELECT string_agg(external_id || status, ' ' ORDER BY external_id) FROM crt.orders")" \
		"1bought 2bought 3failed 5bought 7bought"
	poll 0 reconcile
	assert_has "loss rate 0.00 %"
	assert_equal "$(< out)" ""
	assert_equal "$(query "SELECT counts->>'missing', counts->>'differing' FROM crt.runs
		WHERE command = 'crt-sync reconcile' AND counts->>'missing' <> '0'")" "3|1"
}

@test "an order whose tax or shipping crt lacks differs, until it is stored again" {
	local a b
	a=$(woo_order 1 processing 2026-11-01T10:00:00Z) b=$(woo_order 2 processing 2026-11-01T11:00:00Z)
	shop "$a" "$b"
	poll 0
	ingest_out
	shop_script acme "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$(jq -c '.total_tax = "1.60"' <<< "$a")" \
		"$(jq -c '.shipping_total = "0.50"' <<< "$b")")")"
	poll 0 reconcile
	assert_has "2 orders, 0 missing, 2 differ"
	ingest_out
	assert_equal "$(query "SELECT tax, shipping FROM crt.orders ORDER BY external_id" | paste -sd ' ')" "160| 0|50"
	poll 0 reconcile
	assert_has "2 orders, 0 missing, 0 differ"
}

@test "what crt knows newer than the shop's response is no loss" {
	shop "$(woo_order 1 on-hold 2026-11-01T10:00:00Z)"
	woo_order 1 completed 2026-11-01T10:30:00Z > hook
	"$B/bin/crt-ingest" --log text --now "$NOW" --from woocommerce -s acme --topic order.updated hook
	poll 0 reconcile
	assert_has "1 orders, 0 missing, 0 differ"
	assert_equal "$(< out)" ""
}

@test "--days sets how far back reconcile reads, and the polls are not affected" {
	shop
	poll 0
	ingest_out
	cursor acme orders > before
	poll 0 reconcile --days 10
	ingest_out
	assert_equal "$(requests acme '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-10-23T11:59:59
	assert_equal "$(cursor acme orders)" "$(< before)"
	poll 0 reconcile -q
	assert_equal "$(< err)" ""
	assert_equal "$(requests acme '[.[] | select(.path | test("customers"))] | length')" 1
}

@test "a backfill reads from its own start in its own streams, and can be interrupted" {
	shop_start acme "$(after 2025-12-31T23:59:59Z "$(page 2 "$(woo_order 1 completed 2026-02-01T00:00:00Z)" "$(woo_order 2 completed 2026-03-01T00:00:00Z)")")" \
		"$(after 2026-02-28T23:59:59Z "$(page 1 "$(woo_order 2 completed 2026-03-01T00:00:00Z)" "$(woo_order 3 pending 2026-04-01T00:00:00Z)")")"
	poll 0
	ingest_out
	cursor acme orders > before
	query "UPDATE crt.stores SET orders_seen_at = '2026-11-02T11:00:00Z'" > updated
	poll 64 backfill
	poll 0 backfill --from 2026-01-01T00:00:00Z
	assert_equal "$(record_ids)" "1 2 3"
	head -3 out > part && mv part out
	ingest_out
	poll 0 backfill --from 2026-01-01T00:00:00Z
	assert_equal "$(record_ids)" "2 3"
	ingest_out
	assert_equal "$(cursor acme orders)" "$(< before)"
	assert_equal "$(query "SELECT orders_seen_at FROM crt.stores")" "2026-11-02 11:00:00+00"
	assert_equal "$(query "SELECT string_agg(external_id, ' ' ORDER BY external_id) FROM crt.orders")" "1 2"
}
