#!/usr/bin/env bats
# promise_bought.bats: nobody who bought is reminded (P1).
#
# Mails are counted in the Maildir.

load helper
load pipeline

# leave_cart [CUSTOMER]: cart c1 is left at 10:00 and becomes an episode.
leave_cart() {
	cart c1 10:00 "${1:-$(ann)}" | ingest 10:01
	recover 10:20
	assert_equal "$(episodes) $(mails)" "OPEN 0"
}

# assert_no_mail STATE: no step of any day is sent.
assert_no_mail() {
	recover 11:20
	recover 03-10:30
	recover 05-10:30
	assert_equal "$(mails)" 0 mails
	assert_equal "$(episodes)" "$1"
}

@test "three mails arrive without an order, so "no mail" below proves something" {
	shop acme
	leave_cart
	recover 11:20
	recover 03-11:20
	recover 05-11:20
	assert_equal "$(mails_to ann@shop.example) $(mails)" "3 3"
}

# pair CART_CUSTOMER ORDER_CUSTOMER [ORDER_MEMBERS [CART_MEMBERS]]: the next cart and order, in the files carts and orders.
pair() {
	n=$((n + 1))
	cart "c$n" 10:00 "$1" acme 50.00 EUR "${4:-}" >> carts
	order "o$n" 10:40 bought "$2" "${3:-}" >> orders
}

# Catches: orders_of without its branch for the same person, checkout_id, or token_id; fold_person without its
# links by address and number; identity by ASCII, with which copied marks, other scripts, extensions, or
# countries make two people; a domain that is compared as it was typed.
@test "an order stops the mails, whichever cart, account, address, or telephone number it comes with" {
	local n=0 in_at='"country":"AT"'
	shop acme '{"calling_code": "49"}'
	pair "$(person "" a1@shop.example)" null '"cart_id":"c1"'
	pair "$(person 2 a2@shop.example)" "$(person 2 "")" '"cart_id":"other"'
	pair "$(person 3 a3@shop.example)" null '"checkout_id":"c3"' '"token":"t3"'
	pair "$(person 4 a4@shop.example)" null '"cart_id":"t4"' '"token":"t4"'
	pair "$(person 5 a5@shop.example)" null '"checkout_id":"t5"' '"token":"t5"'
	pair "$(person 6 A6@shop.example)" "$(person "" a6@SHOP.example)"
	pair "$(person "" a7@shop.example)" "$(person 7 a7@shop.example)"
	pair "$(person "" $'paula@b\u00fccher.example')" "$(person "" paula@xn--bcher-kva.example)"
	pair "$(person "" $'olga@bu\u0308cher.example')" "$(person "" $'Olga@B\u00dcCHER.example\u200b')"
	pair "$(person "" "o'brien@shop.example")" "$(person "" 'o&#039;brien@shop.example')"
	pair "$(person "" a11@shop.example +4930123456)" "$(person "" a11.private@else.example "+49 30 123456")"
	pair "$(person "" a12@shop.example '+49 30 901830')" "$(person "" b12@shop.example $'\u202a+49 30 901830\u202c')"
	pair "$(person "" a13@shop.example '+49 30 901840')" "$(person "" b13@shop.example $'+49\u00a030\u00a0901840')"
	pair "$(person "" a14@shop.example '+1 212 555 0123')" "$(person "" b14@shop.example '+1 212-555-0123 ext. 44012')"
	pair "$(person "" a15@shop.example '+43 664 1234567')" "$(person "" b15@shop.example '0664 1234567' | sed "s/}\$/,$in_at}/")"
	pair "$(person "" a16@shop.example '+966 50 123 4567')" "$(person "" b16@shop.example $'+\u0669\u0666\u0666 50 123 4567')"
	pair "$(person 17 a17@shop.example)" "$(person "" b17@else.example +49301234567)"
	cart control 10:00 "$(person "" control@shop.example)" >> carts
	ingest 10:01 < carts
	recover 10:20
	assert_equal "$(episodes | tr ' ' '\n' | uniq -c | xargs) $(mails)" "18 OPEN 0"
	{ customer 09:00 "$(person 17 "" +49301234567)"; cat orders; } | ingest 10:41
	recover 11:20
	recover 03-11:20
	recover 05-11:20
	assert_equal "$(mails_to control@shop.example) $(mails)" "3 3" mails
	assert_equal "$(query "SELECT c.external_id, a.state FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id
		WHERE a.state <> 'RECOVERED'")" "control|OPEN"
	assert_equal "$(query "SELECT count(*) FROM crt.abandoned_carts")" 18
}

# Catches: a number without a country, or an invalid address, is dropped without a log line.
@test "an invalid number or address is counted and logged, and the record is accepted" {
	shop acme
	{
		cart c1 10:00 "$(person 7 'ann at shop.example' '0170 1234567')"
		cart c2 10:00 "$(person 8 bob@shop.example '0170 7654321')"
	} | ingest 10:01
	assert_has 'crt.cart.updated: customer.email is not an e-mail address and is left out'
	assert_has 'crt.cart.updated: customer.phone is not a telephone number whose country is known and is left out'
	assert_lacks 1234567 err
	assert_equal "$(query 'SELECT path, count FROM crt.left_out ORDER BY 1')" "$(printf 'customer.email|1\ncustomer.phone|2')"
	assert_equal "$(query 'SELECT count(*) FROM crt.carts WHERE customer_id IS NOT NULL')" 2
}

# session_seen TIME SESSION CUSTOMER [CART]: what a shop's page reports of a device.
session_seen() {
	record session.event "$1" "{\"session\":\"$2\",\"kind\":\"identify\",\"customer\":$3${4:+,\"cart\":{\"id\":\"$4\"\}}}"
}

# Catches: session_event() that does nothing, or links only the session or only the cart.
@test "an order with another e-mail address from the same device or cart stops the mails" {
	shop acme
	for i in 1 2 3; do
		cart "c$i" 10:00 "$(person "$i" "p$i@shop.example")"
	done | ingest 10:01
	recover 10:20
	{
		session_seen 10:05 device1 "$(person 1 "")"
		session_seen 10:30 device1 "$(person "" q1@else.example)"
		session_seen 10:30 device2 "$(person "" q2@else.example)" c2
		session_seen 10:30 device3 "$(person "" q3@else.example)"
		for i in 1 2 3; do
			order "o$i" 10:40 bought "$(person "" "q$i@else.example")"
		done
	} | ingest 10:41
	recover 11:20
	assert_equal "$(mails_to p1@shop.example) $(mails_to p2@shop.example) $(mails_to p3@shop.example)" "0 0 1"
	assert_equal "$(episodes | tr ' ' '\n' | sort | xargs)" "OPEN RECOVERED RECOVERED"
}

# renamed ID TIME CUSTOMER: a later record of an order names somebody, perhaps somebody else.
renamed() { record order.updated "$2" "{\"order\":{\"id\":\"$1\",\"status\":\"bought\",\"placed\":\"$(at 10:40)\"},\"customer\":$3}"; }

# Seen to fail: only the person of the newest record counts; order_resolve without
# the links; order_fold that ignores a record between two others.
@test "an order closes the episodes of everyone whom it ever named, in any order of arrival" {
	shop acme
	for i in 1 2 3 4 5; do
		cart "c$i" 10:00 "$(person "$i" "p$i@shop.example")"
	done | ingest 10:01
	recover 10:20
	{
		order o1 10:40 bought "$(person "" p1@shop.example)"
		renamed o1 10:50 "$(person "" q1@else.example)"
		order o2 10:40 bought "$(person "" q2@else.example)"
		renamed o2 10:50 "$(person "" p2@shop.example)"
		order o3 10:40 bought "$(person "" q3@else.example)"
		renamed o3 10:50 "$(person "" r3@else.example)"
	} | ingest 10:51
	recover 10:55
	renamed o3 10:45 "$(person "" p3@shop.example)" | ingest 10:56
	recover 11:00
	assert_equal "$(query "SELECT c.external_id, a.state FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id
		ORDER BY 1" | paste -sd ' ')" "c1|RECOVERED c2|RECOVERED c3|RECOVERED c4|OPEN c5|OPEN"
	detect 11:20
	campaign 11:20
	{ order o4 10:40 bought "$(person "" p4@shop.example)"; renamed o4 10:50 "$(person "" q4@else.example)"; } | ingest 11:21
	deliver 11:22
	assert_equal "$(mails) $(mails_to p5@shop.example)" "1 1" "the order of p4 came after the message was due"
}

# Seen to fail: the person of such an order was unknown, so it ended the episode of its own cart only.
@test "an order that names its person only through a cart or a checkout ends the episodes of the person, whichever came first" {
	local i
	shop acme
	{
		for i in 1 2 3 4; do
			cart "a$i" 10:00 "$(person "" "p$i@shop.example")"
			cart "b$i" 10:05 "$(person "" "p$i@shop.example")" acme 50.00 EUR "\"token\":\"t$i\""
		done
		order o4 10:40 awaiting '{"first_name":"Ann"}' '"checkout_id":"later"'
	} | ingest 10:41
	recover 10:42
	{
		order o1 10:40 awaiting null '"cart_id":"b1"'
		order o2 10:40 bought '{}' '"cart_id":"t2"'
		cart later 10:30 "$(person "" p4@shop.example)"
	} | ingest 10:45
	detect 11:15
	campaign 11:15
	order o3 10:40 bought '{"first_name":"Ann"}' '"checkout_id":"t3"' | ingest 11:16
	deliver 11:17
	recover 11:40
	assert_equal "$(mails)" 0 mails
	# crt-detect had applied o4 before its cart came; the gate bought still knew
	assert_equal "$(query "SELECT state, count(*) FROM crt.abandoned_carts GROUP BY state ORDER BY state" | row)" "OPEN|2 RECOVERED|6"
}

# Catches: an order status that orders_of wrongly includes or omits.
@test "an awaited transfer stops the mails; a failed payment and an order at the counter do not" {
	shop acme
	{
		cart c1 10:00 "$(person 1 one@shop.example)"
		cart c2 10:00 "$(person 2 two@shop.example)"
		cart c3 10:00 "$(person 3 three@shop.example)"
	} | ingest 10:01
	recover 10:20
	{
		order o1 10:40 awaiting "$(person 1 "")"
		order o2 10:40 failed "$(person 2 "")"
		order o3 10:40 not_a_checkout "$(person 3 "")"
	} | ingest 10:41
	recover 11:20
	assert_equal "$(mails_to one@shop.example) $(mails_to two@shop.example) $(mails_to three@shop.example)" "0 1 1"
}

# Seen to fail: the newest status alone counts.
@test "an order that is canceled later still counts, before crt-detect has run or after; its revenue does not" {
	shop acme
	{
		cart c1 10:00 "$(person 1 one@shop.example)"
		cart c2 10:00 "$(person 2 two@shop.example)"
	} | ingest 10:01
	recover 10:20
	{ order o1 10:40 bought "$(person 1 "")"; order o2 10:40 bought "$(person 2 "")"; } | ingest 10:41
	order o2 10:50 failed "$(person 2 "")" | ingest 10:51
	recover 11:00
	order o1 11:05 failed "$(person 1 "")" | ingest 11:06
	recover 11:20
	assert_equal "$(mails) $(episodes)" "0 RECOVERED RECOVERED"
	assert_equal "$(query 'SELECT count(*) FILTER (WHERE recovered) FROM crt.outcomes')" 0
}

@test "an order that arrives before its cart, or with it, stops the mails" {
	shop acme
	order o1 10:40 bought | ingest 10:41
	cart c1 10:00 | ingest 10:45
	recover 10:50
	recover 11:50
	recover 03-11:50
	assert_equal "$(mails) $(episodes)" "0 "
	{ cart c2 04-10:00; order o2 04-10:10 bought; } | ingest 04-10:11
	recover 04-12:00
	assert_equal "$(mails) $(episodes)" "0 "
}

# Catches: order_resolve looks at the state OPEN only; a repeat adds a row or revenue.
@test "the same order three times is one purchase" {
	shop acme
	leave_cart
	order o1 10:40 bought > order
	cat order order | ingest 10:41
	recover 10:45
	assert_has '"crt.cart.recovered"' detected
	cat order | ingest 10:50
	recover 10:55
	assert_equal "$(grep -c recovered detected)" 0
	assert_equal "$(query 'SELECT count(*) FROM crt.orders') $(query 'SELECT sum(recovery_revenue) FROM crt.abandoned_carts')" "1 5000"
}

@test "a late order stops the rest of the sequence" {
	shop acme
	leave_cart
	recover 11:20
	order o1 10:40 bought | ingest 12:00
	recover 03-10:30
	recover 05-10:30
	assert_equal "$(mails) $(episodes)" "1 RECOVERED"
	assert_equal "$(query 'SELECT recovery_method FROM crt.abandoned_carts')" DIRECT "the order was before the mail"
	assert_equal "$(query 'SELECT state, reason FROM crt.enrollments')" "STOPPED|bought"
}

# Catches: a claim that relies on crt-campaign (claim.c without verdicts_decide).
@test "an order between message.due and its claim stops the mail" {
	shop acme
	leave_cart
	detect 11:20
	campaign 11:20
	assert_has '"crt.message.due"' due
	order o1 11:21 bought "$(person 7 "")" | ingest 11:21
	deliver 11:22
	assert_equal "$(mails) $(messages)" "0 0|SKIPPED|bought"
	assert_equal "$(jq -r '[.type, .data.gate, .data.facts.bought] | join(" ")' sent)" "crt.message.skipped bought true"
	deliver 11:23
	assert_equal "$(mails) $(wc -l < sent)" "0 0"
}

# Catches: the gate stale_orders is always open; AGAIN never comes.
@test "mails are held until the orders have been synced" {
	shop acme '{"orders_max_age": "2h"}'
	checkpoint 09:00 | ingest 09:01
	leave_cart
	recover 11:20
	assert_equal "$(mails) $(messages)" "0 0|HELD|stale_orders"
	assert_equal "$(jq -r 'select(.type == "crt.message.held") | .data.gate' due)" stale_orders
	checkpoint 11:25 | ingest 11:26
	recover 11:30
	assert_equal "$(mails) $(messages)" "1 0|SENT|"
}

# Catches: a future time counts as fresh, or survives the next order sync.
@test "orders that were synced tomorrow by a wrong clock count as not synced" {
	shop acme '{"orders_max_age": "2h"}'
	checkpoint 23:30 | ingest 23:31
	leave_cart
	recover 11:20
	assert_equal "$(mails) $(messages)" "0 0|HELD|stale_orders"
	checkpoint 11:25 | ingest 11:26
	recover 11:30
	assert_equal "$(mails) $(messages)" "1 0|SENT|"
	assert_equal "$(query "SELECT to_char(orders_seen_at, 'HH24:MI') FROM crt.stores WHERE slug = 'acme'")" 11:25
}

@test "an incomplete checkpoint, or one of another store, releases no mail" {
	shop acme '{"orders_max_age": "2h"}'
	shop other '{"orders_max_age": "2h"}'
	leave_cart
	{ checkpoint 11:00 | sed 's/"complete":true/"complete":false/'; checkpoint 11:00 other; } | ingest 11:01
	recover 11:20
	assert_equal "$(mails) $(messages)" "0 0|HELD|stale_orders"
}

@test "an order that arrives with the late checkpoint stops the mails" {
	shop acme '{"orders_max_age": "2h"}'
	leave_cart
	recover 11:20
	assert_equal "$(messages)" "0|HELD|stale_orders"
	{ order o1 10:40 bought; checkpoint 11:25; } | ingest 11:26
	recover 11:30
	assert_equal "$(mails) $(messages) $(episodes)" "0 0|SKIPPED|bought RECOVERED"
}

@test "a guest's cart that is merged at login ends, and an order of the account closes the other cart" {
	shop acme
	cart guest 10:00 '{"email":"ann@shop.example","consent":{"email":{"state":"granted"}}}' | ingest 10:01
	recover 10:20
	{
		record cart.merged 10:30 '{"cart":{"id":"guest"},"into":{"id":"own"}}'
		cart own 10:30 "$(person 7 ann@work.example)"
	} | ingest 10:31
	recover 10:50
	assert_equal "$(episodes)" "CANCELED OPEN"
	order o1 11:00 bought "$(person 7 "")" | ingest 11:01
	assert_no_mail "CANCELED RECOVERED"
}

# Catches: orders_of without NOT o.test.
@test "a test order is no purchase and no revenue" {
	shop acme
	leave_cart
	order o1 10:40 bought "$(ann)" '"test":true' | ingest 10:41
	recover 11:20
	assert_equal "$(mails) $(episodes)" "1 OPEN"
	assert_equal "$(query 'SELECT sum(recovery_revenue) FROM crt.abandoned_carts')" ""
}

# Catches: orders_of without its condition on placed_at.
@test "a person who buys, returns, and leaves another cart is reminded of it" {
	shop acme
	leave_cart
	order o1 10:40 bought | ingest 10:41
	recover 11:20
	cart c2 15:00 | ingest 15:01
	recover 15:20
	recover 16:20
	assert_equal "$(mails_to ann@shop.example) $(episodes)" "1 RECOVERED OPEN"
}

# Catches: customer_merged() links nobody.
@test "an order of the account into which the shop merged the cart's account stops the mails" {
	shop acme
	leave_cart
	{
		record customer.merged 10:30 '{"customer":{"id":"7"},"into":{"id":"8"}}'
		order o1 10:40 bought "$(person 8 new@else.example)"
	} | ingest 10:41
	assert_no_mail RECOVERED
}

# Catches: no order recovers a LOST episode, or an order after its end does.
@test "a late order recovers a lost episode if it was placed before the end of the episode" {
	shop acme '{"expire": "80h"}'
	{
		cart c1 10:00 "$(person 1 p1@shop.example)"
		cart c2 10:00 "$(person 2 p2@shop.example)"
	} | ingest 10:01
	recover 10:20
	detect 05-18:20
	assert_equal "$(episodes)" "LOST LOST"
	{ order o1 05-18:10 bought "$(person 1 "")"; order o2 05-18:16 bought "$(person 2 "")"; } | ingest 05-18:25
	detect 05-18:30
	assert_equal "$(query 'SELECT c.external_id, a.state FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id ORDER BY 1' |
		paste -sd ' ')" "c1|RECOVERED c2|LOST"
}

# Catches: a future time counts as the last change of a cart, so no order comes after it.
@test "a cart with a change in the future counts as changed when the record was made" {
	shop acme
	cart c1 10:00 "$(ann)" acme 50.00 EUR "\"updated\":\"$(at 03-10:00)\"" | ingest 10:01
	assert_equal "$(query "SELECT last_activity_at = '$(at 10:00)' FROM crt.carts")" t
	recover 10:20
	order o1 10:40 bought | ingest 10:41
	assert_no_mail RECOVERED
}
