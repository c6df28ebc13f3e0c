#!/usr/bin/env bats
# promise_polled.bats: P1 with polls: mails wait until the orders have been looked at.
#
# Seen to fail: each page told as the last of its pass.

load helper
load pipeline
load shops

ANN=$(person 7 ann@shop.example "")
BOB=$(person 8 p2@people.example "")

# Two carts that were left; a shop whose orders must not be older than two hours.
two_left() {
	web acme "$@"
	answer "UPDATE crt.stores SET settings = '{\"from\": \"Shop <shop@acme.example>\", \"orders_max_age\": \"2h\"}'" > answered
	program acme
	{
		cart c1 10:00 "$ANN"
		cart c2 10:00 "$BOB"
	} | take 10:01
}

@test "without a look at the orders nothing goes; a look lets it go, but not to who has bought" {
	two_left "$(after 2026-10-03T11:29:59Z "$(page 1 "$(woo 2 processing 2026-11-02T11:00:00Z)")")"
	recover 11:20
	same "$(messages)" "0|HELD|stale_orders 0|HELD|stale_orders"
	same "$(mails)" 0
	NOW=$(at 11:30)
	poll 0
	take_in
	recover 11:31
	same "$(mails_to ann@shop.example) $(mails_to p2@people.example)" "1 0"
	same "$(episodes)" "OPEN RECOVERED"
}

# Seen to fail: placed as date_modified.
@test "an old unpaid order that somebody in the shop looks at is no purchase of today" {
	two_left "$(after 2026-10-03T11:29:59Z "$(page 1 "$(woo 2 on-hold 2026-11-02T11:00:00Z |
		sed 's/"date_created_gmt": "[^"]*"/"date_created_gmt": "2026-09-10T08:00:00"/')")")"
	recover 11:20
	NOW=$(at 11:30)
	poll 0
	take_in
	recover 11:31
	same "$(mails_to ann@shop.example) $(mails_to p2@people.example) $(episodes)" "1 1 OPEN OPEN"
}

@test "a pass over the orders that did not come to its end is no look" {
	two_left "$(after 2026-10-03T11:29:59Z "$(page 2 "$(woo 9 processing 2026-11-02T10:30:00Z)")")" \
		"$(after 2026-11-02T10:29:59Z '{"status":500}')"
	NOW=$(at 11:30)
	poll 75
	take_in
	recover 11:31
	same "$(mails)" 0
	script acme "$(after 2026-11-02T10:29:59Z "$(page 1 "$(woo 2 on-hold 2026-11-02T11:00:00Z)")")"
	NOW=$(at 11:35)
	poll 0
	take_in
	recover 11:36
	same "$(mails_to ann@shop.example) $(mails_to p2@people.example)" "1 0"
}
