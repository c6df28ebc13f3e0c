#!/usr/bin/env bats
# peer.bats: others accept crt's records as CloudEvents; "make check-peer" sets PEER.

load helper

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	test_begin
}

teardown() {
	[ -z "${PEER:-}" ] || test_end
}

@test "every record of two days of the demo is valid for the CloudEvents SDK and its schema" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	make -s -C "$TOP" feed templates "B=$B"
	crt 0 campaign apply "$B/templates" "$TOP"/etc/demo/campaign.*.yaml
	: > records
	for feed in "$B"/demo/runs/feed/*T1[28].ndjson; do
		now=$(date -u -d "$(basename "$feed" .ndjson):00Z + 3 hours" +%FT%TZ)
		"$B/bin/crt-ingest" --now "$now" --echo "$feed" >> records 2>> log || [ $? = 3 ]
		"$B/bin/crt-detect" --now "$now" 2>> log | tee -a records |
			"$B/bin/crt-campaign" --now "$now" 2>> log | tee -a records |
			"$B/bin/crt-send" --now "$now" --channel maildir --maildir box >> records 2>> log || [ $? = 3 ]
	done
	node "$TOP/tests/peer/records.mjs" < records > verdict || cat verdict
	assert_equal "$(grep -v ' [0-9]*$' verdict)" "" "wrong"
	for type in cart.updated order.placed cart.abandoned message.due message.sent; do
		assert_has "crt.$type " verdict
	done
}

@test "the validator finds invalid records" {
	good='{"specversion":"1.0","id":"a","source":"/stores/s","type":"crt.x","time":"2026-01-01T00:00:00Z","data":{}}'
	while read -r edit; do
		! echo "$good" | sed "$edit" | node "$TOP/tests/peer/records.mjs" > verdict || { echo "taken: $edit"; false; }
		assert_has "wrong 1" verdict
	done <<-'END'
		s/"1.0"/"0.3"/
		s/"id":"a",//
		s/"id"/"time_zone":"x","id"/
		s/"id"/"ext":{},"id"/
		s/{}/{"a":1,"a":2}/
		s/{}/{"total":{"amount":1.5,"currency":"EUR"}}/
		s/2026-01-01T/yesterday/
	END
	echo "$good" | node "$TOP/tests/peer/records.mjs" > verdict
	assert_has "crt.x 1" verdict
}
