#!/usr/bin/env bats
# sync_poll.bats: what crt-sync makes of shops that answer, that answer badly, and that do not.
#
# Seen to fail: a mark that a page moves and not the end of a pass; a mark that is not held back
# by the beginning of the pass; orders fresh after a pass that was cut; a Retry-After passed over;
# a failure that is not counted, a rest that is not kept; records told after their checkpoint;
# the lists of a batch's checkpoints taken in backwards.

load helper
load shops

PARTITIONS=2

ONE=$(woo 1 processing 2026-11-01T10:00:00Z)
TWO=$(woo 2 pending 2026-11-01T11:00:00Z)
THREE=$(woo 3 processing 2026-11-01T12:00:00Z)

# three_pages SLUG: the third holds what the second ended with.
three_pages() {
	web "$1" "$(after 2026-10-03T11:59:59Z "$(page 3 "$ONE" "$TWO")")" \
		"$(after 2026-11-01T10:59:59Z "$(page 2 "$TWO" "$THREE")")" \
		"$(after 2026-11-01T11:59:59Z "${2:-$(page 1 "$THREE")}")"
}

seen_at() { answer "SELECT orders_seen_at FROM crt.stores WHERE slug = '$1'"; }

# failures SLUG: how often it failed, its status, until when it rests
failures() { answer "SELECT sync_failures, sync_status, sync_backoff_until FROM crt.stores WHERE slug = '$1'"; }

@test "pages become records, each once, and a checkpoint follows each page" {
	three_pages acme
	poll 0 -v
	says "store acme: 3 records on 5 pages"
	same "$(jq -r '.type + " " + (.data | (.order // .cart).id // (.stream + " " + (.complete | tostring)))' out)" \
"crt.order.updated 1
crt.cart.updated 2
crt.sync.checkpoint orders false
crt.order.updated 3
crt.sync.checkpoint orders false
crt.sync.checkpoint orders true
crt.sync.checkpoint carts true
crt.sync.checkpoint customers true"
	take_in
	same "$(mark acme orders)" 2026-11-01T12:00:00Z
	same "$(seen_at acme)" "2026-11-02 12:00:00+00"
	same "$(answer "SELECT external_id, status FROM crt.carts")" "2|ACTIVE"
	same "$(answer "SELECT counts FROM crt.runs WHERE command = 'crt-sync'")" \
		'{"again": 0, "pages": 5, "failed": 0, "stores": 1, "records": 3, "refused": 0, "unknown": 0, "requests": 5, "backed_off": 0, "unfinished": 0}'
}

@test "a status that no platform has is told with its word and the first order, once a run" {
	three_pages acme "$(page 1 "$THREE" "$(woo 4 weird 2026-11-01T12:30:00Z)" "$(woo 5 weird 2026-11-01T12:40:00Z)")"
	poll 0
	same "$(< err)" 'crt-sync: warning: store acme: woocommerce order/4: crt does not know the status "weird"; the order counts as awaiting, and its person is not reminded'
	same "$(jq -r 'select(.data.order.id == "5") | .data.order | .status + " " + .platform_status' out)" "awaiting weird"
	same "$(answer "SELECT counts->>'unknown' FROM crt.runs WHERE command = 'crt-sync'")" 2
}

@test "the next run begins an overlap before the mark" {
	three_pages acme
	poll 0
	take_in
	script acme "$(after 2026-11-01T11:54:59Z "$(page 1 "$THREE" "$(woo 4 pending 2026-11-02T12:04:00Z)")")"
	NOW=2026-11-02T12:05:00Z
	poll 0
	same "$(things)" "3 4"
	take_in
	same "$(mark acme orders)" 2026-11-02T12:04:00Z
	same "$(seen_at acme)" "2026-11-02 12:05:00+00"
	poll 0 --overlap 10m
	same "$(jq -r 'select(.type == "crt.sync.checkpoint") | .data.stream' out)" orders
	same "$(asked acme '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-11-02T11:53:59
}

@test "an empty page is an answer" {
	web acme
	poll 0
	same "$(things)" ""
	take_in
	same "$(mark acme orders)" 2026-10-03T12:00:00Z
	same "$(seen_at acme)" "2026-11-02 12:00:00+00"
}

@test "a shop whose clock is ahead or behind loses nothing" {
	web ahead "$(after 2026-10-03T11:59:59Z "$(page 1 "$(woo 1 pending 2026-11-02T14:00:00Z)")")"
	web behind "$(after 2026-10-03T11:59:59Z "$(page 1 "$(woo 1 pending 2026-11-02T09:00:00Z)")")"
	poll 0
	take_in
	same "$(mark ahead orders) $(mark behind orders)" "2026-11-02T12:00:00Z 2026-11-02T09:00:00Z"
	NOW=2026-11-02T12:05:00Z
	poll 0
	take_in
	same "$(mark behind orders)" 2026-11-02T09:00:00Z
	same "$(asked behind '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-11-02T08:54:59
}

@test "too many requests: the shop says when to come again" {
	three_pages acme "$(jq -nc '{ status: 429, headers: { "Retry-After": "1" } }')"
	poll 75 -vv
	says "orders: status 429; next attempt in 1000 ms"
	says "store acme: orders: status 429, 2 times"
	take_in
	same "$(seen_at acme)" ""
	same "$(cursor acme orders | jq -r '.pages, .mark')" "2
null"
	script acme "$(after 2026-11-01T11:59:59Z '{"status":429,"headers":{"Retry-After":"1"}}' "$(page 1 "$THREE")")"
	poll 0
	same "$(things)" 3
	take_in
	same "$(mark acme orders)" 2026-11-01T12:00:00Z
}

@test "who is to be left alone for long is left alone for so long" {
	web acme "$(rule "$ORDERS" '{}' '{"status":429,"headers":{"Retry-After":"1800"}}')"
	poll 75
	same "$(failures acme)" "1|ACTIVE|2026-11-02 12:30:00+00"
	NOW=2026-11-02T12:29:00Z
	poll 0 -q
	says "store acme: is in back-off until 2026-11-02T12:30:00Z: 1 runs failed in a row"
	poll 0 -q
	lacks 'in back-off' err
	answer "UPDATE crt.stores SET sync_logged_at = '2026-11-01T12:29:00Z'" > answered
	poll 0 -q
	says "store acme: is in back-off until 2026-11-02T12:30:00Z: 1 runs failed in a row"
	same "$(asked acme length)" 1
	NOW=2026-11-02T12:30:00Z
	poll 75
	same "$(asked acme length)" 2
}

@test "a shop that fails again and again rests, longer each time, and comes back" {
	web acme "$(rule "$ORDERS" '{}' '{"status":500}')"
	local n
	for n in 1 2 3; do
		poll 75 --tries 1
	done
	same "$(failures acme)" "3|ERROR|2026-11-02 12:15:00+00"
	crt 0 sync store list --json
	same "$(jq -r '.status + " " + .reason' out)" "ERROR orders: status 500, 1 times"
	crt 0 sync store show acme --json
	same "$(jq -r 'select(.name == "failures", .name == "reason", .name == "backoff_until").value' out)" \
		"3
orders: status 500, 1 times
2026-11-02 12:15:00+00"
	poll 0
	same "$(asked acme length)" 3
	poll 75 --tries 1 --include-backed-off
	same "$(failures acme)" "4|ERROR|2026-11-02 12:30:00+00"
	script acme
	NOW=2026-11-02T12:30:00Z
	poll 0
	same "$(failures acme)" "0|ACTIVE|"
	take_in
	same "$(seen_at acme)" "2026-11-02 12:30:00+00"
}

@test "credentials that are not taken are named, not told" {
	web acme "$(rule '/wp-json/*' '{}' '{"status":401,"body":{"code":"woocommerce_rest_cannot_view"}}')"
	poll 69
	says "the platform rejected the credentials (consumer_key, consumer_secret)"
	says "hint: "
	crt 69 report health --now "$NOW"
	says "the last poll failed 0s ago: orders: status 401" out
	poll 69
	same "$(grep -c 'cs_marker\|ck_0123' err)" 0
	same "$(asked acme length)" 2
	same "$(failures acme)" "2|ERROR|"
	same "$(answer "SELECT sync_reason LIKE '%consumer_key%' FROM crt.stores")" t
}

@test "each kind of bad answer ends as it should" {
	local status body
	while IFS='|' read -r status body; do
		serve_end
		rm -rf acme
		empty
		web acme "$(rule "$ORDERS" '{}' "$body")"
		echo "$body"
		poll "$status" --timeout 3s --tries 1
		take_in
		same "$(seen_at acme)" ""
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

@test "half an answer is asked for again" {
	web acme "$(after 2026-10-03T11:59:59Z "$(jq -nc --argjson a "$(page 1 "$ONE" "$TWO")" '$a + { cut: 700 }')" \
		"$(page 1 "$ONE" "$TWO")")"
	poll 0
	same "$(things)" "1 2"
}

@test "pages that repeat end, and the orders do not count as seen" {
	web acme "$(rule "$ORDERS" '{"status":"any"}' "$(page 9 "$ONE" "$TWO")")"
	poll 69
	take_in
	same "$(seen_at acme)" ""
	[ "$(asked acme length)" -lt 30 ]
}

@test "one bad store does not stop the others, whatever is wrong with it" {
	local bad
	for bad in '{"status":500}' '{"status":401}' '{"never":true}' '{"body":"no JSON"}'; do
		serve_end
		rm -rf acme globex initech
		empty
		three_pages acme
		web globex "$(rule '/wp-json/*' '{}' "$bad")"
		three_pages initech
		poll 3 --timeout 3s
		says "1 of 3 stores failed; the last is globex"
		same "$(jq -r 'select(.data.orders_seen_at) | .source' out | sort | paste -sd ' ')" "/stores/acme /stores/initech"
		same "$(answer "SELECT string_agg(slug, ' ' ORDER BY slug) FROM crt.stores WHERE sync_failures > 0")" globex
	done
}

@test "a store whose credentials do not open fails alone" {
	web acme
	web globex
	answer "UPDATE crt.stores SET api_credentials = (SELECT api_credentials FROM crt.stores WHERE slug = 'acme')
		WHERE slug = 'globex'" > answered
	poll 3
	says "store globex"
	same "$(jq -r 'select(.data.orders_seen_at) | .source' out)" /stores/acme
}

@test "stores without credentials, of no platform and paused ones are not asked" {
	store other
	web acme
	web paused
	crt 0 sync store set paused status=paused
	poll 0
	same "$(jq -r .source out | sort -u)" /stores/acme
	[ ! -e paused/log ]
	poll 0 -s other
	same "$(< out)" ""
}

@test "a dry run asks nothing and says what it would ask" {
	three_pages acme
	poll 0 -n
	same "$(< err)" \
"store acme: orders since 2026-10-03T12:00:00Z
store acme: carts since 2026-10-03T12:00:00Z
store acme: customers since 2026-10-03T12:00:00Z"
	same "$(< out)" ""
	[ ! -e acme/log ]
	same "$(answer 'SELECT count(*) FROM crt.runs')" 0
}

@test "a dry run plans for the others where one store's credentials are not whole" {
	web acme
	"$B/fault/secrets_drive" "$(answer "SELECT id FROM crt.stores")" 2026-11-22T10:00:00Z keep '{"consumer_key":"ck_marker"}'
	web beta
	poll 3 -n
	says "store acme: the credential consumer_secret is missing"
	says "store beta: orders since"
	same "$(failures acme)" "0|ACTIVE|"
}

@test "two runs at once: the second has nothing to do" {
	web acme
	coproc psql -qX
	echo "SELECT pg_advisory_lock(hashtext('crt.run'), hashtext('crt-sync'));" >&"${COPROC[1]}"
	until_locked "locktype = 'advisory'"
	poll 0 -v
	says "another run is in progress"
	[ ! -e acme/log ]
	kill "$COPROC_PID"
}

@test "a run that is cut goes on where it was" {
	three_pages acme
	poll 0
	head -3 out > part && mv part out
	take_in
	same "$(cursor acme orders | jq -r '.pages, .page')" "1
1793530799"
	poll 0
	same "$(things)" "2 3"
	same "$(asked acme '[.[5:][] | select(.query.status == "any") | .query.modified_after] | join(" ")')" \
		"2026-11-01T10:59:59 2026-11-01T11:59:59"
	take_in
	same "$(mark acme orders)" 2026-11-01T12:00:00Z
}

@test "after its time a run begins no new page, and the next one goes on" {
	slow() { jq -c '.delay = 0.7'; }
	web acme "$(after 2026-10-03T11:59:59Z "$(page 3 "$ONE" "$TWO" | slow)")" \
		"$(after 2026-11-01T10:59:59Z "$(page 2 "$TWO" "$THREE" | slow)")" \
		"$(after 2026-11-01T11:59:59Z "$(page 1 "$THREE" | slow)")"
	local runs=0
	while [ -z "$(seen_at acme)" ] && [ "$runs" -lt 5 ]; do
		poll 0 --max-time 1s -v
		take_in
		runs=$((runs + 1))
		[ "$runs" -gt 1 ] || says "incomplete; the next run continues"
	done
	[ "$runs" -gt 1 ]
	same "$(seen_at acme)" "2026-11-02 12:00:00+00"
	same "$(asked acme '[.[] | select(.query.status == "any")] | length')" 3
}

@test "what an old run began is ended, and then asked what came since" {
	three_pages acme
	poll 0
	head -3 out > part && mv part out
	take_in
	NOW=2026-11-04T12:00:00Z
	poll 0
	take_in
	same "$(asked acme '[.[] | select(.query.status == "any") | .query.modified_after][-1]')" 2026-11-01T11:54:59
	same "$(seen_at acme)" "2026-11-04 12:00:00+00"
}

@test "a reader that leaves and a disk that is full are exit status 74" {
	three_pages acme
	local got=0
	"$B/bin/crt-sync" --log text --now "$NOW" > /dev/full 2> err || got=$?
	same "$got" 74
	says "standard output"
	got=$({ { "$B/bin/crt-sync" --log text --now "$NOW" 2> err || echo $? >&4; } | true; } 4>&1)
	[ -z "$got" ] || same "$got" 74
	same "$(failures acme)" "0|ACTIVE|"
}

@test "a cursor that is not ours is told, and the stream read anew" {
	three_pages acme
	record() {
		printf '{"specversion":"1.0","id":"1","source":"/stores/acme","type":"crt.sync.checkpoint","time":"%s","data":{"stream":"orders","cursor":"1"}}\n' "$NOW"
	}
	record > out
	take_in
	poll 0
	says "the cursor of stream orders was not written by crt-sync"
	same "$(things)" "1 2 3"
}

@test "an order that cannot be identified is rejected, the others are taken" {
	web acme "$(after 2026-10-03T11:59:59Z "$(page 1 "$ONE" "$(jq -c '.id = null' <<< "$THREE")" "$TWO")")"
	poll 3
	says "orders: 1 of 3 left out"
	same "$(things)" "1 2"
	take_in
	same "$(mark acme orders)" 2026-11-01T12:00:00Z
}
