#!/usr/bin/env bats
# sync_reconcile.bats: what was lost is found at the shop and brought again; what is older is fetched.
#
# Seen to fail: an order that is there counted as missing; a row that is newer than the shop's
# answer counted as differing; a backfill that moves the normal cursor or makes orders fresh.

load helper
load shops

# The shop's orders; the shop of a poll and of a look back of three days.
shop() {
	shop_start acme "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$@")")"
}

@test "what webhooks lost is missing or differs, and is there afterwards" {
	local a b c d
	a=$(woo_order 1 processing 2026-11-01T10:00:00Z) b=$(woo_order 2 pending 2026-11-01T11:00:00Z)
	c=$(woo_order 3 on-hold 2026-11-01T12:00:00Z) d=$(woo_order 4 failed 2026-11-01T12:30:00Z)
	shop "$a" "$b" "$c" "$d"
	poll 0
	ingest_out
	# The shop goes on; of four changes one comes through.
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

@test "what crt knows better than the shop's response is no loss" {
	shop "$(woo_order 1 on-hold 2026-11-01T10:00:00Z)"
	woo_order 1 completed 2026-11-01T10:30:00Z > hook
	"$B/bin/crt-ingest" --log text --now "$NOW" --from woocommerce -s acme --topic order.updated hook
	poll 0 reconcile
	assert_has "1 orders, 0 missing, 0 differ"
	assert_equal "$(< out)" ""
}

@test "it looks back as far as it is told, and leaves the polls alone" {
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

@test "a backfill reads from its own time on, in streams of its own, and can be cut" {
	shop_start acme "$(after 2025-12-31T23:59:59Z "$(page 2 "$(woo_order 1 completed 2026-02-01T00:00:00Z)" "$(woo_order 2 completed 2026-03-01T00:00:00Z)")")" \
		"$(after 2026-02-28T23:59:59Z "$(page 1 "$(woo_order 2 completed 2026-03-01T00:00:00Z)" "$(woo_order 3 pending 2026-04-01T00:00:00Z)")")"
	poll 0
	ingest_out
	cursor acme orders > before
	query "UPDATE crt.stores SET orders_seen_at = '2026-11-02T11:00:00Z'" > answered
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
