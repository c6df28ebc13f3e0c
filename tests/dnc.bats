#!/usr/bin/env bats
# dnc.bats: the national Do-Not-Call registry of the US: its files, how old they may be, and whom that concerns.

load helper
load pipeline

gdpr() { crt "$1" gdpr --now "$(at 10:05)" "${@:2}"; }

# numbers: area code and count of the stored numbers.
numbers() { query "SELECT area_code, count(*) FROM crt.dnc_numbers GROUP BY 1 ORDER BY 1" | paste -sd ' '; }

# Seen to fail: a list that was cut off in the middle; the first of two changes of a number.
@test "a full list replaces its area codes, a list of changes adds and deletes, and the evidence of each is kept" {
	shop acme
	printf '%s\r\n' AreaCode,Phone 212,5550101 212,5550102 212,5550102 +1-305-555-0103 212,555 > full
	gdpr 64 dnc import full
	assert_has '--downloaded is missing'
	gdpr 64 dnc import --downloaded 2026-11-03T10:00:00Z full
	assert_has '--downloaded lies in the future'
	gdpr 3 dnc import --downloaded 2026-10-20T10:00:00Z --account 12345 -n full
	assert_equal "$(numbers)" ""
	gdpr 3 dnc import --downloaded 2026-10-20T10:00:00Z --account 12345 full
	assert_has 'full line 6: no area code with seven digits'
	assert_lacks 5550 err
	assert_equal "$(< out) $(numbers)" "full: 3 numbers are added and 0 deleted for acme 212|2 305|1"
	gdpr 3 dnc import --downloaded 2026-10-20T10:00:00Z full
	assert_equal "$(< out) $(numbers)" "full was imported before 212|2 305|1"
	assert_equal "$(query "SELECT count(*) FROM crt.dnc_numbers d JOIN crt.organizations o ON o.id = d.organization_id WHERE d.key::text ~ '5550101'")" 0
	gdpr 0 dnc list
	assert_equal "$(jq -r '[.kind, .file, .sha256, .account, .lines, .refused, .added, .area_codes] | join(" ")' out)" \
		"full full $(sha256sum < full | cut -d' ' -f1) 12345 6 1 3 212 305"
	printf '%s\n' 212,5550103,2026-10-21,A 212,5550101,2026-10-21,D 212,5550104,2026-10-21,A 212,5550104,2026-10-22,D \
		646,5550105,2026-10-21,A 212,5550199,2026-10-22,X > changes
	gdpr 3 dnc import --kind change --downloaded 2026-10-25T10:00:00Z changes
	assert_has "changes line 6: no action A or D in the column of --columns"
	assert_equal "$(tail -1 out) $(numbers)" "changes: 2 numbers are added and 1 deleted for acme 212|2 305|1 646|1"
	gdpr 0 dnc status
	assert_equal "$(jq -r '[.area_code, .numbers, .downloaded, .expires, .state] | join(" ")' out | paste -sd ,)" \
		"212 2 2026-10-25T10:00:00Z 2026-11-25T10:00:00Z ok,305 1 2026-10-20T10:00:00Z 2026-11-20T10:00:00Z ok"
	gdpr 64 dnc import --downloaded 2026-10-20T10:00:00Z full
	assert_has 'full: area code 212 has data of 2026-10-25T10:00:00Z, which is newer'
	printf '%s\n' 305,5550101 212,5550101 305,5550102 > mixed
	gdpr 64 dnc import --downloaded 2026-10-26T10:00:00Z --yes mixed
	assert_has 'mixed: line 3: area code 305 comes again'
	seq -f 2125550%03g 0 9 > ten
	gdpr 0 dnc import --downloaded 2026-10-26T10:00:00Z ten
	head -4 ten > four
	gdpr 64 dnc import --downloaded 2026-10-27T10:00:00Z four
	assert_has 'four: area code 212 has less than half of its 10 numbers'
	gdpr 0 dnc import --downloaded 2026-10-27T10:00:00Z --yes four
	assert_equal "$(tail -1 out) $(numbers)" "four: 0 numbers are added and 6 deleted for acme 212|4 305|1 646|1"
	echo nothing > odd
	gdpr 64 dnc import --downloaded 2026-10-27T10:00:00Z odd
	assert_has 'odd has no number that can be read'
	assert_equal "$(query "SELECT count(*), count(DISTINCT sha256) FROM crt.dnc_imports")" "4|4"
	assert_equal "$(query "UPDATE crt.dnc_imports SET lines = 0" 2>&1 | grep -c 'never changed')" 1
}

# Seen to fail: with data of at most 30 days.
@test "texts to numbers of the US wait for data of 31 days, and listed ones go only to who agreed in writing or bought" {
	store acme '{"from": "Shop <acme@shop.example>", "orders_max_age": "off", "links_url": "https://crt.example", "sms_written": "no"}'
	printf '%s\n' 'template: first' 'locale: en' 'channel: SMS' 'text: "{{ links.cart }} Reply STOP to end."' > first.yaml
	printf '%s\n' 'campaign: texts' 'store: acme' 'trigger: {}' 'steps:' '  - { wait: 1h, channel: SMS, template: first, not_after: 24h }' > texts.yaml
	crt 0 campaign apply first.yaml texts.yaml
	seq -f 2125550%03g 100 109 > full
	gdpr 0 dnc import --downloaded 2026-10-02T15:40:00Z full
	texter() { echo "{\"id\":\"$1\",\"phone\":\"$2\",\"consent\":{\"sms\":{\"state\":\"granted\",\"confirmed\":true}}}"; }
	{
		cart free 14:00 "$(texter 1 +12125550111)"
		cart listed 14:00 "$(texter 2 +12125550102)"
		cart bought 14:00 "$(texter 3 +12125550103)"
		record order.placed 01-10:00 "{\"order\":{\"id\":\"o1\",\"status\":\"bought\",\"total\":\"5.00\",\"currency\":\"EUR\"},\"customer\":{\"id\":\"3\"}}"
		cart signed 14:00 "$(texter 4 +12125550104)"
		record consent.changed 13:00 '{"customer":{"phone":"+12125550104"},"channel":"SMS","action":"grant","signature":"checkbox","wording":"v1","seller":"Acme","unconditional":true}'
		cart other 14:00 "$(texter 5 +13055550105)"
		cart german 14:00 "{\"country\":\"US\",\"region\":\"NY\",$(texter 6 +4915112345678 | cut -c2-)"
	} | ingest 14:01
	detect 14:20
	campaign 15:30
	rows() { query "SELECT c.external_id, m.status, coalesce(m.reason, '') FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id ORDER BY 1" | paste -sd ' '; }
	assert_equal "$(rows)" "bought|QUEUED| free|QUEUED| german|QUEUED| listed|SKIPPED|dnc_listed other|HELD|dnc_stale signed|QUEUED|"
	crt 0 campaign explain other --now "$(at 15:30)" --table
	assert_has "no data of the Do-Not-Call registry was imported for the area code" out
	crt 69 report --now 2026-10-28T15:39:00Z health
	assert_equal "$(jq -r 'select(.check == "registry") | .state' out)" ok
	query "UPDATE crt.dnc_areas SET version = '2026-10-02T15:30:00Z' WHERE area_code = 212"
	printf '%s\n' '#!/bin/sh' 'while read -r line; do id=${line#*\"message\":\"}; echo "{\"message\":\"${id%%\"*}\",\"status\":\"sent\"}"; done' > program
	chmod +x program
	crt 0 send --now "$(at 15:31)" --sms --sms-channel exec --sms-program "$PWD/program" < due
	assert_equal "$(rows)" "bought|SENT| free|HELD|dnc_stale german|SENT| listed|SKIPPED|dnc_listed other|HELD|dnc_stale signed|SENT|"
	crt 0 campaign explain free --now "$(at 15:31)" --table
	assert_has "the data of the Do-Not-Call registry is too old: 2026-10-02T15:30:00Z" out
	crt 69 report --now "$(at 15:31)" health
	assert_equal "$(jq -r 'select(.check == "registry") | .of + " " + .state + " " + .what' out)" \
		"acme fault the data of the Do-Not-Call registry expired 1m ago"
	printf '305,5550100\n' > miami
	gdpr 0 dnc import --downloaded 2026-10-20T00:00:00Z miami
	gdpr 0 dnc import --downloaded 2026-10-20T00:00:00Z full
	campaign 15:40
	assert_equal "$(rows)" "bought|SENT| free|QUEUED| german|SENT| listed|SKIPPED|dnc_listed other|QUEUED| signed|SENT|"
}
