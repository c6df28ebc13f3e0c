#!/usr/bin/env bats
# sync.bats: stores are added, shown, set and removed.

load helper

acme() {
	crt "${1:-0}" sync store add acme --platform other --url https://acme.example --name Acme \
		--currency EUR "${@:2}"
}

@test "a file of stores is taken in whole, and once" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	same "$(jq -r '.store + " " + .outcome' out)" "nordlicht added
brightside added
kettle-co added
sakura added"
	answer 'SELECT * FROM crt.stores ORDER BY slug' > before
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml" --now 2027-01-01T00:00:00Z
	same "$(jq -r .outcome out | sort -u)" same
	same "$(answer 'SELECT * FROM crt.stores ORDER BY slug')" "$(< before)"
	same "$(answer "SELECT count(*) FROM crt.organizations")" 1
	same "$(answer "SELECT id = crt.derived_uuid('storesakura') FROM crt.stores WHERE slug = 'sakura'")" t
}

@test "a changed file changes that store and nothing else" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	crt 0 sync store set sakura cap_day=2
	sed '0,/wait: 15m/s//wait: 1h/' "$TOP/etc/demo/stores.yaml" > stores.yaml
	crt 0 sync store add -f stores.yaml
	same "$(jq -r 'select(.outcome != "same") | .store + " " + .outcome' out)" "nordlicht changed"
	same "$(answer "SELECT settings->>'wait' FROM crt.stores WHERE slug = 'nordlicht'")" 1h
	same "$(answer "SELECT settings->>'cap_day' FROM crt.stores WHERE slug = 'sakura'")" 2
}

@test "each mistake in a file is told with its place, and nothing is stored" {
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
		says "bad.yaml:$place"
		says "$want"
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
	same "$(answer 'SELECT count(*) FROM crt.stores')" 0
	same "$(answer 'SELECT count(*) FROM crt.organizations')" 0
}

@test "a store stands once in a file" {
	printf '%s\n' 'stores:' > twice.yaml
	for i in 1 2; do
		echo '  - { slug: a, platform: other, store_url: "https://a.example", name: A, currency: EUR }'
	done >> twice.yaml
	crt 78 sync store add -f twice.yaml
	says 'twice.yaml:3:13: store "a" appears twice'
}

@test "one store by options; a dry run changes nothing" {
	acme 0 -n --set wait=1h
	same "$(jq -r .outcome out)" added
	same "$(answer 'SELECT count(*) FROM crt.stores')" 0
	acme 0 --set wait=1h --timezone Europe/Berlin --organization big
	same "$(answer "SELECT s.locale, s.timezone, s.settings, o.slug FROM crt.stores s
		JOIN crt.organizations o ON o.id = s.organization_id")" 'en|Europe/Berlin|{"wait": "1h"}|big'
	acme
	same "$(jq -r .outcome out)" same
	acme 78 --organization small
	says 'cannot move'
	crt 64 sync store add other --platform other
	says 'store_url of store "other" is missing'
	says 'a new store needs platform, store_url, name, and currency'
	acme 64 --set wait
	says 'is not NAME=VALUE'
	crt 64 sync store add
	crt 64 sync store add 'Bad Slug' --platform other
}

# Seen to fail: 'platform of store "acme" is missing', whatever help promised.
@test "store add changes only what it is given, in options and in a file" {
	acme 0 --set wait=1h --locale de
	before=$(answer "SELECT platform, store_url, store_name, currency, locale, settings FROM crt.stores")
	crt 0 sync store add acme --timezone Europe/Berlin
	same "$(jq -r .outcome out)" changed
	crt 0 sync store add acme --timezone Europe/Berlin
	same "$(jq -r .outcome out)" same
	same "$(answer "SELECT timezone FROM crt.stores")" Europe/Berlin
	same "$(answer "SELECT platform, store_url, store_name, currency, locale, settings FROM crt.stores")" "$before"
	printf 'stores:\n  - slug: acme\n    name: New\n    cap_day: 2\n' > stores.yaml
	crt 0 sync store add -f stores.yaml
	same "$(jq -r .outcome out)" changed
	same "$(answer "SELECT store_name, timezone, currency, settings->>'wait', settings->>'cap_day' FROM crt.stores")" \
		'New|Europe/Berlin|EUR|1h|2'
	printf '  - slug: globex\n    name: Globex\n' >> stores.yaml
	crt 78 sync store add -f stores.yaml
	says 'stores.yaml:5:5: platform of store "globex" is missing'
}

@test "set takes settings and facts, show tells them with their presets" {
	acme
	crt 0 sync store set acme wait=2h name='Acme & Co' store_url=https://new.example
	same "$(jq -r .outcome out)" changed
	crt 0 sync store set acme wait=2h
	same "$(jq -r .outcome out)" same
	crt 64 sync store set acme wait=never
	crt 64 sync store set acme nothing=1
	crt 64 sync store set nobody wait=1h
	says 'there is no store "nobody"'
	crt 0 sync store show acme --json
	same "$(jq -r 'select(.name == "wait") | .value + " " + .default' out)" "2h 15m"
	same "$(jq -r 'select(.name == "gap") | .value + " " + .default' out)" "12h 12h"
	same "$(jq -r 'select(.name == "name").value' out)" "Acme & Co"
	crt 64 sync store show nobody
	same "$(< out)" ""
}

@test "what is no address, link, code or language is refused, and nothing is changed" {
	acme 64 --set from=bad
	says 'setting from takes an address such as shop@acme.example or Acme <shop@acme.example>, not "bad"'
	acme
	answer 'SELECT * FROM crt.stores' > before
	for said in from=bad reply_to=foo unsubscribe_url=foo unsubscribe_mail=foo hooks_url=foo calling_code=abc \
	    locale=xx_YY_ZZ; do
		crt 64 sync store set acme "$said"
		says "${said%=*} takes "
	done
	same "$(answer 'SELECT * FROM crt.stores')" "$(< before)"
	crt 0 sync store set acme 'from=Acme <shop@acme.example>' reply_to=help@acme.example calling_code=49
	crt 0 sync store set acme from= reply_to= calling_code=
	same "$(jq -r .outcome out)" changed
}

@test "list pages by slug" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	crt 0 sync store list --json --limit 2
	same "$(jq -r .store out)" "brightside
kettle-co"
	crt 0 sync store list --json --after kettle-co
	same "$(jq -r .store out)" "nordlicht
sakura"
	crt 0 sync store list --csv -s sakura
	same "$(< out)" "store,organization,platform,currency,orders_seen,status,reason
sakura,demo,magento,JPY,,ACTIVE,"
}

# sakura STATUS [WHY]: as it is listed.
sakura() {
	crt 0 sync store list --json -s sakura
	same "$(jq -r .status out)" "$@"
}

@test "a paused store is left alone until it is active again" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	make -s -C "$TOP" feed B="$BATS_TEST_TMPDIR/made"
	head -n 300 made/demo/feed.ndjson > feed
	crt 0 ingest --now 2026-11-15T00:00:00Z feed
	crt 64 sync store set sakura status=asleep
	says 'status takes active or paused, not "asleep"'
	crt 0 sync store set sakura status=paused -n
	sakura ACTIVE
	crt 0 sync store set sakura status=paused
	same "$(jq -r .outcome out)" changed
	crt 0 sync store set sakura status=PAUSED
	same "$(jq -r .outcome out)" same
	sakura PAUSED
	crt 0 sync store set sakura wait=2h
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	sakura PAUSED "what is not said stays"
	crt 0 detect --now 2026-11-15T00:00:00Z
	same "$(jq -r 'select(.source == "/stores/sakura")' out)" ""
	crt 64 detect -s sakura
	says 'store "sakura" is paused'
	says 'crt-sync store set sakura status=active'
	crt 0 detect list -s sakura
	same "$(< out)" ""
	crt 0 sync store set sakura status=active
	sakura ACTIVE
	crt 0 detect --now 2026-11-15T00:00:00Z -s sakura
	[ -s out ]
	printf '%s\n' 'slug: sakura' 'platform: magento' 'store_url: https://sakura.example' 'name: Sakura' \
		'currency: JPY' 'status: paused' > one.yaml
	crt 0 sync store add -f one.yaml
	sakura PAUSED
}

@test "remove takes the store and all that is known of it, if it is meant" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	make -s -C "$TOP" feed B="$BATS_TEST_TMPDIR/made"
	head -n 300 made/demo/feed.ndjson > feed
	crt 0 ingest --now 2026-11-15T00:00:00Z feed
	crt 0 detect --now 2026-11-15T00:00:00Z
	crt 64 sync store remove nordlicht
	says 'carts would be deleted permanently'
	same "$(answer "SELECT count(*) FROM crt.stores")" 4
	before=$(answer "SELECT count(*) FROM crt.carts JOIN crt.stores s ON s.id = store_id WHERE slug <> 'nordlicht'")
	crt 0 sync store remove nordlicht --yes
	same "$(answer "SELECT count(*) FROM crt.carts")" "$before"
	for table in events customers identity_links carts orders consents abandoned_carts; do
		same "$(answer "SELECT count(*) FROM crt.$table WHERE store_id = crt.derived_uuid('storenordlicht')")" 0 "$table"
	done
	crt 64 sync store remove nordlicht --yes
}
