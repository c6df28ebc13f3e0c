#!/usr/bin/env bats
# explain.bats: crt-campaign explain finds a person, a cart, or a message by every kind of name.

load helper
load pipeline

@test "explain accepts every kind of name, and reports what it cannot find" {
	shop acme
	cart c1 10:00 | ingest 10:01
	detect 10:20
	campaign 10:20
	recover 11:20
	crt 0 campaign --now "$(at 12:00)" explain c1
	cp out by_cart
	assert_equal "$(jq -r '.what' out | uniq -c | xargs)" "1 episode 1 enrollment 1 message 25 gate"
	assert_equal "$(jq -r 'select(.what == "gate" and .state != "passes") | "\(.gate) \(.state) \(.step)"' out | paste -sd ' ')" \
		"too_early holds 2 gap holds 2 cap_day holds 2"
	for name in 7 ANN@shop.example "$(query 'SELECT id FROM crt.carts')" \
	    "$(query 'SELECT id FROM crt.messages')" "$(query 'SELECT id FROM crt.abandoned_carts')"; do
		crt 0 campaign --now "$(at 12:00)" explain "$name"
		assert_equal "$(< out)" "$(< by_cart)" "$name"
	done
	crt 0 sync store set acme status=paused
	crt 0 campaign --now "$(at 12:00)" explain c1
	assert_equal "$(jq -r 'select(.what == "enrollment") | .detail' out)" "the store is paused: none of its messages are sent"
	crt 0 campaign --now "$(at 12:00)"
	assert_equal "$(< out)" ""
	crt 0 sync store set acme status=active
	crt 64 campaign explain nobody@shop.example
	assert_has 'no cart, customer, or message matches'
	assert_equal "$(grep -c nobody err)" 0 "no address in an error"
	cart new 12:00 "$(person 8 "")" | ingest 12:01
	crt 0 campaign explain new
	assert_equal "$(jq -r '[.what, .state, .detail] | join(" ")' out)" "cart ACTIVE it has not been abandoned"
}
