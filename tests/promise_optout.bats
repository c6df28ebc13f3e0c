#!/usr/bin/env bats
# promise_optout.bats: an opt-out is for the person, for good (P6).

load helper
load pipeline

# mailed: ann has had the first mail of her cart c1; its id is in MESSAGE.
mailed() {
	shop acme
	cart c1 10:00 | take 10:01
	recover 10:20
	recover 11:20
	same "$(mails_to ann@shop.example)" 1
	MESSAGE=$(answer 'SELECT id FROM crt.messages')
}

# for_good: the shop imports her again, older and newer, and she leaves carts: nothing more arrives.
for_good() {
	{
		customer 09:00 "$(person 7 ann@shop.example)"
		customer 13:00 "$(person 7 ann@shop.example)"
	} | take 13:01
	recover 03-11:20
	recover 05-11:20
	cart c2 08-10:00 "$(person 7 Ann@Shop.example)" | take 08-10:01
	cart c3 08-10:00 "$(person "" ann@shop.example)" | take 08-10:01
	cart c4 08-10:00 "$(person 70 ann@shop.example)" | take 08-10:01
	for time in 08-10:20 08-11:20 09-11:20 11-11:20; do
		recover "$time"
	done
	same "$(mails)" 1 mails
	same "$(answer "SELECT count(*) FROM crt.messages WHERE status <> 'SKIPPED' OR reason <> 'suppressed'")" 1
	same "$(answer "SELECT count(DISTINCT cart_id) FROM crt.messages WHERE reason = 'suppressed'")" 4
}

# told KIND [MEMBERS]: a provider's report on her message.
told() { record "message.$1" 12:00 "{\"message\":\"$MESSAGE\"${2:+,$2}}" | take 12:01; }

# Catches: suppress() left out of consent_changed; the gate's order (consent alone would be granted again).
@test "withdrawn by address" {
	mailed
	withdraw 12:00 '"email":"ANN@shop.example"' | take 12:01
	for_good
}

# Catches: a suppression of the address only.
@test "withdrawn by the shop's customer id, without an address" {
	mailed
	withdraw 12:00 '"id":"7"' | take 12:01
	for_good
}

@test "withdrawn by id before the customer's address is known" {
	shop acme
	withdraw 09:00 '"id":"7"' | take 09:01
	cart c1 10:00 | take 10:01
	recover 10:20
	recover 11:20
	same "$(mails) $(messages)" "0 0|SKIPPED|suppressed"
}

@test "unsubscribed" {
	mailed
	told unsubscribed
	for_good
}

@test "complained" {
	mailed
	told complained
	for_good
}

# Catches: a no that is dropped because nobody is found for it.
@test "a no of a message that is not known stays for a person to see" {
	local kind
	mailed
	for kind in unsubscribed complained opened bounced; do
		record "message.$kind" 12:00 '{"message":"00000000-0000-7000-8000-000000000000"}'
	done > feed
	crt 3 ingest --now "$(at 12:01)" feed
	same "$(answer 'SELECT position FROM crt.rejects ORDER BY 1' | paste -sd ' ')" "1 2"
	says 'crt.message.unsubscribed of a message that is not known'
}

@test "bounced: the mailbox does not exist" {
	mailed
	told bounced '"code":"5.1.1"'
	for_good
}

@test "bounced: the mailbox is full; that passes" {
	mailed
	told bounced '"code":"4.2.2"'
	same "$(answer 'SELECT count(*) FROM crt.suppressions')" 0
}

# Catches: no suppressions in the facts of the claim.
@test "an opt-out between message.due and its claim" {
	shop acme
	cart c1 10:00 | take 10:01
	recover 10:20
	detect 11:20
	campaign 11:20
	withdraw 11:20 '"email":"ann@shop.example"' | take 11:21
	deliver 11:22
	same "$(mails) $(messages)" "0 0|SKIPPED|suppressed"
	same "$(jq -r .data.gate sent)" suppressed
}

# Catches: the address itself, or a hash that anyone can make, as the key.
@test "what is kept of an opt-out is no address" {
	shop acme
	withdraw 12:00 '"email":"ann@shop.example"' | take 12:01
	answer 'SELECT * FROM crt.suppressions' > rows
	same "$(wc -l < rows)" 1
	for plain in ann shop.example "$(printf ann@shop.example | md5sum | cut -c-32)" \
	    "$(printf ann@shop.example | sha256sum | cut -c-32)"; do
		same "$(tr -d - < rows | grep -c "$plain")" 0 "$plain"
	done
	answer "UPDATE crt.suppressions SET reason = 'x'" 2> err && return 1
	says 'rows of suppressions are never changed'
}

# The platform's word, not the person's: a newer yes counts again, an older one does not.
@test "the platform's no holds until a newer yes, for every account of the address" {
	shop acme '{"consent_basis": "not_denied"}'
	{
		customer 12:00 "$(person 7 ann@shop.example "" denied)"
		customer 11:00 "$(person 7 ann@shop.example)"
		cart c1 12:30 "$(person 7 ann@shop.example "" "")"
		cart c2 12:30 "$(person "" ann@shop.example "" "")"
	} | take 12:31
	recover 13:00
	recover 14:00
	same "$(mails) $(answer "SELECT DISTINCT status, reason FROM crt.messages")" "0 SKIPPED|opted_out"
	customer 03-11:00 "$(person 7 ann@shop.example)" | take 03-11:01
	cart c3 08-10:00 "$(person 7 ann@shop.example "" "")" | take 08-10:01
	recover 08-10:20
	recover 08-11:20
	same "$(mails)" 1
}

# Catches: suppressions keyed per store, or not per organization.
@test "it counts for the organization's other stores and for nobody else's" {
	shop acme
	shop other
	shop second
	answer "UPDATE crt.stores SET organization_id = crt.derived('organizationacme') WHERE slug = 'second'"
	withdraw 09:00 '"email":"ann@shop.example"' | take 09:01
	{ cart c1 10:00; cart c1 10:00 "$(ann)" other; cart c1 10:00 "$(ann)" second; } | take 10:01
	recover 10:20
	recover 11:20
	same "$(mails_to ann@shop.example)" 1
	same "$(answer 'SELECT s.slug, m.status FROM crt.messages m JOIN crt.stores s ON s.id = m.store_id ORDER BY 1' | paste -sd ' ')" \
		"acme|SKIPPED other|SENT second|SKIPPED"
}
