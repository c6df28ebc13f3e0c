#!/usr/bin/env bats
# promise_quiet.bats: P13, text messages go where the law of each place allows them, at the hours of the recipient; push
# messages go within the hours of the store.

load helper
load pipeline

setup() {
	test_begin
	store acme '{"from": "Shop <acme@shop.example>", "orders_max_age": "off", "links_url": "https://crt.example", "gap": "1h", "cap_day": "9", "cap_week": "9"}'
	printf '%s\n' 'template: first' 'locale: en' 'channel: SMS' \
		'text: "{{ store.name }}: {{ cart.items[0].title }} waits. {{ links.cart }} Reply STOP to end."' > first.yaml
	printf '%s\n' 'campaign: texts' 'store: acme' 'trigger: {}' 'steps:' \
		'  - { wait: 1h, channel: SMS, template: first, not_after: 24h }' \
		'  - { wait: 26h, channel: SMS, template: first, not_after: 40h }' \
		'  - { wait: 50h, channel: SMS, template: first, not_after: 60h }' > texts.yaml
	crt 0 campaign apply first.yaml texts.yaml
	printf '%s\n' '#!/bin/sh' 'while read -r line; do' "printf '%s\\n' \"\$line\" >> '$PWD/got'; id=\${line#*'\"message\":\"'}" \
		"echo '{\"message\":\"'\"\${id%%'\"'*}\"'\",\"status\":\"sent\"}'" done > program
	chmod +x program
}

# texter ID PHONE STATE [CONFIRMED [MEMBERS]]: a customer with a consent to text messages.
texter() {
	local consent=""
	[ -z "$3" ] || consent=",\"consent\":{\"sms\":{\"state\":\"$3\",\"confirmed\":${4:-true}}}"
	echo "{\"id\":\"$1\",\"phone\":\"$2\"$consent${5:+,$5}}"
}

# written TIME PHONE...: written consents to text messages (47 CFR 64.1200(f)(9)).
written() {
	local time=$1 phone
	for phone in "${@:2}"; do
		record consent.changed "$time" "{\"customer\":{\"phone\":\"$phone\"},\"channel\":\"SMS\",\"action\":\"grant\",\"signature\":\"checkbox\",\"wording\":\"v1\",\"seller\":\"Acme\",\"unconditional\":true}"
	done
}

# text TIME: sends the text messages that are due.
text() {
	campaign "$1"
	crt 0 send --now "$(at "$1")" --sms --sms-channel exec --sms-program "$PWD/program" < due
	cp out sent
}

# rows [COLUMNS]: cart, step, status, and reason, by cart.
rows() {
	query "SELECT c.external_id, m.step_index, m.status, coalesce(m.reason, '')${1:+, $1}
	         FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id ORDER BY 1, 2" | paste -sd ' '
}

# Seen to fail: with the store's consent_basis for text messages; without text_unconfirmed; with the suppressions of mails;
# with a written consent for another number.
@test "a text message needs consent, confirmed in the US and Canada, and a number that is not suppressed" {
	{
		cart de-none 14:00 "$(texter 1 +4915112345671 "")"
		cart de-no 14:00 "$(texter 2 +4915112345672 denied)"
		cart de-yes 14:00 "$(texter 3 +4915112345673 granted false)"
		cart de-stop 14:00 "$(texter 4 +4915112345674 granted false)"
		cart de-mail 14:00 "{\"id\":\"5\",\"email\":\"ann@shop.example\",\"consent\":{\"sms\":{\"state\":\"granted\"}}}"
		cart us-yes 14:00 "$(texter 6 +12125550106 granted true)"
		cart us-once 14:00 "$(texter 7 +12125550107 granted false)"
		cart us-said 14:00 "$(texter 8 +12125550109 granted true)"
		written 13:00 +12125550106 +12125550107
		written 13:00 +12125550109 | sed 's/,"seller":"Acme"//'
		cart us-old 14:00 "$(texter 9 +12125550110 granted true)"
		written 13:00 +12125550110 | sed 's/"signature"/"number":"+12125550111",&/'
		record consent.changed 14:01 '{"customer":{"phone":"+4915112345674"},"channel":"SMS","action":"withdraw"}'
		record consent.changed 14:01 '{"customer":{"id":"3","email":"ann@shop.example"},"channel":"EMAIL","action":"withdraw"}'
	} | ingest 14:02
	detect 14:20
	text 15:30
	assert_equal "$(rows)" "de-mail|0|SKIPPED|no_address de-no|0|SKIPPED|opted_out de-none|0|SKIPPED|no_consent de-stop|0|SKIPPED|suppressed de-yes|0|SENT| us-old|0|SKIPPED|text_unwritten us-once|0|SKIPPED|text_unconfirmed us-said|0|SKIPPED|text_unwritten us-yes|0|SENT|"
	assert_equal "$(jq -r '[.channel, .to, .text] | join("|")' got | sort | head -1 | sed 's|/r/[^ ]*|/r/|')" \
		"SMS|+12125550106|Acme: Tea cup waits. https://crt.example/r/ Reply STOP to end."
	assert_equal "$(query "SELECT count(DISTINCT policy) FROM crt.messages WHERE status = 'SENT' AND policy ~ '^[0-9a-f]{12}\$'")" 1
	crt 0 campaign explain us-once --now "$(at 15:30)" --table
	assert_has "text messages to the person's region need a confirmed consent (double opt-in)" out
	crt 0 campaign explain us-said --now "$(at 15:30)" --table
	assert_has "text messages to the person's region need a written consent" out
	crt 0 sync store set acme sms_confirmed=no sms_written=no
	echo 2125550199 > registry
	crt 0 gdpr --now "$(at 15:30)" dnc import --downloaded 2d registry
	cart us-two 16:00 "$(texter 8 +12125550108 granted false)" | ingest 16:01
	detect 16:20
	text 17:30
	assert_equal "$(rows | grep -o 'us-two|0|[A-Z]*')" "us-two|0|SENT"
}

# 448 is Florida's panhandle, in two zones: 20:00 in New York is 01:00 UTC, 08:00 in Chicago is 14:00 UTC.
# Seen to fail: with one zone of two, and with GATE_GO past the hours.
@test "a message of the evening waits until every zone of its recipient is open, and one that would be late is dropped" {
	{
		cart fl 23:30 "$(texter 1 +14485550101 granted)"
		cart ny 23:30 "$(texter 2 +12125550102 granted)"
		written 23:00 +14485550101 +12125550102 +12125550103
		cart away 23:30 "$(texter 3 +12125550103 granted true '"country":"US","region":"CA","timezone":"America/Denver"')"
	} | ingest 23:31
	detect 23:50
	text 03-01:05
	assert_equal "$(rows "to_char(m.held_until AT TIME ZONE 'UTC', 'DD-HH24:MI')")" \
		"away|0|SENT|| fl|0|HELD|quiet_hours|03-14:00 ny|0|SENT||"
	crt 0 campaign explain fl --now "$(at 03-01:05)" --table
	assert_has "the hour does not allow text messages: US-FL in America/New_York (area code), until 2026-11-03T14:00:00Z" out
	assert_equal "$(query "SELECT facts->'regions'->>0, facts->>'policy' = (SELECT max(policy) FROM crt.messages) FROM crt.messages WHERE status = 'HELD'")" \
		"US-FL (area code)|t"
	text 03-13:59
	assert_equal "$(rows | grep -o 'fl|0|[A-Z]*')" "fl|0|HELD"
	text 03-14:00
	assert_equal "$(rows | grep -o 'fl|0|[A-Z]*')" "fl|0|SENT"
	{ written 06-23:00 +16055550104; cart sd 07-00:00 "$(texter 4 +16055550104 granted)"; } | ingest 07-00:01
	detect 07-00:20
	text 07-03:05
	assert_equal "$(rows | grep -o 'sd|0|[^ ]*')" "sd|0|SKIPPED|quiet_hours"
}

# Seen to fail: without text_repeated.
@test "one text message for an episode in the US, and none later than 48 hours after the abandonment" {
	{
		written 13:00 +12125550101
		cart us 14:00 "$(texter 1 +12125550101 granted)"
		cart de 10:00 "$(texter 2 +4915112345672 granted)"
	} | ingest 14:01
	detect 14:20
	text 15:20
	text 03-16:30
	assert_equal "$(rows)" "de|0|SENT| de|1|SENT| us|0|SENT| us|1|SKIPPED|text_repeated"
	assert_equal "$(wc -l < got)" 3
	assert_equal "$(jq -r .type sent | sort | uniq -c | xargs)" "1 crt.message.sent"
	crt 0 send --now "$(at 03-16:30)" --channel maildir --maildir "$PWD/mail" < due
	assert_equal "$(mails)" 0
}

# Catches: a gate that is always open.
@test "in the US none comes later than 48 hours after the abandonment; in Florida a person gets three a day" {
	{
		written 13:00 +12125550101 +13055550103
		cart late 14:00 "$(texter 1 +12125550101 granted)"
		cart de 14:00 "$(texter 2 +4915112345672 granted)"
		cart fl1 04-13:00 "$(texter 3 +13055550103 granted)"
	} | ingest 04-13:01
	detect 04-16:40
	text 04-16:50
	assert_equal "$(rows | grep -o '[a-z0-9]*|[0-9]|[A-Z]*|[a-z_]*' | grep -v too_late | xargs)" \
		"de|2|SENT| fl1|0|SENT| late|2|SKIPPED|text_late"
	query "SET session_replication_role = replica; INSERT INTO crt.messages SELECT (jsonb_populate_record(m, jsonb_build_object(
		'id', gen_random_uuid(), 'step_index', 10 + n))).* FROM crt.messages m JOIN crt.carts c USING (store_id), generate_series(1, 2) n
		WHERE c.id = m.cart_id AND c.external_id = 'fl1'; RESET session_replication_role"
	cart fl2 04-17:00 "$(texter 3 +13055550103 granted)" | ingest 04-17:01
	detect 04-17:20
	text 04-18:30
	assert_equal "$(rows "to_char(m.held_until AT TIME ZONE 'UTC', 'DD-HH24:MI')" | grep -o 'fl2|[^ ]*')" "fl2|0|HELD|text_cap|05-16:50"
}

# Tokyo is open from 23:00 to 12:00 UTC, New York from 13:00 to 02:00 UTC.
# Catches: a gate for text messages only; the address beside the device.
@test "a push message waits for push_hours of the device, else of the address, else of the store" {
	printf '%s\n' 'template: first' 'locale: en' 'channel: PUSH' 'title: a' 'body: b' > push.yaml
	printf '%s\n' 'campaign: pushes' 'store: acme' 'trigger: {}' 'steps:' \
		'  - { wait: 1h, channel: PUSH, template: first, not_after: 9h }' > pushes.yaml
	crt 0 campaign apply push.yaml pushes.yaml
	crt 0 sync store set acme timezone=Europe/Berlin
	owner() { echo "{\"id\":\"$1\",\"push_token\":\"tok:$1\",\"consent\":{\"push\":{\"state\":\"granted\"}}${2:+,$2}}"; }
	pushed() {
		campaign "$1"
		crt 0 send --now "$(at "$1")" --push --push-channel exec --push-program "$PWD/program" < due
	}
	held() { query "SELECT c.external_id, m.status, m.reason, to_char(m.held_until AT TIME ZONE 'UTC', 'DD-HH24:MI')
		FROM crt.messages m JOIN crt.carts c ON c.id = m.cart_id WHERE m.channel = 'PUSH' ORDER BY 1" | paste -sd ' '; }
	{
		cart device 11:00 "$(owner 1 '"country":"DE","timezone":"Asia/Tokyo"')"
		cart island 11:00 "$(owner 2 '"timezone":"Pacific/Honolulu"')"
		cart home 11:00 "$(owner 3 '"country":"US","region":"NY"')"
		cart shop 11:00 "$(owner 4)"
	} | ingest 11:01
	detect 11:20
	pushed 12:30
	assert_equal "$(held)" "device|SKIPPED|quiet_hours| home|HELD|quiet_hours|02-13:00 island|HELD|quiet_hours|02-18:00 shop|SENT||"
	crt 0 campaign explain home --now "$(at 12:30)" --table
	assert_has "the hour does not allow push messages: push_hours in America/New_York (address), until 2026-11-02T13:00:00Z" out
	assert_equal "$(query "SELECT facts->>'channel', facts->>'quiet' IS NOT NULL FROM crt.messages WHERE status = 'HELD'" | sort -u)" "PUSH|t"
	pushed 13:00
	assert_equal "$(held | grep -o 'home|[A-Z]*')" "home|SENT"
	crt 64 sync store set acme push_hours=21:00-08:00
	assert_has "setting push_hours takes hours of a day such as 08:00-21:00, or off"
	crt 0 sync store set acme push_hours=off
	pushed 18:00
	assert_equal "$(held | grep -o 'island|[A-Z]*')" "island|SENT"
}
