#!/usr/bin/env bats
# sync_poll.bats: crt-sync polls shops that respond, that respond wrongly, and that do not respond.
#
# Seen to fail: the mark moved after a page instead of after a pass; the mark was not limited by the start of
# the pass; orders counted as fresh after an incomplete pass; Retry-After was ignored; a failure was not
# counted, a back-off not kept; records came after their checkpoint; the checkpoints of a batch were ingested
# in reverse order.

load helper
load shops

PARTITIONS=2

ONE=$(woo_order 1 processing 2026-11-01T10:00:00Z)
TWO=$(woo_order 2 pending 2026-11-01T11:00:00Z)
THREE=$(woo_order 3 processing 2026-11-01T12:00:00Z)

# three_pages SLUG: the third page repeats the end of the second.
three_pages() {
	shop_start "$1" "$(after 2026-10-03T11:59:59Z "$(page 3 "$ONE" "$TWO")")" \
		"$(after 2026-11-01T10:59:59Z "$(page 2 "$TWO" "$THREE")")" \
		"$(after 2026-11-01T11:59:59Z "${2:-$(page 1 "$THREE")}")"
}

seen_at() { query "SELECT orders_seen_at FROM crt.stores WHERE slug = '$1'"; }

# failures SLUG: the number of failures, the status, and the end of the back-off
failures() { query "SELECT sync_failures, sync_status, sync_backoff_until FROM crt.stores WHERE slug = '$1'"; }

@test "pages become records, each once, and a checkpoint follows each page" {
	three_pages acme
	poll 0 -v
	assert_has "store acme: 3 records on 5 pages"
	assert_equal "$(jq -r '.type + " " + (.data | (.order // .cart).id // (.stream + " " + (.complete | tostring)))' out)" \
"crt.order.updated 1
crt.cart.updated 2
crt.sync.checkpoint orders false
crt.order.updated 3
crt.sync.checkpoint orders false
crt.sync.checkpoint orders true
crt.sync.checkpoint carts true
crt.sync.checkpoint customers true"
	ingest_out
	assert_equal "$(mark acme orders)" 2026-11-01T12:00:00Z
	assert_equal "$(seen_at acme)" "2026-11-02 12:00:00+00"
	assert_equal "$(query "SELECT external_id, status FROM crt.carts")" "2|ACTIVE"
	assert_equal "$(query "SELECT counts FROM crt.runs WHERE command = 'crt-sync'")" \
		'{"again": 0, "pages": 5, "failed": 0, "stores": 1, "records": 3, "refused": 0, "unknown": 0, "requests": 5, "backed_off": 0, "unfinished": 0}'
}

@test "an unknown order status is reported with its value and the first order, once a run" {
	three_pages acme "$(page 1 "$THREE" "$(woo_order 4 weird 2026-11-01T12:30:00Z)" "$(woo_order 5 weird 2026-11-01T12:40:00Z)")"
	poll 0
	assert_equal "$(< err)" 'crt-sync: warning: store acme: woocommerce order/4: crt does not know the status "weird"; the order counts as awaiting, and its person is not reminded'
	assert_equal "$(jq -r 'select(.data.order.id == "5") | .data.order | .status + " " + .platform_status' out)" "awaiting weird"
	assert_equal "$(query "SELECT counts->>'unknown' FROM crt.runs WHERE command = 'crt-sync'")" 2
}

@test "the next run starts an overlap before the mark" {
	three_pages acme
	poll 0
	ingest_out
	shop_script acme "$(after 2026-11-01T11:54:59Z "$(page 1 "$THREE" "$(woo_order 4 pending 2026-11-02T12:04:00Z)")")"
	NOW=2026-11-02T12:05:00Z
	poll 0
	assert_equal "$(record_ids)" "3 4"
	ingest_out
	assert_equal "$(mark acme orders)" 2026-11-02T12:04:00Z
	assert_equal "$(seen_at acme)" "2026-11-02 12:05:00+00"
	poll 0 --overlap 10m
	assert_equal "$(jq -r 'select(.type == "crt.sync.checkpoint") | .data.stream' out)" orders
	assert_equal "$(requests acme '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-11-02T11:53:59
}

@test "an empty page is a valid response" {
	shop_start acme
	poll 0
	assert_equal "$(record_ids)" ""
	ingest_out
	assert_equal "$(mark acme orders)" 2026-10-03T12:00:00Z
	assert_equal "$(seen_at acme)" "2026-11-02 12:00:00+00"
}

@test "a shop whose clock is ahead or behind loses nothing" {
	shop_start ahead "$(after 2026-10-03T11:59:59Z "$(page 1 "$(woo_order 1 pending 2026-11-02T14:00:00Z)")")"
	shop_start behind "$(after 2026-10-03T11:59:59Z "$(page 1 "$(woo_order 1 pending 2026-11-02T09:00:00Z)")")"
	poll 0
	ingest_out
	assert_equal "$(mark ahead orders) $(mark behind orders)" "2026-11-02T12:00:00Z 2026-11-02T09:00:00Z"
	NOW=2026-11-02T12:05:00Z
	poll 0
	ingest_out
	assert_equal "$(mark behind orders)" 2026-11-02T09:00:00Z
	assert_equal "$(requests behind '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-11-02T08:54:59
}

@test "after too many requests, crt-sync waits as long as the shop says" {
	three_pages acme "$(jq -nc '{ status: 429, headers: { "Retry-After": "1" } }')"
	poll 75 -vv
	assert_has "orders: status 429; next attempt in 1000 ms"
	assert_has "store acme: orders: status 429, 2 times"
	ingest_out
	assert_equal "$(seen_at acme)" ""
	assert_equal "$(cursor acme orders | jq -r '.pages, .mark')" "2
null"
	shop_script acme "$(after 2026-11-01T11:59:59Z '{"status":429,"headers":{"Retry-After":"1"}}' "$(page 1 "$THREE")")"
	poll 0
	assert_equal "$(record_ids)" 3
	ingest_out
	assert_equal "$(mark acme orders)" 2026-11-01T12:00:00Z
}

@test "a long Retry-After holds in later runs" {
	shop_start acme "$(rule "$ORDERS" '{}' '{"status":429,"headers":{"Retry-After":"1800"}}')"
	poll 75
	assert_equal "$(failures acme)" "1|ACTIVE|2026-11-02 12:30:00+00"
	NOW=2026-11-02T12:29:00Z
	poll 0 -q
	assert_has "store acme: is in back-off until 2026-11-02T12:30:00Z: 1 runs failed in a row"
	poll 0 -q
	assert_lacks 'in back-off' err
	query "UPDATE crt.stores SET sync_logged_at = '2026-11-01T12:29:00Z'" > updated
	poll 0 -q
	assert_has "store acme: is in back-off until 2026-11-02T12:30:00Z: 1 runs failed in a row"
	assert_equal "$(requests acme length)" 1
	NOW=2026-11-02T12:30:00Z
	poll 75
	assert_equal "$(requests acme length)" 2
}

@test "a shop that fails repeatedly is in back-off, longer each time, and recovers" {
	shop_start acme "$(rule "$ORDERS" '{}' '{"status":500}')"
	local n
	for n in 1 2 3; do
		poll 75 --tries 1
	done
	assert_equal "$(failures acme)" "3|ERROR|2026-11-02 12:15:00+00"
	crt 0 sync store list --json
	assert_equal "$(jq -r '.status + " " + .reason' out)" "ERROR orders: status 500, 1 times"
	crt 0 sync store show acme --json
	assert_equal "$(jq -r 'select(.name == "failures", .name == "reason", .name == "backoff_until").value' out)" \
		"3
orders: status 500, 1 times
2026-11-02 12:15:00+00"
	poll 0
	assert_equal "$(requests acme length)" 3
	poll 75 --tries 1 --include-backed-off
	assert_equal "$(failures acme)" "4|ERROR|2026-11-02 12:30:00+00"
	shop_script acme
	NOW=2026-11-02T12:30:00Z
	poll 0
	assert_equal "$(failures acme)" "0|ACTIVE|"
	ingest_out
	assert_equal "$(seen_at acme)" "2026-11-02 12:30:00+00"
}

@test "rejected credentials are named but not printed" {
	shop_start acme "$(rule '/wp-json/*' '{}' '{"status":401,"body":{"code":"woocommerce_rest_cannot_view"}}')"
	poll 69
	assert_has "the platform rejected the credentials (consumer_key, consumer_secret)"
	assert_has "hint: "
	crt 69 report health --now "$NOW"
	assert_has "the last poll failed 0s ago: orders: status 401" out
	poll 69
	assert_equal "$(grep -c 'cs_marker\|ck_0123' err)" 0
	assert_equal "$(requests acme length)" 2
	assert_equal "$(failures acme)" "2|ERROR|"
	assert_equal "$(query "SELECT sync_reason LIKE '%consumer_key%' FROM crt.stores")" t
}

@test "each kind of bad response has its exit status" {
	local status body limit
	while IFS='|' read -r status body; do
		serve_end
		rm -rf acme
		empty_database
		shop_start acme "$(rule "$ORDERS" '{}' "$body")"
		echo "$body"
		[[ $body = *never* ]] && limit=1s || limit=10m
		poll "$status" --timeout $limit --tries 1
		ingest_out
		assert_equal "$(seen_at acme)" ""
	done <<-'END'
		75|{"status":503}
		75|{"close":true}
		75|{"never":true}
		75|{"body":[],"cut":1}
		75|{"raw":"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n["}
		69|{"status":403}
		69|{"status":404}
		69|{"status":302,"headers":{"Location":"/elsewhere?secret=1"}}
		75|{"body":"<html>Fatal error"}
		69|{"body":{"orders":[]}}
		75|{"body":"[{\"id\":"}
	END
}

@test "a truncated response is requested again" {
	shop_start acme "$(after 2026-10-03T11:59:59Z "$(jq -nc --argjson a "$(page 1 "$ONE" "$TWO")" '$a + { cut: 700 }')" \
		"$(page 1 "$ONE" "$TWO")")"
	poll 0
	assert_equal "$(record_ids)" "1 2"
}

@test "a pass over repeating pages ends, and the orders do not count as synced" {
	shop_start acme "$(rule "$ORDERS" '{"status":"any"}' "$(page 9 "$ONE" "$TWO")")"
	poll 69
	ingest_out
	assert_equal "$(seen_at acme)" ""
	[ "$(requests acme length)" -lt 30 ]
}

# others_done: waits until both others are polled; then the store without a response closes the connection.
others_done() {
	until_so others_seen
	: > globex/go
}
others_seen() { [ "$(grep -c '"complete":true,"orders_seen_at"' out)" = 2 ]; }

@test "one bad store does not stop the others, whatever its fault" {
	local bad
	for bad in '{"status":500}' '{"status":401}' '{"until":"'"$PWD/globex/go"'","close":true}' '{"body":"no JSON"}'; do
		serve_end
		rm -rf acme globex initech
		empty_database
		three_pages acme
		shop_start globex "$(rule '/wp-json/*' '{}' "$bad")"
		three_pages initech
		[[ $bad != *until* ]] || others_done &
		poll 3
		wait $!
		assert_has "1 of 3 stores failed; the last is globex"
		assert_equal "$(jq -r 'select(.data.orders_seen_at) | .source' out | sort | paste -sd ' ')" "/stores/acme /stores/initech"
		assert_equal "$(query "SELECT string_agg(slug, ' ' ORDER BY slug) FROM crt.stores WHERE sync_failures > 0")" globex
	done
}

@test "a store whose credentials cannot be opened fails alone" {
	shop_start acme
	shop_start globex
	query "UPDATE crt.stores SET api_credentials = (SELECT api_credentials FROM crt.stores WHERE slug = 'acme')
		WHERE slug = 'globex'" > updated
	poll 3
	assert_has "store globex"
	assert_equal "$(jq -r 'select(.data.orders_seen_at) | .source' out)" /stores/acme
}

@test "stores that are paused, without credentials, or of no platform are not polled" {
	store other
	shop_start acme
	shop_start paused
	crt 0 sync store set paused status=paused
	poll 0
	assert_equal "$(jq -r .source out | sort -u)" /stores/acme
	[ ! -e paused/log ]
	poll 0 -s other
	assert_equal "$(< out)" ""
}

@test "a dry run requests nothing and reports what it would poll" {
	three_pages acme
	poll 0 -n
	assert_equal "$(< err)" \
"store acme: orders since 2026-10-03T12:00:00Z
store acme: carts since 2026-10-03T12:00:00Z
store acme: customers since 2026-10-03T12:00:00Z"
	assert_equal "$(< out)" ""
	[ ! -e acme/log ]
	assert_equal "$(query 'SELECT count(*) FROM crt.runs')" 0
}

@test "a dry run includes the other stores when one has incomplete credentials" {
	shop_start acme
	"$B/fault/secrets_drive" "$(query "SELECT id FROM crt.stores")" 2026-11-22T10:00:00Z keep '{"consumer_key":"ck_marker"}'
	shop_start beta
	poll 3 -n
	assert_has "store acme: the credential consumer_secret is missing"
	assert_has "store beta: orders since"
	assert_equal "$(failures acme)" "0|ACTIVE|"
}

@test "of two concurrent runs, the second has nothing to do" {
	shop_start acme
	coproc psql -qX
	echo "SELECT pg_advisory_lock(hashtext('crt.run'), hashtext('crt-sync'));" >&"${COPROC[1]}"
	until_locked "locktype = 'advisory'"
	poll 0 -v
	assert_has "another run is in progress"
	[ ! -e acme/log ]
	kill "$COPROC_PID"
}

@test "an interrupted run continues where it was" {
	three_pages acme
	poll 0
	head -3 out > part && mv part out
	ingest_out
	assert_equal "$(cursor acme orders | jq -r '.pages, .page')" "1
1793530799"
	poll 0
	assert_equal "$(record_ids)" "2 3"
	assert_equal "$(requests acme '[.[5:][] | select(.query.status == "any") | .query.modified_after] | join(" ")')" \
		"2026-11-01T10:59:59 2026-11-01T11:59:59"
	ingest_out
	assert_equal "$(mark acme orders)" 2026-11-01T12:00:00Z
}

@test "after --max-time a run requests no new page, and the next run continues" {
	slow() { jq -c '.delay = 0.7'; }
	shop_start acme "$(after 2026-10-03T11:59:59Z "$(page 3 "$ONE" "$TWO" | slow)")" \
		"$(after 2026-11-01T10:59:59Z "$(page 2 "$TWO" "$THREE" | slow)")" \
		"$(after 2026-11-01T11:59:59Z "$(page 1 "$THREE" | slow)")"
	local runs=0
	while [ -z "$(seen_at acme)" ] && [ "$runs" -lt 5 ]; do
		poll 0 --max-time 1s -v
		ingest_out
		runs=$((runs + 1))
		[ "$runs" -gt 1 ] || assert_has "incomplete; the next run continues"
	done
	[ "$runs" -gt 1 ]
	assert_equal "$(seen_at acme)" "2026-11-02 12:00:00+00"
	assert_equal "$(requests acme '[.[] | select(.query.status == "any")] | length')" 3
}

@test "a pass that an old run started is finished, and then a new one starts" {
	three_pages acme
	poll 0
	head -3 out > part && mv part out
	ingest_out
	NOW=2026-11-04T12:00:00Z
	poll 0
	ingest_out
	assert_equal "$(requests acme '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-11-01T11:54:59
	assert_equal "$(seen_at acme)" "2026-11-04 12:00:00+00"
}

@test "a reader that closed the pipe, and a full disk, exit with 74" {
	three_pages acme
	local got=0
	"$B/bin/crt-sync" --log text --now "$NOW" > /dev/full 2> err || got=$?
	assert_equal "$got" 74
	assert_has "standard output"
	got=$({ { "$B/bin/crt-sync" --log text --now "$NOW" 2> err || echo $? >&4; } | true; } 4>&1)
	[ -z "$got" ] || assert_equal "$got" 74
	assert_equal "$(failures acme)" "0|ACTIVE|"
}

@test "an invalid cursor is reported, and the stream is read from the start" {
	three_pages acme
	record() {
		printf '{"specversion":"1.0","id":"1","source":"/stores/acme","type":"crt.sync.checkpoint","time":"%s","data":{"stream":"orders","cursor":"1"}}\n' "$NOW"
	}
	record > out
	ingest_out
	poll 0
	assert_has "the cursor of stream orders was not written by crt-sync"
	assert_equal "$(record_ids)" "1 2 3"
}

@test "an order without an identity is rejected, and the others are stored" {
	shop_start acme "$(after 2026-10-03T11:59:59Z "$(page 1 "$ONE" "$(jq -c '.id = null' <<< "$THREE")" "$TWO")")"
	poll 3
	assert_has "orders: 1 of 3 left out"
	assert_equal "$(record_ids)" "1 2"
	ingest_out
	assert_equal "$(mark acme orders)" 2026-11-01T12:00:00Z
}
