#!/usr/bin/env bats
# promise_person.bats: what a person wanted counts at once, for all their addresses, whatever its date (P6).

load helper
load pipeline

AHEAD=2027-12-01T00:00:00Z

# Seen to fail: each of these was rejected until its time, and the person got the mail.
@test "an opt-out dated a year ahead counts when it arrives" {
	local n
	shop acme
	for n in {1..7}; do cart "c$n" 10:00 "$(person "$n" "p$n@shop.example")"; done | ingest 10:01
	recover 10:20
	{
		withdraw $AHEAD '"id":"1"'
		record message.unsubscribed $AHEAD '{"email":"p2@shop.example"}'
		record message.complained $AHEAD '{"email":"p3@shop.example"}'
		record privacy.requested $AHEAD '{"kind":"erase","customer":{"id":"4"}}'
		customer $AHEAD "$(person 5 p5@shop.example "" denied)"
		record customer.deleted $AHEAD '{"customer":{"id":"6"}}'
	} > feed
	crt 0 ingest --now "$(at 10:30)" feed
	assert_has 'time lies in the future'
	assert_equal "$(query "SELECT count(*) FROM crt.events WHERE time = '2026-11-02T10:30:00Z'")" 6
	recover 11:20
	assert_equal "$(mails_to p7@shop.example) $(mails)" "1 1"
	assert_equal "$(query "SELECT c.external_id, m.reason FROM crt.messages m JOIN crt.carts c ON c.id = m.cart_id
		WHERE m.status <> 'SENT' ORDER BY 1" | row)" \
		"c1|suppressed c2|suppressed c3|suppressed c4|erasure c5|opted_out c6|no_address"
	customer $AHEAD "$(person 8 p8@shop.example)" > grant
	crt 3 ingest --now "$(at 11:30)" grant
}

# Seen to fail: only a withdrawal counted for the other address.
@test "an opt-out counts for every address of the person; a bounce and an owner's wish for the address alone" {
	local n
	shop acme
	for n in {1..5}; do cart "a$n" 10:00 "$(person "$n" "p$n@shop.example")"; done | ingest 10:01
	{
		record message.unsubscribed 10:02 '{"email":"p1@shop.example"}'
		record message.complained 10:02 '{"email":"p2@shop.example"}'
		withdraw 10:02 '"email":"p3@shop.example"'
		record message.bounced 10:02 '{"email":"p4@shop.example","code":"550 5.1.1"}'
	} | ingest 10:03
	crt 0 gdpr --now "$(at 10:03)" suppress add p5@shop.example
	for n in {1..5}; do cart "b$n" 10:05 "$(person "$n" "new$n@shop.example")"; done | ingest 10:06
	recover 10:25
	recover 11:30
	assert_equal "$(mails_to new4@shop.example) $(mails_to new5@shop.example) $(mails)" "1 1 2"
	assert_equal "$(query "SELECT c.external_id FROM crt.messages m JOIN crt.carts c ON c.id = m.cart_id
		WHERE m.reason = 'suppressed' AND c.external_id LIKE 'b%' ORDER BY 1" | row)" "b1 b2 b3"
}
