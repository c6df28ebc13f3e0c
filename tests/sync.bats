#!/usr/bin/env bats
# sync.bats: stores are added, shown, changed, and removed.

load helper

acme() {
	crt "${1:-0}" sync store add acme --platform other --url https://acme.example --name Acme \
		--currency EUR "${@:2}"
}

@test "a file of stores is added completely, and a second time changes nothing" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	assert_equal "$(jq -r '.store + " " + .outcome' out)" "nordlicht added
brightside added
kettle-co added
sakura added"
	query 'SELECT * FROM crt.stores ORDER BY slug' > before
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml" --now 2027-01-01T00:00:00Z
	assert_equal "$(jq -r .outcome out | sort -u)" same
	assert_equal "$(query 'SELECT * FROM crt.stores ORDER BY slug')" "$(< before)"
	assert_equal "$(query "SELECT count(*) FROM crt.organizations")" 1
	assert_equal "$(query "SELECT id = crt.derived_uuid('storesakura') FROM crt.stores WHERE slug = 'sakura'")" t
}

@test "a changed file changes only that store" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	crt 0 sync store set sakura cap_day=2
	sed '0,/wait: 15m/s//wait: 1h/' "$TOP/etc/demo/stores.yaml" > stores.yaml
	crt 0 sync store add -f stores.yaml
	assert_equal "$(jq -r 'select(.outcome != "same") | .store + " " + .outcome' out)" "nordlicht changed"
	assert_equal "$(query "SELECT settings->>'wait' FROM crt.stores WHERE slug = 'nordlicht'")" 1h
	assert_equal "$(query "SELECT settings->>'cap_day' FROM crt.stores WHERE slug = 'sakura'")" 2
}

@test "each error in a file is reported with its place, and nothing is stored" {
	local line place want
	while IFS='|' read -r line place want; do
		{
			echo "stores:"
			echo "  - slug: good"
			printf '    %s\n' 'platform: other' 'store_url: https://a.example' 'name: A' 'currency: EUR'
			echo "  - slug: bad"
			printf '    %s\n' 'platform: other' 'store_url: https://a.example' 'name: A' 'currency: EUR' |
				sed "s|^ *${line%%:*}:.*||"
			[ -z "${line#*:}" ] || printf '    %b\n' "$line"
		} > bad.yaml
		crt 78 sync store add -f bad.yaml
		assert_has "bad.yaml:$place"
		assert_has "$want"
	done <<-'END'
		currency: EUX|12:15: |not an ISO 4217 code such as EUR
		currency: eur|12:15: |not an ISO 4217 code such as EUR
		currency:|7:5: |currency of store "bad" is missing
		platform: etsy|12:15: |platform takes shopify
		store_url: ftp://a.example|12:16: |store_url takes https://
		store_url: https://me@a.example|12:16: |store_url takes https://
		timezone: Europe/Atlantis|12:15: |no time zone "Europe/Atlantis"
		organization: Big Shop|12:19: |organization takes lower-case letters
		locale: "de\\nDE"|12:13: |control byte
		wait: soon|12:11: |setting wait takes a duration
		cap_dya: 1|12:5: |unknown key "cap_dya"
		gap: [12h]|12:10: |gap takes text
		from: Acme|12:11: |setting from takes an address such as
		unsubscribe_mail: stop|12:23: |setting unsubscribe_mail takes an address such as
		hooks_url: crt.example|12:16: |setting hooks_url takes https://HOST/...
	END
	assert_equal "$(query 'SELECT count(*) FROM crt.stores')" 0
	assert_equal "$(query 'SELECT count(*) FROM crt.organizations')" 0
}

@test "a file may contain a store only once" {
	printf '%s\n' 'stores:' > twice.yaml
	for i in 1 2; do
		echo '  - { slug: a, platform: other, store_url: "https://a.example", name: A, currency: EUR }'
	done >> twice.yaml
	crt 78 sync store add -f twice.yaml
	assert_has 'twice.yaml:3:13: store "a" appears twice'
}

@test "options add one store, and a dry run changes nothing" {
	acme 0 -n --set wait=1h
	assert_equal "$(jq -r .outcome out)" added
	assert_equal "$(query 'SELECT count(*) FROM crt.stores')" 0
	acme 0 --set wait=1h --timezone Europe/Berlin --organization big
	assert_equal "$(query "SELECT s.locale, s.timezone, s.settings, o.slug FROM crt.stores s
		JOIN crt.organizations o ON o.id = s.organization_id")" 'en|Europe/Berlin|{"wait": "1h"}|big'
	acme
	assert_equal "$(jq -r .outcome out)" same
	acme 78 --organization small
	assert_has 'cannot move'
	crt 64 sync store add other --platform other
	assert_has 'store_url of store "other" is missing'
	assert_has 'a new store needs platform, store_url, name, and currency'
	acme 64 --set wait
	assert_has 'is not NAME=VALUE'
	# Seen to fail: another text, no hint, and a currency of four letters that was accepted.
	crt 64 sync store
	assert_has '"store" needs a second word'
	assert_has 'hint: write crt-sync store and one of: add, list, show, set, test, remove'
	crt 64 sync store add euro --platform other --url https://euro.example --name E --currency EURO
	assert_has 'crt-sync: "EURO" is not an ISO 4217 code such as EUR'
	crt 64 sync store add
	crt 64 sync store add 'Bad Slug' --platform other
}

# Seen to fail: 'platform of store "acme" is missing', although help promised otherwise.
@test "store add changes only the given values, in options and in a file" {
	acme 0 --set wait=1h --locale de
	before=$(query "SELECT platform, store_url, store_name, currency, locale, settings FROM crt.stores")
	crt 0 sync store add acme --timezone Europe/Berlin
	assert_equal "$(jq -r .outcome out)" changed
	crt 0 sync store add acme --timezone Europe/Berlin
	assert_equal "$(jq -r .outcome out)" same
	assert_equal "$(query "SELECT timezone FROM crt.stores")" Europe/Berlin
	assert_equal "$(query "SELECT platform, store_url, store_name, currency, locale, settings FROM crt.stores")" "$before"
	printf 'stores:\n  - slug: acme\n    name: New\n    cap_day: 2\n' > stores.yaml
	crt 0 sync store add -f stores.yaml
	assert_equal "$(jq -r .outcome out)" changed
	assert_equal "$(query "SELECT store_name, timezone, currency, settings->>'wait', settings->>'cap_day' FROM crt.stores")" \
		'New|Europe/Berlin|EUR|1h|2'
	printf '  - slug: globex\n    name: Globex\n' >> stores.yaml
	crt 78 sync store add -f stores.yaml
	assert_has 'stores.yaml:5:5: platform of store "globex" is missing'
}

@test "set changes settings and columns, and show prints them with their defaults" {
	acme
	crt 0 sync store set acme wait=2h name='Acme & Co' store_url=https://new.example
	assert_equal "$(jq -r .outcome out)" changed
	crt 0 sync store set acme wait=2h
	assert_equal "$(jq -r .outcome out)" same
	crt 64 sync store set acme wait=never
	crt 64 sync store set acme nothing=1
	crt 64 sync store set nobody wait=1h
	assert_has 'there is no store "nobody"'
	crt 0 sync store show acme --json
	assert_equal "$(jq -r 'select(.name == "wait") | .value + " " + .default' out)" "2h 15m"
	assert_equal "$(jq -r 'select(.name == "gap") | .value + " " + .default' out)" "12h 12h"
	assert_equal "$(jq -r 'select(.name == "name").value' out)" "Acme & Co"
	crt 64 sync store show nobody
	assert_equal "$(< out)" ""
}

@test "an invalid address, link, code, or language is rejected, and nothing is changed" {
	acme 64 --set from=bad
	assert_has 'setting from takes an address such as shop@acme.example or Acme <shop@acme.example>, not "bad"'
	acme
	query 'SELECT * FROM crt.stores' > before
	for setting in from=bad reply_to=foo unsubscribe_url=foo unsubscribe_mail=foo hooks_url=foo calling_code=abc \
	    locale=xx_YY_ZZ; do
		crt 64 sync store set acme "$setting"
		assert_has "${setting%=*} takes "
	done
	assert_equal "$(query 'SELECT * FROM crt.stores')" "$(< before)"
	crt 0 sync store set acme 'from=Acme <shop@acme.example>' reply_to=help@acme.example calling_code=49
	crt 0 sync store set acme from= reply_to= calling_code=
	assert_equal "$(jq -r .outcome out)" changed
}

@test "list pages by slug" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	crt 0 sync store list --json --limit 2
	assert_equal "$(jq -r .store out)" "brightside
kettle-co"
	crt 0 sync store list --json --after kettle-co
	assert_equal "$(jq -r .store out)" "nordlicht
sakura"
	crt 0 sync store list --csv -s sakura
	assert_equal "$(< out)" "store,organization,platform,currency,orders_seen,status,reason
sakura,demo,magento,JPY,,ACTIVE,"
}

# sakura STATUS [WHY]: the store as it is listed.
sakura() {
	crt 0 sync store list --json -s sakura
	assert_equal "$(jq -r .status out)" "$@"
}

@test "a paused store is not polled until it is active again" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	build "$B/demo/feed.ndjson"
	head -n 300 "$B/demo/feed.ndjson" > feed
	crt 0 ingest --now 2026-11-15T00:00:00Z feed
	crt 64 sync store set sakura status=asleep
	assert_has 'status takes active or paused, not "asleep"'
	crt 0 sync store set sakura status=paused -n
	sakura ACTIVE
	crt 0 sync store set sakura status=paused
	assert_equal "$(jq -r .outcome out)" changed
	crt 0 sync store set sakura status=PAUSED
	assert_equal "$(jq -r .outcome out)" same
	sakura PAUSED
	crt 0 sync store set sakura wait=2h
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	sakura PAUSED "what is not set stays"
	crt 0 detect --now 2026-11-15T00:00:00Z
	assert_equal "$(jq -r 'select(.source == "/stores/sakura")' out)" ""
	crt 64 detect -s sakura
	assert_has 'store "sakura" is paused'
	assert_has 'crt-sync store set sakura status=active'
	crt 0 detect list -s sakura
	assert_equal "$(< out)" ""
	crt 0 sync store set sakura status=active
	sakura ACTIVE
	crt 0 detect --now 2026-11-15T00:00:00Z -s sakura
	[ -s out ]
	printf '%s\n' 'slug: sakura' 'platform: magento' 'store_url: https://sakura.example' 'name: Sakura' \
		'currency: JPY' 'status: paused' > one.yaml
	crt 0 sync store add -f one.yaml
	sakura PAUSED
}

@test "remove --yes removes the store and all its data" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	build "$B/demo/feed.ndjson"
	head -n 300 "$B/demo/feed.ndjson" > feed
	crt 0 ingest --now 2026-11-15T00:00:00Z feed
	crt 0 detect --now 2026-11-15T00:00:00Z
	crt 64 sync store remove nordlicht
	assert_has 'carts would be deleted permanently'
	assert_equal "$(query "SELECT count(*) FROM crt.stores")" 4
	before=$(query "SELECT count(*) FROM crt.carts JOIN crt.stores s ON s.id = store_id WHERE slug <> 'nordlicht'")
	crt 0 sync store remove nordlicht --yes
	assert_equal "$(query "SELECT count(*) FROM crt.carts")" "$before"
	for table in events customers identity_links carts orders consents abandoned_carts; do
		assert_equal "$(query "SELECT count(*) FROM crt.$table WHERE store_id = crt.derived_uuid('storenordlicht')")" 0 "$table"
	done
	crt 64 sync store remove nordlicht --yes
}
